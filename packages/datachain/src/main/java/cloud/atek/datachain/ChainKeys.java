package cloud.atek.datachain;

import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import java.io.IOException;

/// Where the private keys of chains are kept: apart from the chains, so that a damaged log never
/// costs an identity, and a copied log never gives one away.
public interface ChainKeys {

    /// Keeps a key, durably.
    void save(SigningKey key) throws IOException;

    /// The key of chain `id`.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    SigningKey load(VerifyKey id) throws IOException;
}
