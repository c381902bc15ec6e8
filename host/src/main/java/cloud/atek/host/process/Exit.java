package cloud.atek.host.process;

import org.jspecify.annotations.Nullable;

/// How a service's process ended.
///
/// @param code as the system tells it; above 128 it was killed by signal `code - 128`
/// @param reason one sentence for people
/// @param exceeded whether it ended because it took more of the machine than it may
public record Exit(int code, String reason, boolean exceeded) {

    private static final int SIGNALLED = 128;
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGKILL = 9;
    private static final int SIGXFSZ = 25;
    private static final int SIGSYS = 31;
    private static final int LAST_WORDS_CHARS_MAX = 200;

    /// One that kept to its limits.
    public Exit(int code, String reason) {
        this(code, reason, false);
    }

    static Exit stopped(int code) {
        return new Exit(code, "it was stopped");
    }

    /// Of one that ended by itself.
    static Exit of(ProcessTree tree, Output output, Limits limits) throws InterruptedException {
        int code = tree.root().exitValue();
        String lastWords = output.lastWords();
        String counted = tree.exceeded().orElse(null);
        String over = counted != null ? counted : over(code, lastWords, limits);
        String said = lastWords == null ? "" : "; its last words: " + cut(lastWords);
        return over == null
                ? new Exit(code, cause(code) + said)
                : new Exit(code, over + said, true);
    }

    /// What it took too much of, as far as its end tells that; null when it does not.
    private static @Nullable String over(int code, @Nullable String lastWords, Limits limits) {
        if (code == SIGNALLED + SIGXFSZ) {
            return "it wrote more into one file than its %d MiB of storage"
                    .formatted(limits.storageMb());
        }
        if (code != OUT_OF_MEMORY || lastWords == null || !lastWords.contains("OutOfMemoryError")) {
            return null;
        }
        return lastWords.contains("native thread")
                ? "it wanted more than its %d processes and threads".formatted(limits.threadsMax())
                : "it needed more than its %d MB of memory".formatted(limits.heapMb());
    }

    private static String cause(int code) {
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
