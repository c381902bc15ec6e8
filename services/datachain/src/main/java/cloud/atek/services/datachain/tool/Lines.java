package cloud.atek.services.datachain.tool;

import cloud.atek.cli.Table;
import java.util.ArrayList;
import java.util.List;

/// Names and what they are, one under the other. One thread.
final class Lines {

    private static final int NAME_WIDTH = 13;

    private final List<String> lines = new ArrayList<>();

    Lines line(String name, Object value) {
        lines.add(("%-" + NAME_WIDTH + "s%s").formatted(name, value));
        return this;
    }

    /// A sentence of its own, in lines that fit.
    Lines text(String text) {
        lines.add(wrapped(text));
        return this;
    }

    /// `text` in lines of at most 80 characters, where its words allow that.
    static String wrapped(String text) {
        var out = new StringBuilder();
        int width = 0;
        for (String word : text.split(" ", -1)) {
            if (width > 0 && width + 1 + word.length() > Table.WIDTH_MAX) {
                out.append('\n');
                width = 0;
            } else if (width > 0) {
                out.append(' ');
                width++;
            }
            out.append(word);
            width += word.length();
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
