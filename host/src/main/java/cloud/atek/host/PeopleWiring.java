package cloud.atek.host;

import cloud.atek.api.users.UsersApi;
import cloud.atek.host.belongings.Belongings;
import cloud.atek.host.belongings.Departure;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.Settings;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.hostapi.ApiTable;
import cloud.atek.host.hostapi.InviteHandlers;
import cloud.atek.host.hostapi.LeavingHandlers;
import cloud.atek.host.hostapi.ProofHandlers;
import cloud.atek.host.hostapi.UserHandlers;
import cloud.atek.host.serverdb.ServerDb;
import cloud.atek.host.services.MainServices;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.InviteRecord;
import cloud.atek.host.users.Invites;
import cloud.atek.host.users.People;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The wiring of all that is about people: how they come, and how they leave.
final class PeopleWiring {

    private PeopleWiring() {}

    /// Opens the ways in, and gives the API of users.
    ///
    /// @param dir the data folder
    static ApiTable users(Parts wired, People people, ServerDb db, Path dir) {
        Settings settings = wired.settings();
        var mains =
                new MainServices(wired.services(), () -> settings.current().defaultMainService());
        Consumer<Account> welcome = account -> welcome(mains, people, account);
        Consumer<Account> soon =
                account -> Thread.ofVirtual().name("welcome").start(() -> welcome.accept(account));
        wired.setup().open(people, written(wired, "first account made").andThen(soon));
        wired.invites()
                .open(
                        db.table(Invites.PATH, InviteRecord.class),
                        people,
                        written(wired, "invite used").andThen(soon));
        var belongings =
                new Belongings(
                        wired.services(), db.databases(), dir.resolve("data"), dir.resolve("logs"));
        wired.takeout().open(people.accounts(), belongings, db.databases());
        return new UserHandlers(
                        people,
                        new InviteHandlers(wired.invites(), () -> root(wired, settings.current())),
                        new ProofHandlers(people, () -> settings.current().domain()),
                        new LeavingHandlers(new Departure(people, belongings)),
                        welcome)
                .table();
    }

    /// Writes down that somebody came, and how.
    private static Consumer<Account> written(Parts wired, String event) {
        return account ->
                wired.audit()
                        .record(
                                Deed.ofTheHost(
                                        event,
                                        Deed.Target.user(account.username(), account.key()),
                                        null));
    }

    private static void welcome(MainServices mains, People people, Account account) {
        mains.install(account.key(), account.username())
                .ifPresent(
                        id -> people.accounts().settings(account, new UsersApi.UserSettings(id)));
    }

    private static URI root(Parts wired, HostConfig config) {
        return wired.edge().address(config.domain());
    }
}
