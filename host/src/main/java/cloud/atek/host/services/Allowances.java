package cloud.atek.host.services;

import static java.util.Objects.requireNonNullElse;

import cloud.atek.api.UserKey;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.What.FolderGrant;
import cloud.atek.host.permissions.Rights;
import cloud.atek.host.process.Allowance;
import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// What services are allowed of this machine when they start, by what was granted to them. A grant
/// that changes counts from the next start on. Thread-safe.
public final class Allowances {

    private final Rights rights;
    private final Path folders;

    /// @param folders where people's own folders lie, `<user key>/<name>`
    public Allowances(Rights rights, Path folders) {
        this.rights = rights;
        this.folders = folders;
    }

    /// Makes the folders that it was granted and that are not there yet.
    ///
    /// @throws IOException when they cannot be made
    Allowance of(Unit unit) throws IOException {
        if (unit.core) {
            return Allowance.of(Limits.CORE);
        }
        Rights.Of granted = rights.of(unit.key);
        List<Bind> readOnly = new ArrayList<>();
        List<Bind> writable = new ArrayList<>();
        for (FolderGrant each : granted.folders()) {
            (each.access() == Access.WRITE ? writable : readOnly).add(bind(unit.owner(), each));
        }
        return new Allowance(limits(granted), readOnly, writable, granted.fullNetwork());
    }

    private Bind bind(UserKey owner, FolderGrant granted) throws IOException {
        Path folder = folders.resolve(owner.value()).resolve(granted.name());
        var forUsAlone =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, forUsAlone);
        return new Bind(folder, Allowance.FOLDERS + "/" + granted.name());
    }

    private static Limits limits(Rights.Of granted) {
        Limits usual = Limits.SERVICE;
        int memoryMb = requireNonNullElse(granted.memoryMb(), usual.memoryMb());
        return usual.withMemoryMb(Math.max(memoryMb, Limits.MEMORY_MB_MIN))
                .withCpuPercent(requireNonNullElse(granted.cpuPercent(), usual.cpuPercent()))
                .withStorageMb(requireNonNullElse(granted.storageMb(), usual.storageMb()));
    }
}
