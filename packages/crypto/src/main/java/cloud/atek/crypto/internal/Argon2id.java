package cloud.atek.crypto.internal;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What one hashing with Argon2id (RFC 9106, version 0x13) costs.
///
/// The upper bounds are what a stored cost may ask of us, so that a planted one cannot eat the
/// memory or the day.
///
/// @param memoryKib memory in KiB, 8 per lane to 256 MiB
/// @param passes 1 to 16
/// @param lanes 1 to 8
public record Argon2id(int memoryKib, int passes, int lanes) {

    public static final int MEMORY_KIB_MAX = 256 * 1024;
    public static final int PASSES_MAX = 16;
    public static final int LANES_MAX = 8;

    public Argon2id {
        if (lanes < 1 || lanes > LANES_MAX || passes < 1 || passes > PASSES_MAX) {
            throw new IllegalArgumentException("an Argon2id cost out of range");
        }
        if (memoryKib < 8 * lanes || memoryKib > MEMORY_KIB_MAX) {
            throw new IllegalArgumentException("an Argon2id memory out of range");
        }
    }

    /// Hashes, then wipes `password`.
    public byte[] hash(byte[] password, byte[] salt, int hashBytes) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        var hash = new byte[hashBytes];
        generator.generateBytes(password, hash);
        Arrays.fill(password, (byte) 0);
        return hash;
    }
}
