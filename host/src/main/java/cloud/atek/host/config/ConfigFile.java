package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `config.json` in the data folder: read whole, checked whole, replaced whole. One thread owns it.
///
/// A key that we do not know is refused with the nearest one that we do: a setting that silently
/// does nothing costs its owner an evening.
public final class ConfigFile {

    /// More than any real file, less than what would hurt.
    static final int FILE_BYTES_MAX = 1 << 20;

    private static final Set<String> KEYS =
            Set.of(
                    "domain",
                    "port",
                    "coreServices",
                    "defaultMainService",
                    "serverDbId",
                    "systemAuthTokens",
                    "sandbox",
                    "adbSql");

    private final Path path;

    public ConfigFile(Path path) {
        this.path = path;
    }

    /// Reads the file; when there is none, all is at its default.
    ///
    /// @throws BadConfigException when it says something that cannot be meant
    public HostConfig read() throws IOException {
        if (!Files.exists(path)) {
            return HostConfig.DEFAULT;
        }
        if (Files.size(path) > FILE_BYTES_MAX) {
            throw bad("is larger than 1 MB");
        }
        try {
            return config(MessageCodec.JSON.readTree(Files.readAllBytes(path)));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw bad(
                    "is not JSON (line %d, column %d)"
                            .formatted(
                                    at == null ? 0 : at.getLineNr(),
                                    at == null ? 0 : at.getColumnNr()));
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /// Replaces the file, durably: a crash leaves the old one or the new one. Only its owner can
    /// read it.
    public void write(HostConfig config) throws IOException {
        ObjectNode out = MessageCodec.JSON.createObjectNode();
        out.put("domain", config.domain()).put("port", config.port());
        if (!config.coreServices().isEmpty()) {
            out.set("coreServices", MessageCodec.JSON.valueToTree(config.coreServices()));
        }
        out.put("defaultMainService", config.defaultMainService());
        out.put("serverDbId", config.serverDbId());
        out.set("systemAuthTokens", MessageCodec.JSON.valueToTree(config.systemAuthTokens()));
        out.put("sandbox", config.sandbox().name().toLowerCase(Locale.ROOT));
        if (config.adbSql()) {
            out.put("adbSql", true);
        }
        byte[] text = MessageCodec.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(out);
        SafeFile.replace(path, text);
    }

    private HostConfig config(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("is not a JSON object");
        }
        refuseUnknownKeys(json.fieldNames());
        HostConfig usual = HostConfig.DEFAULT;
        return new HostConfig(
                text(json, "domain", usual.domain()),
                port(json, usual.port()),
                coreServices(json.path("coreServices")),
                text(json, "defaultMainService", usual.defaultMainService()),
                text(json, "serverDbId", usual.serverDbId()),
                tokens(json.path("systemAuthTokens")),
                confinement(text(json, "sandbox", "strict")),
                truth(json, "adbSql"));
    }

    private static void refuseUnknownKeys(Iterator<String> names) {
        while (names.hasNext()) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException(
                        "knows no \"%s\"; did you mean \"%s\"?"
                                .formatted(name, Nearest.to(name, KEYS)));
            }
        }
    }

    private static String text(JsonNode json, String key, String usual) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "\"%s\" wants a text, not %s".formatted(key, value.getNodeType()));
        }
        return value.textValue();
    }

    private static int port(JsonNode json, int usual) {
        JsonNode value = json.path("port");
        if (value.isMissingNode()) {
            return usual;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("\"port\" wants a number from 0 to 65535");
        }
        return value.intValue();
    }

    private static boolean truth(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("\"%s\" wants true or false".formatted(key));
        }
        return value.asBoolean();
    }

    private static List<String> tokens(JsonNode json) {
        var tokens = new ArrayList<String>();
        json.forEach(token -> tokens.add(token.asText()));
        return tokens;
    }

    private static List<HostConfig.CoreService> coreServices(JsonNode json) {
        var services = new ArrayList<HostConfig.CoreService>();
        for (JsonNode service : json) {
            if (!service.path("sourceUrl").isTextual()) {
                throw new IllegalArgumentException("\"coreServices\" want a sourceUrl each");
            }
            services.add(MessageCodec.JSON.convertValue(service, HostConfig.CoreService.class));
        }
        return services;
    }

    private static HostConfig.Confinement confinement(String word) {
        return switch (word) {
            case "strict" -> HostConfig.Confinement.STRICT;
            case "none" -> HostConfig.Confinement.NONE;
            default ->
                    throw new IllegalArgumentException(
                            "\"sandbox\" wants \"strict\" or \"none\", not \"" + word + "\"");
        };
    }

    private BadConfigException bad(String what) {
        return new BadConfigException(path + " " + what + ". Mend it and start again.");
    }

    /// The values of the file for people who may see them: without its tokens.
    public static JsonNode shown(HostConfig config) {
        ObjectNode out = MessageCodec.JSON.createObjectNode();
        Map.of("domain", config.domain(), "defaultMainService", config.defaultMainService())
                .forEach(out::put);
        out.put("port", config.port()).put("serverDbId", config.serverDbId());
        out.put("sandbox", config.sandbox().name().toLowerCase(Locale.ROOT));
        out.set("coreServices", MessageCodec.JSON.valueToTree(config.coreServices()));
        return out;
    }
}
