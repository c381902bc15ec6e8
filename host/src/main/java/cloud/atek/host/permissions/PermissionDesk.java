package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.permissions.PermissionsApi.Answer;
import cloud.atek.api.permissions.PermissionsApi.Decision;
import cloud.atek.api.permissions.PermissionsApi.Explanation;
import cloud.atek.api.permissions.PermissionsApi.Question;
import cloud.atek.api.permissions.PermissionsApi.State;
import cloud.atek.api.permissions.Request;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.api.permissions.Wants;
import cloud.atek.api.permissions.What;
import cloud.atek.api.permissions.Wish;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Use;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where permissions are looked at, given and taken back. Who may do that, [Subject] by [Subject],
/// the caller of this has found by [#find] or [#own]. Thread-safe.
public final class PermissionDesk {

    /// Grants of one service.
    public static final int GRANTS_MAX = 200;

    private final Grants grants;
    private final Subject.Book subjects;
    private final Granted rule;
    private final Picks picks;
    private final Renewal renewal;
    private final Requests requests;
    private final Clock clock;

    public PermissionDesk(Grants grants, Picks picks, Renewal renewal, Clock clock) {
        this.grants = grants;
        this.subjects = grants.subjects();
        this.rule = new Granted(grants, subjects);
        this.picks = picks;
        this.renewal = renewal;
        this.requests = new Requests(clock);
        this.clock = clock;
        grants.onChange(service -> {
            if (subjects.find(service).isEmpty()) {
                requests.forget(service);
            }
        });
    }

    /// What it came to.
    public sealed interface Outcome<T> {

        record Done<T>(T value) implements Outcome<T> {}

        /// @param message one plain sentence
        record Refused<T>(String message) implements Outcome<T> {}
    }

    /// The service with this ID or key, for a person whose it is, an admin, or itself.
    public Optional<Subject> find(Caller.Known caller, String service) {
        return subjects.all().stream()
                .filter(one ->
                        one.id().value().equals(service) || one.key().value().equals(service))
                .filter(one -> maySee(caller, one))
                .findFirst();
    }

    /// As [#find], for a person alone.
    public Optional<Subject> own(Caller.Known caller, String service) {
        return caller.inPerson() ? find(caller, service) : Optional.empty();
    }

    /// All that a caller may see, by their IDs.
    public List<ServiceRights> list(Caller.Known caller) {
        return subjects.all().stream()
                .filter(one -> maySee(caller, one))
                .sorted((a, b) -> a.id().value().compareTo(b.id().value()))
                .map(this::rights)
                .toList();
    }

    private static boolean maySee(Caller.Known caller, Subject subject) {
        return caller.inPerson()
                ? caller.admin() || subject.owner().equals(caller.user())
                : subject.key().equals(caller.installed());
    }

    /// What one wants and has.
    public ServiceRights rights(Subject subject) {
        Map<String, GrantRecord> inForce = grants.inForce(subject);
        Wants wants = subject.manifest().permissions();
        boolean limited = grants.limited(subject);
        return new ServiceRights(
                subject.key(),
                subject.id(),
                subject.name(),
                subject.declared(),
                limited,
                subject.core() ? Sentences.CORE : limited ? Sentences.LIMITED : Sentences.OPEN,
                wants == null || subject.core()
                        ? List.of()
                        : wants.all().stream().map(want -> wanted(subject, want)).toList(),
                inForce.entrySet().stream().map(this::shown).toList(),
                requests.all().stream()
                        .filter(one -> one.matter().service().equals(subject.key()))
                        .map(one -> shown(subject, one))
                        .toList(),
                wants == null || wants.devices().isEmpty() ? null : wants.devices());
    }

    private Wanted wanted(Subject subject, Wants.Want want) {
        return new Wanted(
                want.what(),
                Sentences.of(want.what(), this::named),
                want.reason(),
                has(subject, want.what()));
    }

    private boolean has(Subject subject, What what) {
        return (what instanceof What.ApiGrant && !grants.limited(subject))
                || (what instanceof What.Limits && grants.limits(subject).covers(what))
                || grants.inForce(subject).values().stream()
                        .anyMatch(grant -> grant.what().covers(what));
    }

    private Grant shown(Map.Entry<String, GrantRecord> entry) {
        GrantRecord grant = entry.getValue();
        return new Grant(
                entry.getKey(),
                grant.what(),
                Sentences.of(grant.what(), this::named),
                grant.grantedAt(),
                grant.grantedBy(),
                grant.expires());
    }

    private String named(ServiceKey key) {
        return subjects.find(key).map(Subject::shown).orElse("a service that is gone");
    }

    /// What a new version wants that the old one did not, and has not.
    ///
    /// @param old what the old one wanted, null when it did not say
    public List<Wanted> news(Subject subject, @Nullable Wants old) {
        List<What> before =
                old == null ? List.of() : old.all().stream().map(Wants.Want::what).toList();
        return rights(subject).wants().stream()
                .filter(want -> !want.granted() && !before.contains(want.what()))
                .toList();
    }

    /// Grants things to a service; it is started anew when that is needed.
    ///
    /// @param by name of who grants
    /// @param expires ISO 8601, null for never
    public Outcome<List<Grant>> grant(
            Subject subject, List<What> what, String by, @Nullable String expires) {
        boolean limits = what.stream().anyMatch(What.ApiGrant.class::isInstance);
        return grant(subject, new Gift(what, by, expires, limits));
    }

    /// @param expires as it came
    /// @param limits whether the service has from now on nothing else
    private record Gift(List<What> what, String by, @Nullable String expires, boolean limits) {}

    private Outcome<List<Grant>> grant(Subject subject, Gift gift) {
        List<What> what = gift.what();
        String expires = gift.expires();
        if (subject.core()) {
            return new Outcome.Refused<>(subject.id() + " belongs to the host, which needs it");
        }
        if (grants.inForce(subject).size() + what.size() > GRANTS_MAX) {
            return new Outcome.Refused<>("A service has at most " + GRANTS_MAX + " permissions");
        }
        Instant until;
        try {
            until = expires == null ? null : Instant.parse(expires);
        } catch (DateTimeParseException e) {
            return new Outcome.Refused<>("Want \"expires\" as a time such as 2030-01-31T12:00:00Z");
        }
        if (until != null && !until.isAfter(clock.instant())) {
            return new Outcome.Refused<>("\"expires\" is over already");
        }
        Optional<String> wrong = what.stream().flatMap(one -> misfit(one).stream()).findFirst();
        if (wrong.isPresent()) {
            return new Outcome.Refused<>(wrong.get());
        }
        if (gift.limits()) {
            grants.limit(subject.key());
        }
        return new Outcome.Done<>(given(subject, what, gift.by(), until));
    }

    private static Optional<String> misfit(What what) {
        boolean part =
                what instanceof What.ApiGrant api
                        && (api.prefix() != null || api.database() != null)
                        && !Narrowing.knows(api.api());
        return part
                ? Optional.of(
                        "Only atek.cloud/adb-api and atek.cloud/adb-blobs can be granted in part")
                : Optional.empty();
    }

    private List<Grant> given(
            Subject subject, List<What> what, String by, @Nullable Instant until) {
        List<Grant> given =
                grants.add(subject, what, by, until).entrySet().stream().map(this::shown).toList();
        if (needRestart(what)) {
            renewal.renew(subject.key(), true);
        }
        return given;
    }

    private static boolean needRestart(Collection<What> what) {
        return what.stream().anyMatch(PermissionDesk::needsRestart);
    }

    /// Whether a process has it from its start to its end.
    public static boolean needsRestart(What what) {
        return switch (what) {
            case What.ApiGrant _, What.NetworkGrant _ -> false;
            case What.FullNetwork _, What.FolderGrant _, What.Limits _ -> true;
        };
    }

    /// Takes back one grant, or all. Taking back what is not there is no error.
    ///
    /// @param grant its key, null for all
    public Outcome<Boolean> revoke(Subject subject, @Nullable String grant) {
        if (subject.core()) {
            return new Outcome.Refused<>(subject.id() + " belongs to the host, which needs it");
        }
        List<What> gone =
                grants.inForce(subject).entrySet().stream()
                        .filter(one -> grant == null || one.getKey().equals(grant))
                        .map(one -> one.getValue().what())
                        .toList();
        if (grant == null) {
            grants.limit(subject.key());
        }
        grants.remove(subject, one -> grant == null || one.getKey().equals(grant));
        lost(subject, gone);
        return new Outcome.Done<>(true);
    }

    private void lost(Subject subject, Collection<What> gone) {
        if (needRestart(gone)) {
            renewal.renew(subject.key(), false);
        }
    }

    /// The door of the first permissions: these APIs in the place of those granted before.
    ///
    /// @param apis null: all that its owner may, unless it says itself what it needs
    public Outcome<Boolean> only(Subject subject, @Nullable ServicePermissions apis, String by) {
        if (subject.core()) {
            return new Outcome.Refused<>(subject.id() + " belongs to the host, which needs it");
        }
        if (apis != null && apis.apis().size() > GRANTS_MAX) {
            return new Outcome.Refused<>("A service has at most " + GRANTS_MAX + " permissions");
        }
        List<What> wanted;
        try {
            wanted = apis == null ? List.of() : apis.whats();
        } catch (IllegalArgumentException e) {
            return new Outcome.Refused<>(String.valueOf(e.getMessage()));
        }
        grants.remove(subject, one -> one.getValue().what() instanceof What.ApiGrant);
        if (apis == null) {
            grants.unlimit(subject.key());
        } else {
            grants.limit(subject.key());
            grants.add(subject, wanted, by, null);
        }
        return new Outcome.Done<>(true);
    }

    /// Whether it may do something, and why.
    public Explanation explain(Subject subject, Question question) {
        return question.api() == null
                ? explain(
                        subject,
                        new HostPort(
                                Objects.requireNonNull(question.host(), "an API or a host"),
                                Objects.requireNonNullElse(question.port(), HostPort.HTTPS_PORT)))
                : explain(
                        subject,
                        Use.of(
                                question.api(),
                                Objects.requireNonNullElse(question.method(), "any method")));
    }

    private Explanation explain(Subject subject, HostPort at) {
        Rights.Of of = grants.of(subject);
        boolean allowed = subject.core() || of.fullNetwork() || of.network().contains(at);
        return new Explanation(
                allowed,
                "%s %s reach %s.".formatted(subject.id(), allowed ? "may" : "may not", at),
                allowed ? null : "atek grant %s %s".formatted(subject.id(), at));
    }

    private Explanation explain(Subject subject, Use use) {
        var program =
                new Caller.Known(
                        subject.owner(),
                        subject.shown(),
                        false,
                        new Caller.Via.Program(subject.key(), subject.core()));
        Optional<String> refusal = rule.refusal(program, use);
        return new Explanation(
                refusal.isEmpty(),
                refusal.orElseGet(() ->
                        "%s may call %s of %s%s."
                                .formatted(
                                        subject.id(),
                                        use.method(),
                                        use.api(),
                                        grants.limited(subject)
                                                ? ""
                                                : ": nobody limited what it may use")),
                refusal.isEmpty() ? null : "atek grant %s %s".formatted(subject.id(), use.api()));
    }

    /// Asks the owner of a service for it, and waits until `deadline`.
    public Outcome<Answer> request(
            Subject subject, Wish wish, @Nullable String reason, Instant deadline) {
        if (wish instanceof Wish.Exactly(What what) && has(subject, what)) {
            return new Outcome.Done<>(new Answer(State.GRANTED, null, null));
        }
        var matter = new Requests.Matter(subject.key(), wish);
        return switch (requests.ask(matter, plain(reason), deadline)) {
            case Requests.Asked.TooMany _ ->
                    new Outcome.Refused<>(
                            "%d requests of %s wait for its owner already"
                                    .formatted(Requests.OPEN_MAX, subject.id()));
            case Requests.Asked.Pending(String id) ->
                    new Outcome.Done<>(new Answer(State.PENDING, id, null));
            case Requests.Asked.Decided(String id, var verdict) ->
                    new Outcome.Done<>(answer(subject, id, verdict.grant()));
        };
    }

    private Answer answer(Subject subject, String id, @Nullable String key) {
        Optional<Grant> grant =
                grants.inForce(subject).entrySet().stream()
                        .filter(one -> one.getKey().equals(key))
                        .map(this::shown)
                        .findFirst();
        String request = id.isEmpty() ? null : id;
        return grant.map(found -> new Answer(State.GRANTED, request, found))
                .orElseGet(() -> new Answer(State.DENIED, request, null));
    }

    /// Words of a service, without what could pass for words of the host.
    private static @Nullable String plain(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        String plain = reason.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return plain.length() <= Wants.REASON_LENGTH_MAX
                ? plain
                : plain.substring(0, Wants.REASON_LENGTH_MAX) + "…";
    }

    /// What a person is asked.
    public List<Request> requests(Caller.Known caller) {
        var all = new ArrayList<Request>();
        for (Requests.Open one : requests.all()) {
            subjects.find(one.matter().service())
                    .filter(subject -> caller.inPerson() && mayDecide(caller, subject))
                    .ifPresent(subject -> all.add(shown(subject, one)));
        }
        return all;
    }

    /// Its owner; for the household an admin.
    private static boolean mayDecide(Caller.Known caller, Subject subject) {
        return subject.owner().equals(caller.user())
                || (caller.admin()
                        && (caller.via() instanceof Caller.Via.Host
                                || subject.owner().equals(UserKey.SYSTEM)));
    }

    private Request shown(Subject subject, Requests.Open one) {
        Wish wish = one.matter().wish();
        Wish.Pick pick = wish instanceof Wish.Pick asked ? asked : null;
        return new Request(
                one.id(),
                subject.key(),
                subject.id(),
                subject.name(),
                Sentences.of(wish, this::named),
                one.reason(),
                wish instanceof Wish.Exactly(What what) ? what : null,
                pick == null ? null : pick.pick().word(),
                pick == null ? null : picks.choices(subject, pick),
                one.since().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /// Whose service asks there; for the audit.
    public Optional<Subject> asking(Caller.Known caller, String request) {
        return requests.find(request)
                .flatMap(one -> subjects.find(one.matter().service()))
                .filter(subject -> caller.inPerson() && mayDecide(caller, subject));
    }

    /// Answers a request.
    ///
    /// @return the grants that came of it, one or none
    public Outcome<List<Grant>> decide(
            Subject subject, String request, Decision decision, String by) {
        Requests.Open one = requests.find(request).orElse(null);
        if (one == null) {
            return new Outcome.Refused<>("Nobody asks this any more");
        }
        if (!decision.allow()) {
            requests.decide(one, new Requests.Verdict(null));
            return new Outcome.Done<>(List.of());
        }
        Optional<What> what = picked(subject, one.matter().wish(), decision.choice());
        if (what.isEmpty()) {
            return new Outcome.Refused<>("Want \"choice\" to be one of the choices");
        }
        // What it asked for itself takes nothing away from a service that may use everything.
        var gift = new Gift(List.of(what.get()), by, decision.expires(), false);
        Outcome<List<Grant>> granted = grant(subject, gift);
        if (granted instanceof Outcome.Done<List<Grant>>(List<Grant> given)) {
            requests.decide(one, new Requests.Verdict(given.getFirst().key()));
        }
        return granted;
    }

    private Optional<What> picked(Subject subject, Wish wish, @Nullable String choice) {
        return switch (wish) {
            case Wish.Exactly(What what) -> Optional.of(what);
            case Wish.Pick pick ->
                    Optional.ofNullable(choice).flatMap(key -> picks.what(subject, pick, key));
        };
    }

    /// Ends what has expired; a service that had it from its start is started anew.
    public void expire() {
        for (Map.Entry<ServiceKey, List<What>> one : grants.expire().entrySet()) {
            subjects.find(one.getKey()).ifPresent(subject -> lost(subject, one.getValue()));
        }
    }
}
