package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 25;
    private static final RowKey ROW = new RowKey(1, 1);

    @Test
    void conflictingIncrementsOfOneSessionLoseNoUpdate() throws Exception {
        try (Chain chain = TestChains.create();
                Session session = Session.owner(chain)) {
            begin(session);
            inThreads(() -> increment(session));
            assertThat(count(session)).isEqualTo(THREADS * ROUNDS);
        }
    }

    @Test
    void conflictingIncrementsOfManySessionsLoseNoUpdate() throws Exception {
        try (Chain chain = TestChains.create();
                Session first = Session.owner(chain)) {
            begin(first);
            inThreads(() -> {
                try (Session own = Session.owner(chain)) {
                    return increment(own);
                }
            });
            assertThat(count(first)).isEqualTo(THREADS * ROUNDS);
        }
    }

    @Test
    void oneAuthorSignsInManyThreadsAndNoneIsTakenForAReplay() throws Exception {
        SigningKey key = SigningKey.random();
        KeyName name = KeyName.of(key.verifyKey());
        SigningKey chainKey = SigningKey.random();
        try (Chain chain =
                        TestChains.create(
                                chainKey,
                                TrustMode.DISTRIBUTED,
                                name,
                                KeyName.of(chainKey.verifyKey()));
                Session session = Session.of(chain, Keys.NONE.with(key))) {
            inThreads(() -> {
                try (DioMut unit = session.write()) {
                    unit.store(Counter.FORMAT, new Counter(1));
                    return unit.commit(Scope.LOCAL);
                }
            });
            assertThat(chain.lastSequence()).isEqualTo(1 + THREADS * ROUNDS);
        }
    }

    private static void begin(Session session) throws IOException {
        session.change(
                Scope.LOCAL, unit -> unit.storeAt(ROW, null, Counter.FORMAT, new Counter(0)));
    }

    private static Outcome increment(Session session) throws IOException {
        return session.change(
                Scope.LOCAL,
                unit -> {
                    Dao<Counter> row = unit.load(ROW, Counter.FORMAT).require();
                    unit.update(row, row.value().next());
                });
    }

    private static long count(Session session) throws IOException {
        try (Dio dio = session.read()) {
            return dio.load(ROW, Counter.FORMAT).require().value().count();
        }
    }

    private static void inThreads(Callable<Outcome> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(
                        threads.submit(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                assertThat(work.call()).isInstanceOf(Outcome.Committed.class);
                            }
                            return null;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
