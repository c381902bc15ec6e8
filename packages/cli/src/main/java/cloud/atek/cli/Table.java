package cloud.atek.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows under a line of titles, at most [#WIDTH_MAX] characters wide: where the rows want more, the
/// widest column is cut. Nothing is lost by that, for `--json` shows all.
public final class Table {

    /// Fits every terminal, and a mail.
    public static final int WIDTH_MAX = 80;

    private static final String GAP = "  ";
    private static final String CUT = "…";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("want " + rows.getFirst().size() + " cells");
        }
        rows.add(List.of(cells).stream().map(Terminal::harmless).toList());
        return this;
    }

    /// The lines, without a last line break.
    @Override
    public String toString() {
        int[] widths = widths();
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(fitted(row.get(i), widths[i])).append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        while (sum(widths) + GAP.length() * (widths.length - 1) > WIDTH_MAX) {
            widths[widest(widths)]--;
        }
        return widths;
    }

    private static int sum(int[] numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }

    private static String fitted(String cell, int width) {
        if (cell.length() > width) {
            return cell.substring(0, width - 1) + CUT;
        }
        return cell + " ".repeat(width - cell.length());
    }
}
