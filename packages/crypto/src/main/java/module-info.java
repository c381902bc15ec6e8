import org.jspecify.annotations.NullMarked;

/// Keys, signatures, sealing, hashes, passwords and tokens: standard cryptography under our names.
@NullMarked
module cloud.atek.crypto {
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports cloud.atek.crypto;
    exports cloud.atek.crypto.seal;
}
