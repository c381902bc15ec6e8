/// Disorder on purpose: a host and twenty services that are killed, changed and asked at a time,
/// and what must be so when it is over.
@NullMarked
package cloud.atek.host.chaos;

import org.jspecify.annotations.NullMarked;
