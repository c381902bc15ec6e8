package cloud.atek.earthstar.sync;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/// Numbers and texts into bytes, big-endian. One thread owns it.
final class Out extends ByteArrayOutputStream {

    void u8(int value) {
        write(value);
    }

    void u16(int value) {
        writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) value).array());
    }

    void u32(int value) {
        writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /// @param length writes the number of bytes that follow
    void text(String text, IntConsumer length) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        length.accept(utf8.length);
        writeBytes(utf8);
    }
}
