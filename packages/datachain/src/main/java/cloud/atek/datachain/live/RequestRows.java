package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The rows of requests and of their answers.
///
/// A request is a row of its caller's type in the place of the service. Its answer is under it, in
/// collection 1, with a key that follows from its own.
///
/// ```
/// offset size  body of a request, big-endian
///      0    8  deadline, ms since 1970
///      8    n  what the caller said
/// ```
///
/// The body of an answer is what the service said; of a failure, its message in UTF-8.
final class RequestRows {

    static final String ANSWER = "atek.cloud/live/answer";
    static final String FAILURE = "atek.cloud/live/failure";

    private static final long ANSWERS = 1;

    private RequestRows() {}

    static Event.Put request(RowKey key, Place service, String type, Bytes body, Instant deadline) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + body.size());
        out.putLong(deadline.toEpochMilli());
        body.putInto(out);
        return new Event.Put(key, service, type, Bytes.owning(out.array()));
    }

    /// When nobody waits for an answer any more; at once when that cannot be read.
    static Instant deadline(Event.Put request) {
        ByteBuffer in = request.body().toBuffer();
        return in.remaining() < Long.BYTES ? Instant.EPOCH : Instant.ofEpochMilli(in.getLong());
    }

    /// What the caller said, of a request that has a deadline.
    static Bytes said(Event.Put request) {
        ByteBuffer in = request.body().toBuffer().position(Long.BYTES);
        var out = new byte[in.remaining()];
        in.get(out);
        return Bytes.owning(out);
    }

    static RowKey answerRow(RowKey request) {
        return DerivedKey.of("answer", request);
    }

    static Event.Put answer(RowKey request, Answer answer) {
        var place = new Place(request, ANSWERS);
        return switch (answer) {
            case Answer.Done(Bytes body, _) ->
                    new Event.Put(answerRow(request), place, ANSWER, body);
            case Answer.Failed(String message) ->
                    new Event.Put(answerRow(request), place, FAILURE, cut(message));
        };
    }

    /// Null when `put` is no answer.
    static @Nullable Reply reply(Event.Put put) {
        return switch (put.type()) {
            case ANSWER -> new Reply.Answered(put.body());
            case FAILURE ->
                    new Reply.Failed(
                            StandardCharsets.UTF_8.decode(put.body().toBuffer()).toString());
            default -> null;
        };
    }

    /// At the end of a character.
    private static Bytes cut(String message) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(message);
        int end = Math.min(bytes.limit(), LiveLimits.FAILURE_BYTES_MAX);
        while (end < bytes.limit() && (bytes.get(end) & 0xC0) == 0x80) {
            end--;
        }
        var kept = new byte[end];
        bytes.get(kept);
        return Bytes.owning(kept);
    }
}
