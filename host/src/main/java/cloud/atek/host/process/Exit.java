package cloud.atek.host.process;

import org.jspecify.annotations.Nullable;

/// How a service's process ended.
///
/// @param code as the system tells it; above 128 it was killed by signal `code - 128`
/// @param reason one sentence for people
public record Exit(int code, String reason) {

    private static final int SIGNALLED = 128;
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGSYS = 31;
    private static final int SIGKILL = 9;
    private static final int LAST_WORDS_CHARS_MAX = 200;

    static Exit stopped(int code) {
        return new Exit(code, "it was stopped");
    }

    /// @param lastWords the last line it printed, if any
    static Exit byItself(int code, @Nullable String lastWords, Limits limits) {
        String said = lastWords == null ? "" : "; its last words: " + cut(lastWords);
        return new Exit(code, cause(code, lastWords, limits) + said);
    }

    private static String cause(int code, @Nullable String lastWords, Limits limits) {
        boolean memory = lastWords != null && lastWords.contains("OutOfMemoryError");
        if (code == OUT_OF_MEMORY && memory) {
            return "it needed more than its " + limits.heapMb() + " MB of memory";
        }
        if (code <= SIGNALLED) {
            return "it ended by itself with exit code " + code;
        }
        return switch (code - SIGNALLED) {
            case SIGKILL -> "it was killed, perhaps because the machine ran out of memory";
            case SIGSYS -> "it was killed for a system call of another processor";
            default -> "it was ended by signal " + (code - SIGNALLED);
        };
    }

    private static String cut(String line) {
        return line.length() <= LAST_WORDS_CHARS_MAX
                ? line
                : line.substring(0, LAST_WORDS_CHARS_MAX) + "…";
    }
}
