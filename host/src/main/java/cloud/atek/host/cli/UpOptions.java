package cloud.atek.host.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the command line says about the host that is to run; it wins over `config.json`.
///
/// @param configDir the data folder, absolute; it exists
/// @param port 0 to 65 535, where 0 asks the system for a free one; null when not given
/// @param domain null when not given
public record UpOptions(Path configDir, @Nullable Integer port, @Nullable String domain) {}
