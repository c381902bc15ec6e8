package cloud.atek.host.users;

import cloud.atek.host.serverdb.ServerDb;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// All that is known of people once the server database is open. Thread-safe.
public record People(
        Accounts accounts, Sessions sessions, SecondSteps secondSteps, LoginCheck loginCheck) {

    /// @param keys makes keys that were never used before
    /// @param sessionLife how long a session lasts that is not used, asked each time
    public static People open(
            ServerDb db, Supplier<String> keys, Supplier<Duration> sessionLife, Clock clock) {
        var accounts = new Accounts(db.table(Accounts.PATH, UserRecord.class), keys);
        var secondSteps = new SecondSteps(accounts, clock);
        return new People(
                accounts,
                new Sessions(
                        db.table(Sessions.PATH, SessionRecord.class), accounts, sessionLife, clock),
                secondSteps,
                new LoginCheck(accounts, secondSteps, new LoginLimit(clock)));
    }
}
