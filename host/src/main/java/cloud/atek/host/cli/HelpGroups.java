package cloud.atek.host.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The list of all commands by what they are about, one line for those that belong together: it
/// fits one screen.
final class HelpGroups {

    private static final String LINE = "  %-10s%-29s%s%n";

    /// @param about a word at the beginning of the first of several lines
    private record Group(String about, List<String> commands, String text) {}

    private static final List<Group> GROUPS =
            List.of(
                    new Group("Atek", List.of("up", "run"), "Run Atek here, until Ctrl-C."),
                    new Group(
                            "",
                            List.of("config", "trust", "doctor"),
                            "Settings; TLS; what to mend."),
                    new Group("", List.of("audit"), "Who did what."),
                    new Group(
                            "Services",
                            List.of("install", "uninstall"),
                            "Add from Git or a folder; remove."),
                    new Group(
                            "",
                            List.of("ls", "get", "logs", "stats", "open"),
                            "See what is there."),
                    new Group("", List.of("start", "stop", "restart"), "What they say."),
                    new Group("", List.of("permissions", "grant", "revoke"), "What they may do."),
                    new Group("", List.of("cfg", "update", "rollback"), "Change, renew, go back."),
                    new Group(
                            "People",
                            List.of("mkuser", "moduser", "deluser"),
                            "Create, change, delete users."),
                    new Group("", List.of("invite", "sessions"), "Let in; see who is in."),
                    new Group("Data", List.of("adb", "datachain"), "Databases and what is below."),
                    new Group("", List.of("earthstar"), "Documents that sync between homes."),
                    new Group("Shell", List.of("completion"), "Tab completes words."));

    private HelpGroups() {}

    static void show(CommandLine atek) {
        atek.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpGroups::text);
    }

    private static String text(Help help) {
        var left = new TreeSet<>(visible(help));
        var text = new StringBuilder();
        for (Group group : GROUPS) {
            var there = group.commands().stream().filter(left::remove).toList();
            if (!there.isEmpty()) {
                text.append(LINE.formatted(group.about(), String.join(", ", there), group.text()));
            }
        }
        if (!left.isEmpty()) {
            text.append(LINE.formatted("More", String.join(", ", left), "See --help of each."));
        }
        return text.toString();
    }

    private static List<String> visible(Help help) {
        return help.commandSpec().subcommands().entrySet().stream()
                .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableList());
    }
}
