package cloud.atek.earthstar.replica;

/// Somebody used a replica after it was closed.
public final class ReplicaClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    ReplicaClosedException() {
        super("this replica was closed");
    }
}
