package cloud.atek.host.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A user of the system that only the programs of one subject run as.
///
/// @param number as user and as group
/// @param groups more groups: those of people's folders that it may use
record SystemUser(int number, List<Integer> groups) {

    /// What root keeps until the program is this user, and what the options of bubblewrap call it:
    /// to become somebody else, to stand in a folder of somebody else's, to give these rights up.
    static final List<String> RIGHTS =
            List.of("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_DAC_READ_SEARCH");

    SystemUser {
        groups = List.copyOf(groups);
    }

    /// The begin of a command that goes on as this user, without a right that it could get back.
    List<String> become(Path setpriv) {
        var command = new ArrayList<>(List.of(setpriv.toString()));
        command.add("--reuid=" + number);
        command.add("--regid=" + number);
        command.add(
                groups.isEmpty()
                        ? "--clear-groups"
                        : groups.stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",", "--groups=", "")));
        command.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"));
        return command;
    }
}
