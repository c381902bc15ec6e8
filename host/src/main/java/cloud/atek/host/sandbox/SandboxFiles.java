package cloud.atek.host.sandbox;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that every sandbox is made with, written anew at each start of the host.
///
/// @param filter the system call filter
/// @param landlock the program that puts itself under Landlock, once it was found
/// @param etc the few files of `/etc` without which no name, not even `localhost`, resolves
record SandboxFiles(Path filter, Path landlock, Path etc) {

    /// The user and group that every program believes it is.
    static final int ID = 1000;

    private static final String HOSTS = "127.0.0.1 localhost\n";
    private static final String NSSWITCH = "passwd: files\ngroup: files\nhosts: files\n";
    private static final String NETWORK = NSSWITCH.replace("hosts: files", "hosts: files dns");
    private static final String PASSWD = "atek:x:" + ID + ":" + ID + "::/data:/usr/sbin/nologin\n";
    private static final String GROUP = "atek:x:" + ID + ":\n";

    static SandboxFiles write(Path folder, Architecture architecture) throws IOException {
        Files.createDirectories(folder, asFileAttribute(fromString("rwx------")));
        Path etc = Files.createDirectories(folder.resolve("etc"));
        put(etc.resolve("hosts"), HOSTS.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("nsswitch.conf"), NSSWITCH.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("nsswitch.network"), NETWORK.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("passwd"), PASSWD.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("group"), GROUP.getBytes(StandardCharsets.US_ASCII));
        Path filter = folder.resolve("filter.bpf");
        put(filter, Seccomp.filter(architecture));
        return new SandboxFiles(filter, folder.resolve("confine"), etc);
    }

    /// A new file each time, so that a running sandbox keeps the one it was made with.
    private static void put(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, asFileAttribute(fromString("rw-------")));
        Files.write(file, content);
    }
}
