package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.kit.Service;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the process.
public final class EarthstarMain {

    private static final Logger log = LoggerFactory.getLogger(EarthstarMain.class);

    private EarthstarMain() {}

    public static void main(String[] args) throws IOException {
        Service service = Service.fromEnvironment();
        Pub pub =
                Pub.open(
                        service.environment().key(),
                        service.environment().data(),
                        PeerSync.Ways.of(service.environment()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(pub), "earthstar-end"));
        serve(service, pub).serve();
    }

    static Service serve(Service service, Pub pub) {
        var subscriptions = new Subscriptions();
        return service.files("/", EarthstarMain.class, "/web")
                .handleBelow("/earthstar-api/", new GuestHandler(pub))
                .export(
                        "/_api/earthstar",
                        EarthstarApi.class,
                        caller -> new CallerEarthstar(pub, subscriptions, caller))
                .exportLive(
                        "/_api/earthstar-live",
                        EarthstarApi.class,
                        caller -> new CallerEarthstar(pub, subscriptions, caller));
    }

    private static void close(Pub pub) {
        try {
            pub.close();
        } catch (IOException e) {
            log.warn("a workspace did not close", e);
        }
    }
}
