package cloud.atek.adb.service;

import cloud.atek.adb.Conflict;
import cloud.atek.adb.ConflictException;
import cloud.atek.adb.HistoryGoneException;
import cloud.atek.adb.InvalidRecordException;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.LogClosedException;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what goes wrong with a database into what its caller may know.
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    /// Of conflicts.
    private static final int SHOWN_MAX = 100;

    private Failures() {}

    /// Does `work`.
    ///
    /// @throws RpcException instead of what `work` throws
    static <T> T shown(Work<T> work) {
        try {
            return work.run();
        } catch (InvalidRecordException e) {
            throw new RpcException(error(e));
        } catch (ConflictException e) {
            throw new RpcException(error(e));
        } catch (HistoryGoneException e) {
            throw new RpcException(error(e));
        } catch (NoSuchFileException e) {
            log.error("a registered database is not there", e);
            throw failed("The database is not there: restore it from a backup", e);
        } catch (DamagedLogException e) {
            log.error("a database is damaged", e);
            throw failed("The database is damaged: " + e.getMessage(), e);
        } catch (LogClosedException e) {
            log.error("a write did not come to the disk", e);
            throw failed("The disk failed: this change may or may not be stored", e);
        } catch (IOException e) {
            log.error("a database cannot be used", e);
            throw failed("The database cannot be used now", e);
        }
    }

    /// With the place in the record, where it is about a part of one.
    private static RpcError error(InvalidRecordException e) {
        String message = String.valueOf(e.getMessage());
        return e.pointer().isEmpty()
                ? new RpcError(RpcError.Code.FAILED, message)
                : new RpcError(
                        RpcError.Code.FAILED,
                        message,
                        JsonNodeFactory.instance.objectNode().put("pointer", e.pointer()));
    }

    /// With the path, so that programs know it from other refusals.
    static RpcException notFound(KeyPath path) {
        var data = JsonNodeFactory.instance.objectNode().put("notFound", path.toString());
        String message = "Not found: " + String.join(",", path.segments());
        return new RpcException(new RpcError(RpcError.Code.FAILED, message, data));
    }

    /// With the sequence from which on it can be had.
    private static RpcError error(HistoryGoneException e) {
        return new RpcError(
                RpcError.Code.FAILED,
                String.valueOf(e.getMessage()),
                JsonNodeFactory.instance.objectNode().put("oldest", e.oldest()));
    }

    /// With every record, and both of its sequences.
    private static RpcError error(ConflictException e) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode all = data.putArray("conflicts");
        for (Conflict one : e.conflicts().subList(0, Math.min(SHOWN_MAX, e.conflicts().size()))) {
            all.addObject()
                    .put("path", one.path().toString())
                    .put("expected", one.expected())
                    .put("found", one.found());
        }
        return new RpcError(RpcError.Code.FAILED, String.valueOf(e.getMessage()), data);
    }

    private static RpcException failed(String message, IOException cause) {
        return new RpcException(RpcError.Code.FAILED, message, cause);
    }

    /// What may fail for reasons of the disk.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }
}
