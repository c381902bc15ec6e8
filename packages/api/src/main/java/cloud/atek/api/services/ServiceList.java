package cloud.atek.api.services;

import java.util.List;

/// The answer of `list`, oldest service first.
public record ServiceList(List<ServiceInfo> services) {}
