package cloud.atek.host.services;

import cloud.atek.host.egress.Egress;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.link.HostSockets;
import cloud.atek.host.link.Usage;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.users.Bearers;
import cloud.atek.host.users.Doors;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/// What a supervisor works with.
///
/// @param data where services' own folders are, `data/<key>`
/// @param run where services' sockets are, `run/<8 hex digits>`
/// @param hostPort the TCP port, known once the edge is up
public record SupervisorParts(
        Starter starter,
        Registry registry,
        Bearers bearers,
        Doors doors,
        HostSockets roads,
        Egress egress,
        Usage usage,
        Audit audit,
        Allowances allowances,
        Path data,
        Path run,
        IntSupplier hostPort) {}
