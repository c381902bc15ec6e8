package cloud.atek.host.install;

import java.io.IOException;
import java.io.Serial;

/// Ends an installation for a reason that its owner can understand.
///
/// The message is one whole sentence for people. It is an [IOException] so that it can pass through
/// JGit's streams; it never leaves this package.
final class RefusedException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    RefusedException(String sentence) {
        super(sentence);
    }

    RefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
