package cloud.atek.host.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/// Asks a starting service, again and again, whether it answers HTTP yet.
final class Readiness {

    /// How long a service may take to listen and answer.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final byte[] QUESTION =
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.".getBytes(US_ASCII);

    private Readiness() {}

    /// Waits until it answers with any status, its process is gone, or patience is over; tells
    /// whether it answered.
    static boolean await(Path socket, Process process, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (listens(socket) && answers(socket, ANSWER_WITHIN)) {
                return true;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return false;
    }

    /// A link is no socket: it could lead to any other one of this machine.
    private static boolean listens(Path socket) {
        try {
            return Files.readAttributes(
                            socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        } catch (IOException e) {
            return false;
        }
    }

    /// @param within how long it may take
    static boolean answers(Path socket, Duration within) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                var selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(QUESTION));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            var answer = ByteBuffer.allocate(ANSWER.length);
            while (answer.hasRemaining()) {
                if (selector.select(within.toMillis()) == 0 || channel.read(answer) < 0) {
                    return false;
                }
                selector.selectedKeys().clear();
            }
            return answer.flip().equals(ByteBuffer.wrap(ANSWER));
        } catch (IOException e) {
            return false;
        }
    }
}
