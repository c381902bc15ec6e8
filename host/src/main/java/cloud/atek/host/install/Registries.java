package cloud.atek.host.install;

import java.util.Set;

/// The servers that builds may fetch from: where npm and Maven look when nobody says otherwise. A
/// package cannot name others, so a build can neither look around in the home nor tell strangers
/// what it finds.
final class Registries {

    static final Set<String> HOSTS =
            Set.of("registry.npmjs.org", "repo.maven.apache.org", "repo1.maven.org");

    static final int PORT = 443;

    private Registries() {}
}
