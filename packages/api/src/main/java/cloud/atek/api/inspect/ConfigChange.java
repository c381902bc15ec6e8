package cloud.atek.api.inspect;

import java.util.List;

/// What a change of the settings did.
///
/// @param changed the keys that have another value now
/// @param needsRestart those of them that hold from the next start on
public record ConfigChange(List<String> changed, List<String> needsRestart) {

    public ConfigChange {
        changed = List.copyOf(changed);
        needsRestart = List.copyOf(needsRestart);
    }
}
