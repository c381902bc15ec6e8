package cloud.atek.host.belongings;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.OwnedDatabase;
import cloud.atek.api.users.UsersApi.OwnedService;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.install.Disk;
import cloud.atek.host.serverdb.Databases;
import cloud.atek.host.services.Result;
import cloud.atek.host.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The services of a user with what they keep, and his databases. Thread-safe.
///
/// Doing a thing again that broke off in the middle ends it.
public final class Belongings {

    private final Services services;
    private final Databases databases;
    private final Path data;
    private final Path logs;

    /// @param data where services' own folders are, `data/<key>`
    /// @param logs where their logs are, `logs/<key>`
    public Belongings(Services services, Databases databases, Path data, Path logs) {
        this.services = services;
        this.databases = databases;
        this.data = data;
        this.logs = logs;
    }

    /// All that a user has.
    public UsersApi.Belongings of(UserKey user) {
        List<OwnedService> owned = servicesOf(user).stream().map(this::shown).toList();
        List<OwnedDatabase> dbs = databases.of(user).stream().map(this::shown).toList();
        long bytes =
                owned.stream().mapToLong(OwnedService::bytes).sum()
                        + dbs.stream().mapToLong(OwnedDatabase::bytes).sum();
        return new UsersApi.Belongings(owned, dbs, bytes, "/_atek/export?user=" + user);
    }

    List<ServiceInfo> servicesOf(UserKey user) {
        return services.list(Caller.Known.HOST).stream()
                .filter(info -> !info.core() && info.settings().owningUserKey().equals(user))
                .toList();
    }

    List<AdbApi.DbInfo> databasesOf(UserKey user) {
        return databases.of(user);
    }

    /// Where a service keeps its own files.
    Path folder(ServiceInfo info) {
        return data.resolve(info.key().value());
    }

    private OwnedService shown(ServiceInfo info) {
        return new OwnedService(
                info.key().value(),
                info.settings().id().value(),
                info.settings().source().title(),
                bytes(folder(info)));
    }

    private OwnedDatabase shown(AdbApi.DbInfo info) {
        AdbApi.DbStat stat = databases.stat(info.dbId());
        return new OwnedDatabase(
                info.dbId(), info.alias(), serviceOf(info), stat.records(), stat.bytes());
    }

    /// The ID of the service that made a database; its key when that is gone.
    String serviceOf(AdbApi.DbInfo info) {
        String key = info.owner() == null ? null : info.owner().serviceKey();
        return services.list(Caller.Known.HOST).stream()
                .filter(service -> service.key().value().equals(key))
                .map(service -> service.settings().id().value())
                .findFirst()
                .orElse(String.valueOf(key));
    }

    private static long bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile)
                    .filter(file -> file.isFile() && !Files.isSymbolicLink(file.toPath()))
                    .mapToLong(java.io.File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // A service that runs deletes files while they are counted.
            return 0;
        }
    }

    /// Makes all of it another user's. What runs is started again, for its new owner.
    ///
    /// @return why not, as one sentence
    public Optional<String> give(UserKey from, UserKey to) {
        for (ServiceInfo info : servicesOf(from)) {
            if (services.give(info.settings().id().value(), to)
                    instanceof Result.Refused(String why)) {
                return Optional.of(why);
            }
        }
        databases.of(from).forEach(db -> databases.give(db.dbId(), to));
        return Optional.empty();
    }

    /// Takes all of it off the disk.
    ///
    /// @return why not, as one sentence
    public Optional<String> remove(UserKey user) {
        for (ServiceInfo info : servicesOf(user)) {
            if (services.uninstall(Caller.Known.HOST, info.settings().id().value())
                    instanceof Result.Refused(String why)) {
                return Optional.of(why);
            }
            delete(info.key());
        }
        databases.of(user).forEach(db -> databases.erase(db.dbId()));
        return Optional.empty();
    }

    private void delete(ServiceKey service) {
        try {
            Disk.delete(data.resolve(service.value()));
            Disk.delete(logs.resolve(service.value()));
        } catch (IOException e) {
            throw new UncheckedIOException("what a service kept is not deleted", e);
        }
    }
}
