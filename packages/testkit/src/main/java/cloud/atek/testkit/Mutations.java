package cloud.atek.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes bad inputs out of good ones: flips, cuts, inserts, repeats, splices, and writes numbers
/// that lie where lengths and counts may stand.
///
/// @param good at least one
public record Mutations(List<byte[]> good) {

    /// Most changes of one input.
    private static final int CHANGES_MAX = 4;

    /// Longest piece that is inserted, repeated or overwritten, in bytes.
    private static final int PIECE_BYTES_MAX = 64;

    /// One of the good inputs, changed at 1 to 4 places.
    public byte[] next(RandomGenerator random) {
        byte[] bytes = pick(random);
        for (int left = 1 + random.nextInt(CHANGES_MAX); left > 0; left--) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> flipped(bytes, random);
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 3 -> without(bytes, random);
            case 4 -> inserted(bytes, random);
            case 5 -> repeated(bytes, random);
            case 6 -> spliced(bytes, random);
            case 7 -> overwritten(bytes, random);
            default -> numbered(bytes, random);
        };
    }

    private byte[] pick(RandomGenerator random) {
        return good.get(random.nextInt(good.size())).clone();
    }

    private static byte[] flipped(byte[] bytes, RandomGenerator random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, RandomGenerator random) {
        int from = random.nextInt(bytes.length + 1);
        int count = Math.min(piece(random), bytes.length - from);
        return joined(bytes, from, new byte[0], bytes, from + count);
    }

    private static byte[] inserted(byte[] bytes, RandomGenerator random) {
        var piece = new byte[piece(random)];
        random.nextBytes(piece);
        int at = random.nextInt(bytes.length + 1);
        return joined(bytes, at, piece, bytes, at);
    }

    private static byte[] repeated(byte[] bytes, RandomGenerator random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + piece(random));
        int at = random.nextBoolean() ? to : random.nextInt(bytes.length + 1);
        return joined(bytes, at, Arrays.copyOfRange(bytes, from, to), bytes, at);
    }

    /// The beginning of this and the end of another.
    private byte[] spliced(byte[] bytes, RandomGenerator random) {
        byte[] other = pick(random);
        int at = random.nextInt(bytes.length + 1);
        int from = random.nextBoolean() ? Math.min(at, other.length) : place(other, random);
        return joined(bytes, at, new byte[0], other, from);
    }

    private static byte[] overwritten(byte[] bytes, RandomGenerator random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + piece(random));
        Arrays.fill(bytes, from, to, (byte) (random.nextInt(3) - 1));
        return bytes;
    }

    /// Writes a number of 1, 2, 4 or 8 bytes that is likely to be asked for.
    private static byte[] numbered(byte[] bytes, RandomGenerator random) {
        int width = 1 << random.nextInt(4);
        if (bytes.length >= width) {
            int at = random.nextInt(bytes.length - width + 1);
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES).putLong(0, number(bytes, random));
            System.arraycopy(number.array(), Long.BYTES - width, bytes, at, width);
        }
        return bytes;
    }

    private static long number(byte[] bytes, RandomGenerator random) {
        long power = 1L << random.nextInt(64);
        return switch (random.nextInt(7)) {
            case 0 -> random.nextInt(8);
            case 1 -> -1 - random.nextInt(8);
            case 2 -> bytes.length - random.nextInt(16);
            case 3 -> power;
            case 4 -> power - 1;
            case 5 -> -power;
            default -> random.nextInt(300);
        };
    }

    private static int place(byte[] bytes, RandomGenerator random) {
        return random.nextInt(bytes.length + 1);
    }

    private static int piece(RandomGenerator random) {
        return 1 + random.nextInt(PIECE_BYTES_MAX);
    }

    private static byte[] joined(byte[] start, int end, byte[] middle, byte[] rest, int from) {
        var all = new byte[end + middle.length + rest.length - from];
        System.arraycopy(start, 0, all, 0, end);
        System.arraycopy(middle, 0, all, end, middle.length);
        System.arraycopy(rest, from, all, end + middle.length, rest.length - from);
        return all;
    }
}
