package cloud.atek.adb;

import java.io.IOException;
import java.util.Locale;

/// The disk did not take a blob.
public final class DiskException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    private DiskException(String message, IOException cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    static DiskException of(IOException cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = said.contains("no space left") || said.contains("quota");
        return full
                ? new DiskException("The disk is full: nothing was kept", cause, true)
                : new DiskException("The disk failed: nothing was kept", cause, false);
    }

    /// @param free bytes on the disk
    static DiskException full(long free) {
        String message =
                "The disk is full, %,d MiB are left of which %,d stay free: nothing was kept"
                        .formatted(free >> 20, Limits.DISK_RESERVE_BYTES >> 20);
        return new DiskException(message, new IOException("no space left"), true);
    }

    /// Whether there was no room; else it is broken.
    public boolean isFull() {
        return full;
    }
}
