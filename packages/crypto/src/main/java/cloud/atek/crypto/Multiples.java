package cloud.atek.crypto;

import cloud.atek.crypto.CurvePoint.Term;

/// The odd multiples of a point, and those of 2^64, 2^128 and 2^192 times it: so a scalar is taken
/// in quarters, side by side, which need a quarter of the doublings. Never changes.
final class Multiples {

    private static final int QUARTERS = 4;
    private static final int QUARTER_BITS = Long.SIZE;

    /// Digits of a quarter, and a carry.
    private static final int DIGITS = QUARTER_BITS + 1;

    private final int width;

    /// Of each quarter.
    private final Term[][] odd = new Term[QUARTERS][];

    private Multiples(int width) {
        this.width = width;
    }

    /// @param encoded a point
    /// @param width 2^(width−2) multiples are kept of each quarter: more of them is more memory and
    ///   fewer additions
    static Multiples of(byte[] encoded, int width) {
        var multiples = new Multiples(width);
        CurvePoint point = CurvePoint.read(encoded);
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            for (int i = 0; i < QUARTER_BITS && quarter > 0; i++) {
                point.twice();
            }
            multiples.odd[quarter] = odd(point, width);
        }
        return multiples;
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
        byte[][] plus = of.digits(a);
        byte[][] minus = other.digits(b);
        var sum = new CurvePoint();
        boolean begun = false;
        for (int at = DIGITS - 1; at >= 0; at--) {
            if (begun) {
                sum.twice();
            }
            for (int quarter = 0; quarter < QUARTERS; quarter++) {
                int add = plus[quarter][at];
                int subtract = minus[quarter][at];
                add(sum, of.odd[quarter], add);
                add(sum, other.odd[quarter], -subtract);
                begun |= (add | subtract) != 0;
            }
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

    private byte[][] digits(Scalar scalar) {
        var digits = new byte[QUARTERS][];
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            digits[quarter] = digits(scalar.longAt(quarter));
        }
        return digits;
    }

    /// 64 bits as few digits: each is zero, or odd with a sign, and of `width` that follow one
    /// another at most one is not zero.
    private byte[] digits(long bits) {
        var digits = new byte[DIGITS];
        long left = bits;
        boolean carry = false;
        for (int at = 0; at < DIGITS; at++) {
            if ((left & 1) != 0) {
                int digit = (int) left & ((1 << width) - 1);
                if (digit >= 1 << (width - 1)) {
                    digit -= 1 << width;
                }
                digits[at] = (byte) digit;
                // A digit below zero is owed by those behind it, perhaps by the last one.
                long rest = left - digit;
                carry |= digit < 0 && Long.compareUnsigned(rest, left) < 0;
                left = rest;
            }
            left >>>= 1;
            if (carry) {
                left |= 1L << (QUARTER_BITS - 1);
                carry = false;
            }
        }
        return digits;
    }
}
