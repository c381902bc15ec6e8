package cloud.atek.datachain.pipe;

/// What a validator says of one event.
public sealed interface Vote {

    /// It knows the event and finds it good.
    record Allow() implements Vote {}

    /// It must not be committed, whatever others say.
    ///
    /// @param reason a whole sentence for a person
    record Deny(String reason) implements Vote {}

    /// It has no opinion.
    record Abstain() implements Vote {}
}
