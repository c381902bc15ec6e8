package cloud.atek.services.earthstar;

import java.io.IOException;

/// A peer proves itself by an authority that is not known here, or is not the pinned one. An owner
/// who compared its fingerprint can pin it.
final class StrangerException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String fingerprint;

    /// @param pinned whether another authority was pinned
    StrangerException(PeerAddress peer, Fingerprint fingerprint, boolean pinned, Throwable cause) {
        super(
                (pinned
                                ? "%s shows another authority than the pinned one, with the fingerprint %s."
                                        + " Pin it only if `atek trust` prints the same at that home"
                                : "%s shows an authority that is not known here, with the fingerprint %s."
                                        + " If `atek trust` prints the same at that home, pin it")
                        .formatted(peer, fingerprint),
                cause);
        this.fingerprint = fingerprint.hex();
    }

    Fingerprint fingerprint() {
        return new Fingerprint(fingerprint);
    }
}
