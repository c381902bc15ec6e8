package cloud.atek.earthstar.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// A clock that a test sets, in microseconds since 1970.
@SuppressWarnings("exports") // Tests export nothing.
public final class Moving implements InstantSource {

    private volatile long micros;

    public Moving(long micros) {
        this.micros = micros;
    }

    public void set(JsonNode micros) {
        set(micros.asLong());
    }

    public void set(long wanted) {
        micros = wanted;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
