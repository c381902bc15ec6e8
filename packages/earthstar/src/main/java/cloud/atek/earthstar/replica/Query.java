package cloud.atek.earthstar.replica;

import org.jspecify.annotations.Nullable;

/// What is asked of a replica; null where nothing is asked for.
///
/// Both generations of the published packages have their options here. Where they mean something
/// else by the same, the format of the replica decides: in es.3 a limit of 0 is no limit, and
/// `paths` for one path tells only whether it is there; in es.4 it is none at all.
///
/// @param history all versions, or the winners of paths alone
/// @param pathStartsWith es.3 calls it `pathPrefix`; case matters
/// @param lowPath paths from this on
/// @param highPath paths before this
/// @param author who wrote the version, or the winner when only winners are asked for. es.3 calls
///   it `versionsByAuthor`
/// @param participatingAuthor who wrote any version of the path
/// @param timestampGt after this, in microseconds since 1970
/// @param contentLength in bytes of UTF-8
/// @param continueAfter behind this place, in the order of path and author
/// @param limit most documents, and most paths in es.4
/// @param limitBytes most bytes of contents together
public record Query(
        History history,
        @Nullable String path,
        @Nullable String pathStartsWith,
        @Nullable String pathEndsWith,
        @Nullable String lowPath,
        @Nullable String highPath,
        @Nullable String author,
        @Nullable String participatingAuthor,
        @Nullable Double timestamp,
        @Nullable Double timestampGt,
        @Nullable Double timestampLt,
        @Nullable Long contentLength,
        @Nullable Long contentLengthGt,
        @Nullable Long contentLengthLt,
        @Nullable DocKey continueAfter,
        @Nullable Long limit,
        @Nullable Long limitBytes) {

    /// Which versions are looked at.
    public enum History {
        /// The winner of each path.
        LATEST,
        /// The newest version of every author.
        ALL
    }

    /// The winners of all paths.
    public static final Query LATEST = new Builder().build();

    /// All that there is.
    public static final Query ALL = new Builder().history(History.ALL).build();

    public static Builder where() {
        return new Builder();
    }

    public static Query path(String path) {
        return where().path(path).build();
    }

    public static Query pathStartsWith(String prefix) {
        return where().pathStartsWith(prefix).build();
    }

    /// A query that no document can answer: a negative number is an error that the published
    /// package of es.4 answers with nothing, except as a bound.
    boolean impossible() {
        return negative(limit) || negative(limitBytes) || negative(contentLength);
    }

    private static boolean negative(@Nullable Long number) {
        return number != null && number < 0;
    }

    /// One thread owns it.
    public static final class Builder {
        private History history = History.LATEST;
        private @Nullable String path;
        private @Nullable String pathStartsWith;
        private @Nullable String pathEndsWith;
        private @Nullable String lowPath;
        private @Nullable String highPath;
        private @Nullable String author;
        private @Nullable String participatingAuthor;
        private @Nullable Double timestamp;
        private @Nullable Double timestampGt;
        private @Nullable Double timestampLt;
        private @Nullable Long contentLength;
        private @Nullable Long contentLengthGt;
        private @Nullable Long contentLengthLt;
        private @Nullable DocKey continueAfter;
        private @Nullable Long limit;
        private @Nullable Long limitBytes;

        private Builder() {}

        public Builder history(History wanted) {
            this.history = wanted;
            return this;
        }

        public Builder path(String wanted) {
            this.path = wanted;
            return this;
        }

        public Builder pathStartsWith(String wanted) {
            this.pathStartsWith = wanted;
            return this;
        }

        public Builder pathEndsWith(String wanted) {
            this.pathEndsWith = wanted;
            return this;
        }

        public Builder lowPath(String wanted) {
            this.lowPath = wanted;
            return this;
        }

        public Builder highPath(String wanted) {
            this.highPath = wanted;
            return this;
        }

        public Builder author(String wanted) {
            this.author = wanted;
            return this;
        }

        public Builder participatingAuthor(String wanted) {
            this.participatingAuthor = wanted;
            return this;
        }

        public Builder timestamp(double wanted) {
            this.timestamp = wanted;
            return this;
        }

        public Builder timestampGt(double wanted) {
            this.timestampGt = wanted;
            return this;
        }

        public Builder timestampLt(double wanted) {
            this.timestampLt = wanted;
            return this;
        }

        public Builder contentLength(long wanted) {
            this.contentLength = wanted;
            return this;
        }

        public Builder contentLengthGt(long wanted) {
            this.contentLengthGt = wanted;
            return this;
        }

        public Builder contentLengthLt(long wanted) {
            this.contentLengthLt = wanted;
            return this;
        }

        public Builder continueAfter(DocKey wanted) {
            this.continueAfter = wanted;
            return this;
        }

        public Builder limit(long wanted) {
            this.limit = wanted;
            return this;
        }

        public Builder limitBytes(long wanted) {
            this.limitBytes = wanted;
            return this;
        }

        public Query build() {
            return new Query(
                    history,
                    path,
                    pathStartsWith,
                    pathEndsWith,
                    lowPath,
                    highPath,
                    author,
                    participatingAuthor,
                    timestamp,
                    timestampGt,
                    timestampLt,
                    contentLength,
                    contentLengthGt,
                    contentLengthLt,
                    continueAfter,
                    limit,
                    limitBytes);
        }
    }
}
