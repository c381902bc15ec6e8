package cloud.atek.earthstar.sync;

/// Which way documents go.
public enum Direction {
    PUSH,
    PULL,
    BOTH
}
