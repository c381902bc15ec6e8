package cloud.atek.host.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What one look at the machine found.
///
/// @param subject what was looked at, two or three words
/// @param text what was seen, at most one line
/// @param fix the command or step that mends it; null when nothing is to be mended
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(String subject, Verdict verdict, String text, @Nullable String fix) {

    public enum Verdict {
        OK,

        /// Atek runs, with less.
        WARNING,

        /// Atek does not run, or loses data.
        BROKEN
    }

    public static Finding ok(String subject, String text) {
        return new Finding(subject, Verdict.OK, text, null);
    }

    public static Finding warning(String subject, String text, String fix) {
        return new Finding(subject, Verdict.WARNING, text, fix);
    }

    public static Finding broken(String subject, String text, String fix) {
        return new Finding(subject, Verdict.BROKEN, text, fix);
    }
}
