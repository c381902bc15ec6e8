package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.Rules;
import cloud.atek.earthstar.format.Verifier;

/// Decides whether what comes from elsewhere is a good document of a workspace. Thread-safe.
record Judge(Address.Workspace workspace, Verifier verifier) {

    /// What was sent, if it is a document of this workspace; its signature is not looked at.
    ///
    /// @param now the clock, in microseconds since 1970
    Checked<Document> read(RawDocument raw, double now) {
        return own(Rules.read(workspace.format(), raw, now));
    }

    /// As [#read(RawDocument, double)], of one that was read already.
    Checked<Document> read(Checked<Document> read, double now) {
        return own(read)
                .then(document ->
                        Rules.refusal(document, now, now + Rules.AHEAD_MAX)
                                .<Checked<Document>>map(Checked.Bad::new)
                                .orElse(read));
    }

    /// @param known it would be passed over, so nobody looks who signed it
    Written written(Checked<Document> read, boolean known) {
        return switch (read) {
            case Checked.Bad<Document>(Refusal refusal) -> new Written.Refused(refusal);
            case Checked.Good<Document> _ when known -> new Written.Ignored();
            case Checked.Good<Document>(Document document) ->
                    verifier.refusal(document)
                            .<Written>map(Written.Refused::new)
                            .orElseGet(() -> new Written.Accepted(document));
        };
    }

    private Checked<Document> own(Checked<Document> read) {
        if (!(read instanceof Checked.Good<Document>(Document document))) {
            return read;
        }
        if (document.format() != workspace.format()) {
            return new Checked.Bad<>(new Refusal.UnknownFormat(document.format().label()));
        }
        return document.workspace().equals(workspace.text())
                ? read
                : new Checked.Bad<>(
                        new Refusal.OtherWorkspace(workspace.text(), document.workspace()));
    }
}
