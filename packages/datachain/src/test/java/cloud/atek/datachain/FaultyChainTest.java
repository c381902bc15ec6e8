package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random lives of a chain on a disk that fails: see [FaultyLife].
class FaultyChainTest {

    private static final int FLIPS = 40;

    @Test
    void powerCutAtEveryStepLosesNothingAcknowledged() throws IOException {
        cuts(2);
    }

    @Test
    @Tag("slow")
    void powerCutAtEveryStepOfManyLivesLosesNothingAcknowledged() throws IOException {
        cuts(60);
    }

    @Test
    void flippedBitIsDamageOrChangesNothing() throws IOException {
        flips(8);
    }

    @Test
    @Tag("slow")
    void flippedBitInManyLivesIsDamageOrChangesNothing() throws IOException {
        flips(300);
    }

    @Test
    void closingTellsOfCommitsThatNobodyAwaitedAndTheDiskLost() throws IOException {
        var disk = new FaultyDisk();
        Chain chain = FaultyLife.create(disk);
        disk.failSyncs();
        Change change = Change.of(ChainTest.put(1, "nobody waits for it"));

        assertThat(chain.commit(change, Author.OWNER, Scope.NONE))
                .isInstanceOf(Outcome.Committed.class);

        assertThatThrownBy(chain::close).isInstanceOf(IOException.class);
    }

    /// Lets every life end at its first write, sync or name change, its second, and so on.
    private static void cuts(int lives) throws IOException {
        long first = System.nanoTime();
        for (long seed = first; seed < first + lives; seed++) {
            int steps = 0;
            for (boolean cut = true; cut; steps++) {
                String when = "seed %d, cut at %d".formatted(seed, steps);
                try {
                    cut = survives(seed, steps);
                } catch (IOException | RuntimeException | AssertionError e) {
                    throw new AssertionError(when, e);
                }
            }
            assertThat(steps).as("seed %d", seed).isGreaterThan(50);
        }
    }

    /// Tells whether the power went before the life was over.
    private static boolean survives(long seed, int steps) throws IOException {
        var disk = new FaultyDisk();
        disk.cutPowerAfter(steps);
        var life = new FaultyLife(disk, seed);
        boolean cut = life.run();
        FaultyDisk after = disk.afterPowerCut(new Random(seed + steps));
        try {
            life.requireAll(after);
        } catch (NoSuchFileException e) {
            assertThat(life.acknowledged()).as("it was never made whole: " + e).isZero();
        }
        return cut;
    }

    /// One bit of any file of a chain that was closed.
    private static void flips(int lives) throws IOException {
        long first = System.nanoTime();
        int named = 0;
        for (long seed = first; seed < first + lives; seed++) {
            var disk = new FaultyDisk();
            var life = new FaultyLife(disk, seed);
            life.run();
            var random = new Random(seed);
            for (int i = 0; i < FLIPS; i++) {
                named += flip(life, disk, random, "seed " + seed) ? 1 : 0;
            }
        }
        assertThat(named).isGreaterThan(lives * FLIPS / 4);
    }

    /// Tells whether the flip was named; if not, the chain is what it was.
    private static boolean flip(FaultyLife life, FaultyDisk disk, Random random, String when)
            throws IOException {
        FaultyDisk flipped = new FaultyDisk();
        List<String> names =
                disk.list(FaultyLife.FOLDER).stream().filter(name -> !name.equals("lock")).toList();
        String chosen = names.get(random.nextInt(names.size()));
        int at = 0;
        for (String name : names) {
            Path path = FaultyLife.FOLDER.resolve(name);
            byte[] bytes = disk.bytes(path);
            if (name.equals(chosen) && bytes.length > 0) {
                at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            flipped.put(path, bytes);
        }
        try {
            life.requireAll(flipped);
            return false;
        } catch (DamagedLogException e) {
            assertThat(e.segment()).as("%s, %s at %d", when, chosen, at).isIn(names);
            return true;
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("%s, %s at %d".formatted(when, chosen, at), e);
        }
    }
}
