package cloud.atek.host.gateway;

import cloud.atek.api.ApiId;
import cloud.atek.rpc.Envelope;

/// An API that the host itself answers. It checks its own policy: one per method.
public interface HostApi {

    ApiId id();

    /// Never throws for what the caller did wrong: that is a failure in the answer.
    ///
    /// @param request the whole request as it came, well-formed
    /// @param terms a stream is for a caller that takes one
    Reply call(Caller caller, Envelope envelope, byte[] request, Terms terms);

    /// The same, which writes down in `audit` what it does and what it refuses.
    default HostApi auditedBy(Audit audit) {
        return this;
    }
}
