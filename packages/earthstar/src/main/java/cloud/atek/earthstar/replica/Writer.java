package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.format.Rules;
import cloud.atek.earthstar.format.WorkspaceKeypair;
import org.jspecify.annotations.Nullable;

/// Who writes: an author, and in es.5 with him the secret of the workspace.
///
/// @param workspace null for who has no more than its address: in es.5 he only reads
public record Writer(Keypair author, @Nullable WorkspaceKeypair workspace) {

    /// Signs a draft at the time that it wants, or at one that is behind `least`.
    ///
    /// @param least first timestamp that would win the path, in microseconds since 1970
    Checked<Document> sign(Address.Workspace in, Draft draft, double now, double least) {
        Double wanted = draft.timestamp();
        if (author.author().format() != in.format().authors()) {
            return new Checked.Bad<>(new Refusal.UnknownFormat(author.author().format().label()));
        }
        if (in.format() == Format.ES3) {
            double time = Math.max(least, wanted == null || wanted <= 0 ? now : wanted);
            return author.sign(in.text(), draft, time, now, time);
        }
        if (wanted != null && wanted != 0) {
            return at(in, draft, now, wanted);
        }
        double time = Math.max(least, now);
        Double end = draft.deleteAfter();
        // What is to last for a while lasts as long, however late it begins.
        Draft moved = end == null ? draft : draft.until(end + (time - now));
        return at(in, moved, now, time);
    }

    private Checked<Document> at(Address.Workspace in, Draft draft, double now, double time) {
        double latest = now + Rules.AHEAD_MAX;
        if (in.format() != Format.ES5) {
            return author.sign(in.text(), draft, time, now, latest);
        }
        if (workspace == null) {
            return new Checked.Bad<>(new Refusal.NoWorkspaceSecret());
        }
        return workspace.workspace().equals(in)
                ? author.sign(workspace, draft, time, now, latest)
                : new Checked.Bad<>(
                        new Refusal.OtherWorkspace(in.text(), workspace.workspace().text()));
    }
}
