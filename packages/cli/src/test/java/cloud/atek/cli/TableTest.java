package cloud.atek.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsStandUnderTheirTitles() {
        assertThat(new Table("ID", "STATE").row("notes", "running").row("a", "-").toString())
                .isEqualTo("ID     STATE\nnotes  running\na      -");
    }

    @Test
    void noLineIsWiderThanATerminal() {
        Seeds.forAll((random, size) -> {
            var table = new Table("A", "B", "C", "D");
            for (int row = 0; row < 3; row++) {
                table.row(
                        "a".repeat(random.nextInt(size * 3 + 1)),
                        "b".repeat(random.nextInt(size * 2 + 1)),
                        "c".repeat(random.nextInt(size + 1)),
                        "d");
            }
            assertThat(table.toString().lines())
                    .hasSize(4)
                    .allMatch(line -> line.length() <= Table.WIDTH_MAX);
        });
    }

    @Test
    void cutCellsSayThatTheyAreCut() {
        assertThat(new Table("A").row("x".repeat(100)).toString()).endsWith("x…");
    }

    @Test
    void cellsCannotMoveTheCursor() {
        assertThat(new Table("A").row("a\u001b[2Jb\nc\u009bd").toString())
                .isEqualTo("A\na?[2Jb?c?d");
    }
}
