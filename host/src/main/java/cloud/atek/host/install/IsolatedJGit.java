package cloud.atek.host.install;

import java.io.File;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportProtocol;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Cuts JGit off from the machine it runs on: no configuration of the user or the system, no
/// environment, no program started, and no protocols but https and the disk.
///
/// JGit keeps all this in static fields, so it holds for the whole process, once.
final class IsolatedJGit {

    static {
        SystemReader.setInstance(new Reader(SystemReader.getInstance()));
        for (TransportProtocol protocol : Transport.getTransportProtocols()) {
            // "http" and "https" are one protocol object; GuardedConnections tells them apart.
            Set<String> schemes = protocol.getSchemes();
            if (!schemes.contains("https") && !schemes.equals(Set.of("file"))) {
                Transport.unregister(protocol);
            }
        }
    }

    private IsolatedJGit() {}

    /// After this JGit is isolated. Cheap after the first time.
    static void ensure() {}

    private static final class Reader extends SystemReader.Delegate {

        Reader(SystemReader real) {
            super(real);
        }

        @Override
        public @Nullable String getenv(String variable) {
            return null;
        }

        @Override
        public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
            return new Nothing(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
            return new Nothing(parent, fs);
        }
    }

    /// A configuration without a file. It answers how fine the file system's clock is, because JGit
    /// otherwise measures that for seconds with files that it strews into the repository.
    private static final class Nothing extends FileBasedConfig {

        private static final long CLOCK_MS = 20;

        Nothing(@Nullable Config parent, FS fs) {
            super(parent, new File("/nonexistent/gitconfig"), fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(
                String section,
                @Nullable String subsection,
                String name,
                long otherwise,
                TimeUnit unit) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    ? unit.convert(CLOCK_MS, TimeUnit.MILLISECONDS)
                    : super.getTimeUnit(section, subsection, name, otherwise, unit);
        }
    }
}
