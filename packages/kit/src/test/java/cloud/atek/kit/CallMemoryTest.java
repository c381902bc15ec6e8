package cloud.atek.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CallMemoryTest {

    @Test
    void largeCallsWaitForEachOtherAndSmallOnesForNobody() throws Exception {
        var memory = new CallMemory(4 << 20);
        int large = memory.enter(16 << 20);
        var entered = new CountDownLatch(1);
        Thread second =
                Thread.ofVirtual()
                        .start(() -> {
                            int taken = memory.enter(1 << 20);
                            entered.countDown();
                            memory.leave(taken);
                        });

        assertThat(memory.enter(CallMemory.SMALL_BYTES_MAX)).isZero();
        assertThat(entered.getCount()).isEqualTo(1);
        memory.leave(large);
        entered.await();
        second.join();
    }
}
