package cloud.atek.rpc;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static List<String> cut(String json) {
        return Batch.read(json.getBytes(UTF_8), 3).items().stream()
                .map(item -> new String(item.request(), UTF_8))
                .toList();
    }

    @Test
    void callsAreCutAsTheyCame() {
        assertThat(cut(" [ {\"id\" : 1, \"params\":[{ \"a\":\"é]\"}]} ,\n{\"id\":\"x\"}]\n"))
                .containsExactly("{\"id\" : 1, \"params\":[{ \"a\":\"é]\"}]}", "{\"id\":\"x\"}");
    }

    @Test
    void whatIsNoCallIsCutTooAndRefusedLater() {
        assertThat(cut("[1.5, \"te\\\"xt, \", [2, {}]]"))
                .containsExactly("1.5", "\"te\\\"xt, \"", "[2, {}]");
        assertThat(cut("[{}, null]")).containsExactly("{}", "null");
    }

    @Test
    void aNotificationBecomesACallWhoseAnswerNobodyWants() {
        var batch =
                Batch.read(
                        "[{\"method\":\"m\",\"params\":[{\"id\":5}]},{\"id\":null}]"
                                .getBytes(UTF_8),
                        9);

        assertThat(batch.items().getFirst().notification()).isTrue();
        assertThat(new String(batch.items().getFirst().request(), UTF_8))
                .isEqualTo("{\"id\":1,\"method\":\"m\",\"params\":[{\"id\":5}]}");
        assertThat(batch.items().getLast().notification()).isFalse();
    }

    @Test
    void brokenEmptyAndTooLongBatchesAreRefused() {
        for (String broken : List.of("[", "[{]", "[1,]", "[1 2]", "[1] 2", "[{\"a\":1}", "[}")) {
            assertThatThrownBy(() -> cut(broken))
                    .as(broken)
                    .isInstanceOfSatisfying(
                            MalformedMessageException.class,
                            e -> assertThat(e.error().code()).isEqualTo(-32700));
        }
        assertThatThrownBy(() -> cut("[]")).hasMessageContaining("at least one call");
        assertThatThrownBy(() -> cut("[1,2,3,4]")).hasMessageContaining("at most 3 calls");
        assertThatThrownBy(() -> Batch.read("[{\"a\":1}]".getBytes(UTF_16), 3))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void onlyAnArrayBegins() {
        assertThat(Batch.begins(" \r\n\t[".getBytes(UTF_8))).isTrue();
        assertThat(Batch.begins("{}".getBytes(UTF_8))).isFalse();
        assertThat(Batch.begins(new byte[0])).isFalse();
    }
}
