package cloud.atek.datachain;

import cloud.atek.datachain.trust.ChangeSignature;
import java.util.List;
import java.util.Set;

/// What stands behind a change.
///
/// @param signatures that go into its commit
/// @param keys whose holders want it, as far as that is shown
/// @param vouched true when the chain alone vouches for who wanted it: then every key may have
/// @param reasons why it is not enough; none when it is
record Backing(
        Origin origin,
        List<ChangeSignature> signatures,
        Set<KeyName> keys,
        boolean vouched,
        List<Outcome.Reason> reasons) {

    /// Tells whether a rule that is not inherited is met.
    boolean meets(Authority.Write rule) {
        return switch (rule) {
            case Authority.Write.Everyone() -> true;
            case Authority.Write.Nobody() -> false;
            case Authority.Write.AnyOf(var any) -> vouched || any.stream().anyMatch(keys::contains);
            case Authority.Write.Inherit() -> throw new IllegalStateException("not resolved");
        };
    }
}
