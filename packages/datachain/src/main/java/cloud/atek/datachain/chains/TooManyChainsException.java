package cloud.atek.datachain.chains;

import java.io.IOException;

/// As many chains are in use as may be open at once. It helps to try again when some are not.
public final class TooManyChainsException extends IOException {

    private static final long serialVersionUID = 1;

    TooManyChainsException(ChainName wanted, int open) {
        super("%d chains are in use, and no more may be open: %s waits".formatted(open, wanted));
    }
}
