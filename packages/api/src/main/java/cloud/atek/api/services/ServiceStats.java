package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service takes and does, now. What belongs to its process is absent while it has none.
///
/// @param cpuMs processor time of all its processes since its start, in milliseconds
/// @param memoryBytes memory of all its processes, resident; what they share counts for each
/// @param processes that it has now, without those of the sandbox
/// @param threads of all of them
/// @param uptimeMs since its start, in milliseconds
/// @param restarts how often it was started again since the host began
/// @param logBytes of its log, on disk
/// @param dataBytes of its data folder, on disk
/// @param dataBytesCut true when the folder has so many files that `dataBytes` is not all of it
/// @param calls answered through the gateway since its start, requests to `proxy` APIs included
/// @param callBytesIn bytes of the JSON-RPC calls among them
/// @param callBytesOut bytes of their answers, streams included
/// @param openSockets WebSockets that are joined with it now, through the gateway and its subdomain
/// @param network where it went in the network, and where it was not let; absent when nowhere
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceStats(
        @Nullable Long cpuMs,
        @Nullable Long memoryBytes,
        @Nullable Integer processes,
        @Nullable Integer threads,
        @Nullable Long uptimeMs,
        int restarts,
        long logBytes,
        long dataBytes,
        @Nullable Boolean dataBytesCut,
        long calls,
        long callBytesIn,
        long callBytesOut,
        long openSockets,
        @Nullable List<NetworkUse> network) {}
