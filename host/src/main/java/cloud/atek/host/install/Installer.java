package cloud.atek.host.install;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.host.process.Jobs;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts packages on the disk and takes them off.
///
/// ```
/// packages/.incoming/<random>/     what is not finished; emptied at boot
/// packages/<key>/<commit>/tree     a version from Git
/// packages/<key>/<commit>/build    what was made from it, and plan.json
/// packages/<key>/folder-build      the same of a folder that is run in place
/// packages/<key>/folder-build-new  what is about to take its name
/// packages/<key>/record.json       what is installed of a core service
/// ```
///
/// A version is placed by one rename of a finished, flushed folder: a crash leaves either nothing
/// but `.incoming` or all of it. Thread-safe; one service is installed by one thread at a time,
/// which blocks. Interrupting it cancels.
public final class Installer {

    private static final Logger log = LoggerFactory.getLogger(Installer.class);
    private static final String INCOMING = ".incoming";
    private static final String FOLDER_BUILD = "folder-build";
    private static final String FOLDER_BUILD_NEW = "folder-build-new";
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String RECORD = "record.json";
    private static final String TREE = "tree";
    private static final String BUILD = "build";

    private final Path packages;
    private final Fetcher fetcher;
    private final Manifests manifests = new Manifests();
    private final Builder builder;

    /// @param packages where all packages are; made when absent
    public Installer(Path packages, Jobs jobs, Toolchain toolchain, Registries registries) {
        this(
                packages,
                new Fetcher(PackageLimits.DEFAULT, registries.dialer()),
                new Builder(jobs, toolchain, registries));
    }

    Installer(Path packages, Fetcher fetcher, Builder builder) {
        this.packages = packages.toAbsolutePath().normalize();
        this.fetcher = fetcher;
        this.builder = builder;
    }

    /// Deletes what installations before a crash left. Only at boot, before the first installation.
    public void sweep() throws IOException {
        Disk.delete(packages.resolve(INCOMING));
    }

    /// Fetches, checks, builds and places. For a folder it builds anew what is there now.
    ///
    /// @throws IOException when the data folder cannot be used
    public Installation install(Wanted wanted, Progress progress) throws IOException {
        Path place = emptyPlace();
        try {
            return new Installation.Done(
                    switch (wanted.source()) {
                        case Source.GitRepository git -> fromGit(wanted, git, place, progress);
                        case Source.Folder(var folder) ->
                                inPlace(wanted.key(), folder, place, progress);
                    });
        } catch (IOException e) {
            return new Installation.Refused(sentence(e));
        } finally {
            Disk.delete(place);
        }
    }

    private Path emptyPlace() throws IOException {
        return Files.createDirectories(
                        packages.resolve(INCOMING).resolve(UUID.randomUUID().toString()))
                .toRealPath();
    }

    /// Asks a repository which version [#install] would take now; places nothing.
    ///
    /// @throws IOException when the data folder cannot be used
    public Newest newest(Wanted wanted, Source.GitRepository git) throws IOException {
        Path place = emptyPlace();
        try {
            return fetcher.newest(wanted, git, place);
        } catch (IOException e) {
            return new Newest.Refused(sentence(e));
        } finally {
            Disk.delete(place);
        }
    }

    private static String sentence(IOException e) throws IOException {
        if (Disk.isFull(e)) {
            log.warn("the disk is full", e);
            return "The disk is full, so nothing was installed: free some space and try again.";
        }
        return switch (e) {
            case RefusedException refused -> refused.sentence();
            case ClosedByInterruptException _ -> "The installation was cancelled.";
            default -> throw e;
        };
    }

    private Installed fromGit(
            Wanted wanted, Source.GitRepository git, Path place, Progress progress)
            throws IOException {
        Fetched fetched = fetcher.fetch(wanted, git, place, progress);
        var source =
                new ServiceRecord.Installed(
                        SourceType.GIT, fetched.tag(), null, fetched.commit(), fetched.treeHash());
        Path target = folder(wanted.key()).resolve(fetched.commit());
        var roots = new PlanFile.Roots(target.resolve(TREE), target.resolve(BUILD));
        Optional<Installed> there = whole(roots, source);
        if (there.isPresent()) {
            // It may be running; what a commit holds never changes.
            return there.get();
        }
        build(source, new PlanFile.Roots(fetched.tree(), place.resolve(BUILD)), progress);
        progress.say("Storing it");
        Disk.flush(place);
        replace(place, target);
        return read(roots, source);
    }

    private Optional<Installed> whole(PlanFile.Roots roots, ServiceRecord.Installed source) {
        try {
            return Disk.exists(roots.build()) ? Optional.of(read(roots, source)) : Optional.empty();
        } catch (IOException e) {
            log.warn("what lies in {} is damaged and made anew", roots.build(), e);
            return Optional.empty();
        }
    }

    private Installed inPlace(ServiceKey key, Path folder, Path place, Progress progress)
            throws IOException {
        requireUsable(folder);
        var source = new ServiceRecord.Installed(SourceType.FILE, null, null, null, null);
        Path tree = folder.toRealPath();
        Path built = place.resolve(BUILD);
        build(source, new PlanFile.Roots(tree, built), progress);
        Disk.flush(built);
        Path target = folder(key).resolve(FOLDER_BUILD);
        Path next = folder(key).resolve(FOLDER_BUILD_NEW);
        replace(built, next);
        replace(next, target);
        return read(new PlanFile.Roots(tree, target), source);
    }

    private void build(ServiceRecord.Installed source, PlanFile.Roots roots, Progress progress)
            throws IOException {
        Manifests.Read read = manifests.read(roots.tree());
        Files.createDirectory(roots.build());
        // Whoever the service runs as, it can read what was made for it.
        Files.setPosixFilePermissions(roots.build(), fromString("rwxr-xr-x"));
        Plan plan =
                builder.build(
                        roots.tree(),
                        read.manifest(),
                        roots.build(),
                        source.sourceType() == SourceType.FILE,
                        progress);
        PlanFile.write(new PlanFile.Placed(source, plan), roots);
    }

    /// A folder that holds the data folder would show the host's secrets to the service.
    private void requireUsable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new RefusedException("There is no folder " + folder + ".");
        }
        if (packages.toRealPath().startsWith(folder.toRealPath())
                || folder.toRealPath().startsWith(packages.toRealPath())) {
            throw new RefusedException(
                    folder + " cannot be run in place: it holds, or is part of, Atek's own data.");
        }
    }

    /// What was there is kept until the new one is ready to take its name.
    private void replace(Path from, Path target) throws IOException {
        if (Disk.exists(target)) {
            discard(target);
        }
        Disk.move(from, target);
    }

    /// Reads what was installed before, without building.
    ///
    /// @param source as it was installed; for a repository the commit says which version
    public Installation load(ServiceKey key, Source source, ServiceRecord.Installed installed) {
        PlanFile.Roots roots =
                switch (source) {
                    // Its address may have changed from a repository to a folder since.
                    case Source.Folder(var folder) when installed.commit() == null ->
                            new PlanFile.Roots(folder, folder(key).resolve(FOLDER_BUILD));
                    case Source.Folder _, Source.GitRepository _ -> {
                        Path place = folder(key).resolve(String.valueOf(installed.commit()));
                        yield new PlanFile.Roots(place.resolve(TREE), place.resolve(BUILD));
                    }
                };
        try {
            Path next = folder(key).resolve(FOLDER_BUILD_NEW);
            if (Disk.exists(next) && !Disk.exists(roots.build())) {
                // The host was killed between taking the old one away and renaming the new one.
                Disk.move(next, roots.build());
            }
            return new Installation.Done(read(roots, installed));
        } catch (IOException e) {
            log.warn("what was installed as {} cannot be read", key, e);
            return new Installation.Refused(
                    "Its files are missing or damaged, install it again: " + e.getMessage());
        }
    }

    /// @param source names the tag: several tags may name one commit
    private Installed read(PlanFile.Roots roots, ServiceRecord.Installed source)
            throws IOException {
        PlanFile.Placed placed = PlanFile.read(roots);
        Manifests.Read read = manifests.read(roots.tree());
        ServiceRecord.Installed from = placed.source();
        return new Installed(
                new ServiceRecord.Installed(
                        from.sourceType(),
                        source.installedVersion(),
                        read.manifest().name(),
                        from.commit(),
                        from.tree()),
                roots.tree(),
                roots.build(),
                read.manifest(),
                read.raw(),
                placed.plan());
    }

    /// Takes a service's package off the disk; a folder that was run in place stays as it is.
    public void remove(ServiceKey key) throws IOException {
        if (Disk.exists(folder(key))) {
            discard(folder(key));
        }
    }

    /// Removes all packages but those of these services: a crash between placing a package and
    /// recording its service leaves one that nobody knows.
    public void removeAllBut(Set<ServiceKey> known) throws IOException {
        if (!Disk.isFolder(packages)) {
            return;
        }
        Set<String> names = Set.copyOf(known.stream().map(ServiceKey::value).toList());
        try (Stream<Path> all = Files.list(packages)) {
            for (Path folder : (Iterable<Path>) all::iterator) {
                String name = String.valueOf(folder.getFileName());
                if (!name.equals(INCOMING) && !names.contains(name)) {
                    discard(folder);
                }
            }
        }
    }

    /// Removes the versions of a service that are neither installed nor kept for a rollback.
    ///
    /// @param commits those that stay
    public void removeVersionsBut(ServiceKey key, Set<String> commits) throws IOException {
        if (!Disk.isFolder(folder(key))) {
            return;
        }
        try (Stream<Path> all = Files.list(folder(key))) {
            for (Path version : (Iterable<Path>) all::iterator) {
                String name = String.valueOf(version.getFileName());
                if (COMMIT.matcher(name).matches() && !commits.contains(name)) {
                    discard(version);
                }
            }
        }
    }

    /// What is recorded of a core service: it is needed before the server database is there.
    public Optional<ServiceRecord> recorded(ServiceKey key) {
        Path file = folder(key).resolve(RECORD);
        try {
            return Disk.exists(file)
                    ? Optional.of(
                            MessageCodec.JSON.treeToValue(
                                    Manifests.json(file, RECORD, PackageLimits.RECORD_BYTES_MAX),
                                    ServiceRecord.class))
                    : Optional.empty();
        } catch (IOException e) {
            log.warn("{} is damaged, so {} is installed anew", file, key, e);
            return Optional.empty();
        }
    }

    /// Records a core service, durably.
    ///
    /// @throws IOException when the data folder cannot be used
    public void record(ServiceKey key, ServiceRecord record) throws IOException {
        Path place = emptyPlace();
        Path file = place.resolve(RECORD);
        Files.write(file, MessageCodec.JSON.writeValueAsBytes(record));
        Disk.force(file);
        Disk.move(file, folder(key).resolve(RECORD));
        Disk.delete(place);
    }

    /// The rename makes it vanish at once; deleting it may take a while and be cut short.
    private void discard(Path folder) throws IOException {
        Path trash = packages.resolve(INCOMING).resolve(UUID.randomUUID().toString());
        Disk.move(folder, trash);
        Disk.delete(trash);
    }

    private Path folder(ServiceKey key) {
        return packages.resolve(key.value());
    }
}
