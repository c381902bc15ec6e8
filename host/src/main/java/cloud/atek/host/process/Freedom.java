package cloud.atek.host.process;

/// What a confined program may do that others may not.
public enum Freedom {
    /// It has the network of this machine, as any program has it.
    NETWORK,

    /// It may start programs that it wrote, as a build does with what it fetched.
    OWN_PROGRAMS
}
