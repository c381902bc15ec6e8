package cloud.atek.earthstar.pub;

import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Version;
import cloud.atek.earthstar.replica.Written;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Syncs a replica with a pub of the published packages: takes all that it has, then pushes what it
/// lacks, in pieces that the oldest pubs take. One thread owns it.
public final class PubClient {

    /// Bytes of one push, if it has more than one document: pubs before 5.6.2 take 100 kB.
    private static final int PUSH_BYTES_MAX = 90_000;

    /// Documents that are taken at a time.
    private static final int BATCH_DOCUMENTS = 500;

    private final PubLink link;
    private final Replica replica;
    private final String target;

    private int pulled;
    private int refused;

    /// What is at the pub.
    private final Set<Version> there = new HashSet<>();

    /// What a sync did.
    ///
    /// @param pulled documents that are new here
    /// @param pushed documents that were sent and are new there, as far as the pub said
    /// @param refused documents of the pub that are none
    public record Moved(int pulled, int pushed, int refused) {}

    private PubClient(PubLink link, Replica replica) {
        this.link = link;
        this.replica = replica;
        this.target = "/earthstar-api/v1/" + replica.workspace().text() + "/documents";
    }

    /// @throws IOException when the pub could not be reached, or answered with something else; what
    ///   was moved until then stays
    public static Moved sync(PubLink link, Replica replica) throws IOException {
        var client = new PubClient(link, replica);
        client.pull();
        int pushed = client.push();
        return new Moved(client.pulled, pushed, client.refused);
    }

    private void pull() throws IOException {
        var batch = new ArrayList<RawDocument>();
        try (Response answer = link.call(Request.get(target))) {
            if (answer.status() == 404) {
                // It will have the workspace when something is pushed.
                return;
            }
            require(answer);
            Optional<Refusal> broken =
                    DocumentJson.parseAll(
                            answer.body().in(), each -> each.good().ifPresent(batch::add));
            if (broken.isPresent()) {
                throw new IOException("the pub did not send documents: " + broken.get().message());
            }
        }
        for (int i = 0; i < batch.size(); i += BATCH_DOCUMENTS) {
            take(batch.subList(i, Math.min(i + BATCH_DOCUMENTS, batch.size())));
        }
    }

    private void take(List<RawDocument> documents) throws IOException {
        for (Written each : replica.ingest(documents, "pub")) {
            switch (each) {
                case Written.Accepted _ -> pulled++;
                case Written.Ignored _ -> {}
                case Written.Refused _ -> refused++;
            }
        }
        documents.stream().flatMap(raw -> Version.of(raw).stream()).forEach(there::add);
    }

    private int push() throws IOException {
        List<DocKey> missing =
                replica.versions().stream()
                        .filter(version -> !there.contains(version))
                        .map(Version::key)
                        .toList();
        int pushed = 0;
        var body = new ByteArrayOutputStream();
        for (DocKey key : missing) {
            for (Document document : replica.documents(List.of(key))) {
                byte[] json = DocumentJson.bytes(document);
                if (body.size() > 0 && body.size() + json.length > PUSH_BYTES_MAX) {
                    pushed += push(body);
                }
                body.write(body.size() == 0 ? '[' : ',');
                body.writeBytes(json);
            }
        }
        return body.size() == 0 ? pushed : pushed + push(body);
    }

    private int push(ByteArrayOutputStream body) throws IOException {
        body.write(']');
        var request =
                new Request(
                        "POST",
                        target,
                        Headers.of("Content-Type", "application/json"),
                        Body.of(body.toByteArray()));
        body.reset();
        try (Response answer = link.call(request)) {
            require(answer);
            return ingested(answer.body().bytes(1_000));
        }
    }

    private static int ingested(byte[] answer) throws IOException {
        Checked<RawDocument> said = DocumentJson.parse(new String(answer, StandardCharsets.UTF_8));
        if (said instanceof Checked.Good<RawDocument>(RawDocument raw)
                && raw.fields().get("numIngested") instanceof RawDocument.Field.Numeric(double n)) {
            return (int) n;
        }
        throw new IOException("the pub did not say what it took");
    }

    private static void require(Response answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException("the pub answered with " + answer.status());
        }
    }
}
