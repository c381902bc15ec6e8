package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.RpcError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that can be wrong between the command and the host is one sentence and one exit code.
class HostClientTest {

    @TempDir Path dir;

    @Test
    void folderWithoutAHostSaysHowToStart() {
        Said said = ls();

        assertThat(said.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(said.err()).contains("atek up", dir.toString()).hasLineCount(1);
    }

    @Test
    void stoppedHostSaysHowToStart() throws IOException {
        try (var host = TinyGateway.saying("null")) {
            host.writeFolder(dir);
        }

        Said said = ls();

        assertThat(said.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(said.err()).contains("not running on port", "atek up").hasLineCount(1);
    }

    @Test
    void deniedCallIsRefused() throws IOException {
        assertThat(failing(RpcError.Code.DENIED, "You may not do this."))
                .isEqualTo(new Said(ExitCode.REFUSED, "", "You may not do this.\n"));
    }

    @Test
    void failedCallSaysWhatTheHostSaid() throws IOException {
        assertThat(failing(RpcError.Code.FAILED, "No tag is a version: \u001b[31mv?"))
                .isEqualTo(new Said(ExitCode.FAILED, "", "No tag is a version: ?[31mv?\n"));
    }

    @Test
    void wrongTokenIsRefused() throws IOException {
        Said said = status(401);

        assertThat(said.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(said.err()).contains("--configDir").doesNotContain(TinyGateway.TOKEN);
    }

    @Test
    void wrongNameAsksForTheDomain() throws IOException {
        assertThat(status(421).err()).contains("home.example", "--domain").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
                "HTTP/1.1 200 OK\r\n\r\n<html>hello</html>",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            })
    void strangerOnThePortIsNoAtek(String answer) throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> serve(stranger, answer));
            writeConfig(stranger.getLocalPort());

            Said said = ls();

            assertThat(said.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
            assertThat(said.err()).containsIgnoringCase("port ").hasLineCount(1);
            server.join();
        }
    }

    @Test
    void runningHostTellsItsPort() throws IOException {
        try (var host = TinyGateway.saying("{\"services\": []}")) {
            writeConfig(1);
            Files.writeString(
                    dir.resolve("atek.lock"),
                    "{\"pid\": %d, \"port\": %d}"
                            .formatted(ProcessHandle.current().pid(), host.port()));

            assertThat(ls().exitCode()).isZero();
        }
    }

    @Test
    void portOnTheCommandLineWins() throws IOException {
        try (var host = TinyGateway.saying("{\"services\": []}")) {
            writeConfig(1);

            assertThat(
                            Said.by(
                                            "ls",
                                            "--configDir",
                                            dir.toString(),
                                            "--port",
                                            Integer.toString(host.port()))
                                    .exitCode())
                    .isZero();
        }
    }

    @Test
    void badConfigIsNamed() throws IOException {
        Files.writeString(dir.resolve("config.json"), "{\"prot\": 1}");

        assertThat(ls())
                .matches(said -> said.exitCode() == ExitCode.FAILED)
                .matches(said -> said.err().contains("did you mean \"port\""));
    }

    private Said ls() {
        return Said.by("ls", "--configDir", dir.toString());
    }

    private Said failing(int code, String message) throws IOException {
        try (var host =
                new TinyGateway(request ->
                        new Message.Failure(request.id(), new RpcError(code, message)))) {
            host.writeFolder(dir);
            return ls();
        }
    }

    private Said status(int status) throws IOException {
        try (var host = TinyGateway.saying("null")) {
            host.writeFolder(dir);
            host.status = status;
            return ls();
        }
    }

    private void writeConfig(int port) throws IOException {
        Files.writeString(
                dir.resolve("config.json"),
                "{\"port\": %d, \"systemAuthTokens\": [\"%s\"]}"
                        .formatted(port, TinyGateway.TOKEN));
    }

    private static void serve(ServerSocket server, String answer) {
        try (var socket = server.accept()) {
            int read = socket.getInputStream().read(new byte[4096]);
            if (read > 0) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
