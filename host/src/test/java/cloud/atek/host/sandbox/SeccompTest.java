package cloud.atek.host.sandbox;

import static cloud.atek.host.sandbox.Seccomp.ALLOW;
import static cloud.atek.host.sandbox.Seccomp.EAFNOSUPPORT;
import static cloud.atek.host.sandbox.Seccomp.ENOSYS;
import static cloud.atek.host.sandbox.Seccomp.EPERM;
import static cloud.atek.host.sandbox.Seccomp.EPROTONOSUPPORT;
import static cloud.atek.host.sandbox.Seccomp.KILL_PROCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompTest {

    private static final int AUDIT_ARCH_I386 = 0x40000003;
    private static final int CLONE_NEWUSER = 0x10000000;
    private static final int CLONE_THREAD = 0x10000;
    private static final int SOCK_CLOEXEC = 0x80000;

    /// Calls that a JVM and Node cannot live without: read, write, openat, mmap, futex, connect,
    /// accept4, epoll_pwait, execve, exit_group, prlimit64, getrandom, kill.
    private static final Map<Architecture, List<Integer>> NEEDED =
            Map.of(
                    Architecture.X86_64,
                    List.of(0, 1, 257, 9, 202, 42, 288, 281, 59, 231, 302, 318, 62),
                    Architecture.AARCH64,
                    List.of(63, 64, 56, 222, 98, 203, 242, 22, 221, 94, 261, 278, 129));

    /// The calls whose arguments decide.
    private enum Call {
        CLONE(56, 220),
        SOCKET(41, 198),
        SOCKETPAIR(53, 199),
        IOCTL(16, 29);

        private final int x86;
        private final int arm;

        Call(int x86, int arm) {
            this.x86 = x86;
            this.arm = arm;
        }

        int on(Architecture architecture) {
            return architecture == Architecture.X86_64 ? x86 : arm;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyListedCallIsRefused(Architecture architecture) {
        for (Syscall call : Syscall.values()) {
            if (call.existsOn(architecture)) {
                assertThat(answer(architecture, call.on(architecture)))
                        .as("%s", call)
                        .isEqualTo(EPERM);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNumberStandsTwice(Architecture architecture) {
        assertThat(Arrays.stream(Syscall.values()).filter(call -> call.existsOn(architecture)))
                .extracting(call -> call.on(architecture))
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(NEEDED.get(architecture))
                .hasSizeGreaterThan(55);
    }

    @ParameterizedTest
    @EnumSource
    void neededCallsAreAllowed(Architecture architecture) {
        assertThat(NEEDED.get(architecture)).allMatch(nr -> answer(architecture, nr) == ALLOW);
    }

    @ParameterizedTest
    @EnumSource
    void anotherArchitectureIsKilled(Architecture architecture) {
        assertThat(new BpfMachine(Seccomp.program(architecture)).answer(AUDIT_ARCH_I386, 1))
                .isEqualTo(KILL_PROCESS);
    }

    @ParameterizedTest
    @EnumSource
    void unknownAndX32CallsDoNotExist(Architecture architecture) {
        assertThat(answer(architecture, 463)).isEqualTo(ENOSYS);
        assertThat(answer(architecture, 0x40000000 | 101)).isEqualTo(ENOSYS);
        assertThat(answer(architecture, -1)).isEqualTo(ENOSYS);
        assertThat(answer(architecture, 435)).isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @EnumSource
    void threadsMayBeMadeAndNamespacesNot(Architecture architecture) {
        int clone = Call.CLONE.on(architecture);

        assertThat(answer(architecture, clone, CLONE_THREAD)).isEqualTo(ALLOW);
        assertThat(answer(architecture, clone, CLONE_THREAD | CLONE_NEWUSER)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @EnumSource
    void onlyUnixAndInternetSocketsExist(Architecture architecture) {
        for (Call call : List.of(Call.SOCKET, Call.SOCKETPAIR)) {
            int number = call.on(architecture);
            for (int family = 0; family < 64; family++) {
                boolean wanted = List.of(1, 2, 10).contains(family);
                assertThat(answer(architecture, number, family, 1 | SOCK_CLOEXEC, 0))
                        .as("%s of family %d", call, family)
                        .isEqualTo(wanted ? ALLOW : EAFNOSUPPORT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTcpAndUdpAreSpoken(Architecture architecture) {
        int socket = Call.SOCKET.on(architecture);

        assertThat(answer(architecture, socket, 2, 1 | SOCK_CLOEXEC, 6)).isEqualTo(ALLOW);
        assertThat(answer(architecture, socket, 10, 2, 17)).isEqualTo(ALLOW);
        assertThat(answer(architecture, socket, 2, 1, 132)).as("SCTP").isEqualTo(EPROTONOSUPPORT);
        assertThat(answer(architecture, socket, 2, 1, 262)).as("MPTCP").isEqualTo(EPROTONOSUPPORT);
        assertThat(answer(architecture, socket, 2, 3, 255)).as("raw").isEqualTo(EPROTONOSUPPORT);
        assertThat(answer(architecture, socket, 2, 5, 0))
                .as("seqpacket")
                .isEqualTo(EPROTONOSUPPORT);
    }

    @ParameterizedTest
    @EnumSource
    void theTerminalCannotBeTypedInto(Architecture architecture) {
        int ioctl = Call.IOCTL.on(architecture);

        assertThat(answer(architecture, ioctl, 0, Seccomp.TIOCSTI)).isEqualTo(EPERM);
        assertThat(answer(architecture, ioctl, 0, 0xFFFFFFFF00005412L)).isEqualTo(EPERM);
        assertThat(answer(architecture, ioctl, 0, Seccomp.TIOCLINUX)).isEqualTo(EPERM);
        assertThat(answer(architecture, ioctl, 0, 0x5401)).as("TCGETS").isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource
    void aFilterIsEightBytesPerInstruction(Architecture architecture) {
        assertThat(Seccomp.filter(architecture))
                .hasSize(Seccomp.program(architecture).program().size() * 8);
    }

    private static int answer(Architecture architecture, int number, long... arguments) {
        return new BpfMachine(Seccomp.program(architecture))
                .answer(architecture.audit(), number, arguments);
    }
}
