package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Document;

/// What a replica has one document for: a path and an author.
public record DocKey(String path, String author) implements Comparable<DocKey> {

    public static DocKey of(Document document) {
        return new DocKey(document.path(), document.author());
    }

    /// By path, then by author.
    @Override
    public int compareTo(DocKey other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : author.compareTo(other.author);
    }
}
