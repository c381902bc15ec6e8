package cloud.atek.host.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One name for all that an AOT cache depends on.
final class Fingerprint {

    private static final int NAME_BYTES = 16;

    private Fingerprint() {}

    /// 32 hex digits: of the JDK's build, the whole command and the content of every jar.
    static String of(Path javaHome, List<String> command, List<Path> jars) throws IOException {
        MessageDigest all = sha256();
        all.update(Files.readAllBytes(javaHome.resolve("release")));
        for (String word : command) {
            all.update(word.getBytes(StandardCharsets.UTF_8));
            all.update((byte) 0);
        }
        for (Path jar : jars) {
            all.update(content(jar));
        }
        return HexFormat.of().formatHex(all.digest(), 0, NAME_BYTES);
    }

    private static byte[] content(Path jar) throws IOException {
        MessageDigest one = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(jar), one)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return one.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
