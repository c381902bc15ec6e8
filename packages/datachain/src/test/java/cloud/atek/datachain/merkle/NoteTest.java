package cloud.atek.datachain.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NoteTest {

    private static final Path GOLDEN = Path.of("src/test/golden/checkpoint");
    private static final SigningKey KEY = new SigningKey(Secret.owning(new byte[32]));
    private static final NoteKey NAME = Checkpoint.keyOf(KEY.verifyKey());
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(NAME.name(), 70, NaiveTree.root(ProofsTest.leaves(70)));

    /// The example of the documentation of golang.org/x/mod/sumdb/note.
    private static final String PETER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String PETERS_NOTE =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void noteOfAnotherImplementationVerifies() {
        NoteKey peter = peter();

        assertThat(peter.text()).isEqualTo(PETER);
        assertThat(note(PETERS_NOTE).verify(peter)).isEqualTo(Verdict.holds());
        assertThat(note(PETERS_NOTE)).hasToString(PETERS_NOTE);
        assertThat(note(PETERS_NOTE.replace("If you", "If I")).verify(peter))
                .isEqualTo(Verdict.refused(Verdict.Reason.WRONG_SIGNATURE));
        assertThat(note(PETERS_NOTE).verify(NAME))
                .isEqualTo(Verdict.refused(Verdict.Reason.NOT_SIGNED));
    }

    /// The private key of the same example.
    @Test
    void noteIsSignedAsAnotherImplementationDoes() {
        byte[] seed = Base64.getDecoder().decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
        var key = new SigningKey(Secret.owning(Arrays.copyOfRange(seed, 1, seed.length)));
        String text = PETERS_NOTE.substring(0, PETERS_NOTE.indexOf("\n\n") + 1);

        assertThat(peter().sign(text, key)).hasToString(PETERS_NOTE);
    }

    /// The layout is a promise: rewritten with `-Datek.golden=write`.
    @Test
    void checkpointIsTheGoldenOne() throws IOException {
        Note note = NAME.sign(CHECKPOINT.text(), KEY);
        if ("write".equals(System.getProperty("atek.golden"))) {
            Files.writeString(GOLDEN, note.toString());
        }

        Note read = Note.read(Bytes.owning(Files.readAllBytes(GOLDEN)));

        assertThat(note).hasToString(Files.readString(GOLDEN));
        assertThat(read).isEqualTo(note);
        assertThat(read.verify(NAME)).isEqualTo(Verdict.holds());
        assertThat(Checkpoint.of(read)).isEqualTo(CHECKPOINT);
    }

    @Test
    void signaturesOfOthersArePassedOverAndOneBadOneSpoilsAll() {
        String own = NAME.sign(CHECKPOINT.text(), KEY).toString();
        String others = PETERS_NOTE.substring(PETERS_NOTE.indexOf("— "));
        NoteKey stranger = new NoteKey(NAME.name(), SigningKey.random().verifyKey());
        String bad =
                NAME.sign("another text\n", KEY).toString().substring("another text\n\n".length());

        assertThat(note(own + others).verify(NAME)).isEqualTo(Verdict.holds());
        assertThat(note(own + others).verify(stranger))
                .isEqualTo(Verdict.refused(Verdict.Reason.NOT_SIGNED));
        assertThat(note(own + bad).verify(NAME))
                .isEqualTo(Verdict.refused(Verdict.Reason.WRONG_SIGNATURE));
    }

    @Test
    void checkpointMayHaveMoreLinesButNoOddOnes() {
        String good = CHECKPOINT.text();

        assertThat(checkpoint(good + "something else\n")).isEqualTo(CHECKPOINT);
        assertThat(checkpoint(new Checkpoint("x", 0, NaiveTree.root(ProofsTest.leaves(0))).text()))
                .extracting(Checkpoint::size)
                .isEqualTo(0L);
        for (String odd :
                new String[] {
                    good.replace("\n70\n", "\n070\n"),
                    good.replace("\n70\n", "\n-70\n"),
                    good.replace("\n70\n", "\n+70\n"),
                    good.replace("\n70\n", "\n9223372036854775808\n"),
                    good.replace("\n70\n", "\n\n"),
                    good.replace("=\n", "\n"),
                    good.replace("=\n", "==\n"),
                    "\n" + good.substring(good.indexOf('\n') + 1),
                    "one\n2\n",
                    "one\n"
                }) {
            assertThatThrownBy(() -> checkpoint(odd)).isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void noteThatIsNoneIsRefused() {
        String good = PETERS_NOTE;
        for (String odd :
                new String[] {
                    "",
                    "\n",
                    "\n\n",
                    good.substring(0, good.length() - 1),
                    good.replace("\n\n", "\n"),
                    good.replace("— ", "- "),
                    good.replace(" x08", "  x08"),
                    good.replace("PeterNeumann ", " "),
                    good.replace("PeterNeumann", "Peter+Neumann"),
                    good.replace("AM=", "AN="),
                    good.replace("your", "your\t"),
                    good.replace("your", "your\r"),
                    "text\n\n— name x08gow==\n",
                    "text\n\n" + "— name x08go/ZJ\n".repeat(Note.SIGNATURES_MAX + 1)
                }) {
            assertThatThrownBy(() -> note(odd)).as(odd).isInstanceOf(MalformedNoteException.class);
        }
        byte[] notText = good.getBytes(StandardCharsets.UTF_8);
        notText[0] = (byte) 0xff;
        assertThatThrownBy(() -> Note.read(Bytes.owning(notText)))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> Note.read(Bytes.owning(new byte[Note.BYTES_MAX + 1])))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void mutatedCheckpointIsRefusedOrNotSigned() {
        byte[] good = NAME.sign(CHECKPOINT.text(), KEY).toString().getBytes(StandardCharsets.UTF_8);
        Seeds.forAll((random, size) -> {
            for (int i = 0; i < 200; i++) {
                byte[] mutant = mutate(good, random, 1 + random.nextInt(1 + size / 20));
                if (Arrays.equals(mutant, good)) {
                    continue;
                }
                try {
                    Note note = Note.read(Bytes.owning(mutant));
                    assertThat(note.toBytes()).isEqualTo(Bytes.owning(mutant));
                    assertThat(note.verify(NAME).proven()).isFalse();
                    Checkpoint.of(note);
                } catch (MalformedNoteException e) {
                    assertThat(e).hasMessageNotContaining("Exception");
                }
            }
        });
    }

    private static byte[] mutate(byte[] good, RandomGenerator random, int times) {
        byte[] mutant = good.clone();
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(mutant.length);
            mutant[at] =
                    random.nextBoolean()
                            ? good[random.nextInt(good.length)]
                            : (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(mutant, random.nextInt(mutant.length))
                : mutant;
    }

    private static Checkpoint checkpoint(String text) {
        return Checkpoint.of(NAME.sign(text, KEY));
    }

    private static Note note(String text) {
        return Note.read(Bytes.owning(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static NoteKey peter() {
        byte[] key = Base64.getDecoder().decode(PETER.substring(PETER.lastIndexOf('+') + 1));
        return new NoteKey(
                "PeterNeumann",
                new VerifyKey(Bytes.owning(Arrays.copyOfRange(key, 1, 1 + VerifyKey.BYTES))));
    }
}
