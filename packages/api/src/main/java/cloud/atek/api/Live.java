package cloud.atek.api;

import java.util.Iterator;

/// What a method answers with as it happens, until its reader closes it: on the wire server-sent
/// events, asked for by `Accept: text/event-stream`. Each has the name of the event and an object
/// as data; the reader gets the two as one object, with the name as the member `event`.
///
/// [#hasNext] waits for the next event and is false when there will be none. One thread reads; any
/// thread may close, which ends the wait.
public interface Live<E> extends Iterator<E>, AutoCloseable {

    @Override
    void close();
}
