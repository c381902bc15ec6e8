/// `atek datachain`: the tools for chains that nobody has open, each one command.
@NullMarked
package cloud.atek.services.datachain.tool;

import org.jspecify.annotations.NullMarked;
