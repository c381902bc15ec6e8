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

    static SandboxFiles write(Path folder, Architecture architecture) throws IOException {
        Files.createDirectories(folder, asFileAttribute(fromString("rwx------")));
        Path etc = Files.createDirectories(folder.resolve("etc"));
        put(etc.resolve("hosts"), HOSTS.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("nsswitch.conf"), NSSWITCH.getBytes(StandardCharsets.US_ASCII));
        put(etc.resolve("nsswitch.network"), NETWORK.getBytes(StandardCharsets.US_ASCII));
        Path filter = folder.resolve("filter.bpf");
        put(filter, Seccomp.filter(architecture));
        Files.setPosixFilePermissions(filter, fromString("rw-------"));
        return new SandboxFiles(filter, folder.resolve("confine"), etc);
    }

    /// A folder with `passwd` and `group`, in which this user and nobody else has a name.
    synchronized Path names(int user) throws IOException {
        Path names = etc.resolve(String.valueOf(user));
        if (!Files.exists(names.resolve("group"))) {
            Files.createDirectories(names);
            String passwd = "atek:x:%1$d:%1$d::/data:/usr/sbin/nologin\n".formatted(user);
            put(names.resolve("passwd"), passwd.getBytes(StandardCharsets.US_ASCII));
            String group = "atek:x:" + user + ":\n";
            put(names.resolve("group"), group.getBytes(StandardCharsets.US_ASCII));
        }
        return names;
    }

    /// A new file each time, so that a running sandbox keeps the one it was made with. Whoever the
    /// program inside is, it can read it; outside the folder keeps all others away.
    private static void put(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, fromString("rw-r--r--"));
    }
}
