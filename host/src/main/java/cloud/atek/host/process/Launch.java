package cloud.atek.host.process;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that the start of a service needs. The folders must exist; all paths are absolute.
///
/// @param tree the installed code, read-only to the service
/// @param build what was compiled from it, read-only; the same as `tree` when nothing was
/// @param data the one place the service can write and that stays
/// @param runDir a folder of its own, for `service.sock` (the service listens) and `host.sock`
/// @param config the user's variables. Names are upper-cased; those that begin with `ATEK_` are not
///   passed on
/// @param hostPort where the host listens, 1 to 65535. `ATEK_HOST_PORT` says the same, except for a
///   port below 1024: inside the sandbox nobody may listen there, so the relay takes one 8000
///   higher
/// @param cache an AOT cache as [AotCache] names it; one that does not exist is not used
public record Launch(
        ServiceKey key,
        ServiceId id,
        Program program,
        Path tree,
        Path build,
        Path data,
        Path runDir,
        Map<String, String> config,
        BearerToken token,
        int hostPort,
        Allowance allowance,
        @Nullable Path cache) {

    public Launch {
        config = Map.copyOf(config);
    }

    /// Where the service listens, as the host sees it.
    public Path socket() {
        return runDir.resolve(ServicePaths.SOCKET_NAME);
    }

    public Limits limits() {
        return allowance.limits();
    }

    public Launch withCache(@Nullable Path wanted) {
        return new Launch(
                key, id, program, tree, build, data, runDir, config, token, hostPort, allowance,
                wanted);
    }

    /// Names neither the token nor the user's values.
    @Override
    public String toString() {
        return "Launch[" + id + ", " + key + ", " + program + "]";
    }
}
