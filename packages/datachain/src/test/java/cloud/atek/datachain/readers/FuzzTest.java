package cloud.atek.datachain.readers;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.testkit.Fuzz;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The body of a reader group, changed in any way: anybody who may write the row can put it there.
class FuzzTest {

    @Test
    void onlyWhatIsDocumentedComesOut() {
        target().run(5_000);
    }

    @Test
    @Tag("slow")
    void onlyWhatIsDocumentedComesOutOfMillions() {
        target().run(600_000);
    }

    private static Fuzz target() {
        Readers family = People.family(People.GROUP);
        Readers older = People.done(family.rotate(People.good(family.open(People.ANN))));
        List<byte[]> good = List.of(family.body().toArray(), older.body().toArray());
        return new Fuzz(
                "readers",
                good,
                Set.of(MalformedReadersException.class),
                64 << 10,
                64,
                bytes ->
                        assertThat(Readers.read(People.GROUP, Bytes.copyOf(bytes)).body())
                                .as("there is one form")
                                .isEqualTo(Bytes.owning(bytes)));
    }
}
