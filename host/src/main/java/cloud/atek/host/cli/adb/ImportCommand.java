package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings the lines of an export into a database. The whole file is looked at before anything is
/// written; then each batch is one commit. Doing it once more goes on where it was stopped, for
/// what is there with the same value is not written again.
@Command(
        name = "import",
        description = {
            "Bring an export into a database. All lines are looked at first; values that",
            "are there already are not written again, so it can be done once more."
        },
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "A file, the folder of an export, or -.")
    String file = "";

    @Option(names = "--create", description = "Make the database, user/service/alias, if need be.")
    boolean create;

    @Option(names = "--replace", description = "Records with another value get the new one.")
    boolean replace;

    @Option(names = "--keep", description = "Records with another value keep it.")
    boolean keep;

    @Option(names = "--dry-run", description = "Look at everything and write nothing.")
    boolean dryRun;

    private final Session session;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (replace && keep) {
            throw Words.usage("Either --replace or --keep.", null);
        }
        try {
            if (!file.equals("-")) {
                return run(Path.of(file));
            }
            Path spooled = Files.createTempFile("atek-import", ".jsonl");
            try {
                Files.copy(System.in, spooled, StandardCopyOption.REPLACE_EXISTING);
                return run(spooled);
            } finally {
                Files.deleteIfExists(spooled);
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "%s cannot be read: is it there?".formatted(file), e);
        }
    }

    private int run(Path from) throws IOException {
        var lines = new ImportFile(from);
        var household = new Household(session);
        Optional<Db> found = household.lookUp(which);
        found.ifPresent(Db::requireWritable);
        if (found.isEmpty() && !create) {
            household.find(which);
        }
        ImportRun checked = look(lines, null, "reading", 0, true);
        Db db = found.isPresent() || dryRun ? found.orElse(null) : made(household);
        if (db != null && found.isEmpty()) {
            checked.settings().retain(db);
        }
        if (db != null) {
            checked.settings().check(db);
            checked = look(lines, db, "checking", checked.records() + checked.blobs(), true);
        }
        if (db == null || dryRun) {
            return done(checked, db);
        }
        ImportRun written = look(lines, db, "writing", checked.records() + checked.blobs(), false);
        written.settings().define(db);
        String other = written.settings().otherRetention(db);
        if (other != null) {
            session.terminal().note(other);
        }
        return done(written, db);
    }

    /// @param db null looks at the lines alone
    /// @throws CommandFailedException when something is wrong
    private ImportRun look(ImportFile lines, @Nullable Db db, String what, long all, boolean dry)
            throws IOException {
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("dryRun", dry);
        options.put("conflict", conflict().name().toLowerCase(Locale.ROOT));
        BlobFiles files = lines.blobs();
        BlobStore store = db == null ? null : new BlobStore(db);
        BlobImport blobs = files == null ? null : new BlobImport(files, store, conflict(), dry);
        try (var tally = new Tally(session.terminal(), what, all)) {
            var run = new ImportRun(db, options, blobs, tally);
            lines.visit(run);
            if (run.bad() > 0) {
                throw refused(run, dry);
            }
            return run;
        }
    }

    private BlobImport.OnConflict conflict() {
        return replace
                ? BlobImport.OnConflict.REPLACE
                : keep ? BlobImport.OnConflict.KEEP : BlobImport.OnConflict.REFUSE;
    }

    private CommandFailedException refused(ImportRun run, boolean dry) {
        if (!session.wantsJson()) {
            run.problems().forEach(session.terminal()::note);
        }
        boolean conflict = run.problems().stream().anyMatch(one -> one.endsWith("another value"));
        return new CommandFailedException(
                "%s %s.%s"
                        .formatted(
                                run.bad() == 1
                                        ? "A line cannot be imported:"
                                        : "%,d lines cannot be imported, the first:"
                                                .formatted(run.bad()),
                                run.problems().getFirst(),
                                (dry ? " Nothing was written." : " What came before is written.")
                                        + (conflict ? " Choose with --replace or --keep." : "")));
    }

    private Db made(Household household) {
        String[] names = which.name.split("/", 3);
        if (names.length != 3) {
            throw Words.usage("A new database is named user/service/alias.", null);
        }
        ObjectNode config = MessageCodec.JSON.createObjectNode().put("alias", names[2]);
        config.putObject("owner")
                .put("userKey", household.userKey(names[0]))
                .put("serviceKey", household.serviceKey(names[1]));
        JsonNode info = session.adb("adminCreateDb", config);
        return new Db(session, info, names[0], names[1]);
    }

    private int done(ImportRun run, @Nullable Db db) {
        ObjectNode answer = MessageCodec.JSON.createObjectNode();
        if (db != null) {
            answer.put("dbId", db.id());
        }
        answer.put("records", run.records());
        answer.put("indexes", run.settings().indexes()).put("views", run.settings().views());
        answer.setAll(run.counts());
        answer.set("blobs", run.blobCounts().put("all", run.blobs()));
        answer.put("dryRun", dryRun);
        session.show(answer, () -> sentence(answer, db != null));
        return ExitCode.DONE;
    }

    private String sentence(ObjectNode answer, boolean compared) {
        JsonNode blobs = answer.path("blobs");
        long allBlobs = blobs.path("all").asLong();
        String settings =
                "%,d indexes and %,d views"
                        .formatted(answer.path("indexes").asLong(), answer.path("views").asLong());
        if (!compared) {
            return "%,d records, %,d blobs, %s are in order; there is no such database yet."
                    .formatted(answer.path("records").asLong(), allBlobs, settings);
        }
        return "%,d records: %s; %s%s.%s"
                .formatted(
                        answer.path("records").asLong(),
                        counted(answer),
                        allBlobs == 0 ? "" : "%,d blobs: %s; ".formatted(allBlobs, counted(blobs)),
                        settings,
                        dryRun ? " Nothing was written: this was a dry run." : "");
    }

    private static String counted(JsonNode counts) {
        return "%,d new, %,d replaced, %,d the same, %,d kept"
                .formatted(
                        counts.path("created").asLong(),
                        counts.path("replaced").asLong(),
                        counts.path("same").asLong(),
                        counts.path("kept").asLong());
    }
}
