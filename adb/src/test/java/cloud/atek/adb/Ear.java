package cloud.atek.adb;

import cloud.atek.api.adb.WatchOptions;
import cloud.atek.kit.LiveEvent;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Watches a database on a thread of its own and remembers what it heard.
final class Ear implements WatchSink, AutoCloseable {

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final List<String> messages = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, String> records = new TreeMap<>();
    private @Nullable Thread thread;
    private @Nullable Watcher watcher;
    private boolean ready;
    private boolean hears = true;
    private boolean live;
    private long last;
    private String failure = "";

    /// Begins to listen, and returns when it does.
    static Ear listen(Databases databases, String id, WatchOptions options) throws IOException {
        var ear = new Ear();
        ear.begin(databases, id, options);
        return ear;
    }

    /// Goes on where `before` ended, with what that knew.
    static Ear again(Databases databases, String id, WatchOptions options, Ear before)
            throws IOException {
        var ear = new Ear();
        synchronized (before) {
            ear.records.putAll(before.records);
            ear.mistakes.addAll(before.mistakes);
            ear.last = before.last;
        }
        ear.begin(databases, id, options.after(ear.last));
        return ear;
    }

    private void begin(Databases databases, String id, WatchOptions options) throws IOException {
        long from = databases.with(id, db -> db.watchFrom(options.fromSeq()));
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                databases.with(
                                        id,
                                        db -> {
                                            Watcher made = db.watcher(options, from, this);
                                            begun(made);
                                            made.run();
                                            return id;
                                        });
                            } catch (IOException | RuntimeException e) {
                                failed(e);
                            }
                        });
        await(() -> ready);
    }

    private synchronized void begun(Watcher made) {
        watcher = made;
        ready = true;
        notifyAll();
    }

    private synchronized void failed(Exception e) {
        failure = e.toString();
        ready = true;
        notifyAll();
    }

    @Override
    public void requireAllowed() {}

    @Override
    public synchronized void send(LiveEvent event) throws IOException {
        try {
            while (!hears) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        JsonNode said = MessageCodec.JSON.readTree(event.message());
        messages.add(event.message());
        live |= said.path("event").asText().equals("live");
        long seq = said.path("seq").asLong();
        boolean commit = said.path("event").asText().equals("commit");
        if (commit && seq <= last) {
            mistakes.add(seq + " behind " + last);
        }
        said.path("changes").forEach(this::change);
        if (!said.path("more").asBoolean()) {
            last = Math.max(last, seq);
        }
        notifyAll();
    }

    private void change(JsonNode one) {
        String path = one.path("path").asText();
        if (one.has("value")) {
            records.put(path, one.at("/value/n").toString());
            changes.add(path + " " + one.at("/value/n"));
            return;
        }
        if (records.remove(path) == null) {
            mistakes.add(path + " was not there: " + one);
        }
        changes.add(path + (one.has("left") ? " left" : " deleted"));
    }

    void awaitLive() {
        await(() -> live);
    }

    void awaitSequence(long sequence) {
        await(() -> last >= sequence);
    }

    /// Until it ends with these words.
    synchronized void awaitFailure(String words) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!failure.contains(words)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no " + words + " in: " + failure);
            }
            wait(100);
        }
    }

    private synchronized void await(java.util.function.BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!done.getAsBoolean()) {
                if (!failure.isEmpty() || System.nanoTime() - end > 0) {
                    throw new AssertionError("heard " + last + " " + failure);
                }
                wait(100);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    synchronized void stopHearing() {
        hears = false;
    }

    synchronized void goOnHearing() {
        hears = true;
        notifyAll();
    }

    synchronized String failure() {
        return failure;
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    synchronized List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    synchronized List<String> records() {
        return records.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    }

    @Override
    public void close() {
        goOnHearing();
        Watcher open = watcher;
        if (open != null) {
            open.close();
        }
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
