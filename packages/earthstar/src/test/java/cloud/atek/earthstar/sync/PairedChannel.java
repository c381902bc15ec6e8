package cloud.atek.earthstar.sync;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One end of a channel in memory, which may be cut after some messages.
final class PairedChannel implements MessageChannel {

    private final BlockingQueue<byte[]> in;
    private final BlockingQueue<byte[]> out;
    private final AtomicInteger left;
    private final AtomicBoolean closed;

    private PairedChannel(
            BlockingQueue<byte[]> in,
            BlockingQueue<byte[]> out,
            AtomicInteger left,
            AtomicBoolean closed) {
        this.in = in;
        this.out = out;
        this.left = left;
        this.closed = closed;
    }

    record Ends(PairedChannel one, PairedChannel other) {}

    /// @param messages after so many, both ends break
    static Ends pair(int messages) {
        var there = new ArrayBlockingQueue<byte[]>(4);
        var back = new ArrayBlockingQueue<byte[]>(4);
        var left = new AtomicInteger(messages);
        var closed = new AtomicBoolean();
        return new Ends(
                new PairedChannel(back, there, left, closed),
                new PairedChannel(there, back, left, closed));
    }

    @Override
    public void send(byte[] message) throws IOException {
        if (left.decrementAndGet() < 0) {
            closed.set(true);
        }
        try {
            while (!closed.get()) {
                if (out.offer(message, 5, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            throw new IOException("cut");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        try {
            while (true) {
                byte[] message = in.poll(5, TimeUnit.MILLISECONDS);
                if (message != null) {
                    return Optional.of(message);
                }
                if (closed.get()) {
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
