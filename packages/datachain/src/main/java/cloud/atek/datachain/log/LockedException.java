package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.file.Path;

/// Somebody else has the log open.
public final class LockedException extends IOException {

    private static final long serialVersionUID = 1;

    public LockedException(Path path) {
        super("in use by another opener, who holds " + path);
    }
}
