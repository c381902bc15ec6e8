package cloud.atek.host.services;

import cloud.atek.host.install.Progress;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLog.Source;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Tells the log of a service how its installation goes on, and what the tools that build it print:
/// as they print it, and no more of it than a service may print. One installation at a time.
final class BuildLog implements Progress {

    /// Hundred lines of a log about one thing are too many.
    private static final Pattern PERCENT = Pattern.compile(" \\d+ %$");

    private final ServiceLog log;
    private final Consumer<String> words;
    private String last = "";

    /// @param words hears each word of the installation as well
    BuildLog(ServiceLog log, Consumer<String> words) {
        this.log = log;
        this.words = words;
    }

    @Override
    public void say(String said) {
        words.accept(said);
        String step = PERCENT.matcher(said).replaceFirst("");
        if (!step.equals(last)) {
            last = step;
            log.append(Source.HOST, step);
        }
    }

    @Override
    public void printed(String line) {
        log.append(Source.BUILD, line);
    }
}
