package cloud.atek.host.edge;

import cloud.atek.api.UserKey;
import cloud.atek.host.belongings.Takeout;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.users.Account;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /_atek/export?user=<key>`: all that a user has, for an admin in person, as it is read.
/// Thread-safe; a download blocks its (virtual) thread.
final class Downloads {

    private static final Logger log = LoggerFactory.getLogger(Downloads.class);

    private final Takeout takeout;
    private final OpenStreams streams;

    Downloads(Takeout takeout, OpenStreams streams) {
        this.takeout = takeout;
        this.streams = streams;
    }

    void export(Exchange exchange, Visit visit) {
        boolean admin =
                visit.known()
                        .filter(Caller.Known::inPerson)
                        .filter(Caller.Known::admin)
                        .isPresent();
        if (!admin) {
            exchange.refuse(403, "An admin in person may do this");
            return;
        }
        Fields.Field named = Request.extractQueryParameters(exchange.request()).get("user");
        Optional<Account> user =
                Optional.ofNullable(named)
                        .map(Fields.Field::getValue)
                        .filter(UserKey::fits)
                        .map(UserKey::new)
                        .flatMap(takeout::user);
        if (user.isEmpty()) {
            exchange.refuse(404, "There is no such user");
        } else if (exchange.request().getMethod().equals("HEAD")) {
            begin(exchange, user.get());
            exchange.empty(200);
        } else {
            send(exchange, visit, user.get());
        }
    }

    private void send(Exchange exchange, Visit visit, Account user) {
        begin(exchange, user);
        exchange.response().setStatus(200);
        try (var _ = streams.watch(visit, exchange::cut)) {
            takeout.write(user.key(), new Pieces(exchange));
            exchange.write(ByteBuffer.allocate(0), true);
            exchange.done();
        } catch (IOException | RuntimeException e) {
            // A client must not take the half for the whole.
            log.warn("an export broke off: {}", e.toString());
            exchange.abort(e);
        }
    }

    private static void begin(Exchange exchange, Account user) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        SecurityHeaders.hosts(headers);
        headers.put(HttpHeader.CONTENT_TYPE, "application/zip");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        String name = user.username().replaceAll("[^\\w.-]", "_");
        headers.put("Content-Disposition", "attachment; filename=\"atek-" + name + ".zip\"");
    }

    /// Collects small writes into pieces.
    private static final class Pieces extends OutputStream {
        private final byte[] piece = new byte[Limits.COPY_BYTES];
        private final Exchange exchange;
        private int held;

        Pieces(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int part = Math.min(length - done, piece.length - held);
                System.arraycopy(bytes, from + done, piece, held, part);
                held += part;
                done += part;
                if (held == piece.length) {
                    flush();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (held > 0) {
                exchange.write(ByteBuffer.wrap(piece, 0, held), false);
                held = 0;
            }
        }
    }
}
