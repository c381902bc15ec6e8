package cloud.atek.host.cli;

import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.Terminal;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the host says that it is doing in a long call, asked on a connection of its own.
///
/// @param what stands there while the host says nothing
/// @param wanted tells the service of this call from others
record TaskWords(HostClient host, String what, Predicate<ServiceInfo> wanted)
        implements Supplier<String> {

    @Override
    public String get() {
        try {
            var answer = host.call(ServicesApi.ID, "list");
            return AtekCommand.read(answer, ServiceList.class).services().stream()
                    .filter(wanted)
                    .filter(info -> info.reason() != null)
                    .filter(info ->
                            info.state() == State.INSTALLING || info.state() == State.UPDATING)
                    .findFirst()
                    .map(info -> Terminal.harmless(info.settings().id() + ": " + info.reason()))
                    .orElse(what);
        } catch (CommandFailedException e) {
            // The long call itself will say what is wrong.
            return what;
        }
    }
}
