package cloud.atek.adb.service;

import cloud.atek.adb.Building;
import cloud.atek.adb.Upkeep;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.RetentionConfig;
import cloud.atek.api.adb.StorageApi.BuildProgress;
import cloud.atek.api.adb.StorageApi.CompactResult;
import cloud.atek.api.adb.StorageApi.PurgeOptions;
import cloud.atek.api.adb.StorageApi.PurgeResult;
import cloud.atek.datachain.Compacted;
import cloud.atek.datachain.Retention;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What one caller keeps of his databases on disk.
final class CallerStorage {

    private final Rights rights;

    CallerStorage(Rights rights) {
        this.rights = rights;
    }

    PurgeResult purge(String dbId, KeyPath path, @Nullable PurgeOptions options)
            throws IOException {
        String id = rights.writable(dbId);
        boolean below = options != null && Boolean.TRUE.equals(options.below());
        String by = rights.caller().user().value() + " " + rights.caller().service().value();
        Upkeep.Purge done = rights.databases().with(id, db -> db.upkeep().purge(path, below, by));
        return new PurgeResult(done.sequence(), done.records(), done.versions());
    }

    CompactResult compact(String dbId) throws IOException {
        Compacted done = rights.databases().compact(rights.writable(dbId));
        return new CompactResult(done.bytesBefore(), done.bytesAfter());
    }

    BuildProgress rebuild(String dbId) throws IOException {
        Building now = rights.databases().rebuild(rights.writable(dbId));
        return new BuildProgress(now.done(), now.total());
    }

    static @Nullable BuildProgress progress(@Nullable Building building) {
        return building == null ? null : new BuildProgress(building.done(), building.total());
    }

    /// @param id of a database that the caller reads
    RetentionConfig retention(String id) throws IOException {
        Retention now = rights.databases().with(id, db -> db.upkeep().retention());
        return switch (now) {
            case Retention.All() -> RetentionConfig.ALL;
            case Retention.Versions(int count) when count == 1 -> RetentionConfig.NEWEST;
            case Retention.Versions(int count) -> RetentionConfig.versions(count);
            case Retention.Days(int count) -> RetentionConfig.days(count);
        };
    }

    /// @param wanted null for what is
    /// @return the id
    String retain(String id, @Nullable RetentionConfig wanted) throws IOException {
        if (wanted == null) {
            return id;
        }
        Retention retention =
                switch (wanted.kind()) {
                    case ALL -> Retention.ALL;
                    case NEWEST -> Retention.NEWEST;
                    case VERSIONS -> new Retention.Versions(wanted.count());
                    case DAYS -> new Retention.Days(wanted.count());
                };
        return rights.databases()
                .with(
                        rights.writable(id),
                        db -> {
                            db.upkeep().retain(retention);
                            return id;
                        });
    }
}
