package cloud.atek.host.install;

import cloud.atek.host.egress.Dialer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches one version of a Git repository and writes it as plain files.
///
/// Thread-safe; blocks its thread. Interrupting it cancels.
final class Fetcher {

    private static final Logger log = LoggerFactory.getLogger(Fetcher.class);
    private static final String WANTED_REF = "refs/atek/wanted";

    private final PackageLimits limits;
    private final Dialer dialer;

    Fetcher(PackageLimits limits, Dialer dialer) {
        IsolatedJGit.ensure();
        this.limits = limits;
        this.dialer = dialer;
    }

    /// @param place an empty folder; the files come to `tree` in it
    /// @throws RefusedException when it cannot be had, with the reason as a sentence
    Fetched fetch(Wanted wanted, Source.GitRepository git, Path place, Progress progress)
            throws IOException {
        return visit(
                git,
                place,
                visit -> {
                    progress.say("Asking for the released versions");
                    String tag = choose(visit.transport(), wanted).tag();
                    progress.say("Fetching " + tag);
                    receive(visit.transport(), tag, new FetchProgress(progress, visit.guard()));
                    progress.say("Writing the files of " + tag);
                    return export(visit, place.resolve("tree"), tag, progress);
                });
    }

    /// Asks which version would be fetched, and fetches nothing.
    ///
    /// @param place an empty folder
    /// @throws RefusedException when there is none, with the reason as a sentence
    Newest.Found newest(Wanted wanted, Source.GitRepository git, Path place) throws IOException {
        return visit(git, place, visit -> choose(visit.transport(), wanted));
    }

    /// One connection to a repository.
    private record Visit(IncomingRepository incoming, Transport transport, FetchGuard guard) {}

    @FunctionalInterface
    private interface Errand<T> {
        T on(Visit visit) throws IOException;
    }

    private <T> T visit(Source.GitRepository repository, Path place, Errand<T> errand)
            throws IOException {
        try {
            return visitOnce(repository, place, errand);
        } catch (RefusedException e) {
            String url = repository.url().toString();
            if (e.getCause() instanceof NoRemoteRepositoryException && !url.endsWith(".git")) {
                // Some servers know a repository only by its full name.
                var full = new Source.GitRepository(URI.create(url + ".git"), repository.reach());
                return visitOnce(full, place, errand);
            }
            throw e;
        }
    }

    private <T> T visitOnce(Source.GitRepository repository, Path place, Errand<T> errand)
            throws IOException {
        var guard = new FetchGuard(limits);
        Path git = place.resolve("git");
        try (var incoming = new IncomingRepository(git, guard);
                Transport transport = open(incoming, repository, guard)) {
            return errand.on(new Visit(incoming, transport, guard));
        } catch (IOException | OutOfMemoryError e) {
            throw refusal(e, repository.url(), guard);
        } finally {
            Disk.delete(git);
        }
    }

    private Transport open(
            IncomingRepository incoming, Source.GitRepository repository, FetchGuard guard)
            throws IOException {
        URI url = repository.url();
        boolean disk = repository.reach() == Source.Reach.DISK;
        Transport transport =
                Transport.open(incoming, disk ? onDisk(url) : new URIish(url.toURL()));
        transport.setTimeout((int) PackageLimits.SILENCE_MAX.toSeconds());
        transport.setTagOpt(TagOpt.NO_TAGS);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(
                    new GuardedConnections(url, repository.reach(), guard, dialer));
        } else if (!disk) {
            transport.close();
            throw new NotSupportedException(url.getScheme());
        }
        return transport;
    }

    private static URIish onDisk(URI url) {
        return new URIish().setPath(url.getPath());
    }

    private static Newest.Found choose(Transport transport, Wanted wanted) throws IOException {
        Map<String, Ref> tags = tags(transport);
        String exact = wanted.tag();
        if (exact != null && tags.containsKey(exact)) {
            return found(exact, tags);
        }
        return switch (Versions.choose(tags.keySet(), wanted.version(), wanted.id().value())) {
            case Versions.Choice.Chosen(String tag) -> found(tag, tags);
            case Versions.Choice.None(String why) -> throw new RefusedException(why);
        };
    }

    private static Map<String, Ref> tags(Transport transport) throws IOException {
        try (FetchConnection connection =
                transport.openFetch(List.of(Transport.REFSPEC_TAGS), Constants.R_TAGS)) {
            return connection.getRefs().stream()
                    .filter(ref -> ref.getName().startsWith(Constants.R_TAGS))
                    .limit(PackageLimits.TAGS_MAX)
                    .collect(
                            Collectors.toMap(
                                    ref -> ref.getName().substring(Constants.R_TAGS.length()),
                                    Function.identity(),
                                    (first, _) -> first));
        }
    }

    /// A tag with a message is an object of its own, which points at the commit.
    private static Newest.Found found(String tag, Map<String, Ref> tags) {
        Ref ref = Objects.requireNonNull(tags.get(tag));
        ObjectId commit = ref.getPeeledObjectId();
        if (commit == null && ref.isPeeled()) {
            commit = ref.getObjectId();
        }
        return new Newest.Found(tag, commit == null ? null : commit.getName());
    }

    private static void receive(Transport transport, String tag, FetchProgress progress)
            throws IOException {
        transport.setDepth(1);
        // The export checks every name itself, and names the path in what it says.
        transport.setCheckFetchedObjects(false);
        transport.fetch(
                progress, List.of(new RefSpec("+" + Constants.R_TAGS + tag + ":" + WANTED_REF)));
    }

    private static Fetched export(Visit visit, Path tree, String tag, Progress progress)
            throws IOException {
        Ref ref = visit.incoming().exactRef(WANTED_REF);
        ObjectId target = ref == null ? null : ref.getObjectId();
        if (target == null) {
            throw new RefusedException("The server did not send " + tag + ".");
        }
        try (var walk = new RevWalk(visit.incoming())) {
            RevObject tagged = walk.peel(walk.parseAny(target));
            if (!(tagged instanceof RevCommit commit)) {
                throw new RefusedException("The tag " + tag + " names no commit.");
            }
            new TreeExport(walk.getObjectReader(), visit.guard(), progress)
                    .write(commit.getTree(), tree);
            return new Fetched(tree, tag, commit.getName(), commit.getTree().getName());
        }
    }

    private static IOException refusal(Throwable broken, URI url, FetchGuard guard) {
        IOException why = why(broken, url, guard);
        if (FetchGuard.CANCELLED.equals(why.getMessage())) {
            // JGit's threads and streams swallow the flag on the way.
            Thread.currentThread().interrupt();
        }
        return why;
    }

    private static IOException why(Throwable broken, URI url, FetchGuard guard) {
        try {
            guard.check();
        } catch (RefusedException said) {
            return said;
        }
        return causes(broken)
                .flatMap(cause -> explain(cause, url).stream())
                .findFirst()
                .orElseGet(() -> unexplained(broken, url));
    }

    private static RefusedException unexplained(Throwable broken, URI url) {
        log.warn("could not fetch {}", url, broken);
        return new RefusedException(
                "The repository "
                        + url
                        + " could not be fetched: "
                        + EntryName.visible(String.valueOf(broken.getMessage())),
                broken);
    }

    private static Stream<Throwable> causes(Throwable broken) {
        return Stream.iterate(broken, cause -> cause != null, Throwable::getCause);
    }

    private static List<IOException> explain(Throwable cause, URI url) {
        String host = String.valueOf(url.getHost());
        return switch (cause) {
            case RefusedException refused -> List.of(refused);
            case NoRemoteRepositoryException _ ->
                    List.of(
                            new RefusedException(
                                    "There is no Git repository at " + url + ".", cause));
            case UnknownHostException _ -> List.of(offline(host + " was not found", cause));
            case ConnectException _, NoRouteToHostException _ ->
                    List.of(offline(host + " cannot be reached", cause));
            case SocketTimeoutException _ ->
                    List.of(offline(host + " did not answer in time", cause));
            case SSLException _ ->
                    List.of(
                            new RefusedException(
                                    "The connection to "
                                            + host
                                            + " is not secure, so nothing was fetched: its"
                                            + " certificate was not accepted.",
                                    cause));
            case InterruptedIOException _ ->
                    List.of(new RefusedException(FetchGuard.CANCELLED, cause));
            case TooLargeObjectInPackException _ ->
                    List.of(
                            new RefusedException(
                                    "The package has a file that is too large to be fetched.",
                                    cause));
            case OutOfMemoryError _ ->
                    List.of(
                            new RefusedException(
                                    "The package needs more memory to unpack than the host has.",
                                    cause));
            default -> List.of();
        };
    }

    private static RefusedException offline(String what, Throwable cause) {
        return new RefusedException(
                what + ": check the address and this machine's network.", cause);
    }
}
