package cloud.atek.earthstar.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Written;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealedContentTest {

    private static final Place PLACE = new Place("+garden.abc", "/wiki/a", "@suzy.bxyz");

    private final Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
    private final Keypair anna = Keypair.random(Format.ES3, "anna").require();
    private final Keypair zack = Keypair.random(Format.ES4, "zack").require();

    @Test
    void onlyThoseItIsForReadIt() {
        String sealed =
                SealedContent.forAuthors(
                        "Flowers are pretty ü", PLACE, List.of(suzy.author(), anna.author()));

        assertThat(SealedContent.is(sealed)).isTrue();
        assertThat(SealedContent.open(sealed, PLACE, suzy)).contains("Flowers are pretty ü");
        assertThat(SealedContent.open(sealed, PLACE, anna)).contains("Flowers are pretty ü");
        assertThat(SealedContent.open(sealed, PLACE, zack)).isEmpty();
        assertThat(SealedContent.open(sealed, PLACE, SharedKey.random())).isEmpty();
        assertThat(SealedContent.open("Flowers", PLACE, suzy)).isEmpty();
    }

    @Test
    void whoHasTheSharedKeyReadsIt() {
        SharedKey key = SharedKey.random();
        String sealed = SealedContent.byKey("Flowers", PLACE, key);

        SharedKey copy = SharedKey.of(key.text()).orElseThrow();
        assertThat(SealedContent.open(sealed, PLACE, copy)).contains("Flowers");
        assertThat(SealedContent.open(sealed, PLACE, SharedKey.random())).isEmpty();
        assertThat(SealedContent.open(sealed, PLACE, suzy)).isEmpty();
        assertThat(SharedKey.of("key1-short")).isEmpty();
        assertThat(SharedKey.of(key.text().substring(1))).isEmpty();
        assertThat(key.toString()).doesNotContain(key.text().substring(5));
    }

    @Test
    void atAnotherPlaceItIsNothing() {
        String sealed = SealedContent.forAuthors("Flowers", PLACE, List.of(suzy.author()));
        for (Place other :
                List.of(
                        new Place("+garden.abd", PLACE.path(), PLACE.author()),
                        new Place(PLACE.workspace(), "/wiki/b", PLACE.author()),
                        new Place(PLACE.workspace(), PLACE.path(), "@zack.bxyz"))) {
            assertThat(SealedContent.open(sealed, other, suzy)).isEmpty();
        }
    }

    @Test
    void whatIsBrokenAnywhereIsNothing() {
        String sealed = SealedContent.forAuthors("Flowers", PLACE, List.of(suzy.author()));
        byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring("sealed:1:".length()));
        for (int i = 0; i < bytes.length; i++) {
            byte[] broken = bytes.clone();
            broken[i] ^= 1;
            // The two bytes that say how many readers there are lead past the end, or to no slot.
            assertThat(SealedContent.open(text(broken), PLACE, suzy)).as("byte %d", i).isEmpty();
        }
        Seeds.forAll((random, size) -> {
            var noise = new byte[random.nextInt(1 + size)];
            random.nextBytes(noise);
            assertThat(SealedContent.open(text(noise), PLACE, suzy)).isEmpty();
        });
    }

    private static String text(byte[] bytes) {
        return "sealed:1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void theKeysOfAnAuthorBelongTogetherOnBothCurves() throws GeneralSecurityException {
        for (int i = 0; i < 50; i++) {
            Keypair author = Keypair.random(i % 2 == 0 ? Format.ES4 : Format.ES3, "suzy").require();
            KeyPair other = Curve.fresh();
            assertThat(Curve.shared(Curve.privateKey(author), other.getPublic()))
                    .isEqualTo(Curve.shared(other.getPrivate(), Curve.publicKey(author.author())));
        }
    }

    @Test
    void badReadersAreRefused() {
        assertThatThrownBy(() -> SealedContent.forAuthors("a", PLACE, List.of()))
                .hasMessage("want 1 to 1000 readers");
        assertThatThrownBy(() ->
                        SealedContent.forAuthors(
                                "a", PLACE, Collections.nCopies(1_001, suzy.author())))
                .hasMessage("want 1 to 1000 readers");
        // The neutral element, which makes every secret zero.
        var weak = Address.author(Format.ES4, "@weak.b" + "aeaaaaaa" + "a".repeat(44)).require();
        assertThatThrownBy(() -> SealedContent.forAuthors("a", PLACE, List.of(weak)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDocumentIsAGoodOne() throws IOException {
        try (Replica replica =
                Replica.open(
                        new MemoryStore(Address.workspace(Format.ES4, "+garden.abc").require()))) {
            var place = new Place("+garden.abc", "/wiki/a", suzy.author().text());
            String sealed = SealedContent.forAuthors("Flowers", place, List.of(zack.author()));
            assertThat(replica.set(suzy, Draft.of("/wiki/a", sealed)))
                    .isInstanceOf(Written.Accepted.class);
            assertThat(SealedContent.open(replica.value("/wiki/a").orElseThrow(), place, zack))
                    .contains("Flowers");
        }
    }
}
