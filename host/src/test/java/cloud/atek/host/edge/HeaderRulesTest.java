package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import cloud.atek.wire.Headers;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {

    private static final Authority LOCAL = new Authority("http", "localhost", ":8080", "localhost");
    private static final Authority LAN = new Authority("http", "home.lan", "", "home.lan");

    @Test
    void everyCaseAndSeparatorOfAReservedNameIsReserved() {
        List<String> reserved =
                List.of("atek-auth-user", "atek-x", "x-forwarded-for", "forwarded", "x-real-ip");
        Seeds.forAll((random, _) -> {
            String name = reserved.get(random.nextInt(reserved.size()));
            var spelt = new StringBuilder();
            name.chars()
                    .map(c -> c == '-' ? "-_.~!|".charAt(random.nextInt(6)) : c)
                    .map(c -> random.nextBoolean() ? Character.toUpperCase(c) : c)
                    .forEach(spelt::appendCodePoint);

            assertThat(ProxyHeaders.isReserved(spelt.toString())).as(spelt.toString()).isTrue();
        });
        for (String free : List.of("Accept", "X-Atek", "Attack", "Cookie", "X-Forward")) {
            assertThat(ProxyHeaders.isReserved(free)).as(free).isFalse();
        }
    }

    @Test
    void hopByHopHeadersOfAServiceEndHere() {
        HttpFields.Mutable response = HttpFields.build();

        ProxyHeaders.toClient(
                Headers.of(
                        "Connection", "close, X-Hop",
                        "X-Hop", "1",
                        "Upgrade", "h2c",
                        "Trailer", "X",
                        "Transfer-Encoding", "chunked",
                        "Content-Length", "5",
                        "X-End", "2"),
                response);

        assertThat(response.asString()).isEqualToIgnoringNewLines("X-End: 2");
    }

    @Test
    void ownCookiesAreTakenOutOfTheHeader() {
        assertThat(SessionCookie.strip("a=1; __Host-atek=t; b=2")).isEqualTo("a=1; b=2");
        assertThat(SessionCookie.strip("atek=t;; ;__HOST-ATEK = t")).isNull();
        assertThat(SessionCookie.strip("ateks=1;xatek=2; atek")).isEqualTo("ateks=1; xatek=2");
        assertThat(SessionCookie.strip("a=\"x; atek=t; y\"")).doesNotContain("atek");
    }

    @Test
    void tokensAreThoseOfThePlaceAlone() {
        List<String> headers = List.of("__Host-atek=a; atek=b", "__Host-atek=c; __Host-atek=a");

        assertThat(SessionCookie.tokens(headers, LOCAL)).containsExactly("a", "c");
        assertThat(SessionCookie.tokens(headers, LAN)).containsExactly("b");
    }

    @Test
    void jarFullOfPlantedCookiesCostsLittle() {
        var planted = new StringBuilder("x=1");
        for (int i = 0; i < 200; i++) {
            planted.append("; atek=").append(i);
        }

        assertThat(SessionCookie.tokens(List.of(planted.toString()), LAN))
                .hasSize(Limits.COOKIES_LOOKED_AT);
    }

    @Test
    void servicesSetCookiesForTheirOwnNameOnly() {
        for (String good : List.of("a=1", "a=1; Path=/; Secure", "a=domain=x", "a=1; Domains=x")) {
            assertThat(SessionCookie.isHarmless(good)).as(good).isTrue();
        }
        for (String bad :
                List.of(
                        "a=1; Domain=localhost",
                        "a=1;domain=.home.lan",
                        "a=1; DOMAIN = x",
                        "a=1; domain",
                        "atek=1",
                        "__Host-atek=1; Path=/; Secure",
                        " ATEK = 1",
                        "")) {
            assertThat(SessionCookie.isHarmless(bad)).as(bad).isFalse();
        }
    }
}
