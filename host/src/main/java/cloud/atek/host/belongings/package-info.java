/// What a user has on this host: shown, exported, given to another, removed.
@NullMarked
package cloud.atek.host.belongings;

import org.jspecify.annotations.NullMarked;
