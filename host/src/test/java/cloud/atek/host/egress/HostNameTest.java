package cloud.atek.host.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                "127.0.0.256",
                "1.2.3.4.5",
                "example.0x1",
                "example.1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "fe80::1%eth0",
                "1::2::3",
                "",
                ".",
                ".example.com",
                "a..b",
            })
    void whatNotEverybodyReadsAlikeIsNoName(String text) {
        assertThat(HostName.read(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "1.2.3.4", "::1", "fd00::7", "2a00:1450::1"})
    void anAddressIsThatAddress(String text) throws Exception {
        assertThat(HostName.read(text)).contains(new HostName.Address(InetAddress.getByName(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas", "nas.local", "printer.fritz.box", "git.home.arpa", "a.internal"})
    void aNameAtHomeMayLeadHome(String text) {
        assertThat(HostName.read(text))
                .contains(new HostName.Name(text, Set.of(Zone.INTERNET, Zone.HOME)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "local.example.com", "nas.local.example", "lan.de"})
    void aNameOfTheInternetLeadsThereAlone(String text) {
        assertThat(HostName.read(text)).contains(new HostName.Name(text, Set.of(Zone.INTERNET)));
    }

    @Test
    void localhostIsThisMachineAlone() {
        assertThat(HostName.read("LocalHost"))
                .contains(new HostName.Name("localhost", Set.of(Zone.MACHINE)));
        assertThat(HostName.read("a.localhost").flatMap(HostName::inTheInternet))
                .contains(new HostName.Name("a.localhost", Set.of(Zone.INTERNET)));
        assertThat(HostName.read("127.0.0.1").flatMap(HostName::inTheInternet))
                .isEqualTo(Optional.empty());
    }
}
