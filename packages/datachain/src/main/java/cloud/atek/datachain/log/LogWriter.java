package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The owner of the newest segment: one thread that writes what is queued and makes it durable.
///
/// While one fsync runs, everything that comes waits for the next: so any number of callers pay for
/// one fsync together. The file is touched by no other thread, so that no interrupt of a caller can
/// close it. After a failed write or fsync it never tries again: the pages may be gone, and a
/// second fsync could report a lie. Thread-safe.
final class LogWriter implements AutoCloseable {

    private final Segments segments;
    private final long segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long durable;
    private boolean closing;
    private @Nullable Throwable failure;
    private final Thread owner;

    /// @param durable the last sequence of the log
    LogWriter(Segments segments, long durable, long segmentBytes) {
        this.segments = segments;
        this.durable = durable;
        this.segmentBytes = segmentBytes;
        this.owner = Thread.ofPlatform().daemon().name("log-writer").start(this::run);
    }

    /// Queues a frame; frames are written in the order of these calls. Blocks while too much waits.
    ///
    /// @throws LogClosedException when the log takes no more
    void append(Frame frame) throws LogClosedException {
        lock.lock();
        try {
            while (queuedBytes > LogLimits.QUEUE_BYTES && open()) {
                changed.awaitUninterruptibly();
            }
            requireOpen();
            queue.add(frame);
            queuedBytes += frame.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when the frame of `sequence` is on disk.
    ///
    /// @throws LogClosedException when it will not come there
    void awaitDurable(long sequence) throws LogClosedException {
        lock.lock();
        try {
            while (durable < sequence) {
                if (failure != null || !owner.isAlive()) {
                    throw new LogClosedException(failure);
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is queued, and returns when the file is closed.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (owner.isAlive()) {
            try {
                owner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Tail tail = null;
        try {
            tail = new Tail(segments, durable, segmentBytes);
            for (List<Frame> batch = take(); !batch.isEmpty(); batch = take()) {
                tail.write(batch);
                publish(batch.getLast().sequence());
            }
            tail.finish();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            closeQuietly(tail);
        }
    }

    /// The next batch; empty when the log is closing and all is written.
    private List<Frame> take() {
        var batch = new ArrayList<Frame>();
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            long bytes = 0;
            while (!queue.isEmpty() && bytes < LogLimits.BATCH_BYTES) {
                Frame frame = queue.remove();
                bytes += frame.size();
                batch.add(frame);
            }
            queuedBytes -= bytes;
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private void publish(long sequence) {
        lock.lock();
        try {
            durable = sequence;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean open() {
        return failure == null && !closing;
    }

    private void requireOpen() throws LogClosedException {
        if (!open()) {
            throw new LogClosedException(failure);
        }
    }

    private void closeQuietly(@Nullable Tail tail) {
        try {
            if (tail != null) {
                tail.file.close();
            }
        } catch (IOException e) {
            // What was acknowledged is on disk; a file that does not close changes nothing of that.
            fail(e);
        }
    }

    /// The end of the newest segment. The owner thread's alone.
    private static final class Tail {

        private final Segments segments;
        private final long segmentBytes;
        private DiskFile file;
        private Segment segment;
        private long synced;
        private boolean dirty;
        private ByteBuffer buffer = ByteBuffer.allocate(LogLimits.READ_BYTES);

        Tail(Segments segments, long synced, long segmentBytes) throws IOException {
            this.segments = segments;
            this.segmentBytes = segmentBytes;
            this.synced = synced;
            this.segment = segments.newest();
            this.file = segments.openFile(segment);
        }

        void write(List<Frame> batch) throws IOException {
            ByteBuffer bytes = encode(batch);
            boolean empty = segment.end() == SegmentHeader.BYTES;
            if (!empty && segment.end() + bytes.remaining() > segmentBytes) {
                rotate();
            }
            long offset = segment.end();
            long end = offset + bytes.remaining();
            file.write(bytes, offset);
            file.sync();
            segment.mark(batch.getFirst().sequence(), offset);
            segment.grow(end);
            synced = batch.getLast().sequence();
            dirty = true;
        }

        /// Proves to the next opener that all of it was on disk.
        void finish() throws IOException {
            if (dirty) {
                write(List.of(new Frame(synced, synced, Frame.SYNCED, Bytes.EMPTY)));
            }
        }

        private void rotate() throws IOException {
            DiskFile next = segments.add(synced + 1);
            file.close();
            file = next;
            segment = segments.newest();
        }

        private ByteBuffer encode(List<Frame> batch) {
            int size = batch.stream().mapToInt(Frame::size).sum();
            ByteBuffer out = size <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocate(size);
            for (Frame frame : batch) {
                new Frame(frame.sequence(), synced, frame.kind(), frame.body()).encode(out);
            }
            return out.flip();
        }
    }
}
