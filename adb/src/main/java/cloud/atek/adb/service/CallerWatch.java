package cloud.atek.adb.service;

import cloud.atek.adb.InvalidRecordException;
import cloud.atek.adb.WatchSink;
import cloud.atek.adb.Watcher;
import cloud.atek.api.Live;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.datachain.log.LogClosedException;
import cloud.atek.kit.LiveEvent;
import cloud.atek.kit.LiveSink;
import cloud.atek.kit.RpcException;
import cloud.atek.kit.Served;
import cloud.atek.rpc.RpcError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What one caller hears of a database. Whether he may is asked when he begins and before every
/// event, and every few seconds while there is none.
final class CallerWatch {

    private final Rights rights;

    CallerWatch(Rights rights) {
        this.rights = rights;
    }

    Live<WatchEvent> watch(String dbId, @Nullable WatchOptions options) throws IOException {
        WatchOptions wanted = options == null ? WatchOptions.ALL : options;
        String id = rights.readable(dbId);
        long from = rights.databases().with(id, db -> db.watchFrom(wanted.fromSeq()));
        return new Served<>(to -> Failures.shown(() -> watch(id, wanted, from, to)));
    }

    /// The database stays open meanwhile.
    ///
    /// @throws RpcException with [RpcError.Code#UNREACHABLE] when the watcher may come back
    private Watcher watch(String id, WatchOptions wanted, long from, LiveSink to)
            throws IOException {
        try {
            return rights.databases()
                    .with(
                            id,
                            db -> {
                                var sink = new Sink(id, to);
                                Watcher watcher = db.watcher(wanted, from, sink);
                                sink.whenGone(watcher::close);
                                watcher.run();
                                return watcher;
                            });
        } catch (LogClosedException e) {
            if (e.getCause() == null) {
                throw new RpcException(
                        RpcError.Code.UNREACHABLE, "ADB ends: come back with the last seq", e);
            }
            throw e;
        } catch (InvalidRecordException e) {
            throw new RpcException(RpcError.Code.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private final class Sink implements WatchSink {

        private final String id;
        private final LiveSink to;
        private Runnable end = () -> {};

        Sink(String id, LiveSink to) {
            this.id = id;
            this.to = to;
        }

        void whenGone(Runnable then) {
            end = then;
            to.whenGone(then);
        }

        /// That nobody reads any more is no failure of the database: the watcher just ends.
        @Override
        public void send(LiveEvent event) {
            try {
                to.send(event);
            } catch (IOException e) {
                end.run();
            }
        }

        @Override
        public void requireAllowed() throws IOException {
            if (!rights.reads(rights.registration(id))) {
                throw RpcException.denied("Not authorized to access " + id + " any more");
            }
        }
    }
}
