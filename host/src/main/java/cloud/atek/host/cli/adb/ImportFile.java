package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of a file, in batches. It is read anew for each look at it, and never held whole.
final class ImportFile {

    /// A record has at most 1 MiB; written with escapes it is longer.
    static final int LINE_BYTES_MAX = 8 << 20;

    /// Of one batch, which is one call and one commit.
    private static final int BATCH_RECORDS = 1000;

    private static final int BATCH_BYTES = 2 << 20;

    /// Signs that part values: a call has at most 250 000 values and names.
    private static final int BATCH_SIGNS = 100_000;

    private final Path file;

    private final @Nullable BlobFiles blobs;

    /// @param from a file, or the folder of an export with blobs
    ImportFile(Path from) {
        boolean isFolder = Files.isDirectory(from);
        this.file = isFolder ? from.resolve(ExportFolder.LINES) : from;
        this.blobs = isFolder ? new BlobFiles(from.resolve(ExportFolder.BLOBS)) : null;
    }

    /// Where the contents of blobs are; null for a file alone.
    @Nullable BlobFiles blobs() {
        return blobs;
    }

    /// @param number of its line, from 1
    record Numbered(int number, KeyPath path, ImportLine.Value line) {}

    /// What is done with a file.
    interface Visitor {
        /// Some records, in their order.
        void batch(List<Numbered> records);

        void bad(int number, ImportLine.Bad bad);

        /// An index, a view or the retention.
        void setting(ImportLine setting);

        void blob(int number, BlobLine blob) throws IOException;
    }

    /// Reads the file from its beginning to its end.
    void visit(Visitor visitor) throws IOException {
        if (blobs != null && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString(), null, "no file, or a link");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            new Pass(in, visitor).run();
        }
    }

    private static final class Pass {
        private final InputStream in;
        private final Visitor visitor;
        private final List<Numbered> batch = new ArrayList<>();
        private long bytes;
        private long signs;
        private int number;
        private long records;
        private long blobs;
        private ImportLine.@Nullable Head head;
        private boolean ended;
        private @Nullable KeyPath last;

        Pass(InputStream in, Visitor visitor) {
            this.in = in;
            this.visitor = visitor;
        }

        void run() throws IOException {
            for (byte[] line = next(); line != null; line = next()) {
                number++;
                if (line.length > LINE_BYTES_MAX) {
                    bad("", "the line is longer than 8 MiB");
                } else if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
                    take(line);
                }
            }
            flush();
            if (head != null && !ended) {
                number++;
                bad("", "the file is cut off: the line {\"end\":true} is missing");
            }
        }

        private void take(byte[] line) throws IOException {
            if (ended) {
                bad("", "there is more behind the end");
                return;
            }
            switch (ImportLine.read(line)) {
                case ImportLine.Bad bad -> visitor.bad(number, bad);
                case ImportLine.Head first when number == 1 -> head = first;
                case ImportLine.Head _ -> bad("", "only the first line says what this is");
                case ImportLine.Index index -> visitor.setting(index);
                case ImportLine.View view -> visitor.setting(view);
                case ImportLine.Retention retention -> visitor.setting(retention);
                case ImportLine.Blob(BlobLine blob) -> {
                    blobs++;
                    visitor.blob(number, blob);
                }
                case ImportLine.End end -> end(end);
                case ImportLine.Gone(KeyPath path) -> {
                    records++;
                    last = path;
                }
                case ImportLine.Value value -> {
                    records++;
                    // Of a history, the first version of a record is the newest.
                    if (!isOlder(value.path())) {
                        last = value.path();
                        add(new Numbered(number, value.path(), value), line);
                    }
                }
            }
        }

        private boolean isOlder(KeyPath path) {
            return head != null && head.history() && path.equals(last);
        }

        private void end(ImportLine.End end) {
            ended = true;
            requireCount("records", records, end.records());
            requireCount("blobs", blobs, end.blobs());
        }

        private void requireCount(String what, long found, long wanted) {
            if (found != wanted) {
                bad(
                        "/" + what,
                        "there are %,d %s in the file, and should be %,d"
                                .formatted(found, what, wanted));
            }
        }

        private void add(Numbered record, byte[] line) {
            long more = signs(line);
            boolean full =
                    batch.size() == BATCH_RECORDS
                            || bytes + line.length > BATCH_BYTES
                            || signs + more > BATCH_SIGNS;
            if (full) {
                flush();
            }
            batch.add(record);
            bytes += line.length;
            signs += more;
        }

        private void flush() {
            if (!batch.isEmpty()) {
                visitor.batch(List.copyOf(batch));
                batch.clear();
                bytes = 0;
                signs = 0;
            }
        }

        private void bad(String pointer, String message) {
            visitor.bad(number, new ImportLine.Bad(pointer, message));
        }

        private static long signs(byte[] line) {
            long signs = 0;
            for (byte b : line) {
                if (b == ',' || b == ':' || b == '[' || b == '{') {
                    signs++;
                }
            }
            return signs;
        }

        /// The next line without its end, one byte too long when it is longer than may be; null at
        /// the end of the file.
        private byte @Nullable [] next() throws IOException {
            var line = new ByteArrayOutputStream();
            int b = in.read();
            if (b < 0) {
                return null;
            }
            while (b >= 0 && b != '\n') {
                if (line.size() <= LINE_BYTES_MAX) {
                    line.write(b);
                }
                b = in.read();
            }
            return line.toByteArray();
        }
    }
}
