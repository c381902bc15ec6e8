package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.RetentionConfig;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an import says of a database besides what is in it. One thread owns it.
final class ImportSettings {

    private final List<IndexConfig> indexes = new ArrayList<>();
    private final List<ViewConfig> views = new ArrayList<>();
    private @Nullable RetentionConfig retention;

    /// Lines of other kinds are passed over.
    void add(ImportLine line) {
        switch (line) {
            case ImportLine.Index(IndexConfig index) -> indexes.add(index);
            case ImportLine.View(ViewConfig view) -> views.add(view);
            case ImportLine.Retention(RetentionConfig kept) -> retention = kept;
            default -> {}
        }
    }

    int indexes() {
        return indexes.size();
    }

    int views() {
        return views.size();
    }

    /// @throws CommandFailedException when a view cannot be defined
    void check(Db db) {
        for (JsonNode there : db.call("viewList")) {
            for (ViewConfig view : views) {
                boolean isOther =
                        there.at("/view/name").asText().equals(view.name())
                                && !ViewConfig.from(there.path("view")).equals(view);
                if (isOther) {
                    throw new CommandFailedException(
                            "The view \"%s\" is there with another definition: drop it first."
                                    .formatted(view.name()));
                }
            }
        }
    }

    void define(Db db) {
        indexes.forEach(index -> db.call("indexDefine", index));
        views.forEach(view -> db.call("viewDefine", view));
    }

    /// Makes a new database keep what the exported one kept.
    void retain(Db db) {
        if (retention != null) {
            ObjectNode config = MessageCodec.JSON.createObjectNode();
            config.set("retention", retention.toJson());
            db.call("dbConfigure", config);
        }
    }

    /// What differs from a database that was there; null when nothing does. It is not changed by an
    /// import, for that could cost its history.
    @Nullable String otherRetention(Db db) {
        JsonNode now = db.call("dbGetConfig").path("retention");
        if (retention == null || now.equals(retention.toJson())) {
            return null;
        }
        return "The export keeps %s, %s keeps %s: `atek adb retention` changes it."
                .formatted(
                        RetentionCommand.words(retention.toJson()),
                        db.name(),
                        RetentionCommand.words(now));
    }
}
