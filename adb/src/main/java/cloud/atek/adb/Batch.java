package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.Expected;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Writes of many records that happen all or not at all. One thread owns it.
final class Batch {

    /// By row, in the order of the operations.
    private final Map<RowKey, Step> steps = new LinkedHashMap<>();

    /// What happens to one record.
    ///
    /// @param event null when the record is only looked at
    /// @param expect as in [Edit]
    private record Step(KeyPath path, @Nullable Event event, long expect) {}

    /// @throws InvalidRecordException when an operation cannot be; its place begins with the number
    ///   of the operation
    Batch(List<BatchOperation> operations, List<Expected> expected) {
        if (operations.size() > Limits.BATCH_MAX || expected.size() > Limits.BATCH_MAX) {
            throw new InvalidRecordException(
                    "The batch is too large: at most %,d operations and as many expectations fit"
                            .formatted(Limits.BATCH_MAX));
        }
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i) == null) {
                throw new InvalidRecordException("An operation is null", "/" + i);
            }
            add(operations.get(i), i);
        }
        expected.forEach(this::add);
    }

    /// What to commit: deletions of what is not there are left out, and stay true by a guard.
    ///
    /// @param sequences of the rows now
    /// @return empty when there is nothing to write
    Optional<Change> change(ToLongFunction<RowKey> sequences) {
        var edits = new ArrayList<Edit>();
        var guards = new ArrayList<Guard>();
        steps.forEach((row, step) -> {
            Event event = step.event();
            boolean nothing =
                    event instanceof Event.Tombstone && sequences.applyAsLong(row) == Edit.ABSENT;
            if (event != null && !nothing) {
                edits.add(new Edit(event, step.expect()));
            } else {
                guards.add(new Guard(row, nothing ? Math.max(step.expect(), 0) : step.expect()));
            }
        });
        return edits.isEmpty() ? Optional.empty() : Optional.of(new Change(edits, guards));
    }

    /// What is not as the caller expected it; nothing when only a deletion found a record after
    /// all, which is tried again.
    List<Conflict> conflicts(ToLongFunction<RowKey> sequences) {
        var conflicts = new ArrayList<Conflict>();
        steps.forEach((row, step) -> {
            long found = sequences.applyAsLong(row);
            if (step.expect() != Edit.ANY && step.expect() != found) {
                conflicts.add(new Conflict(step.path(), step.expect(), found));
            }
        });
        return conflicts;
    }

    /// The same of what a commit was refused for.
    ///
    /// @throws InvalidRecordException when it was refused for something else
    List<Conflict> conflicts(Outcome.Refused refused) {
        var conflicts = new ArrayList<Conflict>();
        for (Outcome.Reason reason : refused.reasons()) {
            if (!(reason instanceof Outcome.Reason.Conflict(var row, _, long found))) {
                throw new InvalidRecordException("The batch is refused: " + reason.message());
            }
            Step step = steps.get(row);
            if (step != null && step.expect() != Edit.ANY) {
                conflicts.add(new Conflict(step.path(), step.expect(), found));
            }
        }
        return conflicts;
    }

    private void add(BatchOperation operation, int index) {
        Event event = event(operation, index);
        long expect = operation.expect() == null ? Edit.ANY : operation.expect();
        if (steps.put(event.key(), new Step(operation.path(), event, expect)) != null) {
            throw new InvalidRecordException(
                    "The batch writes %s twice".formatted(operation.path()), "/" + index);
        }
    }

    private void add(Expected one) {
        RowKey row = RecordEvents.row(PathBytes.of(one.path()));
        Step known = steps.get(row);
        if (known != null && known.expect() != Edit.ANY && known.expect() != one.seq()) {
            throw new InvalidRecordException(
                    "The batch expects %s at %d and at %d"
                            .formatted(one.path(), known.expect(), one.seq()));
        }
        steps.put(row, new Step(one.path(), known == null ? null : known.event(), one.seq()));
    }

    private static Event event(BatchOperation operation, int index) {
        KeyPath path = operation.path();
        if (path.isRoot()) {
            throw new InvalidRecordException("A record wants a path", "/" + index + "/path");
        }
        if (operation.value() == null) {
            return RecordEvents.delete(path);
        }
        try {
            return RecordEvents.put(path, RecordJson.write(operation.value()));
        } catch (InvalidRecordException e) {
            throw new InvalidRecordException(
                    "Operation %d: %s".formatted(index, e.getMessage()),
                    "/" + index + "/value" + e.pointer());
        }
    }
}
