package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Verifier;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    private static final int ROUNDS = 3;

    @TempDir private Path dir;

    @Test
    void sigkillLosesNoAcknowledgedDocument() throws Exception {
        var acknowledged = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(liveAndDie(50 + 50 * round));
            try (Replica replica = Setter.open(dir)) {
                List<Document> there = replica.documents(Query.ALL);
                assertThat(there.stream().map(Document::path)).containsAll(acknowledged);
                var verifier = new Verifier();
                assertThat(there).allMatch(document -> verifier.refusal(document).isEmpty());
            }
        }
    }

    private List<String> liveAndDie(int lines) throws Exception {
        Process child = Setter.start(dir);
        var acknowledged = new ArrayList<String>();
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith(" ok")) {
                    acknowledged.add(line.substring(0, line.length() - 3));
                }
                if (acknowledged.size() == lines) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor()).as(Files.readString(dir.resolve("errors"))).isEqualTo(137);
        return acknowledged;
    }
}
