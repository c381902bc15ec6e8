package cloud.atek.host.services;

import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceRecord;

/// What people see of a service of the household: neither its environment nor where it lies on this
/// machine.
final class GuestView {

    /// Instead of a place on this machine; the contract wants a URI.
    private static final String HIDDEN_PLACE = "file:///";

    private GuestView() {}

    static ServiceInfo of(ServiceInfo info) {
        ServiceRecord all = info.settings();
        var shown =
                new ServiceRecord(
                        all.id(),
                        all.owningUserKey(),
                        all.sourceUrl().startsWith("https://") ? all.sourceUrl() : HIDDEN_PLACE,
                        all.desiredVersion(),
                        all.source(),
                        all.manifest(),
                        null,
                        all.activation(),
                        all.idleSeconds(),
                        all.stopped(),
                        null,
                        null);
        return new ServiceInfo(
                info.status(),
                info.key(),
                shown,
                info.state(),
                info.reason(),
                info.core(),
                info.url(),
                info.sandbox(),
                info.since(),
                info.activation(),
                null,
                info.protection());
    }
}
