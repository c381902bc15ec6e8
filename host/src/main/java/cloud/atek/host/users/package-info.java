/// Who may come in: accounts, sessions, tokens, and the one-time link of the first admin.
@NullMarked
package cloud.atek.host.users;

import org.jspecify.annotations.NullMarked;
