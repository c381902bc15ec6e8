package cloud.atek.host.qr;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nayuki.qrcodegen.QrCode;
import java.util.Base64;

/// A text as a QR code. Thread-safe.
///
/// @param code its modules
public record QrPicture(QrCode code) {

    /// The quiet zone around a code, in modules (ISO/IEC 18004 section 5.3.8).
    private static final int MARGIN = 4;

    /// Half of it is enough where lines are short.
    private static final int TERMINAL_MARGIN = 2;

    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String AS_BEFORE = "\u001b[0m";

    /// @param text at most about 2 000 characters
    public static QrPicture of(String text) {
        return new QrPicture(QrCode.encodeText(text, QrCode.Ecc.MEDIUM));
    }

    /// A `data:` URL of an SVG, black on white with its margin.
    public String url() {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg());
    }

    private byte[] svg() {
        int size = code.size + 2 * MARGIN;
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append("M%d,%dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
                }
            }
        }
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" \
        shape-rendering="crispEdges"><path fill="#fff" d="M0,0h%1$dv%1$dH0z"/>\
        <path d="%2$s"/></svg>\
        """
                .formatted(size, path)
                .getBytes(UTF_8);
    }

    /// Lines of half blocks, two rows of modules each.
    ///
    /// @param coloured black on white whatever the terminal's colours are
    public String lines(boolean coloured) {
        var lines = new StringBuilder();
        for (int y = -TERMINAL_MARGIN; y < code.size + TERMINAL_MARGIN; y += 2) {
            lines.append(y == -TERMINAL_MARGIN ? "" : "\n").append(coloured ? BLACK_ON_WHITE : "");
            for (int x = -TERMINAL_MARGIN; x < code.size + TERMINAL_MARGIN; x++) {
                lines.append(halves(code.getModule(x, y), code.getModule(x, y + 1)));
            }
            lines.append(coloured ? AS_BEFORE : "");
        }
        return lines.toString();
    }

    private static char halves(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }
}
