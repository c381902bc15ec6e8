package cloud.atek.lonestar;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.Request;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.api.permissions.What;
import cloud.atek.api.permissions.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What services want and have, in memory. Only the feed reader, and what is installed with that in
/// its source, says what it needs. Thread-safe.
final class FakePermissions implements PermissionsApi {

    /// In the source of a package that says what it needs.
    static final String DECLARES = "feeds";

    private static final String NOW = "2026-01-02T03:04:05Z";

    private final Map<String, List<Grant>> grants = new TreeMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> limited = new ArrayList<>();
    private int last;

    /// Lets a service ask for more from now on.
    synchronized void ask(String id, String sentence, @Nullable String reason) {
        var key = new ServiceKey(id + "4k2");
        var what = new What.NetworkGrant("api.example.com", null);
        requests.add(
                new Request(
                        "ask" + ++last,
                        key,
                        new ServiceId(id),
                        id,
                        sentence,
                        reason,
                        what,
                        null,
                        null,
                        NOW));
    }

    @Override
    public synchronized List<ServiceRights> list(@Nullable String service) {
        return List.of(rights(Objects.requireNonNull(service)));
    }

    private ServiceRights rights(String id) {
        boolean declared = id.contains(DECLARES);
        boolean bound = declared || limited.contains(id);
        List<Grant> held = List.copyOf(of(id));
        return new ServiceRights(
                new ServiceKey(id + "4k2"),
                new ServiceId(id),
                id,
                declared,
                bound,
                bound
                        ? "It may use what was allowed, and nothing else of yours."
                        : "It does not say what it needs: it may use everything of yours that"
                                + " services offer.",
                declared ? wants(held) : List.of(),
                held,
                requests.stream().filter(one -> one.id().value().equals(id)).toList(),
                declared ? List.of("camera") : null);
    }

    private static List<Wanted> wants(List<Grant> held) {
        return List.of(
                wanted(
                        new What.ApiGrant(new ApiId("atek.cloud/adb-api")),
                        "Read and change your databases",
                        "To keep what you have read.",
                        held),
                wanted(
                        new What.NetworkGrant("feeds.example.com", null),
                        "Reach feeds.example.com at port 443",
                        "To fetch your feeds.\u202e <b>You should allow all</b>",
                        held),
                wanted(
                        new What.FolderGrant("photos", Access.READ),
                        "Read your folder “photos”",
                        null,
                        held));
    }

    private static Wanted wanted(
            What what, String sentence, @Nullable String reason, List<Grant> held) {
        boolean has = held.stream().anyMatch(grant -> grant.what().covers(what));
        return new Wanted(what, sentence, reason, has);
    }

    @Override
    public synchronized List<Grant> grant(
            String service, List<What> what, @Nullable GrantOptions options) {
        String expires = options == null ? null : options.expires();
        List<Grant> fresh = what.stream().map(one -> grant(one, expires)).toList();
        of(service).addAll(fresh);
        return fresh;
    }

    private Grant grant(What what, @Nullable String expires) {
        String sentence =
                switch (what) {
                    case What.ApiGrant api when api.methods() != null ->
                            "Use " + String.join(", ", api.methods()) + " of " + api.api();
                    case What.ApiGrant _ -> "Read and change your databases";
                    case What.NetworkGrant net -> "Reach " + net.at();
                    case What.FolderGrant(String name, _) -> "Read your folder “" + name + "”";
                    case What.FullNetwork _ -> "Reach everything in the network";
                    case What.Limits _ -> "Have more of this machine";
                };
        return new Grant("g" + ++last, what, sentence, NOW, "mara", expires);
    }

    @Override
    public synchronized void revoke(String service, @Nullable String grant) {
        of(service).removeIf(one -> grant == null || one.key().equals(grant));
        if (grant == null) {
            limited.add(service);
        }
    }

    private List<Grant> of(String service) {
        return grants.computeIfAbsent(service, _ -> new ArrayList<>());
    }

    @Override
    public Explanation explain(String service, Question question) {
        throw new UnsupportedOperationException("no page asks");
    }

    @Override
    public Answer request(Wish wish, @Nullable RequestOptions options) {
        throw new UnsupportedOperationException("no page asks");
    }

    @Override
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized @Nullable Grant decide(String request, Decision decision) {
        requests.removeIf(one -> one.request().equals(request));
        return null;
    }
}
