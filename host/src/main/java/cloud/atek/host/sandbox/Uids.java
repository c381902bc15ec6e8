package cloud.atek.host.sandbox;

import cloud.atek.host.config.SafeFile;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// The numbers of the system users that services run as, kept in a file: a subject has the same one
/// for ever, and no other ever gets it. Thread-safe.
///
/// They lie where systemd's list of numbers says that nobody else takes any
/// (<https://systemd.io/UIDS-GIDS/>). Each host begins somewhere else there, so that two hosts of
/// one machine do not meet.
final class Uids {

    static final int LOWEST = 1_900_000_000;

    /// How many one host gives away.
    static final int COUNT_MAX = 1 << 16;

    private static final int HOSTS = 3_600;

    private final Path file;
    private final Given given;

    /// As the file has it.
    ///
    /// @param first the lowest of this host
    /// @param of how much higher those of the subjects are
    private record Given(int first, Map<String, Integer> of) {
        Given {
            of = new TreeMap<>(of);
        }
    }

    private Uids(Path file, Given given) {
        this.file = file;
        this.given = given;
    }

    /// @param file made when the first number is given
    /// @throws IOException when it is there and cannot be read
    static Uids in(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                return new Uids(file, MessageCodec.JSON.readValue(file.toFile(), Given.class));
            } catch (JsonProcessingException e) {
                throw new IOException(
                        file
                                + " is damaged: put a copy of before there, or take it away; then all"
                                + " services get new system users",
                        e);
            }
        }
        int first = LOWEST + ThreadLocalRandom.current().nextInt(HOSTS) * COUNT_MAX;
        return new Uids(file, new Given(first, Map.of()));
    }

    /// Whether this kernel lets this process make anybody of these: it must be root, and inside a
    /// container these numbers must mean something.
    ///
    /// @param process as `/proc` shows it
    static boolean usable(Path process) {
        try {
            return Files.getAttribute(process, "unix:uid").equals(0)
                    && covers(process.resolve("uid_map"))
                    && covers(process.resolve("gid_map"));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /// user_namespaces(7): lines of first number inside, first number outside, how many.
    private static boolean covers(Path map) throws IOException {
        try (Stream<String> lines = Files.lines(map)) {
            return lines.map(line ->
                            Arrays.stream(line.strip().split("\\s+", -1))
                                    .mapToLong(Long::parseLong)
                                    .toArray())
                    .anyMatch(range ->
                            range[0] <= LOWEST
                                    && range[0] + range[2] >= LOWEST + (long) HOSTS * COUNT_MAX);
        }
    }

    /// The number of a subject. A new one is on the disk before anybody gets it.
    ///
    /// @throws IOException when it cannot be stored, or all are given
    synchronized int of(String subject) throws IOException {
        Integer known = given.of.get(subject);
        if (known != null) {
            return given.first + known;
        }
        int next = given.of.size();
        if (next >= COUNT_MAX) {
            throw new IOException("all " + COUNT_MAX + " system users of this host are taken");
        }
        given.of.put(subject, next);
        try {
            SafeFile.replace(file, MessageCodec.JSON.writeValueAsBytes(given));
        } catch (IOException e) {
            given.of.remove(subject);
            throw e;
        }
        return given.first + next;
    }
}
