package cloud.atek.host.services;

import cloud.atek.api.services.Protection;
import cloud.atek.api.services.Protection.Missing;
import cloud.atek.host.permissions.Rights;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How well others are protected from services, found out when somebody asks. Thread-safe.
///
/// The rating is 5 when all layers are in force; each that is missing takes one, and so does a
/// service that may use all of its owner's, or the whole network. One that runs in a sandbox has at
/// least 1, one without has 0.
public final class Protections {

    private static final Missing SANDBOX =
            new Missing(
                    "sandbox",
                    "It can read and change all that the user can who started Atek.",
                    "Set \"sandbox\" to \"strict\" in config.json and start Atek anew.");
    private static final Missing COUNTED =
            new Missing(
                    "cgroups",
                    "Nothing limits what its processes take together.",
                    "The host's own log says why no control group could be made.");
    private static final String LIMIT_IT =
            "Limit it to what it needs: it does not say so by itself, and may use everything of"
                    + " yours that services offer.";
    private static final String NO_FULL_NETWORK =
            "Take the whole network from it, and grant the hosts that it needs.";

    private final Rights rights;
    private final List<Missing> missing;

    /// @param missing what this machine lacks, for every service
    public Protections(Rights rights, List<Missing> missing) {
        this.rights = rights;
        this.missing = List.copyOf(missing);
    }

    /// Of one without a process there is nothing to say.
    @Nullable Protection of(Unit unit) {
        List<String> layers = unit.status().layers();
        if (layers == null) {
            return null;
        }
        if (layers.isEmpty()) {
            return new Protection(0, layers, List.of(SANDBOX), SANDBOX.fix());
        }
        Rights.Of granted = rights.of(unit.key);
        boolean everything = !unit.core && !granted.limited();
        boolean network = !unit.core && granted.fullNetwork();
        List<Missing> lacks = lacks(layers);
        int rating =
                Protection.RATING_MAX - lacks.size() - (everything ? 1 : 0) - (network ? 1 : 0);
        String raise =
                everything
                        ? LIMIT_IT
                        : network
                                ? NO_FULL_NETWORK
                                : lacks.isEmpty() ? null : lacks.getFirst().fix();
        return new Protection(Math.max(1, rating), layers, lacks, raise);
    }

    private List<Missing> lacks(List<String> layers) {
        boolean told =
                missing.stream().anyMatch(each -> each.layer().equals(COUNTED.layer()))
                        || layers.contains(COUNTED.layer());
        return told ? missing : Stream.concat(Stream.of(COUNTED), missing.stream()).toList();
    }
}
