package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.PubOptions;
import cloud.atek.earthstar.format.Format;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.nio.file.Path;

/// What the owner of this home allows in its Earthstar. What was changed is on the disk.
/// Thread-safe.
final class Switches {

    /// The file.
    record Stored(int version, boolean es5) {}

    private static final int VERSION = 1;

    private final StateFile<Stored> file;
    private Stored now;

    private Switches(StateFile<Stored> file, Stored now) {
        this.file = file;
        this.now = now;
    }

    static Switches open(Path path) throws IOException {
        var file = new StateFile<>(path, Stored.class);
        return new Switches(file, file.read(new Stored(VERSION, false)));
    }

    synchronized PubOptions options() {
        return new PubOptions(now.es5());
    }

    synchronized PubOptions change(PubOptions wanted) throws IOException {
        Boolean es5 = wanted.es5();
        if (es5 != null && es5 != now.es5()) {
            var next = new Stored(VERSION, es5);
            file.write(next);
            now = next;
        }
        return options();
    }

    /// @throws RpcException when no workspace of `format` is made or joined here
    synchronized void require(Format format) {
        if (format == Format.ES5 && !now.es5()) {
            throw RpcException.failed(
                    "Workspaces of es.5 are not switched on at this home:"
                            + " `atek earthstar cfg --es5` does it");
        }
    }
}
