package cloud.atek.host.log;

/// How much of a service's log is kept.
///
/// @param files with the one that is written, 1 to 100; older ones are deleted
/// @param fileBytes of each, 64 KiB to 1 GiB
public record LogSizes(int files, int fileBytes) {

    public static final LogSizes DEFAULT = new LogSizes(5, 1 << 20);
}
