package cloud.atek.host.sandbox;

/// System calls that no service may make, with their numbers on both processors.
///
/// Each is a road out of the sandbox, into the kernel's less trodden parts, or to other processes;
/// none is needed by a JVM or by Node. Numbers: `asm/unistd_64.h` and `asm-generic/unistd.h` of
/// Linux; -1 where a processor has no such call.
enum Syscall {
    // Other processes: look into them, write into them, take their descriptors.
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    PROCESS_MRELEASE(448, 448),
    PIDFD_GETFD(438, 438),
    KCMP(312, 272),

    // Namespaces and mounts.
    UNSHARE(272, 97),
    SETNS(308, 268),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    FANOTIFY_INIT(300, 262),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),

    // Parts of the kernel with a history of holes.
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    VMSPLICE(278, 75),
    MEMFD_SECRET(447, 447),
    PERSONALITY(135, 92),
    LOOKUP_DCOOKIE(212, 18),
    NFSSERVCTL(180, 42),
    MODIFY_LDT(154, -1),
    USELIB(134, -1),
    USTAT(136, -1),
    SYSFS(139, -1),
    OLD_SYSCTL(156, -1),

    // Where memory lies.
    MBIND(237, 235),
    SET_MEMPOLICY(238, 237),
    GET_MEMPOLICY(239, 236),
    MIGRATE_PAGES(256, 238),
    MOVE_PAGES(279, 239),
    SET_MEMPOLICY_HOME_NODE(450, 450),

    // The machine as a whole.
    SYSLOG(103, 116),
    ACCT(163, 89),
    ADJTIMEX(159, 171),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    REBOOT(169, 142),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    VHANGUP(153, 58),
    IOPL(172, -1),
    IOPERM(173, -1),

    // The host connects to the service's socket by its path: a link put there could lead it to any
    // other socket of the machine.
    SYMLINK(88, -1),
    SYMLINKAT(266, 36);

    private static final int ABSENT = -1;

    private final int x86;
    private final int arm;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int on(Architecture architecture) {
        return architecture == Architecture.X86_64 ? x86 : arm;
    }

    boolean existsOn(Architecture architecture) {
        return on(architecture) != ABSENT;
    }
}
