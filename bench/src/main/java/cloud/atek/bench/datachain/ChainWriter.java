package cloud.atek.bench.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Author;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import java.io.IOException;

/// A chain: a row is a commit of one event.
///
/// @param scope how far a commit has come when its writer goes on
record ChainWriter(Chain chain, Bytes body, Scope scope) implements Writer {

    @Override
    public void write(long number) throws IOException {
        var row = new RowKey(number * 0x9e3779b97f4a7c15L, number);
        Change change = Change.of(new Event.Put(row, null, "bench", body));
        Outcome outcome = chain.commit(change, Author.OWNER, scope);
        if (!(outcome instanceof Outcome.Committed)) {
            throw new IllegalStateException("refused: " + outcome);
        }
    }

    @Override
    public void close() throws IOException {
        chain.close();
    }
}
