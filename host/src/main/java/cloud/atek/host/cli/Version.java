package cloud.atek.host.cli;

import picocli.CommandLine.IVersionProvider;

/// Which Atek this is, and on what it runs.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "Atek %s (Java %s)".formatted(version == null ? "dev" : version, Runtime.version())
        };
    }
}
