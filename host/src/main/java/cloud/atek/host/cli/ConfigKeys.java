package cloud.atek.host.cli;

import cloud.atek.host.config.ConfigKey;
import java.util.Iterator;

/// The names of all settings, for who types them.
final class ConfigKeys implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return ConfigKey.ALL.stream().map(ConfigKey::name).iterator();
    }
}
