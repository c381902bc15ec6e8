package cloud.atek.host.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Two networks that exist for one test alone, joined by one cable: a *house*, whose way to
/// everywhere is the cable `out`, and the *world* at its other end, which has whatever addresses
/// the test gives it. Nothing of it reaches the network of this machine. Root alone can make it.
public final class Island implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The networks end by themselves should the test die.
    private static final String HOLD_S = "1800";

    private static final String HOUSE = "10.77.0.2/24";
    private static final String WORLD = "10.77.0.1";
    private static final Pattern SENT =
            Pattern.compile("out:\\s*(?:\\d+\\s+){9}(\\d+)\\s.*", Pattern.DOTALL);

    private final Process house;
    private final Process world;
    private final List<Process> programs = new ArrayList<>();
    private final List<Closeable> doors = new ArrayList<>();

    private Island(Process house, Process world) {
        this.house = house;
        this.world = world;
    }

    /// @param addresses IPv4, of the world
    public static Island make(String... addresses) throws IOException, InterruptedException {
        var island = new Island(hold(), hold());
        String far = String.valueOf(island.world.pid());
        island.house("ip", "link", "set", "lo", "up");
        island.house(
                "ip", "link", "add", "out", "type", "veth", "peer", "name", "in", "netns", far);
        // No address of its own making: then IPv6 has nothing to tell its neighbours.
        island.house("ip", "link", "set", "out", "addrgenmode", "none");
        island.house("ip", "addr", "add", HOUSE, "dev", "out");
        island.house("ip", "link", "set", "out", "up");
        island.world("ip", "link", "set", "lo", "up");
        island.world("ip", "link", "set", "in", "addrgenmode", "none");
        island.world("ip", "addr", "add", WORLD + "/24", "dev", "in");
        for (String address : addresses) {
            island.world("ip", "addr", "add", address + "/32", "dev", "in");
        }
        island.world("ip", "link", "set", "in", "up");
        island.house("ip", "route", "add", "default", "via", WORLD);
        return island;
    }

    private static Process hold() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "--net", "sleep", HOLD_S).start();
        Path mine = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        Path its = Path.of("/proc/" + process.pid() + "/ns/net");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && Files.readSymbolicLink(its).equals(mine)) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("no network of its own");
            }
            Thread.sleep(5);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("unshare --net: " + process.exitValue());
        }
        return process;
    }

    /// The same command in the house.
    public List<String> inHouse(List<String> command) {
        return in(house, command);
    }

    private static List<String> in(Process network, List<String> command) {
        return Stream.concat(
                        Stream.of("nsenter", "--net", "--target", "" + network.pid(), "--"),
                        command.stream())
                .toList();
    }

    private void house(String... command) {
        done(Run.of(inHouse(List.of(command))), command);
    }

    private void world(String... command) {
        done(Run.of(in(world, List.of(command))), command);
    }

    private static void done(Run run, String... command) {
        if (run.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + run.out());
        }
    }

    /// Starts a program in the house, until this is closed.
    ///
    /// @param out where it prints
    public Process startInHouse(Path out, String... command) throws IOException {
        return start(inHouse(List.of(command)), out);
    }

    /// The same in the world.
    public Process startInWorld(Path out, String... command) throws IOException {
        return start(in(world, List.of(command)), out);
    }

    private Process start(List<String> command, Path out) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        programs.add(process);
        return process;
    }

    /// Packets of all kinds that the house has put on the cable.
    public long packetsOut() throws IOException {
        String counters = Files.readString(Path.of("/proc/" + house.pid() + "/net/dev"));
        Matcher sent = SENT.matcher(counters.substring(counters.indexOf("out:")));
        if (!sent.matches()) {
            throw new IllegalStateException("no counter in: " + counters);
        }
        return Long.parseLong(sent.group(1));
    }

    /// Closes this, too, in the end.
    void closing(Closeable door) {
        doors.add(door);
    }

    @Override
    public void close() throws IOException {
        for (Closeable door : doors) {
            door.close();
        }
        programs.forEach(Process::destroyForcibly);
        house.destroyForcibly();
        world.destroyForcibly();
    }
}
