package cloud.atek.host.cli;

import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.Request;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.cli.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service may do, as text of at most 80 columns.
final class RightsView {

    private static final int COLUMNS = 80;
    private static final String INDENT = "  ";

    private RightsView() {}

    static String of(ServiceRights rights) {
        var text = new StringBuilder();
        text.append(wrapped(rights.id() + ": " + rights.sentence(), ""));
        List<Grant> grants = rights.grants();
        if (!grants.isEmpty()) {
            text.append("\nIt may (take one back with `atek revoke ")
                    .append(rights.id())
                    .append(" KEY`):\n");
            grants.forEach(grant -> text.append(granted(grant)));
        }
        List<Wanted> missing = rights.wants().stream().filter(want -> !want.granted()).toList();
        if (!missing.isEmpty()) {
            text.append("\nIt wants, and has not (allow it with `atek grant ")
                    .append(rights.id())
                    .append(" --all`):\n");
            missing.forEach(want -> text.append(wanted(want)));
        }
        if (rights.devices() != null) {
            text.append("\nIt would use, which no host grants yet: ")
                    .append(Terminal.harmless(String.join(", ", rights.devices())))
                    .append('\n');
        }
        if (!rights.requests().isEmpty()) {
            text.append("\nIt asks (answer with `atek grant ")
                    .append(rights.id())
                    .append(" --request ID`):\n");
            rights.requests().forEach(request -> text.append(asked(request)));
        }
        return text.toString().stripTrailing();
    }

    private static String granted(Grant grant) {
        return item(timed(grant)) + INDENT + INDENT + grant.key() + '\n';
    }

    /// What a grant allows and for how long, as an item of a list.
    static String sentence(Grant grant) {
        return item(timed(grant)).stripTrailing();
    }

    private static String timed(Grant grant) {
        return grant.expires() == null
                ? grant.sentence()
                : grant.sentence() + " Until " + Times.shown(grant.expires()) + ".";
    }

    /// One want, and in quotes what the package says why.
    static String wanted(Wanted want) {
        return item(want.sentence()) + reason(want.reason());
    }

    private static String asked(Request request) {
        var text = new StringBuilder(item(request.sentence()));
        text.append(reason(request.reason()));
        text.append(INDENT).append(INDENT).append(request.request()).append('\n');
        if (request.choices() != null) {
            request.choices()
                    .forEach(choice ->
                            text.append(
                                    item(
                                            "--choice "
                                                    + Terminal.harmless(choice.key())
                                                    + " is "
                                                    + Terminal.harmless(choice.name()))));
        }
        return text.toString();
    }

    private static String reason(@Nullable String reason) {
        return reason == null
                ? ""
                : wrapped("It says: \"" + Terminal.harmless(reason) + "\"", INDENT + INDENT);
    }

    private static String item(String sentence) {
        return wrapped("- " + Terminal.harmless(sentence), INDENT);
    }

    /// Lines of at most 80 columns, those after the first further to the right.
    static String wrapped(String text, String indent) {
        var out = new StringBuilder();
        var line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > COLUMNS - 1 && line.length() > indent.length()) {
                out.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent + INDENT);
            }
            line.append(word).append(' ');
        }
        return out.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
