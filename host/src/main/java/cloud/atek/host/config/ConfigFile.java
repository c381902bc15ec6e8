package cloud.atek.host.config;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `config.json` in the data folder: read whole, checked whole, replaced whole. Thread-safe, except
/// that only one thread may change it at a time.
///
/// A key that we do not know is refused with the nearest one that we do: a setting that silently
/// does nothing costs its owner an evening.
public final class ConfigFile {

    public static final String NAME = "config.json";

    /// More than any real file, less than what would hurt.
    static final int FILE_BYTES_MAX = 1 << 20;

    /// How often a change is tried anew when somebody else writes at the same moment.
    private static final int TRIES_MAX = 100;

    private static final byte[] NOTHING = {'{', '}'};
    private static final Schemas SCHEMA = Schemas.config();

    private final Path path;

    public ConfigFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// The file of a data folder.
    public static ConfigFile in(Path dir) {
        return new ConfigFile(dir.resolve(NAME));
    }

    public Path path() {
        return path;
    }

    /// What the file says, checked.
    ///
    /// @param values only what stands in it
    /// @param notes what of a file of the first Atek was left out and why, a sentence each
    public record Said(ObjectNode values, List<String> notes) {

        /// With the defaults of all that is not said.
        public HostConfig config() {
            return HostConfig.of(values);
        }
    }

    /// Reads the file; when there is none, all is at its default.
    ///
    /// @throws BadConfigException when it says something that cannot be meant
    public HostConfig read() throws IOException {
        return said().config();
    }

    /// Reads the file; when there is none, it says nothing.
    ///
    /// @throws BadConfigException when it says something that cannot be meant
    public Said said() throws IOException {
        return checked(bytes());
    }

    /// What it says, as no host uses it now.
    ///
    /// @throws BadConfigException when it says something that cannot be meant
    public ConfigReport report() throws IOException {
        ObjectNode values = said().values();
        ObjectNode none = values.objectNode();
        return new Layers(values, none, ConfigKey.complete(values)).report(path, List.of());
    }

    /// Changes some values, durably: a crash leaves the old file or the new one. What somebody else
    /// wrote meanwhile stays. Only its owner can read the file.
    ///
    /// @param patch the new values; null takes a key out of the file
    /// @return what the file says now
    /// @throws BadConfigException when the file is bad already, or would be; it stays as it is
    public Said change(ObjectNode patch) throws IOException {
        for (int i = 0; i < TRIES_MAX; i++) {
            byte[] old = bytes();
            ObjectNode values = checked(old).values().deepCopy();
            values.setAll(patch);
            patch.properties().stream()
                    .filter(entry -> entry.getValue().isNull())
                    .forEach(entry -> values.remove(entry.getKey()));
            Said now = checked(values);
            if (Arrays.equals(old, bytes())) {
                SafeFile.replace(path, text(now.values()));
                return now;
            }
        }
        throw new IOException("somebody else writes " + path + " all the time");
    }

    /// The same, as a person asks for it while no host runs.
    ///
    /// @throws BadConfigException also when a key is the host's own
    public ConfigChange changeForPeople(ObjectNode patch) throws IOException {
        requireForPeople(patch);
        ObjectNode before = ConfigKey.complete(said().values());
        List<String> changed =
                ConfigKey.differing(before, ConfigKey.complete(change(patch).values()));
        return new ConfigChange(changed, List.of());
    }

    /// What the file says, checked or not: for those who must go on while it is bad. Empty when it
    /// is not even JSON.
    public ObjectNode rough() throws IOException {
        try {
            return MessageCodec.JSON.readTree(bytes()) instanceof ObjectNode object
                    ? object
                    : MessageCodec.JSON.createObjectNode();
        } catch (JsonProcessingException | BadConfigException e) {
            return MessageCodec.JSON.createObjectNode();
        }
    }

    /// Rewrites a file of the first Atek as one of this one; the old one stays beside it.
    ///
    /// @return what was left out and why, a sentence each; empty when there was nothing to do
    public List<String> adopt() throws IOException {
        byte[] old = bytes();
        Said said = checked(old);
        if (said.notes().isEmpty()) {
            return List.of();
        }
        Path kept = path.resolveSibling(path.getFileName() + ".first-atek");
        for (int i = 1; Files.exists(kept); i++) {
            kept = path.resolveSibling(path.getFileName() + ".first-atek." + i);
        }
        SafeFile.replace(kept, old);
        SafeFile.replace(path, text(said.values()));
        return said.notes();
    }

    /// The bytes of the file; `{}` when there is none.
    byte[] bytes() throws IOException {
        try {
            if (Files.size(path) > FILE_BYTES_MAX) {
                throw bad(List.of(new Fault("", "is larger than 1 MB")));
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return NOTHING.clone();
        }
    }

    Said checked(byte[] text) {
        try {
            return checked(MessageCodec.JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw bad(List.of(new Fault("", notJson(e.getLocation()))));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are readable", e);
        }
    }

    private static String notJson(@Nullable JsonLocation at) {
        return at == null
                ? "is not JSON"
                : "is not JSON (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    }

    /// Checks values that come from elsewhere than the file.
    ///
    /// @throws BadConfigException when they do not fit
    static void requireFit(ObjectNode values) {
        List<Fault> faults = SCHEMA.found(values);
        if (!faults.isEmpty()) {
            throw new BadConfigException(
                    faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), faults);
        }
    }

    private Said checked(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw bad(List.of(new Fault("", "is not a JSON object")));
        }
        FirstAtek.Kept kept = FirstAtek.keep(object, path.resolveSibling("."));
        List<Fault> faults = SCHEMA.found(kept.values());
        if (!faults.isEmpty()) {
            throw bad(faults);
        }
        return new Said(kept.values(), kept.notes());
    }

    /// Refuses what only the host writes.
    static void requireForPeople(ObjectNode patch) {
        List<Fault> faults =
                ConfigKey.ALL.stream()
                        .filter(key -> key.effect() == ConfigKey.Effect.HOST)
                        .filter(key -> patch.has(key.name()))
                        .map(key ->
                                new Fault(
                                        "/" + key.name(),
                                        "is written by the host, and by nobody else"))
                        .toList();
        if (!faults.isEmpty()) {
            throw new BadConfigException(faults.getFirst().toString(), faults);
        }
    }

    private BadConfigException bad(List<Fault> faults) {
        String all =
                faults.size() == 1
                        ? " " + faults.getFirst()
                        : faults.stream()
                                .map(fault -> "\n  " + fault)
                                .collect(
                                        Collectors.joining(
                                                "",
                                                " has %d faults:".formatted(faults.size()),
                                                "\n"));
        return new BadConfigException(path + all, faults);
    }

    private static byte[] text(ObjectNode values) throws IOException {
        return MessageCodec.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(values);
    }

    /// Values for people who may see them: without tokens.
    public static ObjectNode shown(ObjectNode values) {
        ObjectNode out = values.deepCopy();
        ConfigKey.ALL.stream().filter(ConfigKey::secret).forEach(key -> out.remove(key.name()));
        return out;
    }
}
