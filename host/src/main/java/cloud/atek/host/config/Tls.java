package cloud.atek.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/// With what browsers are met: TLS, and whose certificates.
public sealed interface Tls {

    /// Plain HTTP.
    record Off() implements Tls {}

    /// Certificates of the home's own authority, made when they are needed.
    ///
    /// @param port TCP port of TLS, 0 to 65 535
    record LocalCa(int port) implements Tls {}

    /// The owner's certificate.
    ///
    /// @param port TCP port of TLS, 0 to 65 535
    /// @param certificate a PEM file, the chain behind it
    /// @param key a PEM file
    record Files(int port, Path certificate, Path key) implements Tls {}

    /// Reads a value that fits the schema.
    static Tls of(JsonNode tls, int port) {
        if (tls.isObject()) {
            return new Files(
                    port,
                    Path.of(tls.path("certificate").asText()),
                    Path.of(tls.path("key").asText()));
        }
        return tls.asText().equals("off") ? new Off() : new LocalCa(port);
    }
}
