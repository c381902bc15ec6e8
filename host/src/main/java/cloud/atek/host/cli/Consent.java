package cloud.atek.host.cli;

import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.api.permissions.What;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows what a service wants and asks whether it may have it; nothing is granted silently.
///
/// @param said `all` or `none` of the command line, null when a person is asked
record Consent(AtekCommand atek, @Nullable String said) {

    static final String ALL = "all";
    static final String NONE = "none";

    Consent {
        if (said != null && !said.equals(ALL) && !said.equals(NONE)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Want --grant all or --grant none, not " + said + ".");
        }
    }

    /// Asks about all that it wants and has not.
    ///
    /// @param answer of the host, to which with `--json` is added what was granted
    void about(String id, JsonNode answer) {
        ServiceRights rights = RevokeCommand.rights(atek, id);
        List<Wanted> missing = rights.wants().stream().filter(want -> !want.granted()).toList();
        if (!rights.limited() && !rights.declared()) {
            note(RightsView.wrapped(rights.sentence(), "") + "Limit it with: atek revoke " + id);
        }
        about(id, missing, answer);
    }

    /// Asks about these.
    void about(String id, List<Wanted> missing, JsonNode answer) {
        if (missing.isEmpty()) {
            return;
        }
        var text = new StringBuilder("\n" + id + " would like to:\n");
        missing.forEach(want -> text.append(RightsView.wanted(want)));
        note(text.toString().stripTrailing());
        List<What> agreed = agreed(missing);
        if (agreed.isEmpty()) {
            note("It runs without. Allow it with: atek grant " + id + " --all");
            return;
        }
        JsonNode given = atek.host().call(PermissionsApi.ID, "grant", id, agreed);
        if (atek.json) {
            ((ObjectNode) answer).set("grants", given);
        } else {
            note(GrantCommand.sentences(id, List.of(AtekCommand.read(given, Grant[].class))));
        }
    }

    private List<What> agreed(List<Wanted> missing) {
        if (said != null || atek.json || !atek.terminal().interactive()) {
            return ALL.equals(said) ? missing.stream().map(Wanted::what).toList() : List.of();
        }
        return switch (answer("May it? [y]es to all, [N]o, [e]ach one by one", "e")) {
            case "y" -> missing.stream().map(Wanted::what).toList();
            case "e" -> each(missing);
            default -> List.of();
        };
    }

    private List<What> each(List<Wanted> missing) {
        var agreed = new ArrayList<What>();
        for (Wanted want : missing) {
            if (answer(RightsView.wanted(want).stripTrailing() + "\n  [y/N]", "").equals("y")) {
                agreed.add(want.what());
            }
        }
        return agreed;
    }

    /// Asks until the answer is understood. Nothing, and the end of the input, are a no.
    ///
    /// @param third what may be answered besides yes and no, `""` for nothing
    /// @return `y`, `n` or `third`
    private String answer(String question, String third) {
        while (true) {
            String word = atek.terminal().reply(question).orElse("").toLowerCase(Locale.ROOT);
            String first = word.isEmpty() ? "n" : word.substring(0, 1);
            if (first.equals("y") || first.equals("n") || first.equals(third)) {
                return first;
            }
            note("Want y" + (third.isEmpty() ? "" : ", " + third) + " or n.");
        }
    }

    private void note(String text) {
        if (!atek.json) {
            atek.terminal().block(text);
        }
    }
}
