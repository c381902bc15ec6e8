package cloud.atek.host.cli.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "age gt 30                       | {`/age`:{`gt`:30}}",
                "age>=30                         | {`/age`:{`gte`:30}}",
                "tags contains \"x y\"           | {`/tags`:{`contains`:`x y`}}",
                "author/name = Lem               | {`/author/name`:{`eq`:`Lem`}}",
                "/a~1b != null                   | {`/a~1b`:{`ne`:null}}",
                "\"a/b c\" = true                | {`/a~1b c`:{`eq`:true}}",
                "lang in [\"pl\",\"de\"]         | {`/lang`:{`in`:[`pl`,`de`]}}",
                "isbn exists                     | {`/isbn`:{`exists`:true}}",
                "not isbn exists                 | {`not`:{`/isbn`:{`exists`:true}}}",
                "notes prefix and                | {`/notes`:{`prefix`:`and`}}",
                "a=1 and b=2 or c=3 |"
                        + " {`or`:[{`and`:[{`/a`:{`eq`:1}},{`/b`:{`eq`:2}}]},{`/c`:{`eq`:3}}]}",
                "a=1 and (b=2 or c=3) |"
                        + " {`and`:[{`/a`:{`eq`:1}},{`or`:[{`/b`:{`eq`:2}},{`/c`:{`eq`:3}}]}]}"
            })
    void conditionIsAFilter(String text, String filter) throws BadConditionException {
        assertThat(Condition.parse(text)).hasToString(filter.replace('`', '"'));
    }

    @Test
    void mistakesAreShownWhereTheyAre() {
        assertWrong("", 0, "want a field");
        assertWrong("age", 3, "want an operator");
        assertWrong("age greater 30", 4, "want an operator");
        assertWrong("age gt", 6, "want a value");
        assertWrong("age gt 3 or", 11, "want a field");
        assertWrong("age gt 3 b", 9, "want and, or, or the end");
        assertWrong("(age gt 3", 9, "want )");
        assertWrong("age in 3", 7, "want a list");
        assertWrong("name prefix 3", 12, "want a text");
        assertThat(refusal("name = \"x").getMessage()).isEqualTo("this is not JSON");
        assertThat(refusal("(".repeat(100_000)).getMessage()).contains("too deep");
        assertThat(refusal("not ".repeat(100_000)).getMessage()).contains("too deep");
    }

    private static void assertWrong(String text, int at, String what) {
        BadConditionException refused = refusal(text);
        assertThat(refused).hasMessageContaining(what);
        assertThat(refused.at()).as(text).isEqualTo(at);
    }

    private static BadConditionException refusal(String text) {
        return catchThrowableOfType(BadConditionException.class, () -> Condition.parse(text));
    }
}
