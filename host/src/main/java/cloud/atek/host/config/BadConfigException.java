package cloud.atek.host.config;

import java.util.List;

/// `config.json` says something that cannot be meant; the message names the file and all its
/// faults.
public final class BadConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    BadConfigException(String message, List<Fault> faults) {
        super(message);
        this.faults = List.copyOf(faults);
    }

    /// At least one.
    public List<Fault> faults() {
        return faults;
    }
}
