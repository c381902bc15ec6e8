package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.Refusal.AddressFault;
import cloud.atek.earthstar.format.Refusal.BadAddress;
import org.jspecify.annotations.Nullable;

/// The name of an author or of a workspace: a sigil, a short name, a dot and a key.
public sealed interface Address {

    /// The whole address.
    String text();

    String name();

    String key();

    /// `@name.key`: the key is the public one that verifies what the author signs. Two addresses
    /// with one key are two authors.
    record Author(Format format, String text, String name, String key) implements Address {

        /// The public key, 32 bytes when it is a good one.
        public byte[] publicKey() {
            return format.decode(key).orElseGet(() -> new byte[0]);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// `+name.key`: who knows it may read and write, so it is told to nobody else. In es.5 the key
    /// is the public one of a [WorkspaceKeypair], and who knows no more than the address reads.
    record Workspace(Format format, String text, String name, String key) implements Address {

        @Override
        public String toString() {
            return text;
        }
    }

    static Checked<Author> author(Format format, String text) {
        int dot = text.indexOf('.');
        AddressFault fault = fault(text, '@', dot);
        if (fault == null) {
            fault = authorFault(format, text.substring(1, dot), text.substring(dot + 1));
        }
        return fault == null
                ? new Checked.Good<>(
                        new Author(
                                format.authors(),
                                text,
                                text.substring(1, dot),
                                text.substring(dot + 1)))
                : new Checked.Bad<>(new BadAddress("author", text, fault));
    }

    static Checked<Workspace> workspace(Format format, String text) {
        int dot = text.indexOf('.');
        AddressFault fault = fault(text, '+', dot);
        if (fault == null) {
            fault = workspaceFault(format, text.substring(1, dot), text.substring(dot + 1));
        }
        return fault == null
                ? new Checked.Good<>(
                        new Workspace(
                                format, text, text.substring(1, dot), text.substring(dot + 1)))
                : new Checked.Bad<>(new BadAddress("workspace", text, fault));
    }

    private static @Nullable AddressFault fault(String text, char sigil, int dot) {
        if (text.isEmpty() || text.charAt(0) != sigil) {
            return AddressFault.SIGIL;
        }
        if (!Text.printable(text)) {
            return AddressFault.CHARACTER;
        }
        return dot < 0 || text.indexOf('.', dot + 1) >= 0 ? AddressFault.PARTS : null;
    }

    private static @Nullable AddressFault authorFault(Format format, String name, String key) {
        boolean old = format == Format.ES3;
        if (name.length() != AddressShape.AUTHOR_NAME_LENGTH) {
            return AddressFault.NAME_LENGTH;
        }
        if (!(old ? AddressShape.letters(name) : AddressShape.word(name))) {
            return AddressFault.NAME;
        }
        if (key.length() != (old ? AddressShape.KEY_LENGTH_ES3 : AddressShape.KEY_LENGTH_ES4)) {
            return AddressFault.KEY_LENGTH;
        }
        return (old ? AddressShape.base58Key(key) : AddressShape.base32Key(key))
                ? null
                : AddressFault.KEY;
    }

    private static @Nullable AddressFault workspaceFault(Format format, String name, String key) {
        boolean old = format == Format.ES3;
        if (name.isEmpty() || name.length() > AddressShape.WORKSPACE_NAME_LENGTH_MAX) {
            return AddressFault.NAME_LENGTH;
        }
        if (!(old ? AddressShape.letters(name) : AddressShape.word(name))) {
            return AddressFault.NAME;
        }
        if (format == Format.ES5 && key.length() != AddressShape.KEY_LENGTH_ES4) {
            return AddressFault.KEY_LENGTH;
        }
        int longest = old ? AddressShape.KEY_LENGTH_ES3 : AddressShape.KEY_LENGTH_ES4;
        if (key.isEmpty() || key.length() > longest) {
            return AddressFault.KEY_LENGTH;
        }
        boolean good =
                switch (format) {
                    case ES3 -> AddressShape.alphanumeric(key);
                    case ES4 -> AddressShape.word(key);
                    case ES5 -> AddressShape.base32Key(key);
                };
        return good ? null : AddressFault.KEY;
    }
}
