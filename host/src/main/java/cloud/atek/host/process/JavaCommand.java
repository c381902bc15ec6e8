package cloud.atek.host.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The command line of a JVM that is small enough for a Raspberry Pi: about 40 MB for a small
/// service, of which some 20 MB are shared between services.
final class JavaCommand {

    static final String JDK = "/jdk";
    static final String CACHE = "/cache";

    /// A hundred classes fit, and the JDK's own.
    private static final int METASPACE_MB_MIN = 32;

    /// Below it the compiler stops when it has hardly begun.
    private static final int CODE_CACHE_MB_MIN = 16;

    /// No service compiles more.
    private static final int CODE_CACHE_MB_MAX = 64;

    private JavaCommand() {}

    /// Flags that must be the same when an AOT cache is made and when it is used.
    static List<String> flags(Limits limits) {
        var flags = new ArrayList<>(fixed(limits));
        if (limits.cores() > 0) {
            // It cannot see what its group may take, and would start threads for each core.
            int cores = Math.min(limits.cores(), Runtime.getRuntime().availableProcessors());
            flags.add("-XX:ActiveProcessorCount=" + cores);
        }
        return flags;
    }

    private static List<String> fixed(Limits limits) {
        int metaspaceMb = Math.max(METASPACE_MB_MIN, limits.memoryMb() / 4);
        int codeCacheMb = Math.clamp(limits.memoryMb() / 8, CODE_CACHE_MB_MIN, CODE_CACHE_MB_MAX);
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                // Else the first heap is 1/64 of the machine's memory, however small the service.
                "-Xms8m",
                "-Xmx" + limits.heapMb() + "m",
                "-Xss512k",
                "-XX:MaxDirectMemorySize=" + limits.heapMb() + "m",
                "-XX:MaxMetaspaceSize=" + metaspaceMb + "m",
                "-XX:ReservedCodeCacheSize=" + codeCacheMb + "m",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=/tmp",
                "-Duser.home=" + ServicePaths.DATA,
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED");
    }

    /// @param cacheFlag none or one
    static List<String> of(
            Program.Java program,
            Limits limits,
            Kit kit,
            ServicePaths paths,
            List<String> cacheFlag) {
        var classPath = new ArrayList<String>();
        kit.jars().forEach(jar -> classPath.add(paths.kit(jar)));
        program.classPath().forEach(entry -> classPath.add(paths.inside(entry)));
        var command = new ArrayList<String>();
        command.add(JDK + "/bin/java");
        command.addAll(flags(limits));
        command.addAll(cacheFlag);
        command.addAll(List.of("-cp", String.join(":", classPath)));
        Stream.of(kit.javaMain(), program.mainClass())
                .filter(name -> !name.isEmpty())
                .forEach(command::add);
        return command;
    }
}
