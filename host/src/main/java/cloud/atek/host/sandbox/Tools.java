package cloud.atek.host.sandbox;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The programs of this machine that a sandbox is made with.
///
/// @param prlimit `null` when the machine has none; the layer `limits` is then missing
/// @param setpriv `null` when the machine has none; a host with capabilities of its own then starts
///   no service
record Tools(Bwrap bwrap, @Nullable Path prlimit, @Nullable Path setpriv) {}
