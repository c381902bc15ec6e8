package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/// The bare repository that one fetch fills. Whatever transport brings the pack, here it is counted
/// and limited before JGit parses it.
final class IncomingRepository extends FileRepository {

    private static final int PACK_HEADER_BYTES = 12;

    /// JGit holds an object and the one it is a difference to in memory at once.
    private static final int HEAP_SHARE = 4;

    private final FetchGuard guard;

    IncomingRepository(Path folder, FetchGuard guard) throws IOException {
        super(folder.toFile());
        this.guard = guard;
        create(true);
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter real = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return real;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = super.newPackParser(limited(in));
                parser.setMaxObjectSizeLimit(objectBytesMax());
                return parser;
            }
        };
    }

    private long objectBytesMax() {
        return Math.min(guard.limits().fileBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /// JGit makes room for as many objects as the header announces, before the first one came.
    ///
    /// The header is `PACK`, version u32, number of objects u32:
    /// <https://git-scm.com/docs/gitformat-pack>.
    private InputStream limited(InputStream in) throws IOException {
        byte[] header = in.readNBytes(PACK_HEADER_BYTES);
        if (header.length < PACK_HEADER_BYTES
                || !new String(header, 0, 4, US_ASCII).equals("PACK")) {
            throw guard.refuse("The server did not answer with a Git pack.");
        }
        long objects = ByteBuffer.wrap(header, 8, 4).getInt() & 0xffff_ffffL;
        if (objects > PackageLimits.OBJECTS_MAX) {
            throw guard.refuse(
                    "The package has too many files: want at most "
                            + PackageLimits.OBJECTS_MAX
                            + " Git objects, the server announced "
                            + objects
                            + ".");
        }
        return new SequenceInputStream(new ByteArrayInputStream(header), guard.watch(in));
    }
}
