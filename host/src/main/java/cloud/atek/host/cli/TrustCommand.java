package cloud.atek.host.cli;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.Tls;
import cloud.atek.host.tls.BadCertificateException;
import cloud.atek.host.tls.HomeAuthority;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `atek trust`: turns TLS on with an authority of the home's own, and tells how devices come to
/// trust it.
@Command(
        name = "trust",
        description = "Turn TLS on, and say how devices come to trust it.",
        sortOptions = false)
final class TrustCommand implements Callable<Integer> {

    private static final String HOW =
            """
              Open the address on each device, or copy the file there, and compare the
              fingerprint. Then:

              Android         Settings, Security, Encryption & credentials,
                              Install a certificate, CA certificate
              iPhone, iPad    install the profile in Settings, then turn it on in General,
                              About, Certificate Trust Settings
              Windows         double-click, Install Certificate, Local Machine,
                              Trusted Root Certification Authorities
              macOS           double-click, then in Keychain Access: Always Trust
              Debian, Ubuntu  sudo cp ca.crt /usr/local/share/ca-certificates/atek.crt
                              sudo update-ca-certificates
              Fedora          sudo trust anchor ca.crt
              Firefox         Settings, Privacy & Security, View Certificates, Authorities,
                              Import: trust it to identify websites
              Chrome (Linux)  chrome://certificate-manager, Custom, Import

              It can speak for the names of this home and for private addresses alone.\
            """;

    @Option(names = "--new", description = "Make a new authority; every device must be told again.")
    boolean fresh;

    private final AtekCommand atek;

    TrustCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        Path home = UpCommand.folder(atek.folder().dir());
        HostConfig config = atek.folder().config();
        if (config.tls() instanceof Tls.Files files) {
            throw new CommandFailedException(
                    "This host shows a certificate of yours, "
                            + files.certificate()
                            + ": there is nothing that devices must be told.");
        }
        HomeAuthority authority = authority(home, config);
        boolean off = config.tls() instanceof Tls.Off;
        if (off) {
            turnOn();
        }
        boolean restart = (off || fresh) && atek.folder().running().isPresent();
        show(config, authority, published(authority, home), restart);
        return ExitCode.DONE;
    }

    private HomeAuthority authority(Path home, HostConfig config) {
        try {
            Instant now = Clock.systemUTC().instant();
            return fresh
                    ? HomeAuthority.fresh(home, config.names().all(), now)
                    : HomeAuthority.of(home, config.names().all(), now);
        } catch (BadCertificateException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, e.getMessage() + ". `atek trust --new` makes a new one.", e);
        } catch (IOException e) {
            throw failed(home, e);
        }
    }

    private void turnOn() {
        ObjectNode patch = MessageCodec.JSON.createObjectNode().put("tls", "local-ca");
        ConfigChange change = SettingsDoor.of(atek).change(patch);
        if (change.changed().isEmpty()) {
            throw new CommandFailedException(ExitCode.FAILED, "TLS could not be turned on.");
        }
    }

    private static Path published(HomeAuthority authority, Path home) {
        try {
            return authority.publish(home);
        } catch (IOException e) {
            throw failed(home, e);
        }
    }

    private static CommandFailedException failed(Path home, IOException e) {
        return new CommandFailedException(
                ExitCode.FAILED, home + " cannot be written: " + e.getMessage() + ".", e);
    }

    private void show(HostConfig config, HomeAuthority authority, Path file, boolean restart) {
        String address = "http://%s:%d/_atek/ca.crt".formatted(config.domain(), atek.port());
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("authority", authority.name())
                .put("sha256", authority.fingerprint())
                .put("until", authority.end().toString())
                .put("file", file.toString())
                .put("address", address)
                .put("needsRestart", restart);
        atek.show(json, () -> text(authority, file, address, restart));
    }

    private static String text(
            HomeAuthority authority, Path file, String address, boolean restart) {
        String print = authority.fingerprint();
        int half = print.length() / 2 + 1;
        return """
          Authority    %s
          Until        %s
          Fingerprint  %s
                       %s
          File         %s
          Address      %s

        %s%s\
        """
                .formatted(
                        authority.name(),
                        authority.end().toString().substring(0, 10),
                        print.substring(0, half),
                        print.substring(half),
                        file,
                        address,
                        HOW,
                        restart ? "\n\n  Stop Atek and start it again: then TLS holds." : "");
    }
}
