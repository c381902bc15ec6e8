package cloud.atek.host.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://a.example, a.example:80, /, a.example",
        "http://a.example/x?y=1, a.example:80, /x?y=1, a.example",
        "http://a.example?y, a.example:80, /?y, a.example",
        "HTTP://A.Example:8080/x, a.example:8080, /x, a.example:8080",
        "http://[fd00::1]:81/x, [fd00::1]:81, /x, [fd00::1]:81",
        "http://[fd00::1]/, [fd00::1]:80, /, [fd00::1]",
    })
    void aTargetNamesAPlaceAndWhatIsAskedThere(
            String text, String to, String path, String hostLine) {
        Target target = Target.of(request("GET", text));

        assertThat(target.to()).hasToString(to);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.hostLine()).isEqualTo(hostLine);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, a.example",
        "CONNECT, a.example:",
        "CONNECT, a.example:0",
        "CONNECT, a.example:65536",
        "CONNECT, a.example:+443",
        "CONNECT, :443",
        "CONNECT, fd00::1:443",
        "CONNECT, [fd00::1]",
        "GET, http://",
        "GET, http:///x",
        "GET, http://user@a.example/",
        "GET, http://a.example:x/",
        "GET, http://*.example/",
        "GET, https://a.example/",
    })
    void everythingElseIsRefusedWithASentence(String method, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(request(method, text)))
                .withMessageMatching("(?s).*\\bwant\\b.*");
    }

    private static Request request(String method, String target) {
        return new Request(method, target, Headers.NONE, Body.none());
    }
}
