package cloud.atek.host.cli.earthstar;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// How the times of documents look.
final class Times {

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Times() {}

    /// @param micros since 1970
    static String of(double micros) {
        return SHOWN.format(Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS));
    }
}
