package cloud.atek.services.earthstar;

import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.replica.ReplicaClosedException;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what goes wrong into what the caller may know.
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /// What may fail for reasons of the disk.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /// Does `work`.
    ///
    /// @throws RpcException instead of what `work` throws
    static <T> T shown(Work<T> work) {
        try {
            return work.run();
        } catch (ReplicaClosedException e) {
            throw new RpcException(
                    RpcError.Code.FAILED, "The workspace was closed just now: try again", e);
        } catch (IOException e) {
            log.error("a workspace cannot be used", e);
            throw new RpcException(
                    RpcError.Code.FAILED, "The workspace cannot be used now: its log says why", e);
        }
    }

    /// With the reason's name, so that programs know it from others.
    static RpcException refused(Refusal refusal) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("refusal", refusal.getClass().getSimpleName());
        return new RpcException(
                new RpcError(RpcError.Code.FAILED, "Refused: " + refusal.message(), data));
    }
}
