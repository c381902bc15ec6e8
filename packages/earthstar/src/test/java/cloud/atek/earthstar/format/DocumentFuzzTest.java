package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.seal.Place;
import cloud.atek.earthstar.seal.SealedContent;
import cloud.atek.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Documents of all formats, arrays of them and sealed contents, changed in any way: whatever comes
/// is one of the good ones, or refused with a reason.
class DocumentFuzzTest {

    private static final double NOW = 1_700_000_000_000_000.0;
    private static final int FIXED_BYTES = 512 << 10;
    private static final int BYTES_EACH = 512;
    private static final Verifier VERIFIER = new Verifier();

    /// What a reader says of what it does not take.
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedException(Refusal refusal) {
            super(refusal.message());
            assertThat(refusal.message()).isNotBlank();
        }
    }

    static Stream<Fuzz> targets() {
        return Stream.of(
                documents(Format.ES3),
                documents(Format.ES4),
                documents(Format.ES5),
                arrays(),
                sealed());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void onlyGoodDocumentsAndReasonsComeOut(Fuzz target) {
        target.run(3_000);
    }

    @ParameterizedTest
    @MethodSource("targets")
    @Tag("slow")
    void onlyGoodDocumentsAndReasonsComeOutOfMany(Fuzz target) {
        target.run(300_000);
    }

    private static Fuzz documents(Format format) {
        List<Document> good = good(format);
        Set<Document> known = new HashSet<>(good);
        return fuzz(
                "document of " + format.label(),
                bytes(good),
                json -> {
                    Checked<Document> read =
                            DocumentJson.parse(new String(json, StandardCharsets.UTF_8))
                                    .then(raw -> Rules.read(format, raw, NOW));
                    Document document = required(read);
                    refuse(VERIFIER.refusal(document).orElse(null));
                    assertThat(known).contains(document);
                });
    }

    private static Fuzz arrays() {
        List<byte[]> good =
                List.of(
                        array(good(Format.ES3)),
                        array(good(Format.ES4)),
                        array(good(Format.ES5)),
                        "[]".getBytes(StandardCharsets.UTF_8));
        return fuzz(
                "array of documents",
                good,
                json -> {
                    var found = new ArrayList<Checked<RawDocument>>();
                    refuse(
                            DocumentJson.parseAll(new ByteArrayInputStream(json), found::add)
                                    .orElse(null));
                    for (Checked<RawDocument> each : found) {
                        each.good().ifPresent(raw -> assertThat(raw.fields()).hasSizeLessThan(65));
                    }
                });
    }

    private static Fuzz sealed() {
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        var place = new Place("+garden.abc", "/wiki/a", "@suzy.bxyz");
        String good = SealedContent.forAuthors("Flowers", place, List.of(suzy.author()));
        return fuzz(
                "sealed content",
                List.of(good.getBytes(StandardCharsets.UTF_8)),
                bytes -> {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    if (SealedContent.open(text, place, suzy).isEmpty()) {
                        throw new RefusedException(new Refusal.BadSignature());
                    }
                });
    }

    private static Fuzz fuzz(String name, List<byte[]> good, Fuzz.Reader reader) {
        return new Fuzz(
                name, good, Set.of(RefusedException.class), FIXED_BYTES, BYTES_EACH, reader);
    }

    private static Document required(Checked<Document> checked) throws RefusedException {
        return switch (checked) {
            case Checked.Good<Document>(Document document) -> document;
            case Checked.Bad<Document>(Refusal refusal) -> throw new RefusedException(refusal);
        };
    }

    private static void refuse(@Nullable Refusal refusal) throws RefusedException {
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    private static List<Document> good(Format format) {
        Keypair suzy = Keypair.random(format, "suzy").require();
        WorkspaceKeypair garden = WorkspaceKeypair.random("garden").require();
        var drafts =
                new ArrayList<>(
                        List.of(
                                Draft.of("/a", ""),
                                Draft.of("/wiki/%C3", "gr\u00fc\u00df \"\\\n\ud83c\udf3b")));
        if (format != Format.ES3) {
            drafts.add(Draft.of("/about/~" + suzy.author() + "/x!", "x").until(NOW + 1e9));
        }
        return drafts.stream()
                .map(draft ->
                        format == Format.ES5
                                ? suzy.sign(garden, draft, NOW, NOW, NOW).require()
                                : suzy.sign("+garden.abc", draft, NOW, NOW, NOW).require())
                .toList();
    }

    private static List<byte[]> bytes(List<Document> documents) {
        return documents.stream().map(DocumentJson::bytes).toList();
    }

    private static byte[] array(List<Document> documents) {
        List<String> all = documents.stream().map(DocumentJson::write).toList();
        return ("[" + String.join(",", all) + "]").getBytes(StandardCharsets.UTF_8);
    }
}
