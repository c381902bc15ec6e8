/// What a Java service is written with: [Service] serves its pages, APIs and WebSockets, [HostApis]
/// calls the APIs of others, [Launch] starts it.
///
/// Nothing here knows a certain API. JSON-RPC is dispatched by jsonrpc4j, which nothing outside of
/// this package sees.
package cloud.atek.kit;
