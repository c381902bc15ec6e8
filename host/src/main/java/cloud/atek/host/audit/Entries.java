package cloud.atek.host.audit;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditEntry.Outcome;
import cloud.atek.api.audit.AuditEntry.Via;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.log.PlainText;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes entries of deeds, and bytes of entries. Whatever comes from outside is cut and made
/// harmless here, before it is stored. Thread-safe.
///
/// @param ids the present ID of a service
record Entries(Clock clock, Function<ServiceKey, Optional<String>> ids) {

    /// A name, a method, a note: longer ones are cut, in characters.
    static final int TEXT_CHARS_MAX = 200;

    AuditEntry of(Deed deed) {
        Caller.@Nullable Known known = deed.caller() instanceof Caller.Known one ? one : null;
        ServiceKey service = known == null ? null : service(known.via());
        String call = CallContext.current().id();
        return new AuditEntry(
                null,
                now(),
                known == null ? null : known.user().value(),
                known == null ? null : plain(known.username()),
                via(deed.caller()),
                service == null ? null : service.value(),
                service == null ? null : ids.apply(service).map(Entries::plain).orElse(null),
                plain(deed.what()),
                target(deed.target()),
                outcome(deed.ending()),
                code(deed.ending()),
                null,
                deed.note() == null ? null : plain(deed.note()),
                deed.caller() == null ? null : call);
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static byte[] write(AuditEntry entry) {
        try {
            return MessageCodec.JSON.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry is always JSON", e);
        }
    }

    /// @throws IOException when it is not an entry
    static AuditEntry read(byte[] json) throws IOException {
        return MessageCodec.JSON.readValue(json, AuditEntry.class);
    }

    private static @Nullable ServiceKey service(Caller.Via via) {
        return switch (via) {
            case Caller.Via.Host _, Caller.Via.Browser _ -> null;
            case Caller.Via.Page(var key, _, _) -> key;
            case Caller.Via.Program(var key, _) -> key;
        };
    }

    private static Via via(@Nullable Caller caller) {
        return switch (caller) {
            case null -> Via.ITSELF;
            case Caller.Nobody _ -> Via.NOBODY;
            case Caller.Known(_, _, _, Caller.Via way, _) ->
                    switch (way) {
                        case Caller.Via.Host _ -> Via.HOST;
                        case Caller.Via.Browser _ -> Via.BROWSER;
                        case Caller.Via.Page _ -> Via.PAGE;
                        case Caller.Via.Program _ -> Via.PROGRAM;
                    };
        };
    }

    private static AuditEntry.@Nullable Target target(Deed.@Nullable Target target) {
        if (target == null) {
            return null;
        }
        UserKey owner = target.owner();
        return new AuditEntry.Target(
                target.kind(),
                plain(target.name()),
                target.key(),
                owner == null ? null : owner.value());
    }

    private static Outcome outcome(Deed.Ending ending) {
        return switch (ending) {
            case Deed.Ending.Done _ -> Outcome.DONE;
            case Deed.Ending.Refused _ -> Outcome.REFUSED;
            case Deed.Ending.Failed _ -> Outcome.FAILED;
        };
    }

    private static @Nullable Integer code(Deed.Ending ending) {
        return switch (ending) {
            case Deed.Ending.Done _ -> null;
            case Deed.Ending.Refused(int code) -> code;
            case Deed.Ending.Failed(int code) -> code;
        };
    }

    private static String plain(String text) {
        boolean cut = text.length() > TEXT_CHARS_MAX;
        String shown = PlainText.of(cut ? text.substring(0, TEXT_CHARS_MAX) : text);
        return cut ? shown + "…" : shown;
    }
}
