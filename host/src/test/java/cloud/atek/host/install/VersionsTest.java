package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

    private static final List<String> TAGS =
            List.of(
                    "v0.0.3",
                    "v0.1.0",
                    "0.1.9",
                    "v0.2.0",
                    "v1.0.0",
                    "v1.2.0",
                    "v1.2.9",
                    "v1.10.0",
                    "v2.0.0-beta.2",
                    "v2.0.0-beta.11",
                    "v2.0.0",
                    "v3.0.0-rc.1",
                    "nightly",
                    "v1.2.3.4",
                    "release-9.0.0",
                    "v01.0.0");

    @ParameterizedTest
    @CsvSource({
        "'',v2.0.0",
        "latest,v2.0.0",
        "*,v2.0.0",
        "^1.2,v1.10.0",
        "^1,v1.10.0",
        "~1.2,v1.2.9",
        "~1.2.0,v1.2.9",
        "1.x,v1.10.0",
        "1,v1.10.0",
        "1.2.X,v1.2.9",
        ">=1 <2,v1.10.0",
        ">= 1  < 2,v1.10.0",
        ">=1 <3,v2.0.0",
        "<1,v0.2.0",
        "<=1.2,v1.2.9",
        ">1.2 <2,v1.10.0",
        ">1.2.9 <2,v1.10.0",
        "^0.1,0.1.9",
        "^0.0.3,v0.0.3",
        "1.2.0,v1.2.0",
        "v1.2.0,v1.2.0",
        "=1.2.0,v1.2.0",
        "^0.1 || ~1.2,v1.2.9",
        "3.0.0-rc.1,v3.0.0-rc.1",
        "1.2 - 1.9,v1.2.9",
        "1.2.0 - 1.2.8,v1.2.0",
        "0.1 - 1 || 7.x,v1.10.0",
        "^2.0.0-beta,v2.0.0",
        ">=2.0.0-beta <2.0.0,v2.0.0-beta.11",
    })
    void rangeTakesTheHighest(String wanted, String tag) {
        assertThat(Versions.choose(TAGS, wanted, "hello"))
                .isEqualTo(new Versions.Choice.Chosen(tag));
    }

    @Test
    void nothingThatFitsNamesTheRange() {
        assertThat(Versions.choose(TAGS, "^4", "hello"))
                .isEqualTo(
                        new Versions.Choice.None(
                                "No release (git tag) available for hello which matches the desired"
                                        + " version of ^4; there are: v3.0.0-rc.1, v2.0.0,"
                                        + " v2.0.0-beta.11, v2.0.0-beta.2, v1.10.0 and 7 more"));
        assertThat(Versions.choose(TAGS, "^3", "hello")).isInstanceOf(Versions.Choice.None.class);
    }

    @Test
    void prereleaseIsNoRelease() {
        assertThat(Versions.choose(List.of("v1.0.0-rc.1", "main"), "", "hello"))
                .isEqualTo(
                        new Versions.Choice.None(
                                "No release (git tag) has been set for hello, only prereleases,"
                                        + " which are taken when asked for: v1.0.0-rc.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "1.2.3.4", "^", "^1.2 or so", "1..2", ">=1 &&", "\u001b[31m"})
    void whatIsNoRangeIsSaid(String wanted) {
        assertThat(Versions.isWanted(wanted)).isFalse();
        assertThat(Versions.choose(TAGS, wanted, "hello"))
                .isInstanceOfSatisfying(
                        Versions.Choice.None.class,
                        none ->
                                assertThat(none.why())
                                        .contains("is no version")
                                        .doesNotContain("\u001b"));
    }

    @Test
    void fittingAndOrderAreThoseOfVersionsAndNotOfTexts() {
        assertThat(Versions.fits("v1.2.9", "~1.2")).isTrue();
        assertThat(Versions.fits("v1.3.0", "~1.2")).isFalse();
        assertThat(Versions.fits("v2.0.0-rc.1", "")).isFalse();
        assertThat(Versions.fits("nightly", "")).isFalse();
        assertThat(Versions.compare("v1.10.0", "v1.9.0")).isPositive();
        assertThat(Versions.compare("v1.0.0-rc.1", "1.0.0")).isNegative();
        assertThat(Versions.compare("v1.2", "1.2.0")).isZero();
        assertThat(Versions.compare("1.0.0", "")).isPositive();
    }

    /// The example order of semver.org, item 11.
    @Test
    void orderIsThatOfSemver() {
        List<String> ordered =
                List.of(
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.1",
                        "1.1.0",
                        "1.10.0",
                        "2.0.0");

        assertThat(ordered.stream().map(text -> Version.parse(text).orElseThrow()).toList())
                .isSorted();
    }

    @Test
    void twoTagsOfOneVersionAreChosenTheSameWayInAnyOrder() {
        assertThat(Versions.choose(List.of("v1.2", "1.2.0", "v1.2.0"), "", "x"))
                .isEqualTo(Versions.choose(List.of("v1.2.0", "v1.2", "1.2.0"), "", "x"))
                .isEqualTo(new Versions.Choice.Chosen("v1.2.0"));
    }
}
