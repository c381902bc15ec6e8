package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.TransferApi;
import cloud.atek.api.adb.TransferApi.ImportOptions;
import cloud.atek.api.adb.TransferApi.ImportProblem;
import cloud.atek.api.adb.TransferApi.ImportRecord;
import cloud.atek.api.adb.TransferApi.ImportResult;
import cloud.atek.api.adb.TransferApi.OnConflict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings many records into a database: all of them are looked at, then what is to be written is
/// one commit, which holds only if the records still are what was looked at. One thread owns it.
final class RecordImport {

    private static final int PROBLEMS_MAX = 100;

    /// Others write the same records meanwhile: it is looked at them again.
    private static final int TRIES_MAX = 20;

    private final Database database;
    private final List<BatchOperation> operations = new ArrayList<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private int created;
    private int replaced;
    private int same;
    private int kept;

    RecordImport(Database database) {
        this.database = database;
    }

    ImportResult of(List<ImportRecord> records, ImportOptions options) throws IOException {
        if (records.size() > TransferApi.RECORDS_MAX) {
            throw new InvalidRecordException(
                    "%,d records are too many for one import: at most %,d fit"
                            .formatted(records.size(), TransferApi.RECORDS_MAX));
        }
        boolean dryRun = Boolean.TRUE.equals(options.dryRun());
        for (int tries = 1; true; tries++) {
            look(records, options);
            if (dryRun || !problems.isEmpty() || operations.isEmpty()) {
                return result(database.lastSequence());
            }
            try {
                return result(database.batch(operations, List.of()));
            } catch (ConflictException e) {
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    private ImportResult result(long sequence) {
        return problems.isEmpty()
                ? new ImportResult(sequence, created, replaced, same, kept, problems)
                : new ImportResult(sequence, 0, 0, same, kept, problems);
    }

    private void look(List<ImportRecord> records, ImportOptions options) throws IOException {
        operations.clear();
        problems.clear();
        created = 0;
        replaced = 0;
        same = 0;
        kept = 0;
        OnConflict conflict = options.conflict() == null ? OnConflict.REFUSE : options.conflict();
        Set<KeyPath> seen = new HashSet<>();
        for (int i = 0; i < records.size() && problems.size() < PROBLEMS_MAX; i++) {
            ImportRecord one = records.get(i);
            try {
                if (one == null || one.path().isRoot()) {
                    throw new InvalidRecordException("A record wants a path, such as /notes/1");
                }
                if (!seen.add(one.path())) {
                    throw new InvalidRecordException("%s is there twice".formatted(one.path()));
                }
                PathBytes.of(one.path());
                look(i, one, conflict);
            } catch (InvalidRecordException e) {
                problem(i, false, e.pointer(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void look(int index, ImportRecord one, OnConflict conflict) throws IOException {
        String json = new String(RecordJson.write(one.value()), StandardCharsets.UTF_8);
        Optional<Stored> now = database.get(one.path());
        if (now.isEmpty()) {
            created++;
            operations.add(BatchOperation.put(one.path(), one.value()).expecting(0));
        } else if (now.get().json().equals(json)) {
            same++;
        } else {
            switch (conflict) {
                case KEEP -> kept++;
                case REPLACE -> {
                    replaced++;
                    operations.add(
                            BatchOperation.put(one.path(), one.value())
                                    .expecting(now.get().sequence()));
                }
                case REFUSE ->
                        problem(
                                index,
                                true,
                                "",
                                "%s is there with another value".formatted(one.path()));
            }
        }
    }

    private void problem(int index, boolean conflict, String pointer, String message) {
        problems.add(new ImportProblem(index, conflict, pointer, message));
    }
}
