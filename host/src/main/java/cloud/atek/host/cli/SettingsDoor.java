package cloud.atek.host.cli;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.DataFolder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The way to the settings of a host.
sealed interface SettingsDoor {

    /// The one that is open now.
    static SettingsDoor of(AtekCommand atek) {
        HostFolder folder = atek.folder();
        boolean running = folder.running().filter(host -> host.port() > 0).isPresent();
        return running && folder.rough().has("systemAuthTokens")
                ? new Host(atek::host)
                : new File(folder);
    }

    ConfigReport report();

    /// @param patch new values; null takes a key out of the file
    ConfigChange change(ObjectNode patch);

    /// Through the running host.
    record Host(Supplier<HostClient> host) implements SettingsDoor {

        @Override
        public ConfigReport report() {
            return AtekCommand.read(
                    host.get().call(InspectApi.ID, "describeConfig"), ConfigReport.class);
        }

        @Override
        public ConfigChange change(ObjectNode patch) {
            return AtekCommand.read(
                    host.get().call(InspectApi.ID, "setConfig", patch), ConfigChange.class);
        }
    }

    /// The file itself, while no host runs.
    record File(HostFolder folder) implements SettingsDoor {

        @Override
        public ConfigReport report() {
            try {
                return file().report();
            } catch (IOException e) {
                throw failed(e);
            } catch (BadConfigException e) {
                throw new CommandFailedException(
                        ExitCode.FAILED, String.valueOf(e.getMessage()), e);
            }
        }

        /// Under the lock, so that no host starts meanwhile.
        @Override
        public ConfigChange change(ObjectNode patch) {
            Path dir = UpCommand.folder(folder.dir());
            try {
                return switch (DataFolder.take(dir)) {
                    case DataFolder.Taken.Held(String holder) ->
                            throw new CommandFailedException(
                                    ExitCode.FAILED,
                                    "An Atek (%s) uses %s just now: mend its config.json by hand, or wait until it is up."
                                            .formatted(holder, dir));
                    case DataFolder.Taken.Mine(DataFolder mine) -> {
                        try (mine) {
                            yield file().changeForPeople(patch);
                        }
                    }
                };
            } catch (IOException e) {
                throw failed(e);
            } catch (BadConfigException e) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "%s. Nothing was changed.".formatted(e.getMessage()), e);
            }
        }

        private ConfigFile file() {
            return ConfigFile.in(folder.dir());
        }

        private CommandFailedException failed(IOException e) {
            return new CommandFailedException(
                    ExitCode.FAILED,
                    "%s cannot be used: %s.".formatted(file().path(), e.getMessage()),
                    e);
        }
    }
}
