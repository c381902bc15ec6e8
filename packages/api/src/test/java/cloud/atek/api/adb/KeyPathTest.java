package cloud.atek.api.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.rpc.MessageCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {

    @ParameterizedTest
    @CsvSource({"/a/b,/a/b", "a/b,/a/b", "//a///b/,/a/b", "'',/", "/,/", "/ü/日,/ü/日"})
    void sloppySlashesMeanNothing(String text, String path) {
        assertThat(KeyPath.parse(text)).hasToString(path);
    }

    @Test
    void namesInAnArrayMayHoldSlashes() throws Exception {
        KeyPath path = MessageCodec.JSON.readValue("[\"a/b\",\"c\"]", KeyPath.class);

        assertThat(path.segments()).containsExactly("a/b", "c");
        assertThat(MessageCodec.JSON.writeValueAsString(path)).isEqualTo("[\"a/b\",\"c\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "[1]", "[\"\"]", "\"a\\u0000b\""})
    void whatIsNoPathIsRefused(String json) {
        assertThatThrownBy(() -> MessageCodec.JSON.readValue(json, KeyPath.class))
                .hasMessageContaining("path");
    }

    @Test
    void aPathIsBounded() {
        assertThat(KeyPath.of("a".repeat(KeyPath.BYTES_MAX - 1)).name()).hasSize(1023);
        assertThatThrownBy(() -> KeyPath.of("a".repeat(KeyPath.BYTES_MAX)))
                .hasMessageContaining("at most 1024");
    }
}
