package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {

    @Test
    void portIsInRange() {
        assertThat(new EdgeConfig(List::of, 0, null).port()).isZero();
        for (int bad : new int[] {-1, 65_536}) {
            assertThatThrownBy(() -> new EdgeConfig(List::of, bad, null))
                    .hasMessageContaining(String.valueOf(bad));
        }
    }
}
