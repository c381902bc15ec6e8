package cloud.atek.datachain.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactModeTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final long MIB = 1 << 20;

    /// One line: mode, size at the last compaction, size now, seconds since, whether it is due.
    private record Case(String mode, long last, long now, long seconds, boolean due) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("never", 0, 1 << 30, 1_000_000, false),
                    new Case("immutable", 0, 1 << 30, 1_000_000, false),
                    new Case("modified", 100, 100, 1_000_000, false),
                    new Case("modified", 100, 101, 0, true),
                    new Case("timer", 100, 100, 3599, false),
                    new Case("timer", 100, 100, 3600, true),
                    new Case("timer:60", 100, 100, 59, false),
                    new Case("timer:60", 100, 100, 60, true),
                    new Case("factor", 0, 2 * MIB - 1, 0, false),
                    new Case("factor", 0, 2 * MIB, 0, true),
                    new Case("factor", MIB, 2 * MIB - 1, 0, false),
                    new Case("factor", 10 * MIB, 12 * MIB - 1, 1_000_000, false),
                    new Case("factor", 10 * MIB, 12 * MIB, 0, true),
                    new Case("factor:0.4", 10 * MIB, 14 * MIB - 1, 0, false),
                    new Case("factor:0.4", 10 * MIB, 14 * MIB, 0, true),
                    new Case("size", 5, 104_857_604, 1_000_000, false),
                    new Case("size", 5, 104_857_605, 0, true),
                    new Case("size:7", 5, 11, 0, false),
                    new Case("size:7", 5, 12, 0, true),
                    new Case("factor-or-timer", 10 * MIB, 12 * MIB - 1, 3599, false),
                    new Case("factor-or-timer", 10 * MIB, 12 * MIB, 0, true),
                    new Case("factor-or-timer", 10 * MIB, 10 * MIB, 3600, true),
                    new Case("factor-or-timer:0.4,60", 10 * MIB, 12 * MIB, 59, false),
                    new Case("factor-or-timer:0.4,60", 10 * MIB, 14 * MIB, 0, true),
                    new Case("factor-or-timer:0.4,60", 10 * MIB, 10 * MIB, 60, true),
                    new Case("size-or-timer", 0, 104_857_599, 3599, false),
                    new Case("size-or-timer", 0, 104_857_600, 0, true),
                    new Case("size-or-timer", 0, 0, 3600, true));

    @Test
    void everyModeIsDueWhenItSays() {
        for (Case one : CASES) {
            var last = new Moment(one.last, START);
            var now = new Moment(one.now, START.plusSeconds(one.seconds));

            assertThat(CompactMode.parse(one.mode).due(now, last)).as("%s", one).isEqualTo(one.due);
        }
    }

    @Test
    void sizeIsCountedFromWhereTheLogShrankTo() {
        var last = new Moment(1000, START);
        Moment shrunk = last.lowered(new Moment(400, START.plusSeconds(5)));

        assertThat(shrunk).isEqualTo(new Moment(400, START));
        assertThat(last.lowered(new Moment(1001, START))).isEqualTo(last);
        assertThat(CompactMode.parse("size:100").due(new Moment(500, START), shrunk)).isTrue();
    }

    @Test
    void clockThatGoesBackMakesNothingDue() {
        var last = new Moment(1000, START);

        assertThat(CompactMode.parse("timer").due(new Moment(1000, START.minusSeconds(9999)), last))
                .isFalse();
    }

    @Test
    void textIsReadBack() {
        for (String text :
                List.of(
                        "never",
                        "modified",
                        "timer",
                        "timer:60",
                        "factor",
                        "factor:0.4",
                        "factor:3",
                        "size",
                        "size:1",
                        "factor-or-timer",
                        "factor-or-timer:0.4,3600",
                        "size-or-timer",
                        "size-or-timer:1048576,60")) {
            assertThat(CompactMode.parse(text).text()).isEqualTo(text);
        }
        assertThat(CompactMode.parse("immutable")).isEqualTo(new CompactMode.Never());
        assertThat(CompactMode.parse(" Factor:0.2 ").text()).isEqualTo("factor");
        assertThat(CompactMode.parse("factor-or-timer:0.2"))
                .isEqualTo(CompactMode.parse("factor-or-timer"));
        assertThat(CompactMode.parse("timer:60"))
                .isEqualTo(new CompactMode.Timer(Duration.ofMinutes(1)));
    }

    @Test
    void whatIsNoModeIsRefused() {
        for (String text :
                List.of(
                        "",
                        "growth-or-timer",
                        "never:1",
                        "modified:",
                        "timer:x",
                        "timer:1.5",
                        "timer:1e99",
                        "timer:60,60",
                        "factor:",
                        "factor:0.4,",
                        "size:0x10",
                        "size-or-timer:1,2,3")) {
            assertThatThrownBy(() -> CompactMode.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a compact mode: \"" + text + "\"; want never");
        }
        for (String text :
                List.of(
                        "timer:0",
                        "timer:-1",
                        "factor:0",
                        "factor:-1",
                        "factor:1e999",
                        "size:0",
                        "timer:9000000000000000000")) {
            assertThatThrownBy(() -> CompactMode.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("want");
        }
    }

    @Test
    void strongestVoteDecides() {
        assertThat(Vote.keeps(List.of())).isFalse();
        assertThat(Vote.keeps(List.of(Vote.ABSTAIN))).isFalse();
        assertThat(Vote.keeps(List.of(Vote.DROP, Vote.KEEP))).isTrue();
        assertThat(Vote.keeps(List.of(Vote.KEEP, Vote.FORCE_DROP))).isFalse();
        assertThat(Vote.keeps(List.of(Vote.FORCE_DROP, Vote.FORCE_KEEP, Vote.DROP))).isTrue();
        for (Vote one : Vote.values()) {
            for (Vote other : Vote.values()) {
                assertThat(one.or(other)).isEqualTo(other.or(one)).isIn(one, other);
                assertThat(Vote.keeps(List.of(one, other))).isEqualTo(one.or(other).keeps());
            }
        }
    }
}
