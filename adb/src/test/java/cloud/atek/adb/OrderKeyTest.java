package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Pointer;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrderKeyTest {

    @Test
    void orderIsThatOfTheContract() {
        Seeds.forAll((random, _) -> {
            var json = new RandomJson(random);
            for (int i = 0; i < 200; i++) {
                JsonNode one = json.value(3);
                JsonNode other = json.value(3);
                assertThat(Integer.signum(JsonOrder.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(NaiveQuery.compare(one, other)));
            }
        });
    }

    @Test
    void keysSortAsTheirValuesDo() {
        Seeds.forAll((random, _) -> {
            var json = new RandomJson(random);
            for (int i = 0; i < 200; i++) {
                JsonNode one = json.value(3);
                JsonNode other = json.value(3);
                OrderKey a = OrderKey.of(one);
                OrderKey b = OrderKey.of(other);
                int order = Arrays.compareUnsigned(a.bytes(), b.bytes());
                int wanted = JsonOrder.compare(one, other);
                if (order != 0 || a.exact()) {
                    assertThat(Integer.signum(order))
                            .as("%s and %s", one, other)
                            .isEqualTo(Integer.signum(wanted));
                }
                if (!Arrays.equals(a.bytes(), b.bytes()) && order > 0) {
                    assertThat(Arrays.compareUnsigned(OrderKey.behind(b.bytes()), a.bytes()))
                            .as("no key begins as another one does")
                            .isNegative();
                }
            }
        });
    }

    @Test
    void spansHaveExactlyTheValuesAFilterHoldsFor() {
        Seeds.forAll((random, _) -> {
            var json = new RandomJson(random);
            for (int i = 0; i < 200; i++) {
                Filter filter = json.filter(0);
                KeySpan.Spans spans = KeySpan.of(filter);
                if (spans == null) {
                    continue;
                }
                JsonNode value =
                        random.nextInt(10) == 0
                                ? JsonNodeFactory.instance.missingNode()
                                : json.value(2);
                byte[] key = OrderKey.of(value).bytes();
                boolean in =
                        spans.list().stream()
                                .anyMatch(span ->
                                        Arrays.compareUnsigned(key, span.from()) >= 0
                                                && Arrays.compareUnsigned(key, span.to()) < 0);
                boolean holds = NaiveQuery.holds(atRoot(filter), value);
                assertThat(holds ? in : !in || !spans.exact())
                        .as("%s of %s", filter, value)
                        .isTrue();
            }
        });
    }

    private static Filter atRoot(Filter filter) {
        var root = new Pointer("");
        return switch (filter) {
            case Filter.Compare(_, var how, var operand) -> new Filter.Compare(root, how, operand);
            case Filter.In(_, var operands) -> new Filter.In(root, operands);
            case Filter.Prefix(_, var text) -> new Filter.Prefix(root, text);
            case Filter.Exists(_, var wanted) -> new Filter.Exists(root, wanted);
            default -> throw new IllegalArgumentException("no span: " + filter);
        };
    }
}
