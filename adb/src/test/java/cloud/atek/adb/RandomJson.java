package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query.Order;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Records, filters and orders that often have to do with each other.
record RandomJson(RandomGenerator random) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> POINTERS =
            List.of("/a", "/b", "/c", "/a/b", "/a/0", "/b/1", "/c/", "/a~1'\"b", "", "/none");
    private static final List<String> NAMES = List.of("a", "b", "c", "", "a/'\"b");
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "ab",
                    "abc",
                    "b",
                    "\u0000",
                    "a\u0000b",
                    "a\u0000",
                    "ü",
                    "\uffee",
                    "😀",
                    "😀a",
                    "' OR 1=1 --",
                    "\"; DROP TABLE record",
                    "$.a",
                    "%",
                    "1",
                    "null",
                    "\u0001");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0.0",
                    "1",
                    "1.0",
                    "-1",
                    "1.5",
                    "1e300",
                    "-1e300",
                    "5e-324",
                    "100",
                    "9007199254740993",
                    "9007199254740992",
                    "9007199254740994",
                    "-9007199254740993",
                    "9223372036854775807",
                    "9223372036854775806",
                    "-9223372036854775808",
                    "0.1",
                    "9223372036854775296",
                    "9223372036854775295",
                    "9223372036854774784");

    ObjectNode object() {
        ObjectNode object = JSON.objectNode();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                object.set(name, value(2));
            }
        }
        return object;
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2, 3 -> number();
            case 4, 5 -> JSON.textNode(text());
            case 6, 7 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set(one(NAMES), value(depth - 1));
                }
                yield object;
            }
        };
    }

    Filter filter(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0, 1, 2, 3 ->
                    new Filter.Compare(
                            pointer(), one(List.of(Filter.Comparison.values())), value(1));
            case 4 ->
                    new Filter.In(
                            pointer(),
                            Stream.generate(() -> value(1)).limit(random.nextInt(4)).toList());
            case 5 -> new Filter.Prefix(pointer(), text());
            case 6 -> new Filter.Contains(pointer(), value(1));
            case 7 -> new Filter.Exists(pointer(), random.nextBoolean());
            case 8, 9 -> new Filter.And(filters(depth));
            case 10 -> new Filter.Or(filters(depth));
            default -> new Filter.Not(filter(depth - 1));
        };
    }

    List<Order> orders() {
        var orders =
                Stream.generate(() -> new Order(pointer(), random.nextBoolean()))
                        .limit(random.nextInt(3))
                        .toList();
        return random.nextInt(4) > 0
                ? orders
                : Stream.concat(orders.stream(), Stream.of(new Order(null, random.nextBoolean())))
                        .toList();
    }

    Pointer pointer() {
        // Mostly few, so that filters, orders and indexes meet.
        return new Pointer(one(random.nextInt(4) > 0 ? POINTERS.subList(0, 3) : POINTERS));
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String text() {
        // Some are longer than what counts for an order, and differ only behind that.
        return random.nextInt(20) > 0
                ? one(TEXTS)
                : "x".repeat(508 + random.nextInt(8)) + one(TEXTS);
    }

    private List<Filter> filters(int depth) {
        return Stream.generate(() -> filter(depth - 1)).limit(1 + random.nextInt(3)).toList();
    }

    private JsonNode number() {
        try {
            return MessageCodec.JSON.readTree(
                    random.nextBoolean() ? one(NUMBERS) : Integer.toString(random.nextInt(-3, 10)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
