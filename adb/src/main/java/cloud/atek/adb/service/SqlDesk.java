package cloud.atek.adb.service;

import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/// Where admins ask in SQL, one after the other: what one question may take is taken once.
/// Thread-safe.
///
/// @param open whether this host wants it at all
record SqlDesk(boolean open, Semaphore turn) {

    SqlDesk(boolean open) {
        this(open, new Semaphore(1));
    }

    /// @throws RpcException when this host does not want it, or `rights` are not those of an admin
    void require(Rights rights) throws IOException {
        if (!open) {
            throw denied("SQL is off: set \"adbSql\": true in config.json and start Atek again");
        }
        if (!rights.isAdmin()) {
            throw denied("SQL is for admins only");
        }
    }

    <T> T ask(Failures.Work<T> question) throws IOException {
        turn.acquireUninterruptibly();
        try {
            return question.run();
        } finally {
            turn.release();
        }
    }

    private static RpcException denied(String message) {
        return new RpcException(new RpcError(RpcError.Code.DENIED, message));
    }
}
