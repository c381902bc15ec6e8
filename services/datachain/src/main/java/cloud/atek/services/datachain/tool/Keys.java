package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the private key of a chain may be: where the caller says, else in a folder `keys` beside
/// the folder `chains` in which the chain is, or beside the chain.
///
/// @param folders in which it is looked for
record Keys(List<Path> folders) {

    /// @param chain its folder, absolute
    /// @param given what the caller says
    static Keys of(Path chain, @Nullable Path given) {
        if (given != null) {
            return new Keys(List.of(given.toAbsolutePath().normalize()));
        }
        Stream<Path> above =
                Stream.iterate(chain.getParent(), path -> path != null, Path::getParent).limit(2);
        return new Keys(above.map(path -> path.resolve("keys")).toList().reversed());
    }

    /// The folder that has the key of chain `id`.
    Optional<Path> find(VerifyKey id) {
        return folders.stream().filter(path -> Files.exists(path.resolve(id.hex()))).findFirst();
    }

    /// The key of chain `id`, or null when it is not there.
    @Nullable SigningKey load(VerifyKey id) throws IOException {
        Optional<Path> found = find(id);
        return found.isEmpty() ? null : new KeyFolder(new LocalDisk(), found.get()).load(id);
    }

    /// @throws CommandFailedException when it is not there
    Path require(VerifyKey id) {
        return find(id).orElseThrow(() ->
                new CommandFailedException(
                        ExitCode.FAILED,
                        "The private key %s is not in %s: name its folder with --keys."
                                .formatted(id.hex(), where())));
    }

    String where() {
        return String.join(" or ", folders.stream().map(Path::toString).toList());
    }
}
