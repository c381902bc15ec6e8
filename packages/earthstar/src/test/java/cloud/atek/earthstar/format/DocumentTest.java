package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Refusal.TimeFault;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentTest {

    /// What the published packages take and we do not: bytes after the 64th of a signature.
    private static final Set<String> DIFFERENT = Set.of("signature-extended", "signature-96-bytes");

    private final Verifier verifier = new Verifier();

    @Test
    void everyGoodDocumentIsTaken() {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each : Vectors.cases(format.label().replace(".", "") + "-valid.json")) {
                JsonNode newest = each.get("expect").path("3.1.1").path("documentIsValid");
                if (!newest.asBoolean(true)) {
                    // 3.1.1 refuses what 3.0.0 took: a / at the end of a path.
                    assertThat(check(format, each).good()).isEmpty();
                    continue;
                }
                Document document = check(format, each).require();
                if (each.has("hashInput")) {
                    assertThat(Hashes.input(document)).isEqualTo(each.get("hashInput").asText());
                    assertThat(document.hash()).isEqualTo(each.get("hash").asText());
                }
                assertThat(check(format, DocumentJson.parse(DocumentJson.write(document)), each))
                        .isEqualTo(new Checked.Good<>(document));
            }
        }
    }

    @Test
    void otherSpellingsOfJsonAreTaken() {
        for (Format format : Vectors.CLASSIC) {
            for (JsonNode each : Vectors.cases(format.label().replace(".", "") + "-rawjson.json")) {
                assertThat(check(format, each).bad()).as(each.get("id").asText()).isEmpty();
            }
        }
    }

    @Test
    void everyBadDocumentIsRefusedWithItsReason() {
        var wrong = new ArrayList<String>();
        for (JsonNode each : Vectors.cases("es4-invalid.json")) {
            JsonNode ingest = each.get("expect").get("6.8.5").get("ingest");
            judge(Format.ES4, each, ingest.asText().equals("ACCEPTED"), ingest.asText(), wrong);
        }
        for (JsonNode each : Vectors.cases("es3-invalid.json")) {
            JsonNode said =
                    each.get("expect").has("both")
                            ? each.get("expect").get("both")
                            : each.get("expect").get("3.1.1");
            String why =
                    said.get("log").isEmpty()
                            ? "different workspace"
                            : said.get("log").get(0).asText();
            judge(Format.ES3, each, said.get("ingest").asBoolean(), why, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void timesAreJudgedAsThePublishedPackageDoes() {
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        for (JsonNode each : Vectors.cases("es4-timestamps.json")) {
            double now = each.get("now").asDouble();
            Double end =
                    each.get("deleteAfter").isNull() ? null : each.get("deleteAfter").asDouble();
            var draft = new Draft(end == null ? "/a" : "/a!", "", null, end);
            Checked<Document> signed =
                    suzy.sign(
                            "+a.b",
                            draft,
                            each.get("timestamp").asDouble(),
                            now,
                            now + Rules.AHEAD_MAX);
            assertThat(signed.good().isPresent())
                    .as(each.toString())
                    .isEqualTo(each.get("result").isBoolean());
        }
    }

    @Test
    void aFlippedBitAnywhereIsNoticed() {
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        double now = 1_700_000_000_000_000.0;
        Seeds.forAll((random, size) -> {
            Document good =
                    suzy.sign("+a.b", Draft.of("/x/" + size, "c" + size), now, now, now).require();
            assertThat(verifier.refusal(good)).isEmpty();
            var json = new StringBuilder(DocumentJson.write(good));
            int at = random.nextInt(json.length());
            json.setCharAt(at, (char) (json.charAt(at) ^ 1 << random.nextInt(7)));
            Checked<Document> read =
                    DocumentJson.parse(json.toString())
                            .then(raw -> Rules.read(Format.ES4, raw, now))
                            .then(this::verified);
            // Another spelling of the same may still be good, and nothing else.
            assertThat(read.good().filter(found -> !found.equals(good))).isEmpty();
        });
    }

    @Test
    void anotherSpellingOfTheSignatureIsRefused() {
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        double now = 1_700_000_000_000_000.0;
        Document good = suzy.sign("+a.b", Draft.of("/x", "c"), now, now, now).require();
        byte[] bytes = Base32.decode(good.signature()).orElseThrow();

        assertThat(verifier.refusal(good.signed(good.signature() + "aa"))).isPresent();
        assertThat(verifier.refusal(good.signed(Base32.encode(java.util.Arrays.copyOf(bytes, 65)))))
                .isPresent();
    }

    private void judge(
            Format format, JsonNode test, boolean taken, String why, List<String> wrong) {
        String id = test.get("id").asText();
        Checked<Document> checked = check(format, test);
        boolean good = checked.good().isPresent();
        if (DIFFERENT.contains(id) ? good : good != taken) {
            wrong.add(format + " " + id + ": " + checked);
        } else if (!good && !taken && !same(checked.bad().orElseThrow(), why)) {
            wrong.add(format + " " + id + ": " + checked.bad().orElseThrow() + " but " + why);
        }
    }

    /// Whether our reason is the published package's in other words.
    private static boolean same(Refusal refusal, String why) {
        return switch (refusal) {
            case Refusal.NotAnObject _ ->
                    why.contains("unrecognized format") || why.contains("wrong type");
            case Refusal.UnknownFormat _ ->
                    why.contains("unrecognized format")
                            || why.contains("wrong type")
                            || why.contains("format does not match");
            case Refusal.WrongType _ -> why.contains("type");
            case Refusal.ExtraField _ -> why.contains("extra");
            case Refusal.ContentTooLong _ -> why.contains("max allowed length");
            case Refusal.NotPermitted _ -> why.contains("can't write to");
            // Infinity is no number to es.3.
            case Refusal.BadTime(_, double time, _) when Double.isInfinite(time) ->
                    why.contains("type") || why.contains("greater than");
            case Refusal.BadTime(_, _, TimeFault fault) ->
                    switch (fault) {
                        case TOO_SMALL -> why.contains("small") || why.contains("less than");
                        case TOO_LARGE -> why.contains("large") || why.contains("greater than");
                        case FUTURE -> why.contains("future");
                        case EXPIRED -> why.contains("has expired");
                        case BEFORE_WRITTEN -> why.contains("before it was created");
                    };
            case Refusal.BadPath _ -> why.contains("path") || why.contains("key not valid");
            case Refusal.BadAddress(String kind, _, _) -> why.contains(kind);
            case Refusal.BadSignature _ -> why.contains("signature");
            case Refusal.WrongContentHash _ -> why.contains("does not match contentHash");
            case Refusal.OtherWorkspace _ -> why.contains("different workspace");
            case Refusal.BadWorkspaceSignature _ -> why.contains("share signature");
            case Refusal.BadAttachment _ -> why.contains("ttachment");
            case Refusal.BadSecret _,
                    Refusal.TooManyFields _,
                    Refusal.NoWorkspaceSecret _,
                    Refusal.OverQuota _,
                    Refusal.NotListed _ ->
                    false;
        };
    }

    private Checked<Document> check(Format format, JsonNode test) {
        return check(format, Vectors.raw(test), test);
    }

    private Checked<Document> check(Format format, Checked<RawDocument> raw, JsonNode test) {
        return raw.then(each -> Rules.read(format, each, test.get("now").asDouble()))
                .then(this::verified)
                .then(document -> {
                    String wanted =
                            test.has("workspace")
                                    ? test.get("workspace").asText()
                                    : document.workspace();
                    return wanted.equals(document.workspace())
                            ? new Checked.Good<>(document)
                            : new Checked.Bad<>(
                                    new Refusal.OtherWorkspace(wanted, document.workspace()));
                });
    }

    private Checked<Document> verified(Document document) {
        Optional<Refusal> refusal = verifier.refusal(document);
        return refusal.isPresent()
                ? new Checked.Bad<>(refusal.get())
                : new Checked.Good<>(document);
    }
}
