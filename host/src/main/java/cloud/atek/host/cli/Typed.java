package cloud.atek.host.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// How far a command line has come: in which command the cursor is, and what it could say next.
///
/// @param command the innermost one that is named
/// @param positionals how many of its words were given
/// @param waiting the option whose value comes next; null when none does
/// @param values of the options that were given
record Typed(
        CommandSpec command,
        int positionals,
        @Nullable OptionSpec waiting,
        Map<String, String> values) {

    /// @param words finished ones
    static Typed find(CommandSpec root, List<String> words) {
        var values = new LinkedHashMap<String, String>();
        CommandSpec command = root;
        OptionSpec waiting = null;
        int positionals = 0;
        for (String word : words) {
            if (waiting != null) {
                values.put(waiting.longestName(), word);
                waiting = null;
                continue;
            }
            CommandLine sub = command.subcommands().get(word);
            if (word.startsWith("-")) {
                waiting = word.contains("=") ? null : withValue(command, word);
            } else if (sub == null) {
                positionals++;
            } else {
                command = sub.getCommandSpec();
                positionals = 0;
            }
        }
        return new Typed(command, positionals, waiting, Map.copyOf(values));
    }

    private static @Nullable OptionSpec withValue(CommandSpec command, String name) {
        OptionSpec option = command.findOption(name);
        return option == null || option.arity().max() == 0 ? null : option;
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /// The words that are known without asking anybody.
    Stream<String> words(String typed) {
        if (waiting != null) {
            return candidates(waiting);
        }
        if (typed.startsWith("-")) {
            return command.options().stream()
                    .filter(option -> !option.hidden())
                    .map(OptionSpec::longestName);
        }
        return Stream.concat(
                command.subcommands().entrySet().stream()
                        .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
                        .map(Map.Entry::getKey),
                positional().stream().flatMap(Typed::candidates));
    }

    /// What the word at the cursor is called in the help, such as `ID`; empty when it is an option.
    String label(String typed) {
        if (waiting != null) {
            return waiting.paramLabel();
        }
        return typed.startsWith("-")
                ? ""
                : positional().map(PositionalParamSpec::paramLabel).orElse("");
    }

    private Optional<PositionalParamSpec> positional() {
        return command.positionalParameters().stream()
                .filter(param -> param.index().contains(positionals))
                .findFirst();
    }

    private static Stream<String> candidates(ArgSpec arg) {
        if (arg.completionCandidates() != null) {
            return StreamSupport.stream(arg.completionCandidates().spliterator(), false);
        }
        return arg.type().isEnum()
                ? Stream.of(arg.type().getEnumConstants()).map(Object::toString)
                : Stream.empty();
    }
}
