package cloud.atek.host.tls;

/// A certificate or a key cannot be used; the message says which file, why, and what to do.
public final class BadCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    BadCertificateException(String message) {
        super(message);
    }

    BadCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
