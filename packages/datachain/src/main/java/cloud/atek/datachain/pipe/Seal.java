package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.readers.Reading;
import cloud.atek.datachain.readers.Sealing;
import java.util.function.Function;

/// Seals the rows that not everyone can read. The last of the transformers.
///
/// @param sealing with the groups of the one who reads and writes
/// @param rule who can read the row that a put makes, nothing inherited, as [Standing#readers]
public record Seal(Sealing sealing, Function<Event.Put, Authority.Read> rule)
        implements Transformer {

    @Override
    public Transformed underlay(Event.Put put) {
        if (Reserved.type(put.type())) {
            return new Transformed.Good(put);
        }
        return switch (rule.apply(put)) {
            case Authority.Read.Inherit _, Authority.Read.Everyone _ -> new Transformed.Good(put);
            case Authority.Read.Readers(var group) -> transformed(sealing.seal(group, put));
        };
    }

    @Override
    public Transformed overlay(Event.Put put) {
        return put.encoding().sealed() ? transformed(sealing.open(put)) : new Transformed.Good(put);
    }

    private static Transformed transformed(Reading<Event.Put> reading) {
        return switch (reading) {
            case Reading.Good<Event.Put>(Event.Put put) -> new Transformed.Good(put);
            case Reading.Refused<Event.Put>(Reading.Reason reason, String message) ->
                    reason.keyMissing()
                            ? new Transformed.Locked(message)
                            : new Transformed.Damaged(message);
        };
    }
}
