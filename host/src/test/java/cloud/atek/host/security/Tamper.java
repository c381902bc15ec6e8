package cloud.atek.host.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// A way to change a segment of a log, in its middle; its layout is in `docs/format-log.md`.
enum Tamper {
    /// One bit.
    FLIP {
        @Override
        void change(List<byte[]> frames) {
            byte[] frame = frames.get(frames.size() / 2);
            frame[frame.length - 1] ^= 1;
        }
    },

    /// One bit, and the checksum that belongs to it.
    FORGE {
        @Override
        void change(List<byte[]> frames) {
            byte[] frame = frames.get(frames.size() / 2);
            frame[frame.length - 1] ^= 1;
            var crc = new CRC32C();
            crc.update(frame, FRAME_HEADER_BYTES, frame.length - FRAME_HEADER_BYTES);
            ByteBuffer.wrap(frame).putInt(4, (int) crc.getValue());
        }
    },

    /// The end is gone, at a whole frame.
    CUT {
        @Override
        void change(List<byte[]> frames) {
            frames.subList(frames.size() / 2, frames.size()).clear();
        }
    },

    /// The end is gone, in the middle of a frame.
    TEAR {
        @Override
        void change(List<byte[]> frames) {
            int middle = frames.size() / 2;
            frames.subList(middle + 1, frames.size()).clear();
            frames.set(middle, Arrays.copyOf(frames.get(middle), frames.get(middle).length / 2));
        }
    },

    /// A piece is there twice.
    DUPLICATE {
        @Override
        void change(List<byte[]> frames) {
            frames.add(frames.size() / 2, frames.get(frames.size() / 2));
        }
    },

    /// Two pieces have changed places.
    REORDER {
        @Override
        void change(List<byte[]> frames) {
            int middle = frames.size() / 2;
            frames.set(middle, frames.set(middle + 1, frames.get(middle)));
        }
    },

    /// An old piece comes once more at the end.
    REPLAY {
        @Override
        void change(List<byte[]> frames) {
            frames.add(frames.get(frames.size() / 2));
        }
    },

    /// A piece is gone.
    DROP {
        @Override
        void change(List<byte[]> frames) {
            frames.remove(frames.size() / 2);
        }
    };

    private static final int SEGMENT_HEADER_BYTES = 64;
    private static final int FRAME_HEADER_BYTES = 8;

    abstract void change(List<byte[]> frames);

    void change(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        var frames = new ArrayList<byte[]>();
        for (int at = SEGMENT_HEADER_BYTES; at < bytes.length; ) {
            int end = at + FRAME_HEADER_BYTES + ByteBuffer.wrap(bytes).getInt(at);
            frames.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        change(frames);
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, SEGMENT_HEADER_BYTES);
        frames.forEach(out::writeBytes);
        Files.write(segment, out.toByteArray());
    }
}
