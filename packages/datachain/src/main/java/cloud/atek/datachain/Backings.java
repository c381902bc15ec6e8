package cloud.atek.datachain;

import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.Conversation;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.datachain.trust.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds out what stands behind a change, when it comes and again when it is read from the log.
/// Knows no rows. Thread-safe.
record Backings(VerifyKey chain, TrustMode trust, PublishedKeys published) {

    /// Of a change that comes now.
    Backing of(Author author, List<Event> events) {
        return switch (author) {
            case Author.Owner() -> owner();
            case Author.Anonymous() -> nothing(Origin.NOBODY, List.of());
            case Author.Proven(var conversation) -> proven(conversation);
            case Author.Signed signed when !signed.chain().equals(chain) ->
                    nothing(
                            new Origin(signed.author(), signed.counter()),
                            List.of(new Outcome.Reason.ForeignChain(signed.chain())));
            case Author.Signed signed ->
                    signed(
                            ChangeText.of(chain, signed.author(), signed.counter(), events),
                            signed.signatures(),
                            events);
        };
    }

    /// Of a commit in the log, perhaps without some of its events.
    Backing of(SignedCommit commit) {
        CommitHead head = commit.commit().head();
        Origin origin = head.origin();
        KeyName author = origin.author();
        if (origin.counter() == 0 && !commit.authors().isEmpty()) {
            return nothing(
                    origin, List.of(new Outcome.Reason.TooManySignatures(commit.authors().size())));
        }
        if (author == null) {
            return nothing(origin, List.of());
        }
        if (origin.counter() > 0) {
            var text =
                    new ChangeText(
                            chain, author, origin.counter(), head.events(), head.eventsRoot());
            return signed(text, commit.authors(), commit.commit().events());
        }
        return origin.equals(Origin.of(chain)) ? owner() : told(origin, Set.of(author), true);
    }

    private Backing owner() {
        Origin origin = Origin.of(chain);
        return new Backing(origin, List.of(), Set.of(KeyName.of(chain)), false, List.of());
    }

    private static Backing nothing(Origin origin, List<Outcome.Reason> reasons) {
        return new Backing(origin, List.of(), Set.of(), false, reasons);
    }

    private Backing proven(Conversation conversation) {
        var keys = new LinkedHashSet<KeyName>();
        conversation.proven().forEach(key -> keys.add(KeyName.of(key)));
        Origin origin = keys.isEmpty() ? Origin.NOBODY : new Origin(keys.getFirst(), 0);
        if (!conversation.chain().equals(chain)) {
            return nothing(origin, List.of(new Outcome.Reason.ForeignChain(conversation.chain())));
        }
        return keys.isEmpty() ? nothing(origin, List.of()) : told(origin, keys, false);
    }

    /// Of an author whom the chain vouches for, which is nothing where nobody is to be believed.
    private Backing told(Origin origin, Set<KeyName> keys, boolean vouched) {
        KeyName author = keys.iterator().next();
        return trust == TrustMode.CENTRALIZED
                ? new Backing(origin, List.of(), keys, vouched, List.of())
                : nothing(origin, List.of(new Outcome.Reason.MissingSignature(author)));
    }

    private Backing signed(ChangeText text, List<ChangeSignature> all, List<Event> events) {
        var origin = new Origin(text.author(), text.counter());
        if (all.size() >= Limits.SIGNATURES_MAX) {
            return nothing(origin, List.of(new Outcome.Reason.TooManySignatures(all.size())));
        }
        var verifier = new Verifier(published.with(events));
        byte[] bytes = text.toArray();
        var good = new LinkedHashSet<KeyName>();
        var shown = new LinkedHashSet<KeyName>();
        var reasons = new ArrayList<Outcome.Reason>();
        for (ChangeSignature one : all) {
            KeyName key = KeyName.of(one);
            shown.add(key);
            switch (verifier.check(bytes, one)) {
                case GOOD -> good.add(key);
                case BAD -> reasons.add(new Outcome.Reason.BadSignature(key));
                case UNKNOWN_KEY -> reasons.add(new Outcome.Reason.UnknownKey(key));
            }
        }
        if (!shown.contains(text.author())) {
            reasons.add(new Outcome.Reason.MissingSignature(text.author()));
        }
        return new Backing(origin, all, good, false, reasons);
    }
}
