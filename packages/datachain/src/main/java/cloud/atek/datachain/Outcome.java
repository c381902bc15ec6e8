package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import java.time.Instant;
import java.util.List;

/// What became of a change.
public sealed interface Outcome {

    /// It has its place in the chain, whole, and came as far as its [Scope] wanted.
    ///
    /// @param sequence the number of its commit
    record Committed(long sequence, Instant time, Hash hash) implements Outcome {}

    /// Nothing was changed.
    ///
    /// @param reasons every one of them, at least one
    record Refused(List<Reason> reasons) implements Outcome {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Why a change was refused.
    sealed interface Reason {

        /// One plain sentence without its full stop: what was wanted, what came.
        String message();

        /// The row is not what was expected.
        ///
        /// @param expected the sequence that was expected, [Edit#ABSENT] for no row
        /// @param found the sequence that the row comes from, [Edit#ABSENT] when there is none
        record Conflict(RowKey key, long expected, long found) implements Reason {
            @Override
            public String message() {
                return "row %s was expected %s and is %s: read it again"
                        .formatted(key, state(expected), state(found));
            }

            private static String state(long sequence) {
                return sequence == Edit.ABSENT ? "absent" : "as commit " + sequence + " put it";
            }
        }

        /// Two edits of one row in one change.
        record Twice(RowKey key) implements Reason {
            @Override
            public String message() {
                return "row " + key + " is edited twice in one change";
            }
        }

        /// @param bytes its written size; [Limits#EVENT_BYTES_MAX] fit
        record EventTooLarge(RowKey key, long bytes) implements Reason {
            @Override
            public String message() {
                return "row %s has %d bytes, and %d fit"
                        .formatted(key, bytes, Limits.EVENT_BYTES_MAX);
            }
        }

        /// @param bytes its written size; [Limits#COMMIT_BYTES_MAX] fit
        record CommitTooLarge(long bytes) implements Reason {
            @Override
            public String message() {
                return "the change has %d bytes, and %d fit"
                        .formatted(bytes, Limits.COMMIT_BYTES_MAX);
            }
        }

        /// @param events their number; [Limits#EVENTS_MAX] fit
        record TooManyEvents(int events) implements Reason {
            @Override
            public String message() {
                return "the change has %d events, and %d fit".formatted(events, Limits.EVENTS_MAX);
            }
        }

        /// None of the keys that the row's rule names stands behind the change.
        ///
        /// @param row the one that the event is about
        /// @param who may: the rule that was not met, which may be that of a row above it
        record Unauthorized(RowKey row, Authority.Write who) implements Reason {
            @Override
            public String message() {
                return switch (who) {
                    case Authority.Write.AnyOf(var keys) ->
                            "row " + row + " may be written only by " + named(keys);
                    default -> "row " + row + " may not be written by anybody";
                };
            }

            private static String named(List<KeyName> keys) {
                return keys.size() == 1
                        ? keys.getFirst().toString()
                        : keys.size() + " keys, the first of them " + keys.getFirst();
            }
        }

        /// The row is placed under one that is not there.
        record MissingParent(RowKey row, RowKey parent) implements Reason {
            @Override
            public String message() {
                return "row %s is placed under %s, which is not there".formatted(row, parent);
            }
        }

        /// The row is placed under itself, or under one below it.
        record Cycle(RowKey row) implements Reason {
            @Override
            public String message() {
                return "row " + row + " is placed under itself";
            }
        }

        /// The row has more rows above it than [Limits#PLACE_DEPTH_MAX] allows.
        record TooDeep(RowKey row) implements Reason {
            @Override
            public String message() {
                return "row %s is more than %d rows deep: move it, or one above it, up"
                        .formatted(row, Limits.PLACE_DEPTH_MAX);
            }
        }

        /// A row that means something to the chain itself is not as it must be.
        ///
        /// @param rule what it must be, a plain sentence without its full stop
        record BrokenRule(RowKey row, String rule) implements Reason {
            @Override
            public String message() {
                return "row " + row + ": " + rule;
            }
        }

        /// A change of this author with this counter, or a higher one, was committed before.
        ///
        /// @param last the highest
        record Replayed(KeyName author, long counter, long last) implements Reason {
            @Override
            public String message() {
                return "the change is number %d of %s, who is at %d: sign it with a higher one"
                        .formatted(counter, author, last);
            }
        }

        /// The signature of this key does not fit the change.
        record BadSignature(KeyName key) implements Reason {
            @Override
            public String message() {
                return "the signature of " + key + " is not of this change";
            }
        }

        /// The signature is of a hybrid key that no row of the chain publishes.
        record UnknownKey(KeyName key) implements Reason {
            @Override
            public String message() {
                return "nobody published the key " + key + ": put it in a row first";
            }
        }

        /// The author did not sign, and had to.
        record MissingSignature(KeyName author) implements Reason {
            @Override
            public String message() {
                return "the change wants the signature of its author, " + author;
            }
        }

        /// @param signatures their number; [Limits#SIGNATURES_MAX] fit, with that of the chain
        record TooManySignatures(int signatures) implements Reason {
            @Override
            public String message() {
                return "the change has %d signatures, and %d fit"
                        .formatted(signatures, Limits.SIGNATURES_MAX - 1);
            }
        }

        /// A stage of the chain does not want it.
        ///
        /// @param why a plain clause
        record Denied(RowKey row, String why) implements Reason {
            @Override
            public String message() {
                return "row " + row + " is refused: " + why;
            }
        }

        /// The body of the row could not be sealed for its readers, and is not written open.
        ///
        /// @param why a plain sentence: what is missing, and what to do
        record Unsealed(RowKey row, String why) implements Reason {
            @Override
            public String message() {
                return "row " + row + " cannot be sealed for its readers: " + why;
            }
        }

        /// The change was signed, or the keys were proven, for another chain.
        record ForeignChain(VerifyKey chain) implements Reason {
            @Override
            public String message() {
                return "this was shown to the chain " + chain + ", which is another one";
            }
        }
    }
}
