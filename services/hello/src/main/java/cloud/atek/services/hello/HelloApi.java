package cloud.atek.services.hello;

import cloud.atek.api.ApiId;

/// Greetings.
public interface HelloApi {

    ApiId ID = new ApiId("example.com/hello");

    /// A greeting for `name`, 1 to 100 characters.
    String say(String name);

    /// Who the host says you are.
    Visitor whoami();

    /// @param user key of the user whose authority the call has
    /// @param service key of the service that calls
    record Visitor(String user, String service) {}
}
