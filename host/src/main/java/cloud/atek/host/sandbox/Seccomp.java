package cloud.atek.host.sandbox;

/// The system call filter of every service: a list of refused calls, and three calls whose
/// arguments decide. What it does not name is allowed, up to the newest call it knows.
final class Seccomp {

    static final int ALLOW = 0x7FFF0000;
    static final int KILL_PROCESS = 0x80000000;

    private static final int ERRNO = 0x00050000;
    static final int EPERM = ERRNO | 1;
    static final int ENOSYS = ERRNO | 38;
    static final int EPROTONOSUPPORT = ERRNO | 93;
    static final int EAFNOSUPPORT = ERRNO | 97;

    /// `mseal`. Later calls, and the x32 calls (bit 30), are answered as by an older kernel.
    static final int NEWEST_CALL = 462;

    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.
    static final int NEW_NAMESPACES = 0x7E020000;

    static final int TIOCSTI = 0x5412;
    static final int TIOCLINUX = 0x541C;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /// The other bits of a socket's type are flags.
    private static final int SOCKET_TYPE = 0xF;

    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;

    private Seccomp() {}

    /// The filter as bytes for `bwrap --seccomp`.
    static byte[] filter(Architecture architecture) {
        return program(architecture).bytes();
    }

    static Bpf program(Architecture architecture) {
        boolean intel = architecture == Architecture.X86_64;
        Bpf bpf =
                new Bpf()
                        .load(Bpf.ARCHITECTURE)
                        .answerUnlessEqual(architecture.audit(), KILL_PROCESS)
                        .load(Bpf.NUMBER)
                        .answerIfAbove(NEWEST_CALL, ENOSYS);
        for (Syscall refused : Syscall.values()) {
            if (refused.existsOn(architecture)) {
                bpf.answerIfEqual(refused.on(architecture), EPERM);
            }
        }
        // Its flags lie behind a pointer, where no filter can look; libc then uses clone.
        bpf.answerIfEqual(435, ENOSYS);
        bpf.whenEqual(intel ? 56 : 220, fork());
        bpf.whenEqual(intel ? 16 : 29, ioctl());
        bpf.whenEqual(intel ? 41 : 198, socket());
        bpf.whenEqual(intel ? 53 : 199, socket());
        return bpf.answer(ALLOW);
    }

    private static Bpf fork() {
        return new Bpf().load(Bpf.argument(0)).answerIfAnyBit(NEW_NAMESPACES, EPERM).answer(ALLOW);
    }

    /// Typing into the terminal that the host may have been started from.
    private static Bpf ioctl() {
        return new Bpf()
                .load(Bpf.argument(1))
                .answerIfEqual(TIOCSTI, EPERM)
                .answerIfEqual(TIOCLINUX, EPERM)
                .answer(ALLOW);
    }

    /// INET stays: the network namespace is empty but for its own loopback, where the relay
    /// listens. Only TCP and UDP of it: any other protocol would make the kernel load a module.
    private static Bpf socket() {
        return new Bpf()
                .load(Bpf.argument(0))
                .whenEqual(AF_INET, internet())
                .whenEqual(AF_INET6, internet())
                .answerIfEqual(AF_UNIX, ALLOW)
                .answer(EAFNOSUPPORT);
    }

    private static Bpf internet() {
        return new Bpf()
                .load(Bpf.argument(1))
                .and(SOCKET_TYPE)
                .answerIfAbove(SOCK_DGRAM, EPROTONOSUPPORT)
                .load(Bpf.argument(2))
                .answerIfEqual(0, ALLOW)
                .answerIfEqual(IPPROTO_TCP, ALLOW)
                .answerIfEqual(IPPROTO_UDP, ALLOW)
                .answer(EPROTONOSUPPORT);
    }
}
