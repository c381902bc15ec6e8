package cloud.atek.api.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    @Test
    void queryIsWhatItsJsonSays() throws JsonProcessingException {
        Query query =
                query(
                        """
                        {"path": "/books", "where": {"/author": {"eq": "Lem"}, "not": {"or": [
                          {"/year": {"gte": 1960, "lt": 1970}}, {"/a~1b": {"exists": true}}]}},
                         "orderBy": [{"pointer": "/year", "desc": true}, "/title", {"desc": true}],
                         "select": ["/title", ""], "limit": 7, "after": "x", "count": true}\
                        """);

        assertThat(query.path()).isEqualTo(KeyPath.of("books"));
        assertThat(query.orderBy())
                .containsExactly(
                        Query.Order.down("/year"),
                        Query.Order.up("/title"),
                        new Query.Order(null, true));
        assertThat(query.select()).containsExactly(new Pointer("/title"), new Pointer(""));
        assertThat(query.where()).isInstanceOf(Filter.And.class);
        assertThat(query.where().toString())
                .contains("LT", "/a~1b", "Exists", "Not")
                .doesNotContain("Prefix");
        String written = MessageCodec.JSON.writeValueAsString(query);
        assertThat(query(written).toJson()).isEqualTo(query.toJson());
        assertThat(query("{}").toJson()).isEqualTo(Query.below(KeyPath.ROOT).toJson());
    }

    @Test
    void indexAndTextQueryAreWhatTheirJsonSays() throws JsonProcessingException {
        var index = IndexConfig.text("by", KeyPath.of("a", "b"), "/x", "/y");
        String json = "{\"name\":\"by\",\"kind\":\"text\",\"path\":[\"a\",\"b\"],\"pointers\":";
        assertThat(MessageCodec.JSON.writeValueAsString(index))
                .isEqualTo(json + "[\"/x\",\"/y\"]}");
        assertThat(MessageCodec.JSON.readValue(json + "[\"/x\",\"/y\"]}", IndexConfig.class))
                .isEqualTo(index);
        var text = new TextQuery(KeyPath.of("a"), "w", List.of(new Pointer("/x")), 3, "c");
        assertThat(TextQuery.from(text.toJson())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | /: want a query, an object, got an array",
                "{'wehre': {}} | /wehre: a query has no such member: want after, at, count, limit",
                "{'where': 1} | /where: want a filter, an object, got a number",
                "{'where': {'author': {'eq': 1}}} | /where/author: want and, or, not, or a JSON pointer such as /author",
                "{'where': {'/author': 'Lem'}} | /where/~1author: want an object of operators such as",
                "{'where': {'/author': {}}} | /where/~1author: want an object of operators such as",
                "{'where': {'/a~2': {'eq': 1}}} | a tilde is written ~0",
                "{'where': {'/a': {'like': 1}}} | /where/~1a/like: no operator: want eq, ne",
                "{'where': {'or': []}} | /where/or: want an array of one or more filters",
                "{'where': {'and': [{}, {'not': []}]}} | /where/and/1/not: want a filter",
                "{'where': {'/a': {'in': 1}}} | /where/~1a/in: want an array of values, got a number",
                "{'where': {'/a': {'prefix': null}}} | /where/~1a/prefix: want a string, got null",
                "{'where': {'/a': {'exists': 1}}} | /where/~1a/exists: want true or false, got a number",
                "{'where': {'/a': {'lt': 1e999}}} | /where/~1a/lt: the number is too large",
                "{'where': {'/a': {'lt': '\\ud800'}}} | /where/~1a/lt: there is half a character",
                "{'orderBy': 'x'} | /orderBy: want an array of at most 4 members",
                "{'orderBy': ['x']} | /orderBy/0: \"x\" is no JSON pointer",
                "{'orderBy': [{'pointr': '/x'}]} | /orderBy/0/pointr: a JSON pointer or an order has no",
                "{'orderBy': [{'pointer': 1}]} | /orderBy/0/pointer: want a string, got a number",
                "{'orderBy': [{'desc': 1}]} | /orderBy/0/desc: want true or false",
                "{'orderBy': [{}, '/x']} | /orderBy/0: without a pointer it sorts by path",
                "{'select': ['/a', 1]} | /select/1: want a JSON pointer, a string, got a number",
                "{'select': []} | /select: want an array of 1 to 100 JSON pointers",
                "{'limit': -1} | /limit: -1 is not in 0 to 1000",
                "{'limit': 1.5} | /limit: want a whole number",
                "{'after': 1} | /after: want a string, got a number",
                "{'count': 'yes'} | /count: want true or false, got a string",
                "{'path': 1} | /path: a path is a string or an array of strings",
            })
    void wrongQueriesAreToldWhere(String json, String message) {
        assertThatThrownBy(() -> query(json.replace('\'', '"')))
                .isInstanceOf(JsonMappingException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void limitsOfAFilterAreNamed() {
        String deep = "{'not': ".repeat(17) + "{}" + "}".repeat(17);
        String wide = "{'or': [" + "{'/a': {'eq': 1}},".repeat(101) + "{}]}";
        String many = "{'/a': {'in': [" + "1,".repeat(1000) + "1]}}";
        String large = "{'/a': {'eq': '" + "x".repeat(70_000) + "'}}";
        String longPointer = "{'/" + "a".repeat(1100) + "': {'eq': 1}}";

        assertWrong(deep, "filters nest too deep: at most 16 levels fit");
        assertWrong(wide, "the filter has too many clauses: at most 100 fit");
        assertWrong(many, "1,001 values are too many: at most 1,000 fit");
        assertWrong(large, "at most 65,536 characters fit");
        assertWrong(longPointer, "a pointer has 1,101 characters: at most 1,024 fit");
    }

    @Test
    void wrongIndexesAreToldWhere() {
        for (String[] bad :
                new String[][] {
                    {"{'name': 'a b', 'pointers': ['/x']}", "/name: want 1 to 64 letters"},
                    {"{'name': 'a', 'pointers': []}", "/pointers: want an array of 1 to 8"},
                    {"{'name': 'a'}", "/pointers: want 1 to 8"},
                    {"{'name': 'a', 'pointers': ['/x', '/x']}", "/pointers: one of them is"},
                    {"{'name': 'a', 'kind': 'fast', 'pointers': ['/x']}", "/kind: \"fast\": want"}
                }) {
            assertThatThrownBy(() ->
                            MessageCodec.JSON.readValue(
                                    bad[0].replace('\'', '"'), IndexConfig.class))
                    .cause()
                    .hasMessageContaining(bad[1]);
        }
    }

    private static void assertWrong(String filter, String message) {
        assertThatThrownBy(() -> query("{\"where\": " + filter.replace('\'', '"') + "}"))
                .cause()
                .hasMessageContaining(message);
    }

    private static Query query(String json) throws JsonProcessingException {
        return MessageCodec.JSON.readValue(json, Query.class);
    }
}
