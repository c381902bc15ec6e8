package cloud.atek.host.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost.", "core.earthstar.localhost", "a.b.localhost."})
    void thisMachineIsKnownWithoutAsking(String name) throws UnknownHostException {
        assertThat(Resolver.SYSTEM.resolve(name))
                .hasSize(2)
                .allMatch(InetAddress::isLoopbackAddress);
    }
}
