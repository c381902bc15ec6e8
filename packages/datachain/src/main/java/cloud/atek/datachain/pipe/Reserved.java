package cloud.atek.datachain.pipe;

/// The rows that mean something to the chain itself.
final class Reserved {

    private static final String PREFIX = "atek.cloud/datachain/";

    private Reserved() {}

    /// Tells whether rows of this type are read by the chain, and so stand plain in it.
    static boolean type(String type) {
        return type.startsWith(PREFIX);
    }
}
