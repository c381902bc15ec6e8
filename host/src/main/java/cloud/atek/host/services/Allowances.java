package cloud.atek.host.services;

import static java.util.Objects.requireNonNullElse;

import cloud.atek.api.permissions.Access;
import cloud.atek.host.permissions.Held;
import cloud.atek.host.permissions.Rights;
import cloud.atek.host.process.Allowance;
import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Limits;
import cloud.atek.host.storage.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What services are allowed of this machine when they start, by what was granted to them. A grant
/// that changes counts from the next start on. Thread-safe.
public final class Allowances {

    private final Rights rights;
    private final Folders folders;

    public Allowances(Rights rights, Folders folders) {
        this.rights = rights;
        this.folders = folders;
    }

    /// A folder of its owner's that a service may change, and fills as its own.
    ///
    /// @param name as its owner calls it
    /// @param before what lay in it when it was granted
    record Open(Path folder, String name, Held before) {}

    /// Those that it may change.
    List<Open> open(Unit unit) {
        return unit.core
                ? List.of()
                : rights.of(unit.key).folders().stream()
                        .filter(each -> each.grant().access() == Access.WRITE)
                        .map(each -> open(unit, each))
                        .toList();
    }

    private Open open(Unit unit, Rights.Folder each) {
        String name = each.grant().name();
        return new Open(folders.of(unit.owner(), name), name, each.before());
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
        for (Rights.Folder each : granted.folders()) {
            String name = each.grant().name();
            Path folder = folders.made(unit.owner(), name);
            (each.grant().access() == Access.WRITE ? writable : readOnly)
                    .add(new Bind(folder, Allowance.FOLDERS + "/" + name));
        }
        return new Allowance(limits(granted), readOnly, writable, granted.fullNetwork());
    }

    private static Limits limits(Rights.Of granted) {
        Limits usual = Limits.SERVICE;
        int memoryMb = requireNonNullElse(granted.memoryMb(), usual.memoryMb());
        return usual.withMemoryMb(Math.max(memoryMb, Limits.MEMORY_MB_MIN))
                .withCpuPercent(requireNonNullElse(granted.cpuPercent(), usual.cpuPercent()))
                .withStorageMb(requireNonNullElse(granted.storageMb(), usual.storageMb()));
    }
}
