package cloud.atek.host.log;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Cuts what a process prints into lines of bounded length. One thread owns it.
public final class LineReader {

    /// Longer lines are cut here.
    public static final int LINE_BYTES_MAX = 8 << 10;

    /// What is longer than this becomes several lines.
    static final int CUT_BYTES_MAX = 1 << 20;

    private static final int BUFFER_BYTES = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private int at;
    private int end;
    private long bytesRead;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /// Blocks for the next line, safe to show; `null` at the end. What a long line had more is only
    /// counted.
    public @Nullable String next() throws IOException {
        int length = 0;
        long cut = 0;
        boolean some = false;
        for (int b = read(); b >= 0; b = read()) {
            some = true;
            if (b == '\n') {
                break;
            }
            if (length < LINE_BYTES_MAX) {
                line[length++] = (byte) b;
            } else if (++cut == CUT_BYTES_MAX) {
                break;
            }
        }
        return some ? text(length, cut) : null;
    }

    /// All bytes taken from the stream so far.
    long bytesRead() {
        return bytesRead;
    }

    private String text(int length, long cut) {
        boolean windows = cut == 0 && length > 0 && line[length - 1] == '\r';
        String text = PlainText.of(line, windows ? length - 1 : length);
        return cut == 0 ? text : text + " … (" + cut + " bytes more)";
    }

    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
            bytesRead += end;
        }
        return buffer[at++] & 0xFF;
    }
}
