package cloud.atek.earthstar.replica;

import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A process that sets documents from some threads until it is killed, and prints the path of each
/// one that was acknowledged.
final class Setter {

    private static final int THREADS = 3;

    private Setter() {}

    static Process start(Path dir) throws IOException {
        String path =
                String.join(
                        File.pathSeparator,
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        "target/test-classes");
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                path,
                                Setter.class.getName(),
                                dir.toString()))
                .redirectError(dir.resolve("errors").toFile())
                .start();
    }

    static Replica open(Path dir) throws IOException {
        return Replica.open(
                ChainStore.open(
                        dir.resolve("chain"),
                        Address.workspace(Format.ES4, "+kill.test").require(),
                        new KeyFolder(new LocalDisk(), dir.resolve("keys")),
                        ChainSettings.DEFAULT));
    }

    public static void main(String[] args) throws Exception {
        Replica replica = open(Path.of(args[0]));
        for (int i = 0; i < THREADS; i++) {
            Keypair author = Keypair.random(Format.ES4, "kil" + i).require();
            Thread.ofPlatform().start(() -> forever(replica, author));
        }
    }

    @SuppressWarnings("SystemOut") // The parent reads it.
    private static void forever(Replica replica, Keypair author) {
        try {
            for (int i = 0; ; i++) {
                String path = "/" + author.author().text().substring(1) + "/" + i;
                if (replica.set(author, Draft.of(path, "content of " + path))
                        instanceof Written.Accepted) {
                    System.out.println(path + " ok");
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the disk of this test failed", e);
        }
    }
}
