package cloud.atek.host.sandbox;

import cloud.atek.host.process.Bind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The second layer around a service's files: what the kernel refuses it even if bubblewrap had
/// left something open (<https://docs.kernel.org/userspace-api/landlock.html>).
///
/// It reads what it sees, writes to its own folders, and starts no program that it wrote. No links,
/// no device files, no sockets and signals of others. The network is not its business.
///
/// @param version of the kernel's Landlock, 0 for none
record Landlock(int version) {

    /// Earlier ones cannot move a file from one folder to another.
    static final int VERSION_MIN = 2;

    /// Where the program that applies it lies inside.
    static final String PROGRAM = "/usr/bin/atek-confine";

    private static final int READ = 0;
    private static final int RUN = 1;
    private static final int WRITE = 2;
    private static final int USE_DEVICES = 3;
    private static final int TABLE_WORDS = 8;

    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long REMOVE_DIR = 1 << 4;
    private static final long REMOVE_FILE = 1 << 5;
    private static final long MAKE_DIR = 1 << 7;
    private static final long MAKE_REG = 1 << 8;
    private static final long MAKE_SOCK = 1 << 9;
    private static final long MAKE_FIFO = 1 << 10;

    /// Of version 1; each later version of files adds one bit.
    private static final long FIRST_RIGHTS = (1 << 13) - 1;

    private static final long REFER = 1 << 13;
    private static final long TRUNCATE = 1 << 14;
    private static final long IOCTL_DEV = 1 << 15;

    /// Abstract sockets and processes outside cannot be reached.
    private static final long SCOPES = 3;

    private static final int HEADER_BYTES = 120;
    private static final long ADDRESS = 0x400000;

    boolean usable() {
        return version >= VERSION_MIN;
    }

    /// The rules for a program that sees these folders and files.
    ///
    /// @param ownPrograms whether it may start what it wrote, as builds do
    List<String> rules(List<Bind> readOnly, List<Bind> writable, boolean ownPrograms) {
        var rules = new ArrayList<>(List.of(READ + "/", USE_DEVICES + "/dev"));
        List.of("/usr", "/lib", "/lib64").stream()
                .filter(folder -> Files.exists(Path.of(folder)))
                .forEach(folder -> rules.add(RUN + folder));
        readOnly.forEach(bind -> rules.add(RUN + bind.inside()));
        for (String memory : List.of("/tmp", "/dev/shm")) {
            rules.add(WRITE + memory);
        }
        for (Bind bind : writable) {
            rules.add(WRITE + bind.inside());
            if (ownPrograms) {
                rules.add(RUN + bind.inside());
            }
        }
        return rules;
    }

    /// The program, as an ELF file without libraries: 64 bytes of file header, 56 of the one
    /// segment that is loaded, the code and its data
    /// (<https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html>).
    byte[] program(Architecture architecture) {
        byte[] code = LandlockCode.of(architecture);
        int length = HEADER_BYTES + code.length + Long.BYTES * (4 + TABLE_WORDS);
        ByteBuffer elf = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 2).putShort((short) architecture.elf()).putInt(1);
        elf.putLong(ADDRESS + HEADER_BYTES).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1).position(64);
        elf.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
        elf.putLong(length).putLong(length).putLong(1 << 16);
        elf.put(code);
        data().forEach(elf::putLong);
        return elf.array();
    }

    private List<Long> data() {
        long handled = handled();
        long scoped = version >= 6 ? SCOPES : 0;
        long bytes = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        long write =
                WRITE_FILE
                        | REMOVE_DIR
                        | REMOVE_FILE
                        | MAKE_DIR
                        | MAKE_REG
                        | MAKE_SOCK
                        | MAKE_FIFO
                        | REFER
                        | TRUNCATE;
        return List.of(
                handled,
                0L,
                scoped,
                bytes,
                handled & (READ_FILE | READ_DIR),
                handled & EXECUTE,
                handled & write,
                handled & (WRITE_FILE | TRUNCATE | IOCTL_DEV),
                0L,
                0L,
                0L,
                0L);
    }

    private long handled() {
        long rights = FIRST_RIGHTS | REFER;
        if (version >= 3) {
            rights |= TRUNCATE;
        }
        return version >= 5 ? rights | IOCTL_DEV : rights;
    }
}
