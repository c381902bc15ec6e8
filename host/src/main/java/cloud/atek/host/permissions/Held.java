package cloud.atek.host.permissions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// What lay in a folder when a service was allowed to change it: its owner's, and none of the
/// storage of the service.
///
/// @param bytes of its files
/// @param files how many, and folders below it
@JsonIgnoreProperties(ignoreUnknown = true)
public record Held(long bytes, int files) {

    static final Held NOTHING = new Held(0, 0);
}
