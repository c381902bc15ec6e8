package cloud.atek.host.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people at this machine read them.
final class Times {

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final int DAY_LENGTH = 10;

    private Times() {}

    /// The day alone.
    ///
    /// @param iso ISO 8601, UTC
    static String day(String iso) {
        return shown(iso).substring(0, DAY_LENGTH);
    }

    /// @param iso ISO 8601, UTC
    static String shown(String iso) {
        return SHORT.format(Instant.parse(iso).atZone(ZoneId.systemDefault()));
    }
}
