package cloud.atek.datachain.trust;

/// Whom a reader of a chain must believe. A chain has one mode for life.
public enum TrustMode {

    /// The chain itself: keys are proven to it once on a connection, and it vouches for what it let
    /// in by signing every commit.
    CENTRALIZED,

    /// Nobody: every commit carries the signatures that its events need, and whoever opens the log
    /// checks them again.
    DISTRIBUTED
}
