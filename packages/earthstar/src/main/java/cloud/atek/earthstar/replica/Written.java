package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Refusal;

/// What became of a document that somebody wrote or sent.
public sealed interface Written {

    /// It is kept, and as durable as the store is.
    record Accepted(Document document) implements Written {}

    /// It is known, or older than what is known of the same author.
    record Ignored() implements Written {}

    /// It is no good document of this workspace.
    record Refused(Refusal refusal) implements Written {}
}
