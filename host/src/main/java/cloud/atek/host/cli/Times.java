package cloud.atek.host.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people at this machine read them.
final class Times {

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Times() {}

    /// @param iso ISO 8601, UTC
    static String shown(String iso) {
        return SHORT.format(Instant.parse(iso).atZone(ZoneId.systemDefault()));
    }
}
