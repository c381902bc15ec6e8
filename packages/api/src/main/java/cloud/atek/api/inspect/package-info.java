/// `atek.cloud/inspect-api`: is the host up, and how is it set up.
package cloud.atek.api.inspect;
