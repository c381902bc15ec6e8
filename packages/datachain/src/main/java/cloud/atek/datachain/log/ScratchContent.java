package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bytes of one file of a [ScratchDisk]: those of the file below it, but for the pages that
/// were written. Thread-safe.
final class ScratchContent {

    private static final int PAGE_BYTES = 4096;

    private final @Nullable Path below;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, byte[]> pages = new HashMap<>();
    private long size;

    /// How much of the file below still counts.
    private long shared;

    /// @param below null for a file that is only here
    ScratchContent(@Nullable Path below, long size) {
        this.below = below;
        this.size = size;
        this.shared = size;
    }

    @Nullable Path below() {
        return below;
    }

    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    int read(ByteBuffer into, long offset, @Nullable DiskFile file) throws IOException {
        lock.lock();
        try {
            int count = (int) Math.max(0, Math.min(into.remaining(), size - offset));
            ByteBuffer out = into.slice(into.position(), count);
            if (file != null) {
                int fromBelow = (int) Math.max(0, Math.min(count, shared - offset));
                file.read(out.slice(0, fromBelow), offset);
                zero(out, fromBelow);
            } else {
                zero(out, 0);
            }
            if (!pages.isEmpty()) {
                overlay(out, offset);
            }
            into.position(into.position() + count);
            return count;
        } finally {
            lock.unlock();
        }
    }

    void write(ByteBuffer from, long offset, @Nullable DiskFile file) throws IOException {
        lock.lock();
        try {
            for (long at = offset; from.hasRemaining(); ) {
                byte[] page = page(at / PAGE_BYTES, file);
                int start = (int) (at % PAGE_BYTES);
                int count = Math.min(from.remaining(), PAGE_BYTES - start);
                from.get(page, start, count);
                at += count;
                size = Math.max(size, at);
            }
        } finally {
            lock.unlock();
        }
    }

    void truncate(long newSize) {
        lock.lock();
        try {
            size = Math.min(size, newSize);
            shared = Math.min(shared, newSize);
            pages.keySet().removeIf(number -> number * PAGE_BYTES >= newSize);
            byte[] last = pages.get(newSize / PAGE_BYTES);
            if (last != null) {
                Arrays.fill(last, (int) (newSize % PAGE_BYTES), PAGE_BYTES, (byte) 0);
            }
        } finally {
            lock.unlock();
        }
    }

    private byte[] page(long number, @Nullable DiskFile file) throws IOException {
        byte[] known = pages.get(number);
        if (known != null) {
            return known;
        }
        var page = new byte[PAGE_BYTES];
        long start = number * PAGE_BYTES;
        int fromBelow = (int) Math.max(0, Math.min(PAGE_BYTES, shared - start));
        if (file != null && fromBelow > 0) {
            file.read(ByteBuffer.wrap(page, 0, fromBelow), start);
        }
        pages.put(number, page);
        return page;
    }

    private void overlay(ByteBuffer out, long offset) {
        for (int at = 0; at < out.limit(); ) {
            int start = (int) ((offset + at) % PAGE_BYTES);
            int count = Math.min(out.limit() - at, PAGE_BYTES - start);
            byte[] page = pages.get((offset + at) / PAGE_BYTES);
            if (page != null) {
                out.put(at, page, start, count);
            }
            at += count;
        }
    }

    private static void zero(ByteBuffer out, int from) {
        for (int i = from; i < out.limit(); i++) {
            out.put(i, (byte) 0);
        }
    }
}
