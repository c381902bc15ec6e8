package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `atek adb` of the built distribution, as somebody types it.
final class AdbTerminal {

    private AdbTerminal() {}

    /// @return what it printed
    static String done(TestHost host, String... words) {
        Run run = adb(host, words);
        assertThat(run.exitCode()).as(run.out()).isZero();
        return run.out();
    }

    static void refused(TestHost host, int exitCode, String why, String... words) {
        Run run = adb(host, words);
        assertThat(run.out()).contains(why);
        assertThat(run.exitCode()).as(run.out()).isEqualTo(exitCode);
    }

    static Run adb(TestHost host, String... words) {
        var all = new ArrayList<>(List.of("adb"));
        all.addAll(List.of(words));
        return host.cli(all.toArray(String[]::new));
    }

    /// Does not wait for its end.
    ///
    /// @param out where both of its streams go
    static Process begun(TestHost host, ProcessBuilder.Redirect out, List<String> words)
            throws IOException {
        var command = new ArrayList<>(List.of(TestHost.script(), "adb"));
        command.addAll(words);
        command.addAll(List.of("--configDir", host.home().toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
    }
}
