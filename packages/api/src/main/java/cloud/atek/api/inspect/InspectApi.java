package cloud.atek.api.inspect;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.databind.JsonNode;

/// Is the host up, and how is it set up.
public interface InspectApi {

    ApiId ID = new ApiId("atek.cloud/inspect-api");

    /// True once core services and server database are up; before that the API is not there.
    boolean isReady();

    /// The values of `config.json`, without its tokens. Admins only.
    JsonNode getConfig();
}
