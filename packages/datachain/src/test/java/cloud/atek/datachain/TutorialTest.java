package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.dio.Dao;
import cloud.atek.datachain.dio.DaoMap;
import cloud.atek.datachain.dio.DaoVec;
import cloud.atek.datachain.dio.Dio;
import cloud.atek.datachain.dio.DioMut;
import cloud.atek.datachain.dio.Keys;
import cloud.atek.datachain.dio.Loaded;
import cloud.atek.datachain.dio.RowFormat;
import cloud.atek.datachain.dio.Session;
import cloud.atek.datachain.live.Filter;
import cloud.atek.datachain.live.Grant;
import cloud.atek.datachain.live.Lease;
import cloud.atek.datachain.live.Leases;
import cloud.atek.datachain.live.News;
import cloud.atek.datachain.live.Subscription;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.Newcomer;
import cloud.atek.datachain.readers.ReadKeys;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Reading;
import cloud.atek.datachain.readers.Regrouped;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a chain does, from the simple to the hard. Read it from top to bottom: each test is a
/// chapter, and says at its beginning what is new in it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TutorialTest {

    @TempDir Path folder;

    /// A chain is a folder. Its id is a public key, and whoever has the private half owns it. Save
    /// that key before the chain is made: without it the chain cannot be opened again.
    @Test
    @Order(1)
    void chapterOneMakesAChainCommitsRowsAndReadsThem() throws IOException {
        SigningKey key = SigningKey.random();
        var keys = new KeyFolder(new LocalDisk(), folder.resolve("keys"));
        keys.save(key);
        Path home = folder.resolve("chain");

        // A row has a key, a type and a body. A commit puts rows and removes them, all of that or
        // nothing. When it is answered it is on disk.
        RowKey milk = RowKey.random();
        try (Chain chain = Chain.create(home, key, ChainSettings.DEFAULT)) {
            Outcome outcome = chain.commit(Change.of(put(milk, "2 bottles")));
            // Commits are numbered. The first one is the genesis, which every chain begins with.
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            done -> assertThat(done.sequence()).isEqualTo(2));
        }

        // A snapshot is the chain at one moment.
        try (Chain chain = Chain.open(home, keys, ChainSettings.DEFAULT);
                Snapshot snapshot = chain.snapshot()) {
            assertThat(snapshot.sequenceOf(milk)).isEqualTo(2);
            assertThat(snapshot.load(milk)).contains(put(milk, "2 bottles"));
        }
    }

    /// Nobody wants to write bytes. A format says how values of one type stand in bodies.
    record Item(String name, int count) {

        static final RowFormat<Item> FORMAT =
                RowFormat.of(
                        "shopping/item",
                        item -> utf8(item.count() + " " + item.name()),
                        body -> {
                            String[] parts = text(body).split(" ", 2);
                            return new Item(parts[1], Integer.parseInt(parts[0]));
                        });

        Item more(int by) {
            return new Item(name, count + by);
        }
    }

    /// A session is one person at one chain. It begins units of work: one that reads is a Dio, one
    /// that writes too is a DioMut.
    @Test
    @Order(2)
    void chapterTwoWritesValuesInAUnitOfWork() throws IOException {
        try (Chain chain = create();
                Session session = Session.owner(chain)) {
            RowKey key;
            try (DioMut unit = session.write()) {
                Dao<Item> milk = unit.store(Item.FORMAT, new Item("milk", 2));
                unit.update(milk, milk.value().more(1));
                key = milk.key();

                // The unit sees what it wrote, and nobody else does yet.
                assertThat(unit.load(key, Item.FORMAT).require().value().count()).isEqualTo(3);
                assertThat(chain.sequenceOf(key)).isEqualTo(Edit.ABSENT);

                assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
            }

            // Loading has three answers, and a switch over them leaves none out.
            try (Dio dio = session.read()) {
                String answer =
                        switch (dio.load(key, Item.FORMAT)) {
                            case Loaded.Found<Item>(Dao<Item> row) -> row.value().name();
                            case Loaded.Absent<Item> _ -> "it is not there";
                            case Loaded.Unreadable<Item>(_, _, String message) -> message;
                        };
                assertThat(answer).isEqualTo("milk");
            }
        }
    }

    /// Rows can be placed under other rows, in collections. A collection is declared once, with a
    /// number that tells it from the others of the same parent.
    private static final DaoVec<Item> ITEMS = new DaoVec<>(1, Item.FORMAT);

    private static final DaoMap<String, String> NOTES =
            new DaoMap<>(2, RowFormat.text("name"), RowFormat.text("shopping/note"));

    private static final RowFormat<String> LIST = RowFormat.text("shopping/list");

    @Test
    @Order(3)
    void chapterThreePutsRowsIntoCollections() throws IOException {
        try (Chain chain = create();
                Session session = Session.owner(chain)) {
            RowKey list;
            try (DioMut unit = session.write()) {
                list = unit.store(LIST, "Saturday").key();
                // A vec keeps the order in which rows came.
                ITEMS.push(unit, list, new Item("milk", 2));
                ITEMS.push(unit, list, new Item("bread", 1));
                // A map finds a row by a name.
                NOTES.insert(unit, list, "milk", "the blue one");
                unit.commit(Scope.LOCAL);
            }

            try (Dio dio = session.read()) {
                assertThat(ITEMS.all(dio, list))
                        .extracting(row -> row.value().name())
                        .containsExactly("milk", "bread");
                assertThat(NOTES.find(dio, list, "milk").require().value().value())
                        .isEqualTo("the blue one");
            }
            // The list itself was written once: what is under it is not in it. So many can add to
            // one list at a time.
            assertThat(chain.sequenceOf(list)).isEqualTo(2);
        }
    }

    /// Two who change one row at a time must not undo each other's work without knowing. The second
    /// is refused, and told why.
    @Test
    @Order(4)
    void chapterFourMeetsAConflictAndTriesAgain() throws IOException {
        try (Chain chain = create();
                Session session = Session.owner(chain)) {
            RowKey key = RowKey.random();
            session.change(
                    Scope.LOCAL, unit -> unit.storeAt(key, null, Item.FORMAT, new Item("egg", 6)));

            try (DioMut mine = session.write();
                    DioMut yours = session.write()) {
                addOne(mine, key);
                addOne(yours, key);
                assertThat(mine.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
                assertThat(yours.commit(Scope.LOCAL))
                        .isEqualTo(
                                new Outcome.Refused(
                                        List.of(new Outcome.Reason.Conflict(key, 2, 3))));

                // What you wanted is still there. Look at the chain as it is now, and decide.
                assertThat(yours.pending()).containsExactly(key);
                assertThat(yours.refresh()).containsExactly(key);
                yours.forget(key);
                addOne(yours, key);
                assertThat(yours.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
            }

            // Mostly one wants the whole work done again: that is what change does.
            session.change(Scope.LOCAL, unit -> addOne(unit, key));
            try (Dio dio = session.read()) {
                assertThat(dio.load(key, Item.FORMAT).require().value().count()).isEqualTo(9);
            }
        }
    }

    /// Who may write a row is said by a rule: its own, or that of the row above it. At the top it
    /// is the root keys, which the genesis names.
    ///
    /// In a distributed chain every author signs what he commits, and everybody can check it for
    /// ever. In a centralized one he proves his keys on his connection, and believes the chain.
    @Test
    @Order(5)
    void chapterFiveLetsOthersWriteWithTheirKeys() throws IOException {
        SigningKey key = SigningKey.random();
        SigningKey anna = SigningKey.random();
        var genesis =
                new Genesis(
                        TrustMode.DISTRIBUTED, List.of(KeyName.of(key.verifyKey())), Retention.ALL);
        try (Chain chain = Chain.create(folder, key, genesis, ChainSettings.DEFAULT);
                Session owner = Session.of(chain, Keys.NONE.with(key));
                Session hers = Session.of(chain, Keys.NONE.with(anna))) {
            RowKey list = RowKey.random();
            var rule =
                    new Authority(
                            new Authority.Read.Inherit(),
                            new Authority.Write.AnyOf(KeyName.of(anna.verifyKey())));
            owner.change(
                    Scope.LOCAL,
                    unit -> unit.authority(unit.storeAt(list, null, LIST, "Anna's list"), rule));

            // She may write under her list, and nowhere else.
            assertThat(hers.change(Scope.LOCAL, unit -> ITEMS.push(unit, list, new Item("tea", 1))))
                    .isInstanceOf(Outcome.Committed.class);
            assertThat(hers.change(Scope.LOCAL, unit -> unit.store(LIST, "another")))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.reasons())
                                            .singleElement()
                                            .isInstanceOf(Outcome.Reason.Unauthorized.class));
            chain.verify();
        }
    }

    /// Who can read is a rule too. Rows for a reader group are sealed: the chain, its backups and
    /// its copies hold nothing that others could read.
    @Test
    @Order(6)
    void chapterSixSealsRowsForAGroupAndRemovesAMember() throws IOException {
        RecipientKey anna = RecipientKey.random();
        RecipientKey ben = RecipientKey.random();
        try (Chain chain = create();
                Session hers = Session.owner(chain, anna);
                Session his = Session.owner(chain, ben)) {
            // A group is a row. Everybody can see who is in it.
            var group = new GroupId(chain.id(), RowKey.random());
            RowFormat<Readers> format = RowFormat.readers(group);
            Readers both = groupOf(group, anna, ben);
            RowKey list = RowKey.random();
            hers.change(
                    Scope.LOCAL,
                    unit -> {
                        unit.storeAt(group.row(), null, format, both);
                        unit.authority(unit.storeAt(list, null, LIST, "presents"), readBy(group));
                        ITEMS.push(unit, list, new Item("book", 1));
                    });
            assertThat(names(his, list)).containsExactly("book");

            // Removing somebody gives the group a new key. What Ben could read he can read still;
            // what comes now he cannot.
            hers.change(
                    Scope.LOCAL,
                    unit -> {
                        Dao<Readers> row = unit.load(group.row(), format).require();
                        try (ReadKeys keys = open(row.value(), anna)) {
                            unit.update(row, done(row.value().remove(keys, ben.recipient().id())));
                        }
                    });
            hers.change(
                    Scope.LOCAL, unit -> ITEMS.push(unit, list, new Item("a surprise for Ben", 1)));

            assertThat(names(hers, list)).containsExactly("book", "a surprise for Ben");
            assertThat(names(his, list)).containsExactly("book", "LOCKED");
        }
    }

    /// A unit of work that reads sees one moment, as long as it is open. So what it reads belongs
    /// together.
    @Test
    @Order(7)
    void chapterSevenReadsOneMoment() throws IOException {
        try (Chain chain = create();
                Session session = Session.owner(chain)) {
            RowKey list = RowKey.random();
            session.change(
                    Scope.LOCAL,
                    unit -> {
                        unit.storeAt(list, null, LIST, "today");
                        ITEMS.push(unit, list, new Item("milk", 2));
                    });

            try (Dio before = session.read()) {
                session.change(Scope.LOCAL, unit -> ITEMS.clear(unit, list));
                session.change(Scope.LOCAL, unit -> unit.delete(list));

                assertThat(before.exists(list)).isTrue();
                assertThat(ITEMS.all(before, list)).hasSize(1);
                try (Dio after = session.read()) {
                    assertThat(after.exists(list)).isFalse();
                    assertThat(after.sequence()).isEqualTo(before.sequence() + 2);
                }
            }
        }
    }

    /// A lease is for what only one may do at a time. It is a row, so it outlives the process that
    /// has it, and it ends by itself when its holder does not come back.
    @Test
    @Order(8)
    void chapterEightLetsOneWorkerAtATimeDoTheShopping() throws IOException {
        var clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
        var settings = new ChainSettings(new LocalDisk(), clock, LogLimits.SEGMENT_BYTES);
        try (Chain chain = Chain.create(folder, SigningKey.random(), settings);
                Session session = Session.owner(chain)) {
            RowKey list = RowKey.random();
            session.change(Scope.LOCAL, unit -> unit.storeAt(list, null, LIST, "open"));
            var anna = new Leases(chain, "Anna");
            var ben = new Leases(chain, "Ben");
            var term = Duration.ofMinutes(10);

            Lease hers = granted(anna.acquire(list, term));
            assertThat(ben.acquire(list, term)).isEqualTo(new Grant.Taken("Anna", hers.until()));

            // Anna falls asleep, and Ben gets it.
            clock.advance(term);
            Lease his = granted(ben.acquire(list, term));
            assertThat(his.token()).isGreaterThan(hers.token());

            // She wakes up and does not know. So whatever is done under a lease has its fence: the
            // chain refuses what comes from somebody who lost it.
            assertThat(write(session, list, "Anna was there", anna.fence(hers)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(write(session, list, "Ben was there", ben.fence(his)))
                    .isInstanceOf(Outcome.Committed.class);

            ben.release(his);
            granted(anna.acquire(list, term));
        }
    }

    /// Nobody has to ask again and again whether there is something new. A subscription tells what
    /// is there, and then waits for what comes.
    @Test
    @Order(9)
    void chapterNineFollowsAChain() throws IOException {
        RowKey milk = RowKey.random();
        RowKey bread = RowKey.random();
        try (Chain chain = create()) {
            chain.commit(Change.of(put(milk, "2 bottles")));
            long position;
            try (var news = new Subscription(chain, 1, Filter.type("shopping/item"))) {
                assertThat(news.next(Duration.ZERO))
                        .isEqualTo(heard(chain, put(milk, "2 bottles")));
                assertThat(news.next(Duration.ZERO)).isEqualTo(new News.Quiet());

                chain.commit(Change.of(put(bread, "1 loaf")));
                assertThat(news.next(Duration.ofMinutes(1)))
                        .isEqualTo(heard(chain, put(bread, "1 loaf")));
                position = news.position();
            }

            // Whoever remembers where he was goes on there, and misses nothing.
            chain.commit(Change.of(new Event.Tombstone(milk)));
            try (var news = new Subscription(chain, position, Filter.ALL)) {
                assertThat(news.next(Duration.ZERO))
                        .isEqualTo(heard(chain, new Event.Tombstone(milk)));
            }
        }
    }

    private Chain create() throws IOException {
        return Chain.create(folder, SigningKey.random(), ChainSettings.DEFAULT);
    }

    private static Readers groupOf(GroupId group, RecipientKey anna, RecipientKey ben) {
        return done(
                Readers.create(
                        group,
                        List.of(
                                new Newcomer(anna.recipient(), "Anna"),
                                new Newcomer(ben.recipient(), "Ben"))));
    }

    private static Authority readBy(GroupId group) {
        return new Authority(
                new Authority.Read.Readers(group.row()), new Authority.Write.Inherit());
    }

    private static Event.Put put(RowKey key, String body) {
        return new Event.Put(key, null, "shopping/item", utf8(body));
    }

    private static Lease granted(Grant grant) {
        if (grant instanceof Grant.Held(Lease lease)) {
            return lease;
        }
        throw new AssertionError(grant);
    }

    private static Outcome write(Session session, RowKey list, String text, Guard fence)
            throws IOException {
        try (DioMut unit = session.write()) {
            unit.update(unit.load(list, LIST).require(), text);
            unit.guard(fence);
            return unit.commit(Scope.LOCAL);
        }
    }

    /// What a subscriber hears of the newest commit.
    private static News heard(Chain chain, Event event) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            return new News.Changed(
                    now.sequence(), now.at().time(), Origin.of(chain.id()), List.of(event));
        }
    }

    private static void addOne(DioMut unit, RowKey key) throws IOException {
        Dao<Item> row = unit.load(key, Item.FORMAT).require();
        unit.update(row, row.value().more(1));
    }

    /// The items of a list, or why one of them cannot be read.
    private static List<String> names(Session session, RowKey list) throws IOException {
        try (Dio dio = session.read()) {
            var names = new ArrayList<String>();
            for (RowKey key : dio.children(ITEMS.of(list)).toList()) {
                names.add(
                        switch (dio.load(key, Item.FORMAT)) {
                            case Loaded.Found<Item>(Dao<Item> row) -> row.value().name();
                            case Loaded.Absent<Item> _ -> "ABSENT";
                            case Loaded.Unreadable<Item>(_, Loaded.Why why, _) -> why.name();
                        });
            }
            return names;
        }
    }

    private static ReadKeys open(Readers readers, RecipientKey key) {
        if (readers.open(key) instanceof Reading.Good<ReadKeys>(ReadKeys keys)) {
            return keys;
        }
        throw new AssertionError("not a member");
    }

    private static Readers done(Regrouped regrouped) {
        if (regrouped instanceof Regrouped.Done(Readers readers)) {
            return readers;
        }
        throw new AssertionError(regrouped);
    }

    private static Bytes utf8(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes body) {
        return new String(body.toArray(), StandardCharsets.UTF_8);
    }
}
