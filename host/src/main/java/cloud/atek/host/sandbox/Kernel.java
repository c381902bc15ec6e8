package cloud.atek.host.sandbox;

/// What the kernel of this machine lets this host do to confine services, beside what every Linux
/// does.
record Kernel(Cgroups cgroups, Landlock landlock, OwnUsers users) {}
