package cloud.atek.host.cli;

import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.User;
import cloud.atek.api.users.UsersApi.UserList;
import cloud.atek.cli.CommandFailedException;
import java.util.List;
import java.util.stream.Collectors;

/// Finds users of the running host by the names that people know.
final class Person {

    private static final int SHOWN_MAX = 10;

    private Person() {}

    /// @throws CommandFailedException when there is none of this name; it says who there is
    static User named(HostClient host, String name) {
        List<User> all = all(host);
        return all.stream()
                .filter(user -> user.username().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailedException(
                                "There is no user \"%s\". There %s.".formatted(name, names(all))));
    }

    static List<User> all(HostClient host) {
        return AtekCommand.read(host.call(UsersApi.ID, "list"), UserList.class).users();
    }

    private static String names(List<User> all) {
        if (all.isEmpty()) {
            return "is none: `atek mkuser` makes one";
        }
        String names =
                all.stream().limit(SHOWN_MAX).map(User::username).collect(Collectors.joining(", "));
        return "is: " + names + (all.size() > SHOWN_MAX ? " and more" : "");
    }
}
