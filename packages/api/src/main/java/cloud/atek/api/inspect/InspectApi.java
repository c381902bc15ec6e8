package cloud.atek.api.inspect;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Is the host up, and how is it set up.
public interface InspectApi {

    ApiId ID = new ApiId("atek.cloud/inspect-api");

    /// True once core services and server database are up; before that the API is not there.
    boolean isReady();

    /// What holds now of `config.json` and its defaults, by key, without its tokens. Admins only.
    JsonNode getConfig();

    /// The settings one by one: what holds, who says so, what waits for a restart, and what is
    /// wrong with the file. Admins only.
    ConfigReport describeConfig();

    /// Changes `config.json`: checked as a whole, written at once or not at all, and taken as far
    /// as can be without a restart. Admins only.
    ///
    /// @param patch the new values by key; null takes a key out of the file, so that its default
    ///   holds. Keys that the host itself writes are refused
    ConfigChange setConfig(ObjectNode patch);
}
