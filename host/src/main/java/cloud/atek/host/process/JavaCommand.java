package cloud.atek.host.process;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The command line of a JVM that is small enough for a Raspberry Pi: about 40 MB for a small
/// service, of which some 20 MB are shared between services.
final class JavaCommand {

    static final String JDK = "/jdk";
    static final String CACHE = "/cache";

    private static final int METASPACE_MB = 64;
    private static final int CODE_CACHE_MB = 32;

    private JavaCommand() {}

    /// Flags that must be the same when an AOT cache is made and when it is used.
    static List<String> flags(Limits limits) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                // Else the first heap is 1/64 of the machine's memory, however small the service.
                "-Xms8m",
                "-Xmx" + limits.heapMb() + "m",
                "-Xss512k",
                "-XX:MaxDirectMemorySize=" + limits.heapMb() + "m",
                "-XX:MaxMetaspaceSize=" + METASPACE_MB + "m",
                "-XX:ReservedCodeCacheSize=" + CODE_CACHE_MB + "m",
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
