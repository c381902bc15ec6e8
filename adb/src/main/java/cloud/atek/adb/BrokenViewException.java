package cloud.atek.adb;

import java.io.IOException;

/// A view that cannot be read or written. Nothing is lost: it is rebuilt from the log.
final class BrokenViewException extends IOException {

    private static final long serialVersionUID = 1;

    BrokenViewException(String message) {
        super(message);
    }

    BrokenViewException(Throwable cause) {
        super("the view does not work: " + cause.getMessage(), cause);
    }
}
