package cloud.atek.host.install;

import cloud.atek.api.Manifest;
import cloud.atek.host.config.Schemas;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Reads `atek.json`. Thread-safe.
final class Manifests {

    static final String FILE = "atek.json";

    private static final int SHOWN_FAULTS_MAX = 5;

    private final Schemas schema = Schemas.manifest();

    /// What a package says of itself.
    ///
    /// @param raw as it was found, fields we do not know included; an empty object when there is
    ///   none
    record Read(Manifest manifest, JsonNode raw) {}

    /// A package without `atek.json` is fine: its manifest is empty.
    ///
    /// @throws RefusedException when the file is there and wrong, with path and reason
    Read read(Path tree) throws IOException {
        Path file = tree.resolve(FILE);
        if (!Disk.exists(file)) {
            return new Read(Manifest.EMPTY, MessageCodec.JSON.createObjectNode());
        }
        JsonNode raw = json(file, FILE, PackageLimits.MANIFEST_BYTES_MAX);
        List<String> faults = schema.faults(raw);
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    String.join(
                            "; ", faults.subList(0, Math.min(faults.size(), SHOWN_FAULTS_MAX))));
        }
        return new Read(manifest(raw), raw);
    }

    private static Manifest manifest(JsonNode raw) throws RefusedException {
        ObjectNode known = ((ObjectNode) raw).deepCopy();
        if (!known.has("name") && known.has("title")) {
            // The first Atek's guide said title where its code and all packages said name.
            known.set("name", known.get("title"));
        }
        if (known.path("permissions").isArray()) {
            // Packages before the first Atek's last manifest had a list here, which meant nothing.
            known.remove("permissions");
        }
        try {
            return MessageCodec.JSON.treeToValue(known, Manifest.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RefusedException(FILE + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Reads a JSON file strictly: no duplicate keys, nothing behind the value.
    ///
    /// @throws RefusedException when it is too large, no regular file, or no JSON
    static JsonNode json(Path file, String name, int bytesMax) throws IOException {
        if (!Disk.isFile(file)) {
            throw new RefusedException(name + ": want a file, is a folder or a link");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(bytesMax + 1);
        }
        if (bytes.length > bytesMax) {
            throw new RefusedException(name + ": want at most " + bytesMax + " bytes, is larger");
        }
        try {
            return MessageCodec.JSON.readTree(bytes);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new RefusedException(
                    name
                            + ": want JSON, is not: "
                            + EntryName.visible(e.getOriginalMessage())
                            + (at == null ? "" : " (line " + at.getLineNr() + ")"),
                    e);
        }
    }
}
