package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PumpTest {

    private record Ends(Duplex near, Duplex far) {}

    private ShortDir dir;
    private Ends left;
    private Ends right;

    @BeforeEach
    void connect() throws IOException {
        dir = ShortDir.make();
        left = pair("l");
        right = pair("r");
    }

    private Ends pair(String name) throws IOException {
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(dir.socket(name).address());
            Duplex near = Duplex.of(SocketChannel.open(dir.socket(name).address()));
            return new Ends(near, Duplex.of(listening.accept()));
        }
    }

    @AfterEach
    void close() throws IOException {
        left.near().close();
        right.near().close();
        dir.close();
    }

    private Thread join(Duration silence) {
        return Thread.ofVirtual().start(() -> Pump.join(left.far(), right.far(), silence));
    }

    @Test
    void halfThatEndsLeavesTheOtherOpen() throws Exception {
        Thread pump = join(Pump.FOREVER);

        left.near().out().write("question".getBytes(UTF_8));
        left.near().closeOutput();
        assertThat(new String(right.near().in().readAllBytes(), UTF_8)).isEqualTo("question");
        right.near().out().write("answer".getBytes(UTF_8));
        right.near().closeOutput();
        assertThat(new String(left.near().in().readAllBytes(), UTF_8)).isEqualTo("answer");
        pump.join();
    }

    @Test
    void lostEndClosesTheOther() throws Exception {
        Thread pump = join(Pump.FOREVER);

        left.near().close();
        assertThat(right.near().in().read()).isEqualTo(-1);
        right.near().close();
        pump.join();
    }

    @Test
    void silenceEndsBoth() throws Exception {
        join(Duration.ofMillis(100)).join();

        assertThat(left.near().in().read()).isEqualTo(-1);
        assertThat(right.near().in().read()).isEqualTo(-1);
    }
}
