package cloud.atek.earthstar.format;

import cloud.atek.crypto.SigningKey;
import cloud.atek.earthstar.format.Refusal.BadSecret;

/// A workspace of es.5 with its secret: who has it writes, who has the address alone reads. It
/// never prints the secret. Thread-safe.
public final class WorkspaceKeypair {

    private static final Format FORMAT = Format.ES5;

    private final Address.Workspace workspace;
    private final SigningKey key;

    private WorkspaceKeypair(Address.Workspace workspace, SigningKey key) {
        this.workspace = workspace;
        this.key = key;
    }

    /// A new workspace.
    ///
    /// @param name 1 to 15 letters and digits, a letter first
    public static Checked<WorkspaceKeypair> random(String name) {
        SigningKey key = SigningKey.random();
        return Address.workspace(FORMAT, address(name, key))
                .then(workspace -> new Checked.Good<>(new WorkspaceKeypair(workspace, key)));
    }

    /// A workspace whose secret is known, as [#secret] gave it.
    public static Checked<WorkspaceKeypair> of(String address, String secret) {
        return Address.workspace(FORMAT, address)
                .then(workspace -> Secrets.read(FORMAT, secret).then(key -> pair(workspace, key)));
    }

    private static Checked<WorkspaceKeypair> pair(Address.Workspace workspace, SigningKey key) {
        return address(workspace.name(), key).equals(workspace.text())
                ? new Checked.Good<>(new WorkspaceKeypair(workspace, key))
                : new Checked.Bad<>(new BadSecret("belongs to another workspace"));
    }

    private static String address(String name, SigningKey key) {
        return "+" + name + "." + Secrets.publicKey(FORMAT, key);
    }

    public Address.Workspace workspace() {
        return workspace;
    }

    /// The secret as text, for who hands it on.
    public String secret() {
        return Secrets.write(FORMAT, key);
    }

    String sign(String text) {
        return Secrets.sign(FORMAT, key, text);
    }

    @Override
    public String toString() {
        return "WorkspaceKeypair[" + workspace + "]";
    }
}
