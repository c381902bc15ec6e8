package cloud.atek.host.install;

import java.net.URI;
import java.nio.file.Path;

/// Where a package comes from, checked by [#parse].
public sealed interface Source {

    /// A Git repository.
    ///
    /// @param url `https`, `http` to this machine, or `git+file` with an absolute path
    record GitRepository(URI url, Reach reach) implements Source {

        @Override
        public String address() {
            return url.toString();
        }
    }

    /// A folder on this machine, run in place.
    ///
    /// @param path absolute and without `.` and `..`
    record Folder(Path path) implements Source {

        @Override
        public String address() {
            return "file://" + path.toUri().getRawPath().replaceFirst("(?<=.)/$", "");
        }
    }

    /// Which computers may be asked.
    enum Reach {
        /// Those with a public address.
        PUBLIC,
        /// Any: an admin typed the address. Redirects still lead only to public ones or to the host
        /// that was typed.
        ANY,
        /// None: the repository lies on a disk of this machine.
        DISK
    }

    /// What [#parse] made of the text.
    sealed interface Parsed {

        record Good(Source source) implements Parsed {}

        /// @param why one sentence
        record Refused(String why) implements Parsed {}
    }

    /// The address as it is kept in the service's record; [#parse] reads it back to an equal
    /// source.
    String address();

    /// Reads an address. Opens nothing and resolves no name.
    ///
    /// @param admin whether an admin wants it: only he may name places on this machine
    static Parsed parse(String text, boolean admin) {
        try {
            return new Parsed.Good(AddressReader.read(text, admin));
        } catch (RefusedException e) {
            return new Parsed.Refused(e.sentence());
        }
    }
}
