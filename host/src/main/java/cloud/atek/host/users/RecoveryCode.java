package cloud.atek.host.users;

import cloud.atek.crypto.Tokens;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What lets a user in once who lost the app that makes his codes: 80 random bits, to be written on
/// paper.
final class RecoveryCode {

    /// How many a user gets.
    static final int COUNT = 10;

    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private RecoveryCode() {}

    /// Such as `mfrg-gzdf-mzsw-k2lh`.
    static String fresh() {
        byte[] random = HexFormat.of().parseHex(Tokens.fresh(), 0, 2 * BYTES);
        String letters = Base32.of(random).toLowerCase(Locale.ROOT);
        return String.join("-", letters.split("(?<=\\G.{" + GROUP + "})"));
    }

    static List<String> freshOnes() {
        return Stream.generate(RecoveryCode::fresh).limit(COUNT).collect(Collectors.toList());
    }

    /// What is kept of one. Dashes, spaces and capitals are how a person happened to type it.
    static String hash(String typed) {
        return TokenHash.of("recovery " + typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT));
    }
}
