package cloud.atek.crypto;

import cloud.atek.crypto.CurvePoint.Term;

/// The odd multiples of a point, and those of 2^128 times it: so a scalar is taken in two halves,
/// which need half of the doublings. Never changes.
final class Multiples {

    /// Bits of a scalar's half.
    private static final int HALF_BITS = 128;

    private final int width;
    private final Term[] low;
    private final Term[] high;

    private Multiples(int width, Term[] low, Term[] high) {
        this.width = width;
        this.low = low;
        this.high = high;
    }

    /// @param encoded a point
    /// @param width 2^(width−2) multiples are kept of each half: more of them is more memory and
    ///   fewer additions
    static Multiples of(byte[] encoded, int width) {
        CurvePoint point = CurvePoint.read(encoded);
        Term[] low = odd(point, width);
        for (int i = 0; i < HALF_BITS; i++) {
            point.twice();
        }
        return new Multiples(width, low, odd(point, width));
    }

    /// Leaves `point` as it was.
    private static Term[] odd(CurvePoint point, int width) {
        var odd = new Term[1 << (width - 2)];
        odd[0] = point.term();
        var sum = new CurvePoint();
        sum.add(odd[0]);
        sum.twice();
        Term two = sum.term();
        var next = new CurvePoint();
        next.add(odd[0]);
        for (int i = 1; i < odd.length; i++) {
            next.add(two);
            odd[i] = next.term();
        }
        return odd;
    }

    /// `a` times this point minus `b` times the other.
    static CurvePoint difference(Scalar a, Multiples of, Scalar b, Multiples other) {
        byte[] aLow = Digits.of(a.longAt(0), a.longAt(1), of.width);
        byte[] aHigh = Digits.of(a.longAt(2), a.longAt(3), of.width);
        byte[] bLow = Digits.of(b.longAt(0), b.longAt(1), other.width);
        byte[] bHigh = Digits.of(b.longAt(2), b.longAt(3), other.width);
        var sum = new CurvePoint();
        boolean begun = false;
        for (int i = Digits.COUNT - 1; i >= 0; i--) {
            if (begun) {
                sum.twice();
            }
            add(sum, of.low, aLow[i]);
            add(sum, of.high, aHigh[i]);
            add(sum, other.low, -bLow[i]);
            add(sum, other.high, -bHigh[i]);
            begun |= (aLow[i] | aHigh[i] | bLow[i] | bHigh[i]) != 0;
        }
        return sum;
    }

    /// @param digit zero, or odd
    private static void add(CurvePoint sum, Term[] odd, int digit) {
        if (digit > 0) {
            sum.add(odd[digit / 2]);
        } else if (digit < 0) {
            sum.subtract(odd[-digit / 2]);
        }
    }

    /// 128 bits as few digits: each is zero or odd and has a sign, and among some that follow one
    /// another only one is not zero.
    private static final class Digits {

        /// Digits of 128 bits and a carry.
        static final int COUNT = HALF_BITS + 1;

        static byte[] of(long lowBits, long highBits, int width) {
            var digits = new byte[COUNT];
            long low = lowBits;
            long high = highBits;
            long top = 0;
            for (int i = 0; i < COUNT; i++) {
                if ((low & 1) != 0) {
                    int digit = (int) low & ((1 << width) - 1);
                    digit = digit >= 1 << (width - 1) ? digit - (1 << width) : digit;
                    digits[i] = (byte) digit;
                    long before = low;
                    low -= digit;
                    // A digit below zero leaves something to those behind it.
                    if (digit < 0 && Long.compareUnsigned(low, before) < 0) {
                        high++;
                        top += high == 0 ? 1 : 0;
                    }
                }
                low = low >>> 1 | high << 63;
                high = high >>> 1 | top << 63;
                top = 0;
            }
            return digits;
        }
    }
}
