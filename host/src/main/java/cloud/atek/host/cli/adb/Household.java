package cloud.atek.host.cli.adb;

import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.cli.CommandFailedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The users, services and databases of the running host, by the names that people know. One thread
/// owns it.
final class Household {

    private static final Pattern ID = Pattern.compile("(?:hyper://)?[0-9a-fA-F]{64}(?:/.*)?");
    private static final int SHOWN_MAX = 5;

    private final Session session;
    private @Nullable Map<String, String> users;
    private @Nullable Map<String, String> services;

    Household(Session session) {
        this.session = session;
    }

    /// All databases, those of the household first.
    List<Db> databases() {
        var all = new ArrayList<Db>();
        for (String user : users().keySet()) {
            session.adb("adminListDbsByOwningUser", user).forEach(info -> all.add(db(info)));
        }
        return all;
    }

    /// @throws CommandFailedException when there is none, or more than one
    Db find(Which which) {
        return lookUp(which)
                .orElseThrow(() ->
                        new CommandFailedException(
                                "There is no database \"%s\": `atek adb dbs` lists them."
                                        .formatted(which.name)));
    }

    /// Empty when there is none.
    ///
    /// @throws CommandFailedException when there is more than one
    Optional<Db> lookUp(Which which) {
        if (ID.matcher(which.name).matches()) {
            JsonNode info = session.adb("dbDescribe", which.name);
            boolean known = info.has("owner") || info.path("isServerDb").asBoolean();
            return known ? Optional.of(db(info)) : Optional.empty();
        }
        Predicate<Db> named = db -> which.name.equals(db.alias()) || which.name.equals(db.name());
        List<Db> found =
                databases().stream()
                        .filter(named)
                        .filter(db -> which.user == null || which.user.equals(db.user()))
                        .filter(db -> which.service == null || which.service.equals(db.service()))
                        .toList();
        if (found.size() > 1) {
            throw new CommandFailedException(
                    "%d databases are called \"%s\": name one of %s."
                            .formatted(
                                    found.size(),
                                    which.name,
                                    found.stream()
                                            .limit(SHOWN_MAX)
                                            .map(Db::name)
                                            .collect(Collectors.joining(", "))));
        }
        return found.stream().findFirst();
    }

    /// The key of a user.
    ///
    /// @throws CommandFailedException when there is none of this name
    String userKey(String name) {
        return key(users(), name, "user", "`atek mkuser` makes one");
    }

    /// The key of a service.
    ///
    /// @throws CommandFailedException when there is none of this id
    String serviceKey(String id) {
        return key(services(), id, "service", "`atek ls` lists them");
    }

    private static String key(Map<String, String> names, String name, String what, String hint) {
        return names.entrySet().stream()
                .filter(one -> one.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailedException(
                                "There is no %s \"%s\": %s.".formatted(what, name, hint)));
    }

    private Db db(JsonNode info) {
        String user = info.at("/owner/userKey").asText("");
        String service = info.at("/owner/serviceKey").asText("");
        return new Db(
                session,
                info,
                users().getOrDefault(user, user),
                services().getOrDefault(service, service));
    }

    /// Names by key.
    private Map<String, String> users() {
        Map<String, String> known = users;
        if (known == null) {
            known = new LinkedHashMap<>();
            known.put(UserKey.SYSTEM.value(), UserKey.SYSTEM.value());
            for (JsonNode user : session.host().get().call(UsersApi.ID, "list").path("users")) {
                known.put(user.path("key").asText(), user.path("username").asText());
            }
            users = known;
        }
        return known;
    }

    /// IDs by key.
    private Map<String, String> services() {
        Map<String, String> known = services;
        if (known == null) {
            known = new LinkedHashMap<>();
            known.put("system", "system");
            known.put("0", "system");
            for (JsonNode service :
                    session.host().get().call(ServicesApi.ID, "list").path("services")) {
                known.put(
                        service.path("key").asText(), service.path("settings").path("id").asText());
            }
            services = known;
        }
        return known;
    }
}
