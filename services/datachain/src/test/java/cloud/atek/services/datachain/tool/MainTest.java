package cloud.atek.services.datachain.tool;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private static final RowKey LIST = new RowKey(1, 1);
    private static final RowKey MILK = new RowKey(1, 2);
    private static final RowKey BREAD = new RowKey(1, 3);

    @TempDir private Path dir = Path.of("");
    private final SigningKey key = SigningKey.random();
    private Path chain = dir;

    @BeforeEach
    void chain() throws IOException {
        // As the databases keep theirs.
        chain = dir.resolve("chains").resolve(key.verifyKey().hex());
        keys().save(key);
        try (Chain made = Chain.create(chain, key, ChainSettings.DEFAULT)) {
            commit(made, put(LIST, null, "shopping"));
            commit(made, put(MILK, new Place(LIST, 0), "milk \u001b[2J"), put(BREAD, null, "x"));
            commit(made, put(BREAD, new Place(LIST, 0), "b".repeat(300)));
            commit(made, binary(new RowKey(1, 4)), sealed(new RowKey(1, 5)));
            commit(made, new Event.Tombstone(MILK));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"stat", "verify", "dump", "proof", "rotate", "compact", "backup", "restore"})
    void everyToolExplainsItself(String tool) {
        Said said = Said.by(tool, "--help");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).contains("Usage: atek datachain " + tool, "--json", "DIR");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(Said.by().out()).contains("Usage: atek datachain", tool);
    }

    @Test
    void statCounts() throws IOException {
        Said said = Said.by("stat", chain);
        JsonNode json = Said.by("stat", chain, "--json").json();

        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .contains(key.verifyKey().hex(), "centralized", "everything", "signed over");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(json.path("commits").asLong()).isEqualTo(6);
        assertThat(json.path("events").asLong()).isEqualTo(8);
        assertThat(json.path("rows").asLong()).isEqualTo(5);
        assertThat(json.path("tombstones").asLong()).isEqualTo(1);
        assertThat(json.path("checkpoint").asLong()).isEqualTo(6);
        assertThat(json.path("segments")).hasSize(1);
    }

    @Test
    void verifyFindsAWholeChainWhole() throws IOException {
        assertThat(Said.by("verify", chain).out()).contains("The chain is whole.");
        assertThat(Said.by("verify", "--json", chain).json().path("whole").asBoolean()).isTrue();
    }

    @Test
    void verifyNamesDamage() throws IOException {
        Path segment = segment();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 3] ^= 1;
        Files.write(segment, bytes);

        Said said = Said.by("verify", chain);
        Said json = Said.by("verify", "--json", chain);

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED).isEqualTo(json.exitCode());
        assertThat(said.out()).contains(segment.getFileName().toString(), "offset", "not whole");
        assertThat(json.json().path("whole").asBoolean()).isFalse();
        assertThat(json.json().at("/damage/segment").asText())
                .isEqualTo(segment.getFileName().toString());
        assertThat(json.json().at("/damage/offset").asLong()).isBetween(64L, bytes.length / 3L);
    }

    @Test
    void readingLeavesTheFolderAsItIs() throws IOException {
        // As a process leaves it that is killed while it writes.
        Files.delete(chain.resolve("tree"));
        byte[] bytes = Files.readAllBytes(segment());
        Files.write(segment(), Arrays.copyOf(bytes, bytes.length + 13));
        Files.writeString(chain.resolve("left.new"), "in the making");
        Map<String, String> before = snapshot();

        for (List<Object> words :
                List.<List<Object>>of(
                        List.of("stat", chain),
                        List.of("verify", chain),
                        List.of("dump", chain),
                        List.of("dump", chain, "--rows"),
                        List.of("proof", chain, "--sequence", 2),
                        List.of("backup", chain, dir.resolve("backup")))) {
            assertThat(Said.by(words.toArray())).extracting(Said::exitCode).isEqualTo(0);
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void dumpShowsWhatWasDoneAndNothingThatATerminalObeys() {
        Said said = Said.by("dump", chain);

        assertThat(said.out())
                .contains("commit 1 ", "commit 6 ", "\"shopping\"", "milk \\u{1b}[2J")
                .contains("SHA-256", "sealed, ", "removed " + MILK, "in " + LIST + ", collection 0")
                .contains("written by nobody")
                .doesNotContain("\u001b");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void dumpIsJsonLines() throws IOException {
        Said said = Said.by("dump", chain, "--json", "--from", 3, "--limit", 2);

        List<String> lines = said.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode third = MessageCodec.JSON.readTree(lines.getFirst());
        assertThat(third.path("sequence").asLong()).isEqualTo(3);
        assertThat(third.at("/events/0/key").asText()).isEqualTo(MILK.toString());
        assertThat(third.at("/events/0/parent").asText()).isEqualTo(LIST.toString());
        assertThat(third.at("/events/0/text").asText()).isEqualTo("milk \u001b[2J");
    }

    @Test
    void rowsAreATree() {
        Said said = Said.by("dump", chain, "--rows");

        List<String> lines = said.out().lines().toList();
        assertThat(lines).hasSize(5).allMatch(line -> line.length() <= 80);
        int list = indexOf(lines, LIST.toString());
        assertThat(lines.get(list + 1)).startsWith("  " + BREAD);
        assertThat(said.out()).doesNotContain(MILK.toString());
        assertThat(Said.by("dump", chain, "--rows", "--limit", 2).out()).hasLineCount(2);
    }

    @Test
    void proofsHoldAndForgedOnesDoNot() throws IOException {
        for (Object[] words :
                new Object[][] {
                    {"--sequence", 3},
                    {"--sequence", 3, "--size", 5},
                    {"--from", 4},
                    {"--from", 2, "--size", 5}
                }) {
            var all = new ArrayList<Object>(List.of("proof", chain, "--json"));
            all.addAll(List.of(words));
            Said said = Said.by(all.toArray());
            Path file = Files.writeString(dir.resolve("proof.json"), said.out());

            Said checked = Said.by("proof", "--check", file);
            boolean signed = words.length == 2;
            assertThat(checked.exitCode()).isZero();
            assertThat(checked.out()).contains(signed ? "and the chain signed" : "Nobody signed");

            String root = said.json().path("root").asText();
            String forged = (root.startsWith("0") ? "1" : "0") + root.substring(1);
            Files.writeString(file, said.out().replace(root, forged));
            Said refused = Said.by("proof", "--check", file);
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.out()).contains("does not hold");
        }
        assertThat(Said.by("proof", chain, "--sequence", 3).out())
                .contains("path ", "atek.cloud/datachain/" + key.verifyKey().hex(), "\n— ")
                .satisfies(out ->
                        assertThat(out.lines().filter(line -> !line.startsWith("—")))
                                .allMatch(line -> line.length() <= 85));
    }

    @Test
    void proofOfNothingIsUsage() {
        assertThat(Said.by("proof", chain).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Said.by("proof", chain, "--sequence", 7).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Said.by("proof", "--check", segment()).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void openChainIsToldApart() throws IOException {
        try (Chain open = Chain.open(chain, keys(), ChainSettings.DEFAULT)) {
            Said said = Said.by("stat", chain, "--json");

            assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(said.error().path("message").asText())
                    .contains("Another process has it open", "atek stop");
            assertThat(open.lastSequence()).isEqualTo(6);
        }
    }

    @Test
    void rotateFindsTheKeyBesideTheChains() throws IOException {
        assertThat(Said.by("rotate", chain).out()).contains("2 segments");
        assertThat(Said.by("rotate", chain, "--json").json().path("segments").asInt()).isEqualTo(2);
        assertThat(Said.by("verify", chain).exitCode()).isZero();

        Said said = Said.by("rotate", chain, "--keys", dir.resolve("none"));
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("private key", "--keys");
    }

    @Test
    void compactTellsWhatItRemovedAndWhy() throws IOException {
        JsonNode said = Said.by("compact", chain, "--json").json();

        assertThat(said.path("bytesAfter").asLong()).isPositive();
        assertThat(said.path("events").asLong()).isZero();
        assertThat(Said.by("compact", chain).out()).contains("keeps its whole history");
        assertThat(Said.by("verify", chain).exitCode()).isZero();
    }

    @Test
    void backupAndRestoreGoRound() throws IOException {
        Path backup = dir.resolve("backup");
        Said first = Said.by("backup", chain, backup);
        Said again = Said.by("backup", chain, backup, "--json");
        Said same = Said.by("restore", backup, chain);
        Path older = dir.resolve("chains").resolve("older");
        Said cut = Said.by("restore", backup, older, "--to-sequence", 3);

        assertThat(first.out()).contains("The backup 1 is whole", "keep a copy of the keys");
        assertThat(again.json().path("copied").asInt()).isZero();
        assertThat(same.out()).contains("nothing was done");
        assertThat(cut.exitCode()).isZero();
        assertThat(cut.out()).contains("commits      3", "older than the checkpoint");
        assertThat(Said.by("stat", older, "--json").json().path("commits").asLong()).isEqualTo(3);

        Said refused = Said.by("restore", backup, chain, "--to-sequence", 3, "--json");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.error().path("message").asText()).contains("6 commits", "--force");
        Said forced = Said.by("restore", backup, chain, "--to-sequence", 3, "--force", "--json");
        Path aside = Path.of(forced.json().path("aside").asText());
        assertThat(Said.by("stat", aside, "--json").json().path("commits").asLong()).isEqualTo(6);
    }

    @Test
    void mistakesAreSentences() {
        Path empty = dir.resolve("chains");
        assertThat(Said.by("stat", empty).err()).contains("no chain is in this folder");
        assertThat(empty.resolve("lock")).doesNotExist();
        assertThat(Said.by("restore", empty, dir.resolve("x")).err()).contains("no backup");
        assertThat(Said.by("restore", empty, dir.resolve("x"), "--to-time", "noon").exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Said.by("stta", chain).err()).contains("Did you mean", "stat");
        assertThat(Said.by("stat").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private KeyFolder keys() {
        return new KeyFolder(new LocalDisk(), dir.resolve("keys"));
    }

    private Path segment() {
        return chain.resolve("00000000000000000001.seg");
    }

    private Map<String, String> snapshot() throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.list(chain)) {
            for (Path file : files.toList()) {
                FileTime changed = Files.getLastModifiedTime(file);
                found.put(file.getFileName().toString(), Files.size(file) + " " + changed);
            }
        }
        return found;
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("no line begins with " + start);
    }

    private static void commit(Chain chain, Event... events) throws IOException {
        var _ = chain.commit(Change.of(events));
    }

    private static Event put(RowKey row, @Nullable Place place, String text) {
        Bytes body = Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
        return new Event.Put(row, place, "note", body);
    }

    private static Event binary(RowKey row) {
        return new Event.Put(row, null, "photo", Bytes.owning(new byte[] {0, 1, (byte) 0xff}));
    }

    private static Event sealed(RowKey row) {
        return new Event.Put(
                row,
                null,
                "diary",
                Bytes.owning(new byte[40]),
                new Encoding(Encoding.Compression.NONE, Bytes.owning(new byte[58])),
                new Authority(new Authority.Read.Inherit(), new Authority.Write.Nobody()));
    }
}
