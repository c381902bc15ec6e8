package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// The rules that rows have, each kept once and as long as a row has them. One thread at a time.
///
/// Rules are given, so they are looked up in order: no choice of them makes that slow.
final class Authorities {

    /// The number of [Authority#INHERIT], which nearly all rows have.
    static final int INHERIT = 0;

    private final TreeMap<Bytes, Interned> sorted =
            new TreeMap<>(Comparator.comparing(Bytes::toBuffer));
    private final List<Interned> numbered = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    Authorities() {
        take(Authority.INHERIT);
    }

    /// The number of some rules, with one more user.
    int take(Authority authority) {
        if (!numbered.isEmpty() && authority.equals(Authority.INHERIT)) {
            return INHERIT;
        }
        Interned found =
                sorted.computeIfAbsent(
                        AuthorityBytes.of(authority), bytes -> add(authority, bytes));
        found.users++;
        return found.number;
    }

    /// One more user of rules that somebody uses.
    void share(int number) {
        numbered.get(number).users++;
    }

    /// Ends one use; rules that nobody uses are forgotten.
    void release(int number) {
        if (number == INHERIT) {
            return;
        }
        Interned found = numbered.get(number);
        if (--found.users == 0) {
            sorted.remove(found.bytes);
            free.add(number);
        }
    }

    Authority authority(int number) {
        return numbered.get(number).authority;
    }

    /// How many are in use.
    int size() {
        return sorted.size();
    }

    private Interned add(Authority authority, Bytes bytes) {
        Integer reused = free.poll();
        var added = new Interned(reused == null ? numbered.size() : reused, authority, bytes);
        if (reused == null) {
            numbered.add(added);
        } else {
            numbered.set(reused, added);
        }
        return added;
    }

    private static final class Interned {

        private final int number;
        private final Authority authority;
        private final Bytes bytes;
        private int users;

        Interned(int number, Authority authority, Bytes bytes) {
            this.number = number;
            this.authority = authority;
            this.bytes = bytes;
        }
    }
}
