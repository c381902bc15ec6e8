package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What is wrong with JSON, in the words and with the place that a service would be told.
final class BrokenLine {

    private static final byte[] HEAD =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":".getBytes(StandardCharsets.UTF_8);

    private BrokenLine() {}

    /// @param json that was not read
    static String of(byte[] json) {
        var message = new ByteArrayOutputStream();
        message.writeBytes(HEAD);
        message.writeBytes(json);
        message.write('}');
        try {
            new MessageCodec().read(message.toByteArray());
            return "not JSON";
        } catch (MalformedMessageException e) {
            return String.valueOf(e.getMessage()).replaceFirst(" at /result", " at ");
        }
    }
}
