package cloud.atek.api.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"v\",\"path\":[\"a\"],\"where\":{\"/x\":{\"eq\":1}},\"key\":[\"/t\"],\"value\":[\"\"]}",
                "{\"name\":\"v\",\"path\":[],\"key\":[\"/t\",\"/u\"]}"
            })
    void viewIsWhatItsJsonSays(String json) throws JsonProcessingException {
        ViewConfig view = read(json, ViewConfig.class);
        assertThat(read(MessageCodec.JSON.writeValueAsString(view), ViewConfig.class))
                .isEqualTo(view);
        assertThat(view.key()).contains(new Pointer("/t"));
    }

    @Test
    void questionIsWhatItsJsonSays() throws JsonProcessingException {
        String json =
                "{\"prefix\":[1],\"gt\":[1,2],\"lte\":[1,{\"a\":null}],\"limit\":7,"
                        + "\"reverse\":true,\"after\":\"x\"}";
        assertThat(read(json, ViewQuery.class).toJson()).hasToString(json);
        assertThat(read("{}", ViewQuery.class)).isEqualTo(ViewQuery.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"all\"", "\"newest\"", "{\"versions\":7}", "{\"days\":36500}"})
    void retentionIsWhatItsJsonSays(String json) throws JsonProcessingException {
        RetentionConfig retention = read(json, RetentionConfig.class);
        assertThat(MessageCodec.JSON.writeValueAsString(retention)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | /: want a view, an object, got an array",
                "{\"name\":\"a b\",\"key\":[\"/t\"]} | /name: want 1 to 64 letters",
                "{\"name\":\"a\"} | /key: want 1 to 8 JSON pointers",
                "{\"name\":\"a\",\"key\":[\"t\"]} | /key/0: \"t\" is no JSON pointer",
                "{\"name\":\"a\",\"key\":[\"/t\"],\"where\":{\"/t\":{\"is\":1}}} | /where/~1t/is",
                "{\"name\":\"a\",\"key\":[\"/t\"],\"values\":[]} | /values: a view has no such member"
            })
    void wrongViewsAreRefusedWithTheirPlace(String json, String message) {
        assertWrong(json, message, ViewConfig.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prefix\":1} | /prefix: want an array of at most 8 values, got a number",
                "{\"gt\":[1,2,3,4,5,6,7,8,9]} | /gt: want an array of at most 8",
                "{\"limit\":0} | /limit: 0 is not in 1 to 1000",
                "{\"from\":[]} | /from: a question to a view has no such member"
            })
    void wrongQuestionsAreRefusedWithTheirPlace(String json, String message) {
        assertWrong(json, message, ViewQuery.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"some\" | /retention: want \"all\", \"newest\"",
                "{\"versions\":0} | /retention: want 1 to 1000000, got 0",
                "{\"days\":1.5} | /retention: want a whole number",
                "{\"days\":36501} | /retention: want 1 to 36500, got 36501",
                "{\"years\":1} | /retention/years: a retention has no such member",
                "{\"days\":1,\"versions\":1} | /retention: want \"all\""
            })
    void wrongRetentionsAreRefused(String json, String message) {
        assertWrong(json, message, RetentionConfig.class);
    }

    private static void assertWrong(String json, String message, Class<?> type) {
        assertThatThrownBy(() -> read(json, type))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining(message);
    }

    private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return MessageCodec.JSON.readValue(json, type);
    }
}
