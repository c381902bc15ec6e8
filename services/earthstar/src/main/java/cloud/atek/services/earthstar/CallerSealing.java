package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.DocumentDraft;
import cloud.atek.api.earthstar.EarthstarApi.OpenedDocument;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.earthstar.seal.Place;
import cloud.atek.earthstar.seal.SealedContent;
import cloud.atek.earthstar.seal.SharedKey;
import cloud.atek.kit.RpcException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one caller seals for others, and what he can open.
record CallerSealing(Pub pub, CallerKeypairs keypairs, Standing standing) {

    /// The content that goes into a document.
    ///
    /// @throws RpcException when it cannot be sealed as wanted
    String content(Entry entry, DocumentDraft draft) {
        List<String> readers = draft.sealedFor();
        boolean byKey = Boolean.TRUE.equals(draft.sealed());
        if (readers == null && !byKey) {
            return draft.content();
        }
        if (readers != null && byKey) {
            throw new IllegalArgumentException(
                    "\"sealed\" is by the shared key, \"sealedFor\" for authors: want one of them");
        }
        if (draft.content().isEmpty()) {
            throw new IllegalArgumentException("An empty content deletes, and is never sealed");
        }
        var place = new Place(entry.workspace(), draft.path(), draft.author());
        return readers == null
                ? SealedContent.byKey(draft.content(), place, newest(entry))
                : SealedContent.forAuthors(draft.content(), place, authors(entry, draft, readers));
    }

    private SharedKey newest(Entry entry) {
        return pub.workspaceKeys().sharedKeys(standing, entry.workspace()).stream()
                .findFirst()
                .orElseThrow(() ->
                        RpcException.failed(
                                "This workspace has no shared key here:"
                                        + " make one, or take the one that others have"));
    }

    /// Who writes can always read what he wrote.
    private static List<Address.Author> authors(
            Entry entry, DocumentDraft draft, List<String> readers) {
        var all = new LinkedHashSet<String>(readers);
        all.add(draft.author());
        return all.stream().map(each -> author(entry, each)).toList();
    }

    private static Address.Author author(Entry entry, String address) {
        return switch (Address.author(entry.address().format(), address)) {
            case Checked.Good<Address.Author>(Address.Author author) -> author;
            case Checked.Bad<Address.Author>(Refusal refusal) -> throw Failures.refused(refusal);
        };
    }

    /// @param author by whose key pair, null for any
    OpenedDocument opened(Entry entry, Document document, @Nullable String author) {
        String content = document.content();
        if (!SealedContent.is(content)) {
            return new OpenedDocument(Documents.json(document), false, content);
        }
        var place = new Place(entry.workspace(), document.path(), document.author());
        Stream<Optional<String>> byKey =
                pub.workspaceKeys().sharedKeys(standing, entry.workspace()).stream()
                        .map(key -> SealedContent.open(content, place, key));
        Stream<Optional<String>> byAuthor =
                (author == null ? keypairs.some() : List.of(keypairs.require(author)))
                        .stream().map(keypair -> SealedContent.open(content, place, keypair));
        @Nullable String text =
                Stream.concat(byKey, byAuthor).flatMap(Optional::stream).findFirst().orElse(null);
        return new OpenedDocument(Documents.json(document), true, text);
    }
}
