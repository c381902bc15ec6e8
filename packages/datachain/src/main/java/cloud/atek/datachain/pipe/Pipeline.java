package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Change;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Stages;
import cloud.atek.datachain.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The stages of one chain. The list is a value; the stages in it may have state, and belong to one
/// chain then.
///
/// @param transformers in the order in which a row passes them when it is written; the other way
///   round when it is read. Sealing comes last, for nothing can be done with a body after it
/// @param closed whether an event needs the [Vote.Allow] of some validator. When not, it is enough
///   that none denies it
public record Pipeline(
        List<Linter> linters,
        List<Transformer> transformers,
        List<Validator> validators,
        List<Indexer> indexers,
        boolean closed)
        implements Stages {

    public static final Pipeline EMPTY =
            new Pipeline(List.of(), List.of(), List.of(), List.of(), false);

    public Pipeline {
        linters = List.copyOf(linters);
        transformers = List.copyOf(transformers);
        validators = List.copyOf(validators);
        indexers = List.copyOf(indexers);
    }

    public Pipeline linting(Linter linter) {
        return new Pipeline(and(linters, linter), transformers, validators, indexers, closed);
    }

    public Pipeline transforming(Transformer last) {
        return new Pipeline(linters, and(transformers, last), validators, indexers, closed);
    }

    public Pipeline validating(Validator validator) {
        return new Pipeline(linters, transformers, and(validators, validator), indexers, closed);
    }

    public Pipeline indexing(Indexer indexer) {
        return new Pipeline(linters, transformers, validators, and(indexers, indexer), closed);
    }

    /// The same, but what no validator allows is refused.
    public Pipeline close() {
        return new Pipeline(linters, transformers, validators, indexers, true);
    }

    /// What the linters put in front of `change`, the first one's first. Each sees the change as it
    /// came.
    @Override
    public List<Edit> lint(Change change) {
        return linters.stream().flatMap(linter -> linter.lint(change).stream()).toList();
    }

    /// The row as it is to be stored.
    public Transformed underlay(Event.Put put) {
        Transformed now = new Transformed.Good(put);
        for (Transformer transformer : transformers) {
            if (!(now instanceof Transformed.Good(Event.Put so))) {
                return now;
            }
            now = transformer.underlay(so);
        }
        return now;
    }

    /// The row as it was before [#underlay].
    public Transformed overlay(Event.Put put) {
        Transformed now = new Transformed.Good(put);
        for (Transformer transformer : transformers.reversed()) {
            if (!(now instanceof Transformed.Good(Event.Put so))) {
                return now;
            }
            now = transformer.overlay(so);
        }
        return now;
    }

    /// Everything that speaks against `change`; nothing when it can be committed.
    ///
    /// @throws IOException when the chain could not be read
    @Override
    public List<Outcome.Reason.Denied> objections(Change change, Standing before)
            throws IOException {
        var objections = new ArrayList<Outcome.Reason.Denied>();
        var answered = new boolean[change.edits().size()];
        for (Validator validator : validators) {
            List<Vote> votes = validator.judge(change, before);
            if (votes.size() != answered.length) {
                throw new IllegalStateException(
                        validator + " gave " + votes.size() + " votes on " + answered.length);
            }
            for (int i = 0; i < answered.length; i++) {
                answered[i] |= !(votes.get(i) instanceof Vote.Abstain);
                if (votes.get(i) instanceof Vote.Deny(String reason)) {
                    objections.add(
                            new Outcome.Reason.Denied(change.edits().get(i).event().key(), reason));
                }
            }
        }
        if (closed) {
            addUnanswered(change, answered, objections);
        }
        return objections;
    }

    /// Feeds the commit to the indexers that have the one before it. One that throws is reset and
    /// stays behind until the chain is opened again; the commit stands.
    @Override
    public void feed(Commit commit) {
        for (Indexer indexer : indexers) {
            if (indexer.sequence() == commit.sequence() - 1) {
                feed(indexer, commit);
            }
        }
    }

    /// From which commit on the indexers must be fed, with [#rebuild], before the chain is used;
    /// `last + 1` when all have everything. Resets those that know more commits than there are.
    ///
    /// @param last sequence of the last commit of the chain
    @Override
    public long wanted(long last) {
        long from = last + 1;
        for (Indexer indexer : indexers) {
            if (indexer.sequence() > last) {
                indexer.reset();
            }
            from = Math.min(from, indexer.sequence() + 1);
        }
        return from;
    }

    /// Feeds an old commit to the indexers that do not have it yet; commits come in their order.
    ///
    /// @throws RuntimeException what an indexer threw
    @Override
    public void rebuild(Commit commit) {
        for (Indexer indexer : indexers) {
            if (indexer.sequence() < commit.sequence()) {
                indexer.feed(commit);
            }
        }
    }

    private static void feed(Indexer indexer, Commit commit) {
        try {
            indexer.feed(commit);
        } catch (RuntimeException e) {
            // It is the indexer's own fault and its own to tell of; no commit fails for it.
            indexer.reset();
        }
    }

    private static void addUnanswered(
            Change change, boolean[] answered, List<Outcome.Reason.Denied> objections) {
        for (int i = 0; i < answered.length; i++) {
            if (!answered[i]) {
                objections.add(
                        new Outcome.Reason.Denied(
                                change.edits().get(i).event().key(),
                                "no validator of this chain allows it"));
            }
        }
    }

    private static <T> List<T> and(List<T> before, T last) {
        return Stream.concat(before.stream(), Stream.of(last)).toList();
    }
}
