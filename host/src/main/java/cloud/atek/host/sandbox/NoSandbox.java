package cloud.atek.host.sandbox;

import static java.util.Comparator.comparingInt;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confined;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Group;
import cloud.atek.host.process.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Confines nothing: the program runs on the real paths, with all rights of the host's user. Only
/// for those who asked for it. Thread-safe.
final class NoSandbox implements Sandbox {

    private final @Nullable Path setpriv;

    /// @param setpriv ends the program when the host dies; `null` when the machine has none
    NoSandbox(@Nullable Path setpriv) {
        this.setpriv = setpriv;
    }

    @Override
    public Confined confine(Confinement wanted) {
        List<Bind> binds =
                Stream.concat(wanted.readOnly().stream(), wanted.writable().stream())
                        .sorted(comparingInt((Bind bind) -> bind.inside().length()).reversed())
                        .toList();
        var command = new ArrayList<String>();
        if (setpriv != null) {
            command.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL"));
        }
        wanted.command().forEach(argument -> command.add(outside(argument, binds)));
        Map<String, String> environment = new HashMap<>();
        wanted.environment().forEach((name, value) -> environment.put(name, outside(value, binds)));
        return new Confined(command, environment, "", List.of(), Group.NONE);
    }

    @Override
    public boolean ownNetwork() {
        return false;
    }

    /// Replaces inside paths where they stand whole: at the start or behind `:`, `=`, `,` or `@`.
    private static String outside(String text, List<Bind> binds) {
        if (binds.isEmpty()) {
            return text;
        }
        Map<String, String> outside = new HashMap<>();
        binds.forEach(bind -> outside.putIfAbsent(bind.inside(), bind.outside().toString()));
        String any =
                binds.stream()
                        .map(bind -> Pattern.quote(bind.inside()))
                        .collect(Collectors.joining("|"));
        return Pattern.compile("(?<=^|[:=,@])(?:" + any + ")(?=$|[/:,])")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(outside.get(found.group())));
    }
}
