package cloud.atek.host.config;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.host.config.ConfigKey.Effect;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of a running host: what the file says, with the command line over it. A changed
/// file takes effect within seconds, as far as it can while the host runs; a bad one changes
/// nothing.
///
/// Thread-safe.
public final class Settings implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    /// How often the file is looked at; it is taken when two looks in a row saw the same, so that
    /// no half-written file is judged. Unlike a watch this works on network disks too.
    static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final ConfigFile file;
    private final ObjectNode over;
    private final ReentrantLock lock = new ReentrantLock();

    /// What holds until the next start, whatever the file says. Guarded by `lock`.
    private final ObjectNode started;

    /// What was judged last. Guarded by `lock`.
    private byte[] judged;

    private volatile State state;
    private volatile @Nullable Thread watcher;
    private volatile BiConsumer<HostConfig, HostConfig> changed = (_, _) -> {};

    /// @param values complete, as they hold now
    /// @param said what the file said when it was last good
    /// @param pending keys whose new value waits for a restart
    /// @param faults why the file as it is now is not taken; empty when it is
    private record State(
            HostConfig config,
            ObjectNode values,
            ObjectNode said,
            List<String> pending,
            List<Fault> faults) {}

    private Settings(ConfigFile file, ObjectNode over) throws IOException {
        this.file = file;
        this.over = over;
        this.judged = file.bytes();
        ObjectNode said = file.checked(judged).values();
        this.started = effective(said);
        this.state = new State(HostConfig.of(started), started, said, List.of(), List.of());
    }

    /// Reads the file. A file of the first Atek is first rewritten, and kept beside.
    ///
    /// @param over what the command line says; it wins over the file for this run
    /// @throws BadConfigException when the file or the command line is bad
    public static Settings open(ConfigFile file, ObjectNode over) throws IOException {
        ConfigFile.requireFit(over);
        for (String note : file.adopt()) {
            log.warn("config.json of the first Atek: {}", note);
        }
        return new Settings(file, over);
    }

    private ObjectNode effective(ObjectNode said) {
        ObjectNode all = ConfigKey.complete(said);
        all.setAll(over);
        return all;
    }

    /// What holds now. Ask anew each time: it may change.
    public HostConfig current() {
        return state.config();
    }

    /// Looks at the file from now on, until this is closed.
    ///
    /// @param onChange told the settings before and after each change, by the thread that saw it
    public void watch(BiConsumer<HostConfig, HostConfig> onChange) {
        changed = onChange;
        watcher = Thread.ofVirtual().name("settings").start(this::look);
    }

    private void look() {
        byte[] last = {};
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_EVERY);
                byte[] now = file.bytes();
                if (Arrays.equals(now, last)) {
                    judge(now);
                }
                last = now;
            } catch (InterruptedException e) {
                return;
            } catch (BadConfigException e) {
                fault(e.faults());
            } catch (IOException e) {
                fault(List.of(new Fault("", "cannot be read: " + e.getMessage())));
            }
        }
    }

    private void judge(byte[] text) {
        lock.lock();
        try {
            if (Arrays.equals(text, judged)) {
                return;
            }
            judged = text;
            take(file.checked(text).values());
        } finally {
            lock.unlock();
        }
    }

    /// Puts into force what can be while the host runs.
    private void take(ObjectNode said) {
        ObjectNode wanted = effective(said);
        ObjectNode values = wanted.deepCopy();
        var pending =
                ConfigKey.ALL.stream()
                        .filter(key -> key.effect() != Effect.NOW)
                        .map(ConfigKey::name)
                        .filter(key -> !wanted.path(key).equals(started.path(key)))
                        .toList();
        pending.forEach(key -> values.set(key, started.get(key)));
        State old = state;
        state = new State(HostConfig.of(values), values, said, pending, List.of());
        tell(old, state);
        changed.accept(old.config(), state.config());
    }

    private static void tell(State old, State now) {
        List<String> keys = ConfigKey.differing(old.values(), now.values());
        if (!keys.isEmpty()) {
            log.info("config.json changed: {}", String.join(", ", keys));
        }
        if (!now.pending().isEmpty() && !now.pending().equals(old.pending())) {
            log.warn("config.json: {} will change at the next start", now.pending());
        }
        if (keys.isEmpty() && !old.faults().isEmpty()) {
            log.info("config.json is good again");
        }
    }

    private void fault(List<Fault> faults) {
        lock.lock();
        try {
            State old = state;
            if (!faults.equals(old.faults())) {
                state = new State(old.config(), old.values(), old.said(), old.pending(), faults);
                faults.forEach(fault -> log.error("config.json is not taken: {}", fault));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Changes the file as a person asked, and takes it.
    ///
    /// @param patch new values; null takes a key out of the file
    /// @throws BadConfigException when the file is bad, would be, or the key is the host's own
    /// @throws IOException when it cannot be written; then nothing changed
    public ConfigChange change(ObjectNode patch) throws IOException {
        ConfigFile.requireForPeople(patch);
        lock.lock();
        try {
            ObjectNode before = effective(state.said());
            write(patch);
            List<String> keys = ConfigKey.differing(before, effective(state.said()));
            return new ConfigChange(keys, keys.stream().filter(state.pending()::contains).toList());
        } finally {
            lock.unlock();
        }
    }

    /// Writes what only the host knows; it holds at once.
    public HostConfig keep(ObjectNode own) throws IOException {
        lock.lock();
        try {
            started.setAll(own);
            write(own);
            return current();
        } finally {
            lock.unlock();
        }
    }

    private void write(ObjectNode patch) throws IOException {
        ConfigFile.Said said = file.change(patch);
        judged = file.bytes();
        take(said.values());
    }

    /// What holds now, by key, without tokens.
    public ObjectNode values() {
        return ConfigFile.shown(state.values());
    }

    /// All keys, what holds and why.
    public ConfigReport report() {
        State now = state;
        return new Layers(now.said(), over, now.values()).report(file.path(), now.faults());
    }

    @Override
    public void close() {
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
