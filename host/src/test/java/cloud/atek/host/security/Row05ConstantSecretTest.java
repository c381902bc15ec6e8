package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.crypto.Hash;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A secret is short, the same in every house, or in the source for everyone to read, and so opens
/// the door (as CVE-2023-37266 did).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(House.Key.class)
class Row05ConstantSecretTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LEFT_OUT =
            Pattern.compile(".*/(?:target|node_modules|\\.git)(?:/.*)?");

    /// What could be a token: as long as one, or called one.
    private static final Pattern CANDIDATE =
            Pattern.compile(
                    "[A-Za-z0-9_-]{40,128}"
                            + "|(?i)(?:secret|token|password|passwd|apikey|key)\\w*[\"']?\\s*[:=(,]\\s*"
                            + "[\"']([\\x21-\\x7e]{4,128}?)[\"']");

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{64}");
    private static final int SAMPLES = 100;

    private final House house;

    Row05ConstantSecretTest(House house) {
        this.house = house;
    }

    @BeforeAll
    void install(@TempDir Path dir) throws IOException {
        Path page = House.page(dir, "tokens", "here");
        assertThat(house.install("file://" + page, Map.of("id", "tokens")).has("result")).isTrue();
        house.ada().visit("tokens", "/");
    }

    /// Each is shown as a token and as a cookie.
    @Test
    void nothingInTheSourceOrTheDistributionOpensTheDoor() throws IOException {
        Set<String> candidates = candidates();
        assertThat(candidates).hasSizeGreaterThan(100);

        var stranger = house.stranger();
        for (String candidate : candidates) {
            String at = "/_atek/gateway?api=atek.cloud/inspect-api";
            String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"isReady\",\"params\":[]}";
            for (Map<String, String> proof :
                    List.of(
                            Map.of("Authorization", "Bearer " + candidate),
                            Map.of("Cookie", "__Host-atek=" + candidate))) {
                assertThat(stranger.post("localhost", at, call, proof).statusCode())
                        .as(candidate)
                        .isEqualTo(401);
            }
        }
        assertThat(candidates).doesNotContain(house.host().systemToken());
    }

    @Test
    void noPrivateKeyLiesInTheSourceOrTheDistribution() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file, ISO_8859_1);
            assertThat(text.contains("-----BEGIN " + "PRIVATE KEY")).as("%s", file).isFalse();
        }
    }

    /// Of a hundred tokens no bit is always, nearly always or hardly ever the same.
    @Test
    void tokensAre256RandomBits() throws IOException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            var given =
                    house.ada()
                            .browser()
                            .get(
                                    "localhost",
                                    "/_atek/bind-session?service=tokens&path=/",
                                    Map.of());
            String link = given.headers().firstValue("Location").orElseThrow();
            var taken = house.stranger();
            taken.get("tokens.localhost", link.replaceFirst("http://[^/]+", ""), Map.of());
            tokens.add(taken.cookie("tokens.localhost", "__Host-atek"));
        }
        tokens.add(house.host().systemToken());
        tokens.add(house.ada().browser().cookie("localhost", "__Host-atek"));

        assertThat(tokens)
                .doesNotHaveDuplicates()
                .allMatch(token -> TOKEN.matcher(token).matches());
        int[] ones = new int[256];
        for (String token : tokens.subList(0, SAMPLES)) {
            BigInteger bits = bits(token);
            for (int i = 0; i < ones.length; i++) {
                ones[i] += bits.testBit(i) ? 1 : 0;
            }
        }
        for (int count : ones) {
            assertThat(count).isBetween(SAMPLES / 5, SAMPLES * 4 / 5);
        }
    }

    private static BigInteger bits(String token) {
        return new BigInteger(token, 16);
    }

    /// The server database has the SHA-256 of a token, and no file of the home has the token.
    @Test
    void tokensAreKeptAsTheirHashes() throws IOException {
        String root = house.ada().browser().cookie("localhost", "__Host-atek");
        String sub = house.ada().browser().cookie("tokens.localhost", "__Host-atek");
        String adb = AdbApi.ID.value();
        String db = house.host().call(adb, "getConfig").at("/result/serverDbId").asText();
        JsonNode sessions = house.host().call(adb, "recordList", db, "/atek.cloud/user-session");

        assertThat(sessions.toString())
                .contains(hash(root), hash(sub))
                .doesNotContain(root)
                .doesNotContain(sub);
        try (Stream<Path> files = Files.walk(house.host().home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, ISO_8859_1);
                assertThat(text.contains(root) || text.contains(sub)).as("%s", file).isFalse();
            }
        }
    }

    private static String hash(String token) {
        return Hash.of(token.getBytes(UTF_8)).hex();
    }

    private static Set<String> candidates() throws IOException {
        var candidates = new TreeSet<String>();
        for (Path file : files()) {
            if (file.toString().endsWith(".jar")) {
                if (file.getFileName().toString().startsWith("atek-")) {
                    inJar(file, candidates);
                }
            } else {
                in(Files.readString(file, ISO_8859_1), candidates);
            }
        }
        return candidates;
    }

    /// Of our own jars; what others made has no part in who may come in.
    private static void inJar(Path jar, Set<String> candidates) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                var zip = new ZipInputStream(in)) {
            while (zip.getNextEntry() != null) {
                in(new String(zip.readAllBytes(), ISO_8859_1), candidates);
            }
        }
    }

    private static void in(String text, Set<String> candidates) {
        Matcher found = CANDIDATE.matcher(text);
        while (found.find()) {
            String candidate = found.group(1) == null ? found.group() : found.group(1);
            if (!candidate.matches(".*[\\s;,\\\\].*")) {
                candidates.add(candidate);
            }
        }
    }

    private static Set<Path> files() throws IOException {
        var files = new HashSet<Path>();
        Path dist = Path.of(TestHost.script()).getParent();
        try (Stream<Path> source = Files.walk(ROOT);
                Stream<Path> built = Files.walk(dist)) {
            source.filter(file -> !LEFT_OUT.matcher(file.toString()).matches())
                    .filter(file -> !file.toString().contains("/src/test/"))
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
            built.filter(Files::isRegularFile).forEach(files::add);
        }
        return files;
    }
}
