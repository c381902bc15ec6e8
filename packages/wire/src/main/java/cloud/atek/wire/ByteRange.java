package cloud.atek.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of some content that is wanted (RFC 9110 section 14).
///
/// @param from first byte
/// @param length number of bytes, not negative
public record ByteRange(long from, long length) {

    /// One range, of digits that fit a long.
    private static final Pattern SINGLE =
            Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    public static ByteRange all(long size) {
        return new ByteRange(0, size);
    }

    /// Reads a Range header. One that is absent, malformed or asks for several parts is as none:
    /// the whole answers it.
    ///
    /// @return empty when no byte of it is wanted: 416
    public static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.of(all(size));
        }
        if (range.group(1).isEmpty()) {
            return last(Long.parseLong(range.group(2)), size);
        }
        long from = Long.parseLong(range.group(1));
        long to = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
        if (!range.group(2).isEmpty() && to < from) {
            return Optional.of(all(size));
        }
        return from >= size
                ? Optional.empty()
                : Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
    }

    private static Optional<ByteRange> last(long count, long size) {
        long length = Math.min(count, size);
        return length == 0 ? Optional.empty() : Optional.of(new ByteRange(size - length, length));
    }

    public boolean isAllOf(long size) {
        return from == 0 && length == size;
    }

    /// Such as `bytes 0-9/100`.
    public String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
