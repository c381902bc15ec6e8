package cloud.atek.host.services;

import cloud.atek.api.UserKey;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.host.gateway.Caller;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Installs for a new user what he finds at the root of the domain, where the owner of the host
/// wants another than the one that comes along. Thread-safe.
public final class MainServices {

    private static final Logger log = LoggerFactory.getLogger(MainServices.class);

    private final Services services;
    private final Supplier<String> url;

    /// @param url of what is installed for each, asked each time; empty for nothing
    public MainServices(Services services, Supplier<String> url) {
        this.services = services;
        this.url = url;
    }

    /// Installs it as the user. That it cannot be is only logged: the account is good without.
    ///
    /// @return its ID; empty when nothing was installed
    public Optional<String> install(UserKey user, String username) {
        String wanted = url.get();
        if (wanted.isBlank()) {
            return Optional.empty();
        }
        // The owner of the host chose the address, so it may be one on this machine.
        var caller = new Caller.Known(user, username, true, new Caller.Via.Host());
        try {
            return switch (services.install(caller, InstallOptions.of(wanted))) {
                case Result.Done(var info) -> Optional.of(info.settings().id().value());
                case Result.Refused(String why) -> {
                    log.warn("the main service of a new user was not installed: {}", why);
                    yield Optional.empty();
                }
            };
        } catch (RuntimeException e) {
            log.warn("the main service of a new user was not installed", e);
            return Optional.empty();
        }
    }
}
