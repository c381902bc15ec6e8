package cloud.atek.host.audit;

import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// A process that writes an audit as fast as it can, and says of each entry that it was told it is
/// there. It ends by being killed.
final class AuditChild {

    private AuditChild() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        var settings =
                new AuditLog.Settings(
                        Path.of(args[0]),
                        Clock.systemUTC(),
                        _ -> Optional.empty(),
                        () -> Duration.ofDays(1));
        AuditLog audit = AuditLog.open(settings);
        int threads = 4;
        for (int i = 0; i < threads; i++) {
            int first = i;
            Thread.startVirtualThread(() -> {
                for (int n = first; ; n += threads) {
                    audit.record(
                            new Deed(Caller.Known.HOST, "deed " + n, null, Deed.Ending.DONE, null));
                    System.out.println(n);
                }
            });
        }
        Thread.sleep(Duration.ofMinutes(1));
    }
}
