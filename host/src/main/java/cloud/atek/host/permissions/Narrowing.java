package cloud.atek.host.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ApiId;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.BlobApi;
import cloud.atek.api.adb.Expectations;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.permissions.What.ApiGrant;
import cloud.atek.host.gateway.Use;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether what is said stays within a grant that is narrowed to a part of ADB: to records below a
/// path, or to one database. Pure.
///
/// Only methods of which it is known where they name the path and the database are let through; all
/// others, those to come as well, are refused. What is read is read by the types that ADB reads it
/// with, so that both understand the same.
final class Narrowing {

    /// Their second param is a path.
    private static final Set<String> PATH_SECOND =
            Set.of(
                    "recordGet",
                    "recordPut",
                    "recordDelete",
                    "recordHistory",
                    "recordList",
                    "recordMerge",
                    "restore",
                    "blobList",
                    "blobStat",
                    "blobDelete");

    /// Their second param is an object with a `path`.
    private static final Set<String> PATH_IN_SECOND =
            Set.of("recordQuery", "recordExplain", "textSearch", "recordExport", "watch");

    /// Their second param is a list of objects with a `path` each.
    private static final Set<String> PATHS_IN_SECOND = Set.of("batch", "recordImport");

    /// They name a database, and show nothing of its records.
    private static final Set<String> OF_A_DATABASE = Set.of("dbDescribe", "dbGetConfig", "stat");

    /// They name no database, and show nothing of any record: a service finds its own by them.
    private static final Set<String> OF_NO_DATABASE = Set.of("dbCreate", "dbGetOrCreate", "dbList");

    private static final Pattern DATABASE =
            Pattern.compile("(?:hyper://)?([0-9a-fA-F]{64})(?:/.*)?", Pattern.DOTALL);

    /// What a call is about.
    ///
    /// @param paths empty when it shows nothing of any record
    private record Subject(List<String> databases, List<KeyPath> paths) {}

    private Narrowing() {}

    static boolean admits(ApiGrant grant, Use use) {
        if (grant.prefix() == null && grant.database() == null) {
            return true;
        }
        return switch (use.content()) {
            case Use.Content.Any _ -> true;
            case Use.Content.Call(byte[] request) ->
                    use.api().equals(AdbApi.ID) && within(grant, subject(use.method(), request));
            case Use.Content.Http(var query) ->
                    use.api().equals(BlobApi.BLOBS) && within(grant, blob(query));
        };
    }

    /// Whether an API is one of which a part can be granted.
    static boolean knows(ApiId api) {
        return api.equals(AdbApi.ID) || api.equals(BlobApi.BLOBS);
    }

    private static boolean within(ApiGrant grant, @Nullable Subject subject) {
        if (subject == null) {
            return false;
        }
        KeyPath prefix = grant.prefix();
        String database = grant.database();
        boolean databaseFits =
                database == null
                        || (!subject.databases().isEmpty()
                                && subject.databases().stream()
                                        .allMatch(shown -> database.equals(id(shown))));
        return databaseFits
                && (prefix == null
                        || subject.paths().stream().allMatch(path -> below(path, prefix)));
    }

    private static @Nullable String id(String shown) {
        Matcher found = DATABASE.matcher(shown);
        return found.matches() ? found.group(1).toLowerCase(Locale.ROOT) : null;
    }

    private static boolean below(KeyPath path, KeyPath prefix) {
        int names = prefix.segments().size();
        return path.segments().size() >= names
                && path.segments().subList(0, names).equals(prefix.segments());
    }

    /// Null when it cannot be told what it is about.
    private static @Nullable Subject subject(String method, byte[] request) {
        try {
            var read = (Message.Request) new MessageCodec().read(request);
            return read.method().equals(method) && read.params() instanceof ArrayNode params
                    ? subject(method, params)
                    : null;
        } catch (MalformedMessageException | JsonProcessingException | IllegalArgumentException e) {
            // Nobody could say what this asks for: ADB would refuse it too.
            return null;
        }
    }

    private static @Nullable Subject subject(String method, ArrayNode params)
            throws JsonProcessingException {
        if (OF_NO_DATABASE.contains(method)) {
            return new Subject(List.of(), List.of());
        }
        List<String> databases = databases(params.path(0));
        JsonNode second = params.path(1);
        if (databases.isEmpty()) {
            return null;
        }
        if (OF_A_DATABASE.contains(method)) {
            return new Subject(databases, List.of());
        }
        if (PATH_SECOND.contains(method)) {
            return new Subject(databases, List.of(path(second)));
        }
        if (PATH_IN_SECOND.contains(method)) {
            return new Subject(databases, List.of(pathIn(second)));
        }
        return PATHS_IN_SECOND.contains(method)
                ? new Subject(databases, paths(second, params.path(2)))
                : null;
    }

    private static List<String> databases(JsonNode first) {
        if (first.isTextual()) {
            return List.of(first.textValue());
        }
        var all = new ArrayList<String>();
        first.forEach(one -> all.add(one.isTextual() ? one.textValue() : ""));
        return all;
    }

    private static List<KeyPath> paths(JsonNode list, JsonNode options)
            throws JsonProcessingException {
        var paths = new ArrayList<KeyPath>();
        for (JsonNode one : list) {
            paths.add(path(one.path("path")));
        }
        JsonNode expected = options.path("expect");
        if (!expected.isMissingNode() && !expected.isNull()) {
            // What a record is expected to be tells of the record.
            MessageCodec.JSON.treeToValue(expected, Expectations.class).all().stream()
                    .map(AdbApi.Expected::path)
                    .forEach(paths::add);
        }
        return paths;
    }

    private static KeyPath pathIn(JsonNode options) throws JsonProcessingException {
        JsonNode path = options.path("path");
        return path.isMissingNode() || path.isNull() ? KeyPath.ROOT : path(path);
    }

    private static KeyPath path(JsonNode json) throws JsonProcessingException {
        if (!json.isTextual() && !json.isArray()) {
            throw new IllegalArgumentException("want a path");
        }
        return MessageCodec.JSON.treeToValue(json, KeyPath.class);
    }

    /// What stands twice in a query, or is not UTF-8, is about nothing.
    private static @Nullable Subject blob(@Nullable String query) {
        var all = new HashMap<String, String>();
        try {
            for (String pair : (query == null ? "" : query).split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (all.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8))
                        != null) {
                    return null;
                }
            }
            return blob(all);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Subject blob(Map<String, String> parameters)
            throws JsonProcessingException {
        String database = parameters.getOrDefault("db", "");
        String path = parameters.getOrDefault("path", "");
        if (database.isEmpty() || path.isEmpty()) {
            return null;
        }
        KeyPath read =
                path.startsWith("[")
                        ? MessageCodec.JSON.readValue(path, KeyPath.class)
                        : KeyPath.parse(path);
        return new Subject(List.of(database), List.of(read));
    }
}
