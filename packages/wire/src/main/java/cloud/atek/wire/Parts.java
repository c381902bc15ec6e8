package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection put together from its parts.
record Parts(InputStream in, OutputStream out, Closing outputClosing, Closing closing)
        implements Duplex {

    @Override
    public void closeOutput() throws IOException {
        outputClosing.run();
    }

    @Override
    public void close() throws IOException {
        closing.run();
    }
}
