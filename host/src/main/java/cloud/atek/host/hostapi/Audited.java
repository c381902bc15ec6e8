package cloud.atek.host.hostapi;

import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.hostapi.ApiTable.Call;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Whether the calls of a method are written into the audit, and how the one thing is named that
/// they are about. Nothing else of a call is kept.
public sealed interface Audited {

    /// It reads, and changes nothing: not written down unless it is refused.
    Audited NO = new Not();

    /// Nobody has said: written down without a target, which is safe and says little. A test sees
    /// to it that no method stays so.
    Audited UNSAID = new Unsaid();

    record Not() implements Audited {}

    record Unsaid() implements Audited {}

    /// It changes something.
    ///
    /// @param before names the target before it is changed
    /// @param after names it when it is changed, for what is only then there
    record Written(Before before, After after) implements Audited {}

    /// Names what a call is about. What it throws counts as nothing to name.
    @FunctionalInterface
    interface Before {
        @Nullable Target of(Call call);
    }

    /// Names what a call was about, by its result.
    @FunctionalInterface
    interface After {
        @Nullable Target of(JsonNode result);
    }

    /// It changes the host as a whole, or its caller.
    static Audited yes() {
        return of(_ -> null);
    }

    /// It changes what `before` names.
    static Audited of(Before before) {
        return new Written(before, _ -> null);
    }

    /// It makes what `after` names; where it fails there is what `before` names.
    static Audited of(Before before, After after) {
        return new Written(before, after);
    }
}
