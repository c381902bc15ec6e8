package cloud.atek.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.Installed;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.host.install.Newest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdatesTest {

    private static final UpdateOptions TRUSTING = new UpdateOptions(null, true);
    private static final ServiceRecord RECORD =
            new ServiceRecord(
                            new ServiceId("notes"),
                            UserKey.SYSTEM,
                            "https://example.com/notes",
                            null,
                            installed("v1.2.0", "c12"),
                            null,
                            null)
                    .after(installed("v1.1.0", "c11"));

    @ParameterizedTest
    @CsvSource({
        "v1.2.0,c12,UpToDate",
        "v1.2.0,,UpToDate",
        "1.2.0,c12,UpToDate",
        "v1.10.0,c110,Take",
        "v1.10.0,,Take",
        "v1.1.0,c11,Older",
        "v1.2.0,evil,Moved",
        "v1.1.0,evil,Moved",
    })
    void whatIsOfferedIsJudged(String tag, @Nullable String commit, String step) {
        assertThat(decide(tag, commit, UpdateOptions.NEWEST).getClass().getSimpleName())
                .isEqualTo(step);
    }

    @Test
    void anOlderVersionIsTakenWhenItIsAskedFor() {
        var asked = new UpdateOptions("1.1.0", null);

        assertThat(decide("v1.1.0", "c11", asked)).isInstanceOf(UpdateStep.Take.class);
        assertThat(decide("v1.1.0", "evil", asked)).isInstanceOf(UpdateStep.Moved.class);
        assertThat(decide("v1.1.0", "c11", UpdateOptions.NEWEST))
                .isInstanceOfSatisfying(
                        UpdateStep.Older.class,
                        older ->
                                assertThat(older.why())
                                        .endsWith("run atek update notes --version v1.1.0"));
    }

    @Test
    void aMovedTagIsTakenByWhoTrustsIt() {
        assertThat(decide("v1.2.0", "new", TRUSTING)).isInstanceOf(UpdateStep.Take.class);
        assertThat(decide("v1.2.0", "c12", TRUSTING)).isInstanceOf(UpdateStep.UpToDate.class);
    }

    @Test
    void theWatchLooksWhenTheSettingSaysSoAndSurvivesAFailure() throws Exception {
        var every = new AtomicReference<@Nullable Duration>();
        var looks = new AtomicInteger();
        var second = new CountDownLatch(2);
        Runnable look =
                () -> {
                    looks.incrementAndGet();
                    second.countDown();
                    throw new IllegalStateException("no network");
                };
        var tick = Duration.ofMillis(5);
        try (var watch =
                new UpdateWatch(look, new UpdateWatch.Pace(every::get, Duration.ZERO, tick))) {
            watch.start();
            assertThat(second.await(200, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(looks).hasValue(0);

            every.set(Duration.ofMillis(20));

            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static UpdateStep decide(String tag, @Nullable String commit, UpdateOptions options) {
        return UpdateStep.decide(RECORD, new Newest.Found(tag, commit), options);
    }

    private static Installed installed(String tag, String commit) {
        return new Installed(SourceType.GIT, tag, null, commit, "tree");
    }
}
