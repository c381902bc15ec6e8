package cloud.atek.host.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.rpc.Batch;
import cloud.atek.rpc.Envelope;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import cloud.atek.rpc.RpcError.Code;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Several calls in one request: each goes the same road as if it came alone, one after the other,
/// so that the second can build on the first. They share the time that the request has.
/// Thread-safe.
final class Batches {

    /// Calls in one batch; more are refused before the first is made.
    static final int BATCH_CALLS_MAX = 100;

    /// All answers of one batch, in bytes, as large as the largest single one. When they are more,
    /// the calls that are left are not made.
    static final int BATCH_ANSWER_BYTES_MAX = 64 << 20;

    private final MessageCodec codec = new MessageCodec();

    /// @param one makes one call
    /// @throws MalformedMessageException when it is no batch that can be answered
    Reply answer(byte[] request, Function<byte[], Reply> one) {
        var answers = new Answers();
        for (Batch.Item item : Batch.read(request, BATCH_CALLS_MAX).items()) {
            if (answers.full) {
                answers.add(item, tooMuch(item));
            } else {
                answers.add(item, one.apply(item.request()));
            }
        }
        return answers.reply();
    }

    private Reply tooMuch(Batch.Item item) {
        var error =
                new RpcError(
                        Code.FAILED,
                        "Not called: the answers of this batch are larger than %d MiB; send fewer"
                                        .formatted(BATCH_ANSWER_BYTES_MAX >> 20)
                                + " calls at once");
        return new Reply.Answer(failure(id(item), error), null);
    }

    private static JsonNode id(Batch.Item item) {
        try {
            return Envelope.read(item.request()).id();
        } catch (MalformedMessageException e) {
            return NullNode.getInstance();
        }
    }

    private byte[] failure(JsonNode id, RpcError error) {
        return codec.write(new Message.Failure(id, error));
    }

    /// What came so far; one batch, one thread.
    private final class Answers {
        private final ByteArrayOutputStream json = new ByteArrayOutputStream();
        private Reply.@Nullable SessionChange session;
        private boolean authorized;
        private boolean full;

        void add(Batch.Item item, Reply reply) {
            switch (reply) {
                case Reply.Answer(byte[] answer, var change) -> {
                    authorized = true;
                    session = change == null ? session : change;
                    append(item, answer);
                }
                case Reply.Unauthorized _ ->
                        append(
                                item,
                                failure(id(item), new RpcError(Code.FAILED, "Not authorized")));
                case Reply.Nothing _ -> authorized = true;
                case Reply.Stream _ -> throw new IllegalStateException("none was asked for");
            }
        }

        private void append(Batch.Item item, byte[] answer) {
            if (item.notification()) {
                return;
            }
            byte[] fitting = answer;
            if (json.size() + answer.length > BATCH_ANSWER_BYTES_MAX) {
                full = true;
                fitting =
                        failure(
                                id(item),
                                new RpcError(
                                        Code.FAILED,
                                        "Called, but its answer does not fit into this batch any"
                                                + " more: call it alone"));
            }
            json.write(json.size() == 0 ? '[' : ',');
            json.writeBytes(fitting);
        }

        Reply reply() {
            if (!authorized) {
                return new Reply.Unauthorized();
            }
            if (json.size() == 0) {
                return new Reply.Nothing(session);
            }
            json.writeBytes("]".getBytes(US_ASCII));
            return new Reply.Answer(json.toByteArray(), session);
        }
    }
}
