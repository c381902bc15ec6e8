package cloud.atek.host.edge;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A piece of a page of the host whose every word from elsewhere is escaped: it cannot be made of
/// text in another way than this.
record Markup(String html) {

    static final Markup NOTHING = new Markup("");

    private static final Pattern BLANK = Pattern.compile("\\{}");

    /// @param template what we wrote ourselves, with `{}` where a text stands
    /// @param texts plain text, one for each blank
    static Markup of(String template, String... texts) {
        Iterator<String> next = List.of(texts).iterator();
        String html =
                BLANK.matcher(template)
                        .replaceAll(_ -> Matcher.quoteReplacement(escape(next.next())));
        return new Markup(html);
    }

    static Markup joined(List<Markup> parts) {
        return new Markup(parts.stream().map(Markup::html).collect(Collectors.joining("\n")));
    }

    /// Text as it stands between tags, and in the quotes of an attribute.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
