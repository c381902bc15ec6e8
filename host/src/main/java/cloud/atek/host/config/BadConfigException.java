package cloud.atek.host.config;

/// `config.json` says something that cannot be meant; the message names the file, what was wanted
/// and what came.
public final class BadConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadConfigException(String message) {
        super(message);
    }
}
