package cloud.atek.kit;

/// What the host gives a service with a call, so that it can act for the caller while it answers.
/// See [HostApis#onBehalfOf]. It is of no use to anybody else, nor later; what it says is not
/// shown.
public final class Ticket {

    private final String word;

    Ticket(String word) {
        this.word = word;
    }

    /// As it is shown to the host.
    String word() {
        return word;
    }

    @Override
    public String toString() {
        return "a ticket";
    }
}
