package cloud.atek.earthstar.sync;

/// What one side of a sync is ready for.
///
/// @param interest nothing else is sent or taken
/// @param gives whether it sends documents
/// @param takes whether it keeps documents that come
public record Terms(Interest interest, boolean gives, boolean takes) {

    /// Everything, both ways.
    public static final Terms ALL = new Terms(Interest.ALL, true, true);
}
