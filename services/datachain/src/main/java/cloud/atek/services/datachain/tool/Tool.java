package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.cli.Terminal;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LockedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What all tools share: where they print, which disk they read, and how they say what went wrong.
///
/// @param json whether `--json` was given; known when a command runs
record Tool(Terminal terminal, BooleanSupplier json, Clock clock, Disk disk) {

    Tool(Terminal terminal, BooleanSupplier json, Clock clock) {
        this(terminal, json, clock, new LocalDisk());
    }

    /// Work that may find the disk or a chain in no good state.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /// Work with a chain that is only read.
    @FunctionalInterface
    interface Reading<T> {
        T of(ChainReader reader) throws IOException;
    }

    boolean wantsJson() {
        return json.getAsBoolean();
    }

    /// Reads the chain in `folder`.
    ///
    /// @throws CommandFailedException for everything that goes wrong
    <T> T read(Path folder, Reading<T> reading) {
        return run(() -> {
            try (ChainReader reader = open(folder)) {
                return reading.of(reader);
            }
        });
    }

    /// Work with a chain that is open for writing.
    @FunctionalInterface
    interface Writing<T> {
        T of(Chain chain) throws IOException;
    }

    /// Opens the chain in `folder` with its private key.
    ///
    /// @param keys folder of the keys; null looks beside the chains
    /// @throws CommandFailedException when the key is not there
    <T> T write(Path folder, @Nullable Path keys, Writing<T> writing) throws IOException {
        Path at = folder.toAbsolutePath().normalize();
        VerifyKey id;
        try (ChainReader reader = open(at)) {
            id = reader.id();
        }
        Path found = Keys.of(at, keys).require(id);
        try (Chain chain = Chain.open(at, new KeyFolder(disk, found), ChainSettings.DEFAULT)) {
            return writing.of(chain);
        } finally {
            Owner.asAround(at);
        }
    }

    ChainReader open(Path folder) throws IOException {
        return ChainReader.open(folder.toAbsolutePath().normalize(), disk);
    }

    /// What can still be read of a damaged chain.
    ChainReader before(DamagedLogException damage, Path folder) throws IOException {
        return ChainReader.before(damage, folder.toAbsolutePath().normalize(), disk);
    }

    /// @throws CommandFailedException for everything that goes wrong
    <T> T run(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Prints a result: as JSON, or as lines.
    void show(JsonNode answer, String lines) {
        terminal.block(wantsJson() ? Json.pretty(answer) : lines);
    }

    private static CommandFailedException failure(IOException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case LockedException _ ->
                    failed(
                            "Another process has it open (%s). Stop the service that uses it, for the databases with `atek stop core.adb`, then try again."
                                    .formatted(message),
                            e);
            case DamagedLogException damaged ->
                    failed(
                            "There is damage in %s: %s. Nothing was changed; `atek datachain restore` brings a backup back."
                                    .formatted(damaged.segment(), message),
                            e);
            case AccessDeniedException denied ->
                    new CommandFailedException(
                            ExitCode.REFUSED,
                            "%s belongs to somebody else: run this as the user who runs Atek."
                                    .formatted(denied.getFile()),
                            e);
            case NoSuchFileException missing -> failed(missing(missing), e);
            case FileSystemException file ->
                    failed("The disk refused %s: %s.".formatted(file.getFile(), message), e);
            default -> failed("It failed: %s.".formatted(message.replaceFirst("[.]$", "")), e);
        };
    }

    private static String missing(NoSuchFileException e) {
        return e.getReason() == null
                ? "There is no %s: is this the folder of a chain?".formatted(e.getFile())
                : "%s: %s.".formatted(e.getFile(), e.getReason());
    }

    private static CommandFailedException failed(String message, IOException cause) {
        return new CommandFailedException(ExitCode.FAILED, message, cause);
    }
}
