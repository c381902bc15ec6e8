package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.ConsistencyProof;
import cloud.atek.datachain.merkle.InclusionProof;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proof with all that is needed to check it without the chain (RFC 9162, section 2.1): hashes in
/// hex, the checkpoint as the note that it is.
///
/// @param chain id of the chain, whose key signs checkpoints
/// @param root of the larger tree
/// @param checkpoint over that tree, if there is one
record Proof(VerifyKey chain, Claim claim, Hash root, @Nullable Note checkpoint) {

    /// What is proven.
    sealed interface Claim {

        /// @param leaf hash of the commit
        record Inclusion(Hash leaf, InclusionProof proof) implements Claim {}

        /// @param firstRoot of the older tree
        record Consistency(Hash firstRoot, ConsistencyProof proof) implements Claim {}
    }

    /// In commits, of the larger tree.
    long size() {
        return switch (claim) {
            case Claim.Inclusion(_, var proof) -> proof.size();
            case Claim.Consistency(_, var proof) -> proof.second();
        };
    }

    /// Whether the hashes lead where they should.
    Verdict verdict() {
        return switch (claim) {
            case Claim.Inclusion(Hash leaf, var proof) -> proof.verify(leaf, root);
            case Claim.Consistency(Hash firstRoot, var proof) -> proof.verify(firstRoot, root);
        };
    }

    /// Whether the chain signed the root; not when there is no checkpoint.
    Verdict signedVerdict() {
        if (checkpoint == null) {
            return new Verdict.Refused(Verdict.Reason.NOT_SIGNED);
        }
        Checkpoint said = Checkpoint.of(checkpoint);
        boolean same = said.size() == size() && said.root().equals(root);
        return same
                ? checkpoint.verify(Checkpoint.keyOf(chain))
                : new Verdict.Refused(Verdict.Reason.WRONG_ROOT);
    }

    ObjectNode json() {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        List<Hash> hashes =
                switch (claim) {
                    case Claim.Inclusion(Hash leaf, var proof) -> {
                        json.put("proof", "inclusion").put("chain", chain.hex());
                        json.put("sequence", proof.index() + 1).put("size", proof.size());
                        json.put("hash", leaf.hex());
                        yield proof.path();
                    }
                    case Claim.Consistency(Hash firstRoot, var proof) -> {
                        json.put("proof", "consistency").put("chain", chain.hex());
                        json.put("from", proof.first()).put("size", proof.second());
                        json.put("fromRoot", firstRoot.hex());
                        yield proof.path();
                    }
                };
        json.put("root", root.hex());
        ArrayNode path = json.putArray("path");
        hashes.forEach(hash -> path.add(hash.hex()));
        if (checkpoint != null) {
            json.put("checkpoint", checkpoint.toString());
        }
        return json;
    }

    /// Reads what [#json] made; nothing is believed.
    ///
    /// @throws CommandFailedException when it is something else
    static Proof read(String text) {
        try {
            return read(MessageCodec.JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new CommandFailedException("This is not a proof: it is not JSON.");
        } catch (RuntimeException e) {
            throw new CommandFailedException(
                    "This is not a proof as `atek datachain proof --json` prints it: %s."
                            .formatted(e.getMessage()));
        }
    }

    private static Proof read(JsonNode json) {
        var path = new ArrayList<Hash>();
        json.path("path").forEach(hash -> path.add(Hash.ofHex(hash.asText())));
        long size = number(json, "size");
        Claim claim =
                switch (json.path("proof").asText()) {
                    case "inclusion" ->
                            new Claim.Inclusion(
                                    hash(json, "hash"),
                                    new InclusionProof(number(json, "sequence") - 1, size, path));
                    case "consistency" ->
                            new Claim.Consistency(
                                    hash(json, "fromRoot"),
                                    new ConsistencyProof(number(json, "from"), size, path));
                    default -> throw new IllegalArgumentException("it proves nothing we know");
                };
        JsonNode note = json.path("checkpoint");
        return new Proof(
                VerifyKey.ofHex(json.path("chain").asText()),
                claim,
                hash(json, "root"),
                note.isMissingNode() ? null : note(note.asText()));
    }

    private static Note note(String text) {
        Note note = Note.read(Bytes.owning(text.getBytes(StandardCharsets.UTF_8)));
        Checkpoint _ = Checkpoint.of(note);
        return note;
    }

    private static long number(JsonNode json, String name) {
        if (!json.path(name).canConvertToLong()) {
            throw new IllegalArgumentException("it has no number " + name);
        }
        return json.path(name).asLong();
    }

    private static Hash hash(JsonNode json, String name) {
        return Hash.ofHex(json.path(name).asText());
    }
}
