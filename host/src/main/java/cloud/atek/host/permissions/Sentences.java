package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.What;
import cloud.atek.api.permissions.Wish;
import cloud.atek.host.gateway.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What grants mean, in words of the host: never in those of a package. Pure.
public final class Sentences {

    /// Of a service whose manifest does not say what it needs, and that nobody limited.
    static final String OPEN =
            "It does not say what it needs: it may use everything of yours that services offer.";

    static final String LIMITED = "It may use what you granted it, and nothing else.";

    static final String CORE = "It belongs to the host, which needs it: it may use everything.";

    /// What the host's own APIs are, for people.
    private static final Map<String, String> KNOWN =
            Map.of(
                    "atek.cloud/adb-api",
                    "keep data in databases of its own",
                    "atek.cloud/adb-blobs",
                    "keep files in databases of its own",
                    "atek.cloud/services-api",
                    "see your services",
                    "atek.cloud/users-api",
                    "see who lives here",
                    "atek.cloud/user-sessions-api",
                    "see who is logged in",
                    "atek.cloud/audit-api",
                    "see what was done on this host");

    private Sentences() {}

    /// What it allows, such as "Reach api.example.com at port 443.".
    ///
    /// @param names tells the name of a service
    public static String of(What what, Function<ServiceKey, String> names) {
        return switch (what) {
            case What.ApiGrant api -> api(api, names);
            case What.NetworkGrant network ->
                    "Reach %s at port %d in the network, and send there what it knows."
                            .formatted(network.host(), network.at().port());
            case What.FullNetwork _ ->
                    "Use the WHOLE network, as any program does: send all that it knows to"
                            + " anybody, and reach every device in your home.";
            case What.FolderGrant(String name, Access access) ->
                    access == Access.READ
                            ? "Read your folder \"%s\".".formatted(name)
                            : "Read your folder \"%s\", change and delete what is in it."
                                    .formatted(name);
            case What.Limits limits -> limits(limits);
        };
    }

    private static String api(What.ApiGrant api, Function<ServiceKey, String> names) {
        String known = KNOWN.get(api.api().value());
        boolean whole = api.methods() == null && api.prefix() == null && api.database() == null;
        var words = new StringBuilder();
        if (whole && known != null) {
            words.append(Character.toUpperCase(known.charAt(0)))
                    .append(known.substring(1))
                    .append(" (")
                    .append(api.api())
                    .append(")");
        } else if (api.methods() == null) {
            words.append("Use ").append(api.api());
        } else {
            words.append("Call ").append(list(api.methods())).append(" of ").append(api.api());
        }
        if (api.prefix() != null) {
            words.append(", only for records at ").append(api.prefix()).append(" and below");
        }
        if (api.database() != null) {
            words.append(", in the database ").append(api.database(), 0, 8).append("… of yours");
        }
        if (api.provider() != null) {
            words.append(", answered by ").append(names.apply(api.provider()));
        }
        return words.append('.').toString();
    }

    private static String limits(What.Limits limits) {
        var parts = new ArrayList<String>();
        if (limits.memory() != null) {
            parts.add(limits.memory() + " MiB of memory");
        }
        if (limits.cpu() != null) {
            parts.add(limits.cpu() + " % of one processor core");
        }
        if (limits.storage() != null) {
            parts.add(limits.storage() + " MiB of disk");
        }
        return "Take up to " + list(parts) + ".";
    }

    private static String list(List<String> words) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /// What a user is asked.
    static String of(Wish wish, Function<ServiceKey, String> names) {
        return switch (wish) {
            case Wish.Exactly(What what) -> of(what, names);
            case Wish.Pick pick ->
                    switch (pick.pick()) {
                        case PROVIDER -> "Use %s of a service that you pick.".formatted(pick.api());
                        case FOLDER ->
                                "%s a folder that you pick."
                                        .formatted(
                                                pick.access() == Access.WRITE
                                                        ? "Read and change"
                                                        : "Read");
                        case DATABASE -> "Use a database of yours that you pick.";
                    };
        };
    }

    /// That a service may not do something, and how that is changed.
    ///
    /// @param narrowed whether it may do a part of it
    static String lacks(String service, Use use, boolean narrowed) {
        return narrowed
                ? "%s may call %s of %s only for a part of the data, and this is not in it: its owner can allow more with `atek grant %s %s`, or on the page of the service"
                        .formatted(service, use.method(), use.api(), service, use.api())
                : "%s lacks the permission to call %s of %s: its owner can allow it with `atek grant %s %s`, or on the page of the service"
                        .formatted(service, use.method(), use.api(), service, use.api());
    }
}
