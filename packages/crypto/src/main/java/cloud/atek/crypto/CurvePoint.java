package cloud.atek.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519Field;

/// A point of edwards25519 that is reckoned with, in extended coordinates: RFC 8032 section 5.1.4
/// has the formulas. Nothing here takes the same time for all values, so it is for public ones
/// alone. One thread owns it.
final class CurvePoint {

    static final int BYTES = 32;

    private static final int[] D = d();
    private static final int[] TWICE_D = sum(D, D);
    private static final int SIGN = 0x80;

    private final int[] x = X25519Field.create();
    private final int[] y = X25519Field.create();
    private final int[] z = X25519Field.create();

    // The fourth coordinate is their product: it is made when it is wanted.
    private final int[] e = X25519Field.create();
    private final int[] h = X25519Field.create();

    private final int[] a = X25519Field.create();
    private final int[] b = X25519Field.create();
    private final int[] c = X25519Field.create();
    private final int[] d = X25519Field.create();

    /// A point as it is added to others: y + x, y − x, 2 z, and 2 d t.
    static final class Term {
        private final int[] sum;
        private final int[] difference;
        private final int[] twiceZ;
        private final int[] product;

        private Term(int[] sum, int[] difference, int[] twiceZ, int[] product) {
            this.sum = sum;
            this.difference = difference;
            this.twiceZ = twiceZ;
            this.product = product;
        }
    }

    /// The neutral one.
    CurvePoint() {
        X25519Field.one(y);
        X25519Field.one(z);
        X25519Field.one(h);
    }

    /// Reads the encoding of a point, which must be one.
    static CurvePoint read(byte[] encoded) {
        var point = new CurvePoint();
        // Without the highest bit, which is the sign.
        X25519Field.decode255(encoded, point.y);
        X25519Field.sqr(point.y, point.a);
        X25519Field.mul(D, point.a, point.b);
        X25519Field.subOne(point.a);
        X25519Field.addOne(point.b);
        if (!X25519Field.sqrtRatioVar(point.a, point.b, point.x)) {
            throw new IllegalArgumentException("no point of the curve");
        }
        X25519Field.normalize(point.x);
        if ((point.x[0] & 1) != (encoded[BYTES - 1] & SIGN) >>> 7) {
            X25519Field.negate(point.x, point.x);
            X25519Field.carry(point.x);
        }
        X25519Field.copy(point.x, 0, point.e, 0);
        X25519Field.copy(point.y, 0, point.h, 0);
        return point;
    }

    Term term() {
        var product = X25519Field.create();
        X25519Field.mul(e, h, product);
        X25519Field.mul(product, TWICE_D, product);
        return new Term(sum(y, x), difference(y, x), sum(z, z), product);
    }

    /// Adds the point to itself.
    void twice() {
        X25519Field.sqr(x, a);
        X25519Field.sqr(y, b);
        X25519Field.sqr(z, c);
        X25519Field.add(c, c, c);
        X25519Field.add(x, y, e);
        X25519Field.sqr(e, e);
        X25519Field.add(a, b, h);
        X25519Field.sub(h, e, e);
        X25519Field.sub(a, b, a);
        X25519Field.add(c, a, c);
        X25519Field.carry(e);
        X25519Field.carry(c);
        product(a, c);
    }

    void add(Term other) {
        add(other, other.sum, other.difference);
        X25519Field.sub(d, c, a);
        X25519Field.add(d, c, b);
        product(b, a);
    }

    void subtract(Term other) {
        add(other, other.difference, other.sum);
        X25519Field.add(d, c, a);
        X25519Field.sub(d, c, b);
        product(b, a);
    }

    /// What an addition and a subtraction have in common.
    private void add(Term other, int[] above, int[] below) {
        X25519Field.mul(e, h, c);
        X25519Field.mul(c, other.product, c);
        X25519Field.sub(y, x, a);
        X25519Field.mul(a, below, a);
        X25519Field.add(y, x, b);
        X25519Field.mul(b, above, b);
        X25519Field.mul(z, other.twiceZ, d);
        X25519Field.sub(b, a, e);
        X25519Field.add(b, a, h);
    }

    /// The three coordinates from what the formulas call E and H, G and F.
    private void product(int[] g, int[] f) {
        X25519Field.mul(g, h, y);
        X25519Field.mul(f, g, z);
        X25519Field.mul(e, f, x);
    }

    /// The one encoding of the point, 32 bytes.
    byte[] encoded() {
        var inverse = X25519Field.create();
        X25519Field.invVar(z, inverse);
        X25519Field.mul(x, inverse, a);
        X25519Field.mul(y, inverse, b);
        X25519Field.normalize(a);
        X25519Field.normalize(b);
        var encoded = new byte[BYTES];
        X25519Field.encode(b, encoded, 0);
        encoded[BYTES - 1] |= (byte) ((a[0] & 1) << 7);
        return encoded;
    }

    private static int[] sum(int[] one, int[] other) {
        var sum = X25519Field.create();
        X25519Field.add(one, other, sum);
        X25519Field.carry(sum);
        return sum;
    }

    private static int[] difference(int[] one, int[] other) {
        var difference = X25519Field.create();
        X25519Field.sub(one, other, difference);
        X25519Field.carry(difference);
        return difference;
    }

    /// −121665/121666.
    private static int[] d() {
        var one = X25519Field.create();
        X25519Field.one(one);
        var below = X25519Field.create();
        X25519Field.mul(one, 121_666, below);
        X25519Field.inv(below, below);
        var d = X25519Field.create();
        X25519Field.mul(below, 121_665, d);
        X25519Field.negate(d, d);
        X25519Field.carry(d);
        return d;
    }
}
