package cloud.atek.cli;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// The JSON that commands print.
public final class Json {

    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    /// What JSON lets stand in a text, and a terminal obeys or a reader does not see.
    private static final Pattern STRANGE =
            Pattern.compile("[\\u007f-\\u009f" + Terminal.TURNING + "]");

    private Json() {}

    /// Over several lines, for people too: what their terminal would obey is escaped.
    public static String pretty(JsonNode json) {
        try {
            String text = MessageCodec.JSON.writer(PRETTY).writeValueAsString(json);
            return STRANGE.matcher(text)
                    .replaceAll(sign -> "\\\\u%04x".formatted((int) sign.group().charAt(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
    }
}
