package cloud.atek.host.install;

import java.time.Duration;

/// How much one installation may take. Whoever publishes a package chooses its content, so each
/// number is what a well-meant package never reaches.
///
/// @param files how many files and folders a package may have
/// @param depth how many folders may lie in each other
/// @param fileBytes how large one file may be
/// @param totalBytes how large all files together may be
/// @param receivedBytes how much a server may send, compressed, and how large one file of Git may
///   grow while it is received
/// @param time how long fetching may take
record PackageLimits(
        int files, int depth, long fileBytes, long totalBytes, long receivedBytes, Duration time) {

    private static final long MIB = 1 << 20;

    static final PackageLimits DEFAULT =
            new PackageLimits(50_000, 64, 256 * MIB, 512 * MIB, 512 * MIB, Duration.ofMinutes(10));

    /// Longest name of a file in UTF-8 bytes: what file systems here can store.
    static final int NAME_BYTES_MAX = 255;

    /// Longest path inside a package in UTF-8 bytes: leaves room for the data folder before it,
    /// below the 4096 bytes of `PATH_MAX`.
    static final int PATH_BYTES_MAX = 1024;

    /// Longest address of a source in UTF-8 bytes.
    static final int URL_BYTES_MAX = 2048;

    /// How many tags of a repository are looked at.
    static final int TAGS_MAX = 20_000;

    /// How many Git objects one version may have: its files, its folders, and the commit and tag.
    static final long OBJECTS_MAX = 200_000;

    /// Size of `atek.json` in bytes.
    static final int MANIFEST_BYTES_MAX = 64 << 10;

    /// Size of the record of a core service in bytes: its manifest and variables are in it.
    static final int RECORD_BYTES_MAX = 1 << 20;

    /// Size of `package.json`, or of a jar's manifest, in bytes.
    static final int PACKAGE_FILE_BYTES_MAX = 1 << 20;

    /// How long compiling may take.
    static final Duration BUILD_TIME_MAX = Duration.ofMinutes(5);

    /// How long npm or Maven may take.
    static final Duration TOOL_TIME_MAX = Duration.ofMinutes(10);

    /// How much npm or Maven may write, in bytes.
    static final long WORK_BYTES_MAX = 1L << 30;

    /// How many files and folders they may make.
    static final long WORK_FILES_MAX = 200_000;

    /// How long the names of all Java files may be together, in bytes: they are one command line,
    /// and Linux takes 2 MiB with the environment.
    static final int SOURCE_NAMES_BYTES_MAX = 1 << 20;

    /// How many classes one package may compile to.
    static final int CLASSES_MAX = 20_000;

    /// How much of what a compiler says is shown, in lines.
    static final int SHOWN_LINES_MAX = 20;

    /// How long a silent server is waited for.
    static final Duration SILENCE_MAX = Duration.ofSeconds(30);
}
