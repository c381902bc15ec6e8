/// The life of a service: installed, started, stopped, forgotten.
@NullMarked
package cloud.atek.host.services;

import org.jspecify.annotations.NullMarked;
