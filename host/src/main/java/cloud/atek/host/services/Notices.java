package cloud.atek.host.services;

import cloud.atek.api.Manifest;
import cloud.atek.host.install.Installed;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.host.services.Status.Comes;
import java.util.List;
import java.util.Objects;

/// What the registry, and those who wait for a service, are told of it. Thread-safe; what concerns
/// one service, under its lock.
record Notices(Registry registry) {

    /// Its record has changed: what the registry says of it changes as well.
    void register(Unit unit) {
        Installed installed = unit.installed;
        List<Manifest.Export> exports =
                installed == null ? List.of() : installed.manifest().exports();
        registry.register(site(unit), exports);
    }

    /// Tells how it is with it from now on, to those who wait for it and to the registry.
    ///
    /// Who hears that it is up finds it in the registry, and who finds in the registry that it is
    /// down can wait for it: hence the order.
    void turn(Unit unit, Status next) {
        if (unit.run == null) {
            unit.turn(next);
            register(unit);
        } else {
            register(unit);
            unit.turn(next);
        }
    }

    private static Site site(Unit unit) {
        return switch (unit.run) {
            case Unit.Run.Served(var root) ->
                    new Site.Folder(unit.key, unit.id(), unit.owner(), root);
            case Unit.Run.Alive(var process, _) ->
                    new Site.Live(unit.key, unit.id(), unit.owner(), process.socket());
            case null -> down(unit, unit.status());
        };
    }

    private static Site down(Unit unit, Status status) {
        String reason =
                Objects.requireNonNullElse(
                        status.reason(),
                        switch (status.state()) {
                            case STARTING -> "It is starting; look again in a moment.";
                            default -> "It was stopped.";
                        });
        boolean comes = status.comes() == Comes.SOON || status.comes() == Comes.WHEN_ASKED;
        return new Site.Down(
                unit.key, unit.id(), unit.owner(), new Site.Why(status.state(), comes, reason));
    }
}
