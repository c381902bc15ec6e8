package cloud.atek.datachain.chains;

import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainKeys;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.chains.OpenChains.Entry;
import cloud.atek.datachain.log.LogClosedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All chains of one folder. One that nobody uses costs no memory at all: it is opened when it is
/// used, shared by all who use it at the same time, and closed a while after the last of them.
///
/// With a [cloud.atek.datachain.log.MemoryDisk] in the settings they are in memory, and live as
/// long as that.
///
/// Thread-safe. One thread closes idle chains. No thread waits while another opens or closes a
/// chain, unless it wants the same one, or the place of the one that is closed.
public final class Chains implements AutoCloseable {

    /// Longest real time until an idle chain is seen to be due.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Path folder;
    private final ChainKeys keys;
    private final ChainSettings settings;
    private final KeepOpen keep;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OpenChains open = new OpenChains();
    private boolean closed;

    /// Opens or makes a chain.
    @FunctionalInterface
    private interface Opener {
        Chain open(Path folder) throws IOException;
    }

    /// What the thread that wants a chain does next.
    private sealed interface Step {

        /// Opens it.
        record Open(Entry entry) implements Step {}

        /// Closes one, and looks again.
        record Close(Entry entry, Chain chain) implements Step {}

        record Share(ChainUse use) implements Step {}
    }

    /// @param settings of all the chains; their clock tells how long one is idle
    public Chains(Path folder, ChainKeys keys, ChainSettings settings, KeepOpen keep) {
        this.folder = folder;
        this.keys = keys;
        this.settings = settings;
        this.keep = keep;
        Thread.ofVirtual().name("chains").start(this::keepHouse);
    }

    /// Uses a chain; the caller closes the use.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none of that name
    /// @throws TooManyChainsException when too many others are in use
    /// @throws IOException as [Chain#open] does
    public ChainUse use(ChainName name) throws IOException {
        while (true) {
            Step step = next(name);
            switch (step) {
                case Step.Open(Entry entry) -> {
                    return open(entry, path -> Chain.open(path, keys, settings), name);
                }
                case Step.Close(Entry entry, Chain chain) -> shut(entry, chain);
                case Step.Share(ChainUse use) -> {
                    return use;
                }
            }
        }
    }

    /// Makes a chain with a new key and uses it; the caller closes the use.
    ///
    /// @throws FileAlreadyExistsException when there is one of that name
    /// @throws TooManyChainsException when too many others are in use
    public ChainUse create(ChainName name) throws IOException {
        return create(name, Genesis::of);
    }

    /// Makes a chain as [#create(ChainName)] does, with other rules.
    ///
    /// @param genesis gives its rules, from its id
    public ChainUse create(ChainName name, Function<VerifyKey, Genesis> genesis)
            throws IOException {
        while (true) {
            Step step = next(name);
            switch (step) {
                case Step.Open(Entry entry) -> {
                    return open(entry, path -> make(path, genesis), name);
                }
                case Step.Close(Entry entry, Chain chain) -> shut(entry, chain);
                case Step.Share(ChainUse use) -> {
                    use.close();
                    throw new FileAlreadyExistsException(name.value());
                }
            }
        }
    }

    /// How many are open.
    public int open() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /// Closes all of them, also under those who still use one. Doing it twice does nothing.
    ///
    /// @throws IOException when one of them could not be closed well; all are closed, and no commit
    ///   is lost by that
    @Override
    public void close() throws IOException {
        List<Chain> left;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (open.anyBusy()) {
                changed.awaitUninterruptibly();
            }
            left = open.removeAll();
        } finally {
            lock.unlock();
        }
        IOException failure = null;
        for (Chain chain : left) {
            try {
                chain.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// What is to be done for a chain to be used; waits while another thread does it.
    private Step next(ChainName name) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new IllegalStateException("the chains are closed");
                }
                Step step = step(name);
                if (step != null) {
                    return step;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Null when another thread is at it. Under the lock.
    private @Nullable Step step(ChainName name) throws IOException {
        Entry found = open.find(name);
        if (found != null) {
            Chain chain = found.chain();
            if (found.busy() || chain == null) {
                return null;
            }
            return found.idle() && ended(chain)
                    ? close(found)
                    : new Step.Share(share(found, chain));
        }
        if (open.size() < keep.openMax()) {
            return new Step.Open(open.begin(name));
        }
        Entry oldest = open.oldestIdle();
        if (oldest == null && !open.anyBusy()) {
            throw new TooManyChainsException(name, keep.openMax());
        }
        return oldest == null ? null : close(oldest);
    }

    private static Step.Close close(Entry idle) {
        idle.closing();
        return new Step.Close(idle, Objects.requireNonNull(idle.chain()));
    }

    private ChainUse share(Entry entry, Chain chain) {
        entry.use();
        return new ChainUse(chain, () -> leave(entry));
    }

    /// After its disk failed a chain takes no more, and has to be opened again.
    private static boolean ended(Chain chain) throws IOException {
        try {
            chain.awaitBeyond(chain.lastSequence(), Duration.ofNanos(1), () -> false);
            return false;
        } catch (LogClosedException e) {
            return true;
        }
    }

    private ChainUse open(Entry entry, Opener opener, ChainName name) throws IOException {
        Chain chain = null;
        try {
            chain = opener.open(folder.resolve(name.folder()));
        } finally {
            settle(entry, chain);
        }
        return new ChainUse(chain, () -> leave(entry));
    }

    /// Tells what became of opening, null when it failed.
    private void settle(Entry entry, @Nullable Chain chain) {
        lock.lock();
        try {
            if (chain == null) {
                open.remove(entry);
            } else {
                entry.opened(chain);
                entry.use();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Entry entry) {
        lock.lock();
        try {
            entry.leave(settings.clock().instant());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void shut(Entry entry, Chain chain) {
        try {
            chain.close();
        } catch (IOException e) {
            // Only its newest checkpoint is missing; the next opening tells what is wrong.
        } finally {
            lock.lock();
            try {
                open.remove(entry);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Chain make(Path path, Function<VerifyKey, Genesis> genesis) throws IOException {
        if (!settings.disk().list(path).isEmpty()) {
            throw new FileAlreadyExistsException(path.toString());
        }
        SigningKey key = SigningKey.random();
        keys.save(key);
        return Chain.create(path, key, genesis.apply(key.verifyKey()), settings);
    }

    private void keepHouse() {
        for (List<Step.Close> due = due(); due != null; due = due()) {
            due.forEach(step -> shut(step.entry(), step.chain()));
        }
    }

    /// Waits for chains that are idle for long enough; null when this was closed.
    private @Nullable List<Step.Close> due() {
        lock.lock();
        try {
            while (!closed) {
                Instant before = settings.clock().instant().minus(keep.idle());
                List<Step.Close> due = open.idleSince(before).stream().map(Chains::close).toList();
                if (!due.isEmpty()) {
                    return due;
                }
                if (open.size() == 0) {
                    changed.await();
                } else {
                    changed.awaitNanos(LOOK_AGAIN.toNanos());
                }
            }
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }
}
