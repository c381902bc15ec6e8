package cloud.atek.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.rpc.MessageCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void theHostAndTheHouseholdHaveNames() {
        assertThat(ServiceKey.HOST.value()).isEqualTo("0");
        assertThat(ServiceId.SYSTEM.value()).isEqualTo("system");
        assertThat(UserKey.SYSTEM.value()).isEqualTo("system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "core.adb", "a", "a-b", "a1.b2"})
    void dnsLabelsAreServiceIds(String id) {
        assertThat(new ServiceId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "a/b", "../a", "a.", ".a", "a..b", "-a", "a-", "1a", "a_b", "ä"})
    void otherNamesAreNot(String id) {
        assertThat(ServiceId.fits(id)).isFalse();
        assertThatThrownBy(() -> new ServiceId(id)).hasMessageContaining("service id");
    }

    @Test
    void aServiceIdIsOneDnsLabelLongAtMost() {
        assertThat(ServiceId.fits("a".repeat(63))).isTrue();
        assertThat(ServiceId.fits("a".repeat(64))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/../b", "a b", "..", ".", "a\n"})
    void keysAreSafeFileNames(String key) {
        assertThatThrownBy(() -> new ServiceKey(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api", "/api", "a//b", "a b/c", "a/b\"", "a/b?c"})
    void anApiIdIsADomainAndAPath(String id) {
        assertThatThrownBy(() -> new ApiId(id)).hasMessageContaining("API id");
    }

    @Test
    void aManifestIsReadAndWhatItDoesNotKnowIsIgnored() throws Exception {
        Manifest manifest =
                MessageCodec.JSON.readValue(
                        """
                        {"name": "Hello", "runtime": "static", "icon": "star.svg",
                         "exports": [{"api": "example.com/a"},
                                     {"api": "example.com/b", "path": "/b", "transport": "proxy"}]}
                        """,
                        Manifest.class);

        assertThat(manifest.runtime()).isEqualTo(ServiceRuntime.STATIC);
        assertThat(manifest.exports()).hasSize(2);
        assertThat(manifest.exports().getFirst().pathOrRoot()).isEqualTo("/");
        assertThat(manifest.exports().getFirst().transportOrRpc()).isEqualTo(Transport.RPC);
        assertThat(manifest.exports().getLast().transportOrRpc()).isEqualTo(Transport.PROXY);
    }
}
