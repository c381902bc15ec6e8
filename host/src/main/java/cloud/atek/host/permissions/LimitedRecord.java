package cloud.atek.host.permissions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// That the owner of a service whose manifest does not say what it needs has limited it to what it
/// is granted, at `atek.cloud/limited-service/<key of the service>`.
///
/// @param since ISO 8601, UTC
@JsonIgnoreProperties(ignoreUnknown = true)
public record LimitedRecord(String since) {}
