package cloud.atek.crypto;

import java.math.BigInteger;

/// A number below the order of the prime-order group. Nothing here takes the same time for all
/// values, so it is for public ones alone.
record Scalar(BigInteger value) {

    /// 2^252 + 27742317777372353535851937790883648493.
    private static final BigInteger ORDER =
            BigInteger.ONE
                    .shiftLeft(252)
                    .add(new BigInteger("27742317777372353535851937790883648493"));

    /// @param bytes of any length, the lowest first
    static Scalar reduced(byte[] bytes) {
        return new Scalar(number(bytes).mod(ORDER));
    }

    /// The number that `bytes` say, the lowest first; it may be too large.
    static Scalar read(byte[] bytes) {
        return new Scalar(number(bytes));
    }

    boolean good() {
        return value.compareTo(ORDER) < 0;
    }

    /// 64 bits, the lowest first.
    long longAt(int at) {
        return value.shiftRight(at * Long.SIZE).longValue();
    }

    private static BigInteger number(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
