/// The audit: who did what to what, when, and through which service, on datachains of its own.
///
/// Others hand in a [cloud.atek.host.gateway.Deed]; what is kept of it, where and for how long is
/// known here alone.
@NullMarked
package cloud.atek.host.audit;

import org.jspecify.annotations.NullMarked;
