package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A service reaches for parts of the kernel in which holes were found again and again; the filter
/// of system calls keeps them out of its reach.
class Row33KernelSurfaceTest {

    private static final List<String> CALLS =
            List.of(
                    "keyctl",
                    "add_key",
                    "bpf",
                    "perf_event_open",
                    "io_uring_setup",
                    "userfaultfd",
                    "process_vm_readv",
                    "finit_module",
                    "kexec_load",
                    "personality",
                    "mount",
                    "setns");

    @Test
    void onlyTheTroddenPathsAreOpen() throws Exception {
        try (Escape escape = Escape.tried(0)) {
            assertThat(CALLS)
                    .allSatisfy(
                            call -> assertThat(escape.results()).containsEntry(call, "refused: 1"));
            assertThat(escape.results())
                    .containsEntry("clone3", "refused: 38")
                    .containsEntry("socket SCTP", "refused: 93")
                    .containsEntry("socket raw", "refused: 93")
                    .containsEntry("families", "done: [1, 2, 10]");
        }
    }
}
