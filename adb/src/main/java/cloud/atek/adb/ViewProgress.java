package cloud.atek.adb;

import org.jspecify.annotations.Nullable;

/// How far a view is that is being made. Thread-safe.
final class ViewProgress {

    private @Nullable Building now;
    private boolean blocks;

    /// A view begins to be made.
    ///
    /// @param waited whether whoever reads has to wait for it
    /// @return false when one is being made already
    synchronized boolean begin(long total, boolean waited) {
        if (now != null) {
            return false;
        }
        now = new Building(0, total);
        blocks = waited;
        return true;
    }

    /// Does nothing when no view is being made.
    synchronized void at(long done) {
        Building before = now;
        if (before != null) {
            now = new Building(done, Math.max(done, before.total()));
        }
    }

    synchronized void end() {
        now = null;
        blocks = false;
    }

    /// Null when none is being made.
    synchronized @Nullable Building now() {
        return now;
    }

    /// What whoever reads waits for; null when nothing.
    synchronized @Nullable Building waited() {
        return blocks ? now : null;
    }
}
