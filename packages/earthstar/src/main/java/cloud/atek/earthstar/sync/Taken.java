package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What became of documents that came in a message.
///
/// @param accepted are new here
/// @param refused were none, or none that was to come
record Taken(int accepted, int refused) {

    static Taken of(List<String> documents, Replica replica, String peer, Terms terms)
            throws IOException {
        if (!terms.takes()) {
            return new Taken(0, documents.size());
        }
        int accepted = 0;
        int refused = 0;
        var read = new ArrayList<RawDocument>();
        for (String json : documents) {
            switch (DocumentJson.parse(json)) {
                case Checked.Good<RawDocument>(RawDocument raw) when wanted(raw, terms) ->
                        read.add(raw);
                case Checked<RawDocument> _ -> refused++;
            }
        }
        for (Written each : replica.ingest(read, peer)) {
            switch (each) {
                case Written.Accepted _ -> accepted++;
                case Written.Ignored _ -> {}
                case Written.Refused _ -> refused++;
            }
        }
        return new Taken(accepted, refused);
    }

    private static boolean wanted(RawDocument raw, Terms terms) {
        return !(raw.fields().get("path") instanceof RawDocument.Field.Text(String path))
                || terms.interest().has(path);
    }
}
