package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Caller.Via;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Knows everyone by what he shows. Thread-safe.
///
/// While the server database is not open yet it knows only the household and its services: enough
/// for the host to start, and for nobody else to come in.
public final class Doorkeeper implements Doors {

    private final Bearers bearers;
    private final Predicate<ServiceKey> core;
    private volatile @Nullable Book book;
    private volatile boolean settled;

    private record Book(Accounts accounts, Sessions sessions) {}

    /// @param core tells which services the host brings along
    public Doorkeeper(Bearers bearers, Predicate<ServiceKey> core) {
        this.bearers = bearers;
        this.core = core;
    }

    /// The server database is open: people may come in.
    public void open(People people) {
        book = new Book(people.accounts(), people.sessions());
    }

    /// The services of people are known as well: from now on nobody is asked to come again.
    public void settle() {
        settled = true;
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public Optional<Caller.Known> bearer(String token) {
        return bearers.find(token).flatMap(holder -> known(holder.user(), holder.via()));
    }

    @Override
    public Optional<Caller.Known> session(String token, @Nullable ServiceKey service) {
        Book known = book;
        return known == null
                ? Optional.empty()
                : known.sessions()
                        .find(token, service)
                        .flatMap(record ->
                                known(
                                        new UserKey(record.userKey()),
                                        via(service, record.sessionId())));
    }

    @Override
    public void startedOn(String token, String userAgent) {
        Book known = book;
        if (known != null) {
            known.sessions().startedOn(token, userAgent);
        }
    }

    @Override
    public Optional<String> bindCode(String rootToken, ServiceKey service) {
        Book known = book;
        return known == null ? Optional.empty() : known.sessions().bindCode(rootToken, service);
    }

    @Override
    public Optional<String> redeem(String code, ServiceKey service) {
        Book known = book;
        return known == null ? Optional.empty() : known.sessions().redeem(code, service);
    }

    /// The account behind a key; empty while the server database is not open.
    public Optional<Account> account(UserKey user) {
        Book known = book;
        return known == null ? Optional.empty() : known.accounts().find(user);
    }

    /// The key of the user with this name.
    public Optional<UserKey> named(String username) {
        Book known = book;
        return known == null
                ? Optional.empty()
                : known.accounts().named(username).map(Account::key);
    }

    private Via via(@Nullable ServiceKey service, String session) {
        return service == null
                ? new Via.Browser(session)
                : new Via.Page(service, core.test(service), session);
    }

    private Optional<Caller.Known> known(UserKey user, Via via) {
        if (via instanceof Via.Host) {
            return Optional.of(Caller.Known.HOST);
        }
        if (user.equals(UserKey.SYSTEM)) {
            return Optional.of(new Caller.Known(user, user.value(), true, via));
        }
        Book known = book;
        return known == null
                ? Optional.empty()
                : known.accounts()
                        .find(user)
                        .map(account ->
                                new Caller.Known(user, account.username(), account.admin(), via));
    }
}
