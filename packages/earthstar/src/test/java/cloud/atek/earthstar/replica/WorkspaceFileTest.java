package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceFileTest {

    @TempDir private Path dir;

    @Test
    void aWorkspaceGoesThroughAFile() throws IOException {
        Path file = dir.resolve("garden.jsonl");
        Keypair suzy = Keypair.random(Format.ES4, "suzy").require();
        try (Replica from = replica("+garden.pals");
                Replica to = replica("+garden.pals")) {
            from.set(suzy, Draft.of("/a", "one"));
            from.set(suzy, Draft.of("/b", "line\nand \ud800 half"));
            assertThat(WorkspaceFile.write(from, file)).isEqualTo(2);
            Files.writeString(file, "{\"format\":\"es.4\"}\nno json\n", StandardOpenOption.APPEND);

            assertThat(WorkspaceFile.read(to, file)).isEqualTo(new WorkspaceFile.Imported(2, 0, 2));
            assertThat(WorkspaceFile.read(to, file)).isEqualTo(new WorkspaceFile.Imported(0, 2, 2));
            assertThat(to.documents(Query.ALL)).isEqualTo(from.documents(Query.ALL));
        }
    }

    @Test
    void aFileOfAnotherWorkspaceIsRefused() throws IOException {
        Path file = dir.resolve("garden.jsonl");
        try (Replica from = replica("+garden.pals");
                Replica to = replica("+other.pals")) {
            WorkspaceFile.write(from, file);

            assertThatThrownBy(() -> WorkspaceFile.read(to, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("+other.pals");
        }
    }

    private static Replica replica(String workspace) throws IOException {
        return Replica.open(new MemoryStore(Address.workspace(Format.ES4, workspace).require()));
    }
}
