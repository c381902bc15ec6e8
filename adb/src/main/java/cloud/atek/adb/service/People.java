package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.adb.RecordJson;
import cloud.atek.adb.Stored;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.KeyPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;

/// The users and services of the host, as it wrote them into the server database. Thread-safe.
final class People {

    private static final KeyPath USERS = KeyPath.of("atek.cloud", "user");
    private static final KeyPath SERVICES = KeyPath.of("atek.cloud", "service");
    private static final String ADMIN = "admin";

    private final Databases databases;
    private final String serverDbId;

    People(Databases databases, String serverDbId) {
        this.databases = databases;
        this.serverDbId = serverDbId;
    }

    boolean isAdmin(UserKey user) throws IOException {
        return read(USERS.child(user.value())).path("role").asText().equals(ADMIN);
    }

    /// Whose service that is; empty when nobody installed it.
    Optional<UserKey> ownerOf(ServiceKey service) throws IOException {
        String owner = read(SERVICES.child(service.value())).path("owningUserKey").asText();
        return owner.isEmpty() ? Optional.empty() : Optional.of(new UserKey(owner));
    }

    private JsonNode read(KeyPath path) throws IOException {
        Optional<Stored> found = databases.with(serverDbId, db -> db.get(path));
        return found.isPresent() ? RecordJson.read(found.get().json()) : MissingNode.getInstance();
    }
}
