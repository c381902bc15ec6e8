package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {

    @Test
    void domainIsLabelsInLowerCase() {
        for (String good : List.of("localhost", "home.lan", "a-b.c1", "xn--bcher-kva.example")) {
            assertThat(new EdgeConfig(good, 80).domain()).isEqualTo(good);
        }
        for (String bad :
                List.of("", "Home", "a..b", ".a", "a.", "-a", "a-", "a b", "a:1", "ü", "[::1]")) {
            assertThatThrownBy(() -> new EdgeConfig(bad, 80))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + bad + "\"");
        }
        assertThatThrownBy(() -> new EdgeConfig("a.".repeat(100) + "a", 80))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void portIsInRange() {
        assertThat(new EdgeConfig("localhost", 0).port()).isZero();
        for (int bad : new int[] {-1, 65_536}) {
            assertThatThrownBy(() -> new EdgeConfig("localhost", bad))
                    .hasMessageContaining(String.valueOf(bad));
        }
    }
}
