package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.DocumentEvent;
import cloud.atek.api.earthstar.DocumentQuery;
import cloud.atek.api.earthstar.EarthstarApi.DocumentPage;
import cloud.atek.api.earthstar.EarthstarApi.IngestReport;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.replica.Arrival;
import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Written;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How documents go in and out.
final class Documents {

    private Documents() {}

    /// As it is exchanged; nothing here reads it again.
    static JsonNode json(Document document) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(DocumentJson.write(document)));
    }

    static DocumentEvent event(Arrival.Came came) {
        return new DocumentEvent(
                DocumentEvent.DOCUMENT, json(came.document()), came.latest(), came.local(), null);
    }

    /// @throws IllegalArgumentException with a sentence
    static DocumentPage page(Replica replica, DocumentQuery wanted) throws IOException {
        long limit = limit(wanted);
        Query query = query(wanted).limit(limit).limitBytes(Limits.PAGE_BYTES_MAX).build();
        List<Document> found = replica.documents(query);
        if (found.isEmpty() && replica.documents(query(wanted).limit(1).build()).size() == 1) {
            // One that is larger than a page goes alone.
            found = replica.documents(query(wanted).limit(1).build());
        }
        boolean more =
                !found.isEmpty()
                        && !replica.paths(
                                        query(wanted)
                                                .continueAfter(DocKey.of(found.getLast()))
                                                .limit(1)
                                                .build())
                                .isEmpty();
        Document last = more ? found.getLast() : null;
        return new DocumentPage(
                found.stream().map(Documents::json).toList(),
                last == null ? null : new DocumentQuery.Place(last.path(), last.author()));
    }

    private static long limit(DocumentQuery wanted) {
        Long limit = wanted.limit();
        if (limit != null && (limit < 1 || limit > Limits.PAGE_DOCUMENTS_MAX)) {
            throw new IllegalArgumentException(
                    "\"limit\" wants 1 to %d, not %d".formatted(Limits.PAGE_DOCUMENTS_MAX, limit));
        }
        return limit == null ? Limits.PAGE_DOCUMENTS_MAX : limit;
    }

    private static Query.Builder query(DocumentQuery wanted) {
        Query.Builder query = Query.where().history(history(wanted));
        if (wanted.path() != null) {
            query.path(wanted.path());
        }
        if (wanted.pathStartsWith() != null) {
            query.pathStartsWith(wanted.pathStartsWith());
        }
        if (wanted.pathEndsWith() != null) {
            query.pathEndsWith(wanted.pathEndsWith());
        }
        if (wanted.author() != null) {
            query.author(wanted.author());
        }
        if (wanted.participatingAuthor() != null) {
            query.participatingAuthor(wanted.participatingAuthor());
        }
        if (wanted.after() != null) {
            query.continueAfter(new DocKey(wanted.after().path(), wanted.after().author()));
        }
        return numbers(wanted, query);
    }

    private static Query.Builder numbers(DocumentQuery wanted, Query.Builder query) {
        if (wanted.timestampGt() != null) {
            query.timestampGt(wanted.timestampGt());
        }
        if (wanted.timestampLt() != null) {
            query.timestampLt(wanted.timestampLt());
        }
        if (wanted.contentLengthGt() != null) {
            query.contentLengthGt(wanted.contentLengthGt());
        }
        if (wanted.contentLengthLt() != null) {
            query.contentLengthLt(wanted.contentLengthLt());
        }
        return query;
    }

    private static Query.History history(DocumentQuery wanted) {
        return switch (wanted.history()) {
            case null -> Query.History.LATEST;
            case DocumentQuery.LATEST -> Query.History.LATEST;
            case DocumentQuery.ALL_VERSIONS -> Query.History.ALL;
            case String other ->
                    throw new IllegalArgumentException(
                            "\"history\" wants \"latest\" or \"all\", not \"" + other + "\"");
        };
    }

    static IngestReport ingest(Replica replica, List<JsonNode> documents, String from)
            throws IOException {
        var reasons = new LinkedHashSet<String>();
        var read = new ArrayList<RawDocument>();
        int refused = 0;
        for (JsonNode each : documents) {
            switch (DocumentJson.parse(each.toString())) {
                case Checked.Good<RawDocument>(RawDocument raw) -> read.add(raw);
                case Checked.Bad<RawDocument>(Refusal refusal) -> {
                    refused++;
                    tell(reasons, refusal);
                }
            }
        }
        int accepted = 0;
        int ignored = 0;
        for (Written each : replica.ingest(read, from)) {
            switch (each) {
                case Written.Accepted _ -> accepted++;
                case Written.Ignored _ -> ignored++;
                case Written.Refused(Refusal refusal) -> {
                    refused++;
                    tell(reasons, refusal);
                }
            }
        }
        return new IngestReport(accepted, ignored, refused, List.copyOf(reasons));
    }

    private static void tell(Set<String> reasons, Refusal refusal) {
        if (reasons.size() < Limits.REASONS_MAX) {
            reasons.add(refusal.message());
        }
    }
}
