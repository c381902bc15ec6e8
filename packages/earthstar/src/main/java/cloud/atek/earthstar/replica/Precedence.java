package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Rules;
import java.util.Comparator;

/// Which of two documents counts, as the last classic package of each format has it: 3.1.1 and
/// 6.8.5. In es.5, where the published package goes by the order of arrival, the higher signature
/// breaks every tie: homes must decide alike.
final class Precedence {

    private static final Comparator<Card> NEWEST =
            Comparator.comparingDouble(Card::timestamp).thenComparing(Card::signature);
    private static final Comparator<Card> ES4 =
            Comparator.comparingDouble(Card::timestamp)
                    .thenComparing(Comparator.comparing(Card::signature).reversed());

    private Precedence() {}

    /// Among authors: the highest is the winner of a path. Of equal times the higher signature wins
    /// in es.3 and es.5, and the lower one in es.4.
    static Comparator<Card> winner(Format format) {
        return format == Format.ES4 ? ES4 : NEWEST;
    }

    /// In which order the versions of one path are listed.
    static Comparator<Card> listing(Format format) {
        return format == Format.ES3 ? NEWEST.reversed() : Comparator.comparing(Card::author);
    }

    /// Of one author: whether `newer` takes the place of `older`.
    ///
    /// The packages of es.3 and es.4 compare time and signature as one text, so that a time with
    /// fewer digits can be the higher one; who wants to agree with them must do the same.
    static boolean supersedes(Document newer, Card older) {
        double time = newer.timestamp();
        if (time == older.timestamp()) {
            return newer.signature().compareTo(older.signature()) > 0;
        }
        if (newer.format() == Format.ES5 || (usual(time) && usual(older.timestamp()))) {
            return time > older.timestamp();
        }
        String text = Rules.digits(time) + ",";
        return text.compareTo(Rules.digits(older.timestamp()) + ",") > 0;
    }

    /// Of the years 2001 to 2286: whole numbers of 16 digits sort as texts do.
    private static boolean usual(double time) {
        return time >= 1e15 && time < 1e16 && time == Math.rint(time);
    }
}
