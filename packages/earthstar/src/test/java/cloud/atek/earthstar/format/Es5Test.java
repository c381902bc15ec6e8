package cloud.atek.earthstar.format;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// es.5, as 10.2.2 has it: a workspace is a key pair, and it signs beside the author.
class Es5Test {

    private static final double NOW = 1_700_000_000_000_000.0;

    private final Verifier verifier = new Verifier();
    private final JsonNode valid = Vectors.file("es5-valid.json");
    private final WorkspaceKeypair garden =
            WorkspaceKeypair.of(
                            valid.at("/share/shareAddress").asText(),
                            valid.at("/share/secret").asText())
                    .require();
    private final Keypair suzy = Keypair.random(Format.ES5, "suzy").require();

    @Test
    void everyGoodDocumentIsTakenAndHasItsHash() {
        for (JsonNode each : Vectors.cases("es5-valid.json")) {
            Document document = check(each).require();
            assertThat(Hashes.input(document)).isEqualTo(each.get("hashInput").asText());
            assertThat(document.hash()).isEqualTo(each.get("hash").asText());
            String written = DocumentJson.write(document);
            assertThat(check(DocumentJson.parse(written), each).require()).isEqualTo(document);
        }
    }

    /// Ed25519 has one signature for a key and a text, so both must come to the same.
    @Test
    void weSignAsThePublishedPackageDoes() {
        List<Keypair> authors = new ArrayList<>();
        for (JsonNode each : valid.get("authors")) {
            authors.add(pair(Format.ES5, each));
            // The authors of es.4 write in es.5.
            assertThat(authors.getLast().author()).isEqualTo(pair(Format.ES4, each).author());
        }
        int signed = 0;
        for (JsonNode each : Vectors.cases("es5-valid.json")) {
            Document wanted = check(each).require();
            if (wanted.es5() == null || wanted.es5().attachment() != null) {
                continue;
            }
            Keypair author =
                    authors.stream()
                            .filter(one -> one.author().text().equals(wanted.author()))
                            .findFirst()
                            .orElseThrow();
            var draft = new Draft(wanted.path(), wanted.content(), null, wanted.deleteAfter());
            double now = each.get("now").asDouble();
            double latest = now + Rules.AHEAD_MAX;
            assertThat(author.sign(garden, draft, wanted.timestamp(), now, latest).require())
                    .isEqualTo(wanted);
            signed++;
        }
        assertThat(signed).isGreaterThan(10);
    }

    private static Keypair pair(Format format, JsonNode author) {
        return Keypair.of(format, author.get("address").asText(), author.get("secret").asText())
                .require();
    }

    @Test
    void everyBadDocumentIsRefusedWithItsReason() {
        var wrong = new ArrayList<String>();
        for (JsonNode each : Vectors.cases("es5-invalid.json")) {
            String why = each.get("check").asText();
            Optional<Refusal> refusal = check(each).bad();
            if (refusal.filter(found -> same(found, why)).isEmpty()) {
                wrong.add(each.get("id").asText() + ": " + refusal + " but " + why);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Whether our reason is the published package's in other words.
    private static boolean same(Refusal refusal, String why) {
        return switch (refusal) {
            case Refusal.UnknownFormat _ -> why.startsWith("format:");
            case Refusal.WrongType(String field) -> why.startsWith(field + ": ");
            case Refusal.ExtraField _ -> why.contains("extra keys");
            case Refusal.ContentTooLong _ -> why.contains("max length of 8000");
            case Refusal.NotPermitted _ -> why.contains("can't write to");
            case Refusal.BadTime(_, _, Refusal.TimeFault fault) ->
                    switch (fault) {
                        case TOO_SMALL -> why.contains("too small");
                        case TOO_LARGE -> why.contains("too large");
                        case FUTURE -> why.contains("future");
                        case EXPIRED -> why.contains("has expired");
                        case BEFORE_WRITTEN -> why.contains("before it was created");
                    };
            case Refusal.BadPath _ -> why.contains("path");
            case Refusal.BadAddress _ ->
                    why.contains("pubkey") || why.contains("sigil") || why.contains("name");
            case Refusal.BadAttachment _ -> why.contains("ttachment");
            case Refusal.BadSignature _ ->
                    why.startsWith("signature is invalid") || why.startsWith("signature: string");
            case Refusal.BadWorkspaceSignature _ -> why.equals("share signature is invalid");
            case Refusal.WrongContentHash _ -> why.contains("does not match contentHash");
            case Refusal _ -> false;
        };
    }

    @Test
    void aFlippedBitAnywhereIsNoticed() {
        Seeds.forAll((random, size) -> {
            Draft draft = Draft.of("/x/" + size, "c" + size);
            Document good = suzy.sign(garden, draft, NOW, NOW, NOW).require();
            assertThat(verifier.refusal(good)).isEmpty();
            var json = new StringBuilder(DocumentJson.write(good));
            int at = random.nextInt(json.length());
            json.setCharAt(at, (char) (json.charAt(at) ^ 1 << random.nextInt(7)));
            Checked<Document> read =
                    DocumentJson.parse(json.toString())
                            .then(raw -> Rules.read(Format.ES5, raw, NOW))
                            .then(this::verified);
            assertThat(read.good().filter(found -> !found.equals(good))).isEmpty();
        });
    }

    /// Who has the address alone can sign as himself and as nobody else.
    @Test
    void theSignatureOfAnotherWorkspaceIsRefused() {
        WorkspaceKeypair other = WorkspaceKeypair.random("gardening").require();
        Document theirs = suzy.sign(other, Draft.of("/a", "text"), NOW, NOW, NOW).require();
        ObjectNode moved = (ObjectNode) parsed(theirs);
        moved.put("share", garden.workspace().text());
        assertThat(read(moved).bad()).contains(new Refusal.BadSignature());

        // By the author over the right address, and by the other workspace over it too.
        Document wanted = suzy.sign(garden, Draft.of("/a", "text"), NOW, NOW, NOW).require();
        ObjectNode forged = (ObjectNode) parsed(wanted);
        forged.put("shareSignature", other.sign(wanted.hash()));
        assertThat(read(forged).bad()).contains(new Refusal.BadWorkspaceSignature());
    }

    @Test
    void workspacesAreMadeAndTakenElsewhere() {
        WorkspaceKeypair made = WorkspaceKeypair.random("a1").require();
        String address = made.workspace().text();
        assertThat(address).matches("\\+a1\\.b[a-z2-7]{52}");
        assertThat(WorkspaceKeypair.of(address, made.secret()).require().workspace())
                .isEqualTo(made.workspace());
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(WorkspaceKeypair.of(address, garden.secret()).bad())
                .contains(new Refusal.BadSecret("belongs to another workspace"));
        assertThat(WorkspaceKeypair.of("+a.b", made.secret()).bad()).isPresent();
        assertThat(WorkspaceKeypair.of(address, "b").bad()).isPresent();
        assertThat(WorkspaceKeypair.random("1a").bad()).isPresent();
    }

    @Test
    void timesAndAttachmentsHaveBounds() {
        ObjectNode picture = (ObjectNode) Vectors.cases("es5-valid.json").get(15).get("doc");
        assertThat(read(picture).good()).isPresent();
        for (String size : List.of("-1", "1.5", "1e400", "9007199254740993")) {
            String json =
                    picture.toString()
                            .replace("\"attachmentSize\":5", "\"attachmentSize\":" + size);
            assertThat(json).contains(size);
            assertThat(refusal(json)).as(size).isNotInstanceOf(Refusal.BadSignature.class);
        }
        assertThat(read(picture.deepCopy().put("attachmentHash", "b")).bad())
                .contains(new Refusal.BadAttachment(Refusal.AttachmentFault.HASH));
        Draft ends = Draft.of("/a!", "x").until(Rules.TIME_MAX);
        assertThat(suzy.sign(garden, ends, NOW, NOW, NOW).bad())
                .get()
                .isInstanceOf(Refusal.BadTime.class);
        // As in the published package: an ! alone is no fault.
        assertThat(suzy.sign(garden, Draft.of("/a!", "x"), NOW, NOW, NOW).good()).isPresent();
    }

    private Refusal refusal(String json) {
        return check(DocumentJson.parse(json), NOW).bad().orElseThrow();
    }

    private static JsonNode parsed(Document document) {
        return Vectors.json(DocumentJson.write(document));
    }

    private Checked<Document> read(JsonNode document) {
        return check(DocumentJson.parse(document.toString()), NOW);
    }

    private Checked<Document> check(JsonNode test) {
        return check(Vectors.raw(test), test);
    }

    private Checked<Document> check(Checked<RawDocument> raw, JsonNode test) {
        return check(raw, test.get("now").asDouble());
    }

    private Checked<Document> check(Checked<RawDocument> raw, double now) {
        return raw.then(each -> Rules.read(Format.ES5, each, now)).then(this::verified);
    }

    private Checked<Document> verified(Document document) {
        Optional<Refusal> refusal = verifier.refusal(document);
        return refusal.isPresent()
                ? new Checked.Bad<>(refusal.get())
                : new Checked.Good<>(document);
    }
}
