package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Format;
import cloud.atek.testkit.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The index beside a list of all cards that is filtered and sorted.
class SelectionTest {

    private static final List<String> AUTHORS = List.of("@a", "@b", "@c");
    private static final double NOW = 50;

    @Test
    void theIndexFindsWhatAFullScanFinds() {
        Seeds.forAll((random, size) -> {
            var index = new Index();
            var all = new HashMap<DocKey, Card>();
            for (int i = 0; i < size; i++) {
                Card card = card(random);
                if (random.nextInt(6) == 0) {
                    Card gone = all.remove(card.key());
                    if (gone != null) {
                        index.remove(gone);
                    }
                } else {
                    index.put(card);
                    all.put(card.key(), card);
                }
            }
            for (Format format : Format.values()) {
                for (int i = 0; i < 20; i++) {
                    Query query = query(random);
                    assertThat(new Selection(index, format, query, NOW).cards())
                            .as("%s %s", format, query)
                            .isEqualTo(scan(all, format, query));
                }
            }
            assertThat(index.authors(NOW)).isEqualTo(authors(all));
            assertThat(index.size()).isEqualTo(all.size());
            assertThat(index.expired(NOW))
                    .containsExactlyInAnyOrderElementsOf(
                            all.values().stream().filter(card -> card.end() < NOW).toList());
        });
    }

    private static List<Card> scan(Map<DocKey, Card> all, Format format, Query query) {
        List<Card> alive = all.values().stream().filter(card -> card.end() >= NOW).toList();
        var found = new ArrayList<Card>();
        for (Card card : alive) {
            List<Card> there = alive.stream().filter(c -> c.path().equals(card.path())).toList();
            boolean winner =
                    there.stream().max(Precedence.winner(format)).filter(card::equals).isPresent();
            String participant = query.participatingAuthor();
            if ((winner || query.history() == Query.History.ALL)
                    && (participant == null
                            || there.stream().anyMatch(c -> c.author().equals(participant)))
                    && fits(card, query)) {
                found.add(card);
            }
        }
        found.sort(Comparator.comparing(Card::path).thenComparing(Precedence.listing(format)));
        return limited(found, format, query);
    }

    private static List<Card> limited(List<Card> found, Format format, Query query) {
        Long wanted = query.limit();
        boolean none = wanted == null || (format == Format.ES3 && wanted == 0);
        long limit = none || wanted == null ? Long.MAX_VALUE : wanted;
        Long wantedBytes = query.limitBytes();
        long limitBytes = wantedBytes == null ? Long.MAX_VALUE : wantedBytes;
        var taken = new ArrayList<Card>();
        long bytes = 0;
        for (Card each : found) {
            boolean spent = bytes >= limitBytes;
            bytes += each.contentBytes();
            if (taken.size() >= limit || spent || bytes > limitBytes) {
                break;
            }
            taken.add(each);
        }
        return taken;
    }

    private static boolean fits(Card card, Query query) {
        return (query.path() == null || card.path().equals(query.path()))
                && (query.pathStartsWith() == null
                        || card.path().startsWith(query.pathStartsWith()))
                && (query.pathEndsWith() == null || card.path().endsWith(query.pathEndsWith()))
                && (query.lowPath() == null || card.path().compareTo(query.lowPath()) >= 0)
                && (query.highPath() == null || card.path().compareTo(query.highPath()) < 0)
                && (query.author() == null || card.author().equals(query.author()))
                && (query.timestamp() == null || card.timestamp() == query.timestamp())
                && (query.timestampGt() == null || card.timestamp() > query.timestampGt())
                && (query.timestampLt() == null || card.timestamp() < query.timestampLt())
                && (query.contentLengthGt() == null
                        || card.contentBytes() > query.contentLengthGt())
                && (query.continueAfter() == null
                        || card.key().compareTo(query.continueAfter()) > 0);
    }

    private static Query query(RandomGenerator random) {
        Query.Builder query = Query.where();
        if (random.nextBoolean()) {
            query.history(Query.History.ALL);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> query.path(path(random));
                case 1 -> query.pathStartsWith(path(random).substring(0, 1 + random.nextInt(2)));
                case 2 -> query.pathEndsWith(path(random).substring(1));
                case 3 -> query.lowPath(path(random));
                case 4 -> query.highPath(path(random));
                case 5 -> query.author(AUTHORS.get(random.nextInt(3)));
                case 6 -> query.participatingAuthor(AUTHORS.get(random.nextInt(3)));
                case 7 -> query.timestampGt(random.nextInt(20));
                case 8 -> query.timestampLt(random.nextInt(20));
                case 9 -> query.timestamp(random.nextInt(20));
                case 10 ->
                        query.continueAfter(
                                new DocKey(path(random), AUTHORS.get(random.nextInt(3))));
                default -> query.contentLengthGt(random.nextInt(3));
            }
        }
        if (random.nextInt(3) == 0) {
            query.limit(random.nextInt(6));
        }
        if (random.nextInt(3) == 0) {
            query.limitBytes(random.nextInt(9));
        }
        return query.build();
    }

    private static Card card(RandomGenerator random) {
        return new Card(
                path(random),
                AUTHORS.get(random.nextInt(3)),
                random.nextInt(20),
                random.nextInt(4) == 0 ? 48 + random.nextInt(4) : Double.POSITIVE_INFINITY,
                "s" + random.nextInt(1_000_000),
                random.nextInt(4));
    }

    private static String path(RandomGenerator random) {
        return "/" + (char) ('a' + random.nextInt(3)) + "/" + (char) ('a' + random.nextInt(3));
    }

    private static List<String> authors(Map<DocKey, Card> all) {
        var authors = new TreeSet<String>();
        all.values().stream()
                .filter(card -> card.end() >= NOW)
                .forEach(card -> authors.add(card.author()));
        return List.copyOf(authors);
    }
}
