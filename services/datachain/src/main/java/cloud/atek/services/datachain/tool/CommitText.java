package cloud.atek.services.datachain.tool;

import cloud.atek.cli.Table;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.SignedCommit;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A commit for a person, or for a program.
final class CommitText {

    private CommitText() {}

    static ObjectNode json(SignedCommit signed) {
        Commit commit = signed.commit();
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("sequence", commit.sequence()).put("time", commit.time().toString());
        json.put("hash", signed.hash().hex()).put("previous", commit.previous().hex());
        KeyName author = commit.origin().author();
        json.put("author", author == null ? null : author.toString());
        json.put("counter", commit.origin().counter());
        json.put("signatures", signed.authors().size());
        ArrayNode events = json.putArray("events");
        for (Commit.Item item : commit.items()) {
            switch (item) {
                case Commit.Item.Kept(_, Event event) -> events.add(json(event));
                case Commit.Item.Pruned(int ordinal, int level, _) ->
                        events.addObject()
                                .put("kind", "compacted")
                                .put("ordinal", ordinal)
                                .put("events", 1L << level);
            }
        }
        return json;
    }

    private static ObjectNode json(Event event) {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        switch (event) {
            case Event.Put put -> {
                json.put("kind", "put").put("key", put.key().toString());
                addPlace(put.place(), json);
                json.put("type", put.type());
                addRules(put.authority(), json);
                Body.of(put).addTo(json);
            }
            case Event.Tombstone(var key) ->
                    json.put("kind", "tombstone").put("key", key.toString());
        }
        return json;
    }

    static void addPlace(@Nullable Place place, ObjectNode json) {
        if (place != null) {
            json.put("parent", place.parent().toString()).put("collection", place.collection());
        }
    }

    private static void addRules(Authority rules, ObjectNode json) {
        if (!rules.equals(Authority.INHERIT)) {
            json.put("read", read(rules.read())).put("write", write(rules.write()));
        }
    }

    static String lines(SignedCommit signed) {
        Commit commit = signed.commit();
        KeyName author = commit.origin().author();
        var out = new StringBuilder();
        out.append(
                "commit %d  %s  hash %s…\n"
                        .formatted(
                                commit.sequence(),
                                commit.time(),
                                signed.hash().hex().substring(0, 16)));
        if (author != null) {
            out.append("  by ").append(author).append('\n');
        }
        for (Commit.Item item : commit.items()) {
            switch (item) {
                case Commit.Item.Kept(_, Event.Put put) -> addPut(put, out);
                case Commit.Item.Kept(_, Event.Tombstone(var key)) ->
                        out.append("  removed ").append(key).append('\n');
                case Commit.Item.Pruned(_, int level, _) ->
                        out.append("  %d events compacted away\n".formatted(1L << level));
            }
        }
        return out.toString();
    }

    private static void addPut(Event.Put put, StringBuilder out) {
        out.append(fitted("  put %s  %s".formatted(put.key(), Body.escaped(put.type()))))
                .append('\n');
        Place place = put.place();
        if (place != null) {
            out.append("    in %s, collection %d\n".formatted(place.parent(), place.collection()));
        }
        if (!put.authority().equals(Authority.INHERIT)) {
            out.append(fitted("    read by " + read(put.authority().read()))).append('\n');
            out.append(fitted("    written by " + write(put.authority().write()))).append('\n');
        }
        out.append(fitted("    " + Body.of(put).line())).append('\n');
    }

    /// `line`, cut where a terminal ends; `--json` shows all.
    static String fitted(String line) {
        int width = Table.WIDTH_MAX;
        return line.codePointCount(0, line.length()) <= width
                ? line
                : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static String read(Authority.Read rule) {
        return switch (rule) {
            case Authority.Read.Inherit() -> "inherit";
            case Authority.Read.Everyone() -> "everyone";
            case Authority.Read.Readers(var group) -> "readers " + group;
        };
    }

    private static String write(Authority.Write rule) {
        return switch (rule) {
            case Authority.Write.Inherit() -> "inherit";
            case Authority.Write.Everyone() -> "everyone";
            case Authority.Write.Nobody() -> "nobody";
            case Authority.Write.AnyOf(var keys) ->
                    String.join(" ", keys.stream().map(KeyName::toString).toList());
        };
    }
}
