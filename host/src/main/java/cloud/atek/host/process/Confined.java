package cloud.atek.host.process;

import java.util.List;
import java.util.Map;

/// A command that is ready for [ProcessBuilder], as a list; no secret stands in it.
///
/// @param environment all variables of the first process
/// @param input what its standard input must be fed, then closed; the program itself sees an empty
///   one. Secrets travel here
/// @param layers what confines it, such as `namespaces`, `seccomp`, `limits`; empty means nothing
/// @param group what counts it with all that it starts; whoever runs the command closes it
public record Confined(
        List<String> command,
        Map<String, String> environment,
        String input,
        List<String> layers,
        Group group) {

    public Confined {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        layers = List.copyOf(layers);
    }

    /// Names neither input nor variables: both may hold secrets.
    @Override
    public String toString() {
        return "Confined[" + command + ", " + layers + "]";
    }
}
