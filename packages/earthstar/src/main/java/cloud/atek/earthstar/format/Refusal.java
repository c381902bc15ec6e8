package cloud.atek.earthstar.format;

/// Why something is no good document, address or key pair.
public sealed interface Refusal {

    /// One plain clause: what was wanted, what came.
    String message();

    /// Not a JSON object, or not JSON at all.
    record NotAnObject(String found) implements Refusal {
        @Override
        public String message() {
            return "a document must be a JSON object, not " + found;
        }
    }

    record TooManyFields(int most) implements Refusal {
        @Override
        public String message() {
            return "a document must have at most %d fields".formatted(most);
        }
    }

    record UnknownFormat(String found) implements Refusal {
        @Override
        public String message() {
            return "the format must be es.3, es.4 or es.5 as the workspace has it, not " + found;
        }
    }

    /// A field is missing, or its value is of another type than the format says.
    record WrongType(String field) implements Refusal {
        @Override
        public String message() {
            return "the field \"" + field + "\" is missing or of a wrong type";
        }
    }

    record ExtraField(String field) implements Refusal {
        @Override
        public String message() {
            return "the format has no field \"" + field + "\"";
        }
    }

    /// @param bytes the content's size as UTF-8
    /// @param most how many fit
    record ContentTooLong(long bytes, int most) implements Refusal {
        @Override
        public String message() {
            return "the content has %d bytes, and %d fit".formatted(bytes, most);
        }
    }

    /// The path names owners by `~`, and the author is none of them.
    record NotPermitted(String author, String path) implements Refusal {
        @Override
        public String message() {
            return author + " may not write to " + path;
        }
    }

    /// A time in `field` is out of range.
    record BadTime(String field, double time, TimeFault fault) implements Refusal {
        @Override
        public String message() {
            return "%s %s %s".formatted(field, Text.digits(time), fault.text());
        }
    }

    record BadPath(String path, PathFault fault) implements Refusal {
        @Override
        public String message() {
            return "the path " + fault.text();
        }
    }

    /// @param kind `author` or `workspace`
    record BadAddress(String kind, String address, AddressFault fault) implements Refusal {
        @Override
        public String message() {
            return "the address of the " + kind + " " + fault.text();
        }
    }

    /// The signature is not the author's over this document, or not in its one good form.
    record BadSignature() implements Refusal {
        @Override
        public String message() {
            return "the signature is not the author's over this document";
        }
    }

    /// The workspace's signature of es.5, which only who has its secret can make.
    record BadWorkspaceSignature() implements Refusal {
        @Override
        public String message() {
            return "the signature of the workspace is not its own over this document";
        }
    }

    /// Somebody wants to write in a workspace of es.5 and has no more than its address.
    record NoWorkspaceSecret() implements Refusal {
        @Override
        public String message() {
            return "this workspace is only read here: who writes needs its secret";
        }
    }

    record BadAttachment(AttachmentFault fault) implements Refusal {
        @Override
        public String message() {
            return "the attachment " + fault.text();
        }
    }

    record WrongContentHash(String wanted, String found) implements Refusal {
        @Override
        public String message() {
            return "the hash of the content is " + wanted + ", not " + found;
        }
    }

    record OtherWorkspace(String wanted, String found) implements Refusal {
        @Override
        public String message() {
            return "the document belongs to the workspace " + found + ", not to this one";
        }
    }

    /// Address and secret do not belong together, or the secret is none.
    record BadSecret(String why) implements Refusal {
        @Override
        public String message() {
            return "the secret " + why;
        }
    }

    /// The workspace is full here.
    ///
    /// @param what is too much, in the plural
    record OverQuota(String what, long most) implements Refusal {
        @Override
        public String message() {
            return "the workspace keeps at most %d %s here".formatted(most, what);
        }
    }

    /// Only documents of listed authors are kept here.
    record NotListed(String author) implements Refusal {
        @Override
        public String message() {
            return author + " is not one of the authors whose documents are kept here";
        }
    }

    enum TimeFault {
        TOO_SMALL("is too small: want microseconds since 1970"),
        TOO_LARGE("is too large: want microseconds since 1970"),
        FUTURE("is more than ten minutes ahead of the clock here"),
        EXPIRED("has passed"),
        BEFORE_WRITTEN("must come after the timestamp");

        private final String text;

        TimeFault(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    enum PathFault {
        NO_SLASH("must start with /"),
        AT("must not start with /@"),
        SLASH_AT_END("must not end with /"),
        TWO_SLASHES("must not have two / in a row"),
        LENGTH("must have 2 to 512 characters"),
        CHARACTER("has a character that is not allowed"),
        BANG("has an !, and deleteAfter is null"),
        NO_BANG("must have an !, for deleteAfter is set"),
        EXTENSION("ends as a file does, and there is no attachment"),
        NO_EXTENSION("must end as a file does, such as .jpg, for there is an attachment");

        private final String text;

        PathFault(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    enum AttachmentFault {
        HALF("has a hash or a size, and needs both"),
        SIZE("has a size that is not one"),
        HASH("has a hash that is not one"),
        NO_CONTENT("needs a content that describes it");

        private final String text;

        AttachmentFault(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    enum AddressFault {
        CHARACTER("has a character that is not allowed"),
        SIGIL("must start with @ for an author, + for a workspace"),
        PARTS("must have two parts with one dot between them"),
        NAME_LENGTH("has a name of a wrong length"),
        NAME("has a name that is not allowed"),
        KEY_LENGTH("has a key of a wrong length"),
        KEY("has a key that is not allowed");

        private final String text;

        AddressFault(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
