package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.export.DatabaseExport;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// One database, found.
///
/// @param info as ADB describes it
/// @param user name of its user; empty when nobody knows
/// @param service id of its service; empty when nobody knows
record Db(Session session, JsonNode info, String user, String service)
        implements DatabaseExport.Database {

    String id() {
        return info.path("dbId").asText();
    }

    String alias() {
        return info.path("alias").asText("");
    }

    boolean isServerDb() {
        return info.path("isServerDb").asBoolean();
    }

    /// As people name it; its id when it has no alias.
    String name() {
        return alias().isEmpty() ? id() : user + "/" + service + "/" + alias();
    }

    /// Calls a method whose first param is the database.
    @Override
    public JsonNode call(String method, Object... params) {
        return session.adb(method, Stream.concat(Stream.of(id()), Stream.of(params)).toArray());
    }

    /// @throws CommandFailedException for the server database: what is wrong in there locks
    ///   everybody out
    Db requireWritable() {
        if (isServerDb()) {
            throw new CommandFailedException(
                    ExitCode.REFUSED,
                    "This is the server database, which the host alone writes: users are made with `atek mkuser`, services with `atek install`.");
        }
        return this;
    }
}
