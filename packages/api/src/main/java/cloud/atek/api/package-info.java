/// Names that every process speaks of: services, users, APIs, and what a manifest says.
///
/// One interface and its records per API stand in the packages below. Nothing here does anything.
package cloud.atek.api;
