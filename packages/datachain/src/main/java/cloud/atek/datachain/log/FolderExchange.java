package cloud.atek.datachain.log;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/// Lets two names change places in one step, which Java has no word for: `renameat2` of Linux.
final class FolderExchange {

    private static final int WORKING_FOLDER = -100;
    private static final int EXCHANGE = 2;

    private FolderExchange() {}

    /// @return false when this system, or this file system, cannot do it; nothing was changed then
    static boolean inOneStep(Path one, Path other) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        Optional<MemorySegment> found = library.find("renameat2");
        try {
            return found.isPresent() && call(linker, found.get(), one, other);
        } catch (IllegalCallerException e) {
            // Native access was not enabled for this JVM.
            return false;
        }
    }

    @SuppressWarnings("restricted") // The signature is that of the manual page renameat2(2).
    private static boolean call(Linker linker, MemorySegment symbol, Path one, Path other) {
        MethodHandle renameat2 =
                linker.downcallHandle(
                        symbol,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed =
                    (int)
                            renameat2.invokeExact(
                                    WORKING_FOLDER,
                                    arena.allocateFrom(one.toAbsolutePath().toString()),
                                    WORKING_FOLDER,
                                    arena.allocateFrom(other.toAbsolutePath().toString()),
                                    EXCHANGE);
            return failed == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("renameat2 could not be called", e);
        }
    }
}
