package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Somebody guesses passwords, one after the other or many at once, as many addresses, or finds out
/// who has an account by what is said or how long it takes (CVE-2024-24766, CVE-2024-24767):
/// guesses are slowed down by name, answers tell nothing, and the owner at the console is never
/// locked out.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row23LoginGuessingTest {

    private static final String WRONG = "Username or password was incorrect";
    private static final int TRIES = 12;

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    private String login(String name, String password, Map<String, String> claims)
            throws IOException {
        JsonNode answer =
                house.host()
                        .call(
                                house.host().browser(),
                                claims,
                                "atek.cloud/user-sessions-api",
                                "login",
                                Map.of("username", name, "password", password));
        return answer.has("result") ? "in" : answer.at("/error/message").asText();
    }

    @Test
    void aNameIsSlowedDownWhateverAddressIsClaimed() throws Exception {
        Person.made(house.host(), "dora", "user");
        int waited = 0;
        for (int i = 0; i < 40; i++) {
            String said = login("dora", "guess" + i, Map.of("X-Forwarded-For", "10.0.0." + i));
            assertThat(said).matches(WRONG + "|Too many .*");
            waited += said.startsWith("Too many wrong") ? 1 : 0;
        }
        assertThat(waited).isGreaterThan(25);
        // The right one has to wait too: a guess must not be told by its answer.
        assertThat(login("dora", Person.PASSWORD, Map.of())).startsWith("Too many wrong");
    }

    @Test
    void theOwnerAtTheConsoleIsNeverLockedOut(@TempDir Path dir) throws Exception {
        Person.made(house.host(), "eric", "user");
        for (int i = 0; i < 10; i++) {
            login("eric", "guess" + i, Map.of());
        }
        assertThat(login("eric", Person.PASSWORD, Map.of())).startsWith("Too many wrong");

        Path password = Files.writeString(dir.resolve("password"), "another horse\n");
        Run reset = house.host().cli("moduser", "eric", "--password-file", password.toString());
        assertThat(reset.exitCode()).as(reset.out()).isZero();
        assertThat(house.host().cli("ls").exitCode()).isZero();
        // Others come in meanwhile.
        assertThat(login("bob", Person.PASSWORD, Map.of())).isEqualTo("in");
    }

    @Test
    void wordsAndTimeTellNothing() throws Exception {
        var known = new long[TRIES];
        var unknown = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            // A new name for each try of both, so that nobody waits.
            String user = "u" + UUID.randomUUID().toString().substring(0, 8);
            house.host()
                    .call(
                            "atek.cloud/users-api",
                            "create",
                            Map.of("username", user, "password", Person.PASSWORD));
            known[i] = time(user);
            unknown[i] = time("n" + UUID.randomUUID().toString().substring(0, 8));
        }
        double ratio = (double) median(known) / median(unknown);
        // What is hashed for one and not for the other would make it a hundred.
        assertThat(ratio).isBetween(0.2, 5.0);
    }

    private long time(String name) throws IOException {
        long start = System.nanoTime();
        String said = login(name, "wrong password", Map.of());
        long took = System.nanoTime() - start;
        assertThat(said).isEqualTo(WRONG);
        return took;
    }

    private static long median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    void oddNamesAreAnsweredAsOthers() throws Exception {
        for (String name :
                new String[] {"", " ", "system", "SYSTEM", "\u0000", "ann\n", "x".repeat(10_000)}) {
            assertThat(login(name, "x", Map.of())).as(name).matches(WRONG + "|Too many .*");
        }
        for (String key : new String[] {"BOB", "bob "}) {
            assertThat(login(key, "x", Map.of())).as(key).matches(WRONG + "|Too many .*");
        }
    }
}
