package cloud.atek.datachain.dio;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.log.MemoryDisk;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Chains in memory.
final class TestChains {

    private TestChains() {}

    /// One that its own key writes.
    static Chain create() throws IOException {
        SigningKey key = SigningKey.random();
        return create(key, Genesis.of(key.verifyKey()));
    }

    /// One that these keys write, and its own only when it is among them.
    static Chain create(SigningKey key, TrustMode trust, KeyName... roots) throws IOException {
        return create(key, new Genesis(trust, List.of(roots), Retention.ALL));
    }

    private static Chain create(SigningKey key, Genesis genesis) throws IOException {
        var settings = new ChainSettings(new MemoryDisk(), Clock.systemUTC(), 1 << 20);
        return Chain.create(Path.of("/chain"), key, genesis, settings);
    }
}
