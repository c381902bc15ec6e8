package cloud.atek.host.permissions;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.permissions.What.ApiGrant;
import cloud.atek.api.permissions.What.FolderGrant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What services may do now. It changes at any time: who asks asks again each time, or listens.
@FunctionalInterface
public interface Rights {

    /// Nobody was granted anything.
    Rights NONE = _ -> Of.NOTHING;

    /// What is in force for one service; of one that is not known, nothing. Never blocks.
    Of of(ServiceKey service);

    /// From now on `heard` is told each time that the rights of a service may have changed, after
    /// they have. It must not block for long.
    default void onChange(Consumer<ServiceKey> heard) {}

    /// A folder that a service sees.
    ///
    /// @param before what lay in it when the service was allowed to change it
    record Folder(FolderGrant grant, Held before) {}

    /// What is in force.
    ///
    /// @param limited whether it may use nothing but its base and [#apis]; else what its owner may
    /// @param apis what it was granted of APIs
    /// @param network hosts that it may reach
    /// @param fullNetwork whether it has the network as any program has it
    /// @param folders of its owner's that it sees; of each name one
    /// @param memoryMb MiB, null for what every service has
    /// @param cpuPercent of one core, null for what every service has
    /// @param storageMb MiB, null for what every service has
    record Of(
            boolean limited,
            List<ApiGrant> apis,
            Set<HostPort> network,
            boolean fullNetwork,
            List<Folder> folders,
            @Nullable Integer memoryMb,
            @Nullable Integer cpuPercent,
            @Nullable Integer storageMb) {

        /// What a service has of which nothing is known.
        public static final Of NOTHING =
                new Of(true, List.of(), Set.of(), false, List.of(), null, null, null);

        public Of {
            apis = List.copyOf(apis);
            network = Set.copyOf(network);
            folders = List.copyOf(folders);
        }
    }
}
