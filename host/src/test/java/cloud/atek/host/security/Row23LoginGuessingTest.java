package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Raw;
import cloud.atek.host.testkit.Run;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final int GUESSES = 10_000;

    /// More than the host lets wait for a comparison.
    private static final int GUESSERS = 64;

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
    void tenThousandGuessesLetNobodyInAndKeepNobodyOut() throws Exception {
        Person.made(house.host(), "fred", "user");
        var left = new AtomicInteger(GUESSES);
        var answers = new ConcurrentHashMap<String, Integer>();
        long begun = System.nanoTime();
        try (var guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < GUESSERS; i++) {
                all.add(guessers.submit(() -> guess(left, answers)));
            }
            while (left.get() > 0) {
                assertOthersGoOn();
                assertThat(System.nanoTime() - begun).isLessThan(300_000_000_000L);
                Thread.sleep(50);
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        System.out.printf(
                "%d guesses over %d connections took %d ms: %s%n",
                GUESSES, GUESSERS, (System.nanoTime() - begun) / 1_000_000, answers);

        assertThat(answers).doesNotContainKey("in").containsKey("wait").containsKey("401");
        assertThat(answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(GUESSES);
        // He whose name was guessed has to wait as well, and is told how long.
        assertThat(login("fred", Person.PASSWORD, Map.of()))
                .matches("Too many wrong passwords. Try again in \\d+ seconds");
        assertThat(inWithinAMinute("bob")).isTrue();
    }

    private void assertOthersGoOn() throws IOException {
        assertThat(login("bob", Person.PASSWORD, Map.of())).matches("in|Too many .*");
        assertThat(house.ann().call("atek.cloud/services-api", "list").has("result")).isTrue();
        assertThat(house.host().browser().get("localhost", "/_atek/login", Map.of()).statusCode())
                .isEqualTo(200);
    }

    private boolean inWithinAMinute(String name) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!login(name, Person.PASSWORD, Map.of()).equals("in")) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(500);
        }
        return true;
    }

    /// Guesses on one connection, which is opened anew when the host ends it.
    private Void guess(AtomicInteger left, Map<String, Integer> answers) throws IOException {
        Raw raw = Raw.open(house.host().port()).patient();
        try {
            for (int n = left.decrementAndGet(); n >= 0; n = left.decrementAndGet()) {
                Raw.Answer answer;
                try {
                    answer = raw.ask(request(n));
                } catch (EOFException | SocketException e) {
                    raw.close();
                    raw = Raw.open(house.host().port()).patient();
                    answer = raw.ask(request(n));
                }
                answers.merge(kind(answer), 1, Integer::sum);
            }
        } finally {
            raw.close();
        }
        return null;
    }

    private static String kind(Raw.Answer answer) {
        String text = answer.text();
        if (text.contains("\"result\"")) {
            return "in";
        }
        return text.contains(WRONG)
                ? "wrong"
                : text.contains("Too many") ? "wait" : String.valueOf(answer.status());
    }

    /// A password of one name or of many, a token, a session.
    private static String request(int n) {
        String guess = UUID.randomUUID().toString();
        return switch (n % 4) {
            case 0 -> loginRequest("fred", guess);
            case 1 -> loginRequest("n" + guess.substring(0, 8), guess);
            case 2 -> listRequest("Authorization: Bearer " + guess);
            default -> listRequest("Cookie: atek=" + guess);
        };
    }

    private static String loginRequest(String name, String password) {
        return post(
                "atek.cloud/user-sessions-api",
                "Accept: */*",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login\",\"params\":[{\"username\":\"%s\",\"password\":\"%s\"}]}"
                        .formatted(name, password));
    }

    private static String listRequest(String proof) {
        return post(
                "atek.cloud/services-api",
                proof,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":[]}");
    }

    private static String post(String api, String line, String body) {
        return "POST /_atek/gateway?api=%s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(api, line, body.length(), body);
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
