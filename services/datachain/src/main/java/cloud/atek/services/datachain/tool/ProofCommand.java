package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.MerkleTree;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "proof",
        description = "Prove a commit, or that a chain only grew; or check such a proof.")
final class ProofCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Folder of the chain.")
    @Nullable Path folder;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            description = "Prove that the commit N is in the chain.")
    @Nullable Long sequence;

    @Option(
            names = "--from",
            paramLabel = "A",
            description = "Prove that the first A commits are the beginning of the chain.")
    @Nullable Long from;

    @Option(
            names = "--size",
            paramLabel = "M",
            description = "The chain of the first M commits (default: those of the checkpoint).")
    @Nullable Long size;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Check a proof that --json printed; no chain is needed.")
    @Nullable Path check;

    private final Tool tool;

    ProofCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        Path file = check;
        if (file != null) {
            return tool.run(() -> check(Proof.read(Files.readString(file))));
        }
        if (folder == null || (sequence == null) == (from == null)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "Want a folder with --sequence N or --from A, or --check FILE. Try `atek datachain proof --help`.");
        }
        return tool.read(folder, this::prove);
    }

    private int prove(ChainReader reader) throws IOException {
        try (MerkleTree tree = reader.tree();
                var progress = new ProgressLine(tool.terminal())) {
            long wanted = sequence == null ? 0 : sequence;
            var leaves = new WatchedLeaves(tree, progress, reader.lastSequence(), wanted);
            ChainReader.Checked _ = reader.check(false, leaves, null);
            tree.flush();
            progress.clear();
            Proof proof = proof(reader, tree, leaves);
            tool.show(proof.json(), lines(proof));
        }
        return ExitCode.DONE;
    }

    private Proof proof(ChainReader reader, MerkleTree tree, WatchedLeaves leaves)
            throws IOException {
        long last = reader.lastSequence();
        long begin = sequence == null ? (from == null ? 0 : from) : sequence;
        Optional<Note> checkpoint = reader.checkpoint();
        long covered = checkpoint.map(note -> Checkpoint.of(note).size()).orElse(0L);
        long end = size != null ? size : covered >= begin && covered > 0 ? covered : last;
        if (begin < 1 || begin > end || end > last) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "The chain has the commits 1 to %d: there is no %d in the first %d."
                            .formatted(last, begin, end));
        }
        Proof.Claim claim =
                sequence != null
                        ? new Proof.Claim.Inclusion(leaves.found(), tree.inclusion(begin - 1, end))
                        : new Proof.Claim.Consistency(
                                tree.root(begin), tree.consistency(begin, end));
        return new Proof(
                reader.id(),
                claim,
                tree.root(end),
                covered == end ? checkpoint.orElse(null) : null);
    }

    private static String lines(Proof proof) {
        var lines = new Lines().line("chain", proof.chain().hex());
        switch (proof.claim()) {
            case Proof.Claim.Inclusion(Hash leaf, var path) -> {
                lines.line("commit", path.index() + 1).line("hash", leaf.hex());
                lines.line("of the first", path.size()).line("root", proof.root().hex());
                path.path().forEach(hash -> lines.line("path", hash.hex()));
            }
            case Proof.Claim.Consistency(Hash firstRoot, var path) -> {
                lines.line("the first", path.first()).line("root", firstRoot.hex());
                lines.line("of the first", path.second()).line("root", proof.root().hex());
                path.path().forEach(hash -> lines.line("path", hash.hex()));
            }
        }
        Note checkpoint = proof.checkpoint();
        return lines
                + (checkpoint == null
                        ? "\n\nNo checkpoint is over so many commits."
                        : "\n\n" + checkpoint.toString().stripTrailing());
    }

    private int check(Proof proof) {
        Verdict hashes = proof.verdict();
        Verdict signed = proof.signedVerdict();
        boolean holds = hashes.proven() && (proof.checkpoint() == null || signed.proven());
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("holds", holds).put("signed", signed.proven());
        json.put("chain", proof.chain().hex()).put("root", proof.root().hex());
        tool.show(
                json,
                new Lines()
                        .line("chain", proof.chain().hex())
                        .line("root", proof.root().hex())
                        .text(sentence(proof, hashes, signed))
                        .toString());
        return holds ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String sentence(Proof proof, Verdict hashes, Verdict signed) {
        if (hashes instanceof Verdict.Refused(Verdict.Reason reason)) {
            return "The proof does not hold: " + reason + ".";
        }
        if (proof.checkpoint() != null
                && signed instanceof Verdict.Refused(Verdict.Reason reason)) {
            return "The checkpoint does not hold: " + reason + ".";
        }
        String what =
                switch (proof.claim()) {
                    case Proof.Claim.Inclusion(_, var path) ->
                            "The commit %d is one of the first %d under this root"
                                    .formatted(path.index() + 1, path.size());
                    case Proof.Claim.Consistency(_, var path) ->
                            "The first %d commits are the beginning of the first %d"
                                    .formatted(path.first(), path.second());
                };
        return signed.proven()
                ? what + ", and the chain signed that root."
                : what + ". Nobody signed that root: compare it with one that you trust.";
    }
}
