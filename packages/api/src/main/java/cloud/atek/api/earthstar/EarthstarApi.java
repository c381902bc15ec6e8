package cloud.atek.api.earthstar;

import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signed documents with many authors, in workspaces that sync between homes.
///
/// Where a workspace is asked for, its address is, such as `+garden.b3xk…`. Who knows it may join,
/// read and write; until then nobody has it. In es.5 who knows it reads, and who has its secret too
/// writes. What a service joined is seen by that service and, in person, by its user.
///
/// Documents go as the JSON that all Earthstar programs exchange: `format`, `workspace`, `path`,
/// `content` (es.3: `value`), `contentHash`, `author`, `timestamp` and `deleteAfter` in
/// microseconds since 1970, `signature`. Those of es.5 have `share`, `text` and `textHash` instead
/// of `workspace`, `content` and `contentHash`, and a `shareSignature`.
public interface EarthstarApi extends WorkspacesApi, SyncApi {

    ApiId ID = new ApiId("atek.cloud/earthstar-api");

    /// Signs and keeps a document. It is on the disk when this answers.
    ///
    /// @return the document
    JsonNode documentSet(String workspace, DocumentDraft draft);

    /// The newest document of a path, or nothing. Its content is empty when it was deleted.
    @Nullable JsonNode documentGet(String workspace, String path);

    /// As `documentGet`, with the content as the caller can read it: what is sealed is opened by
    /// the shared keys of the workspace and the key pairs of the caller, as far as he has them.
    ///
    /// @param author by whose key pair; absent to try the first 100 of the caller
    @Nullable OpenedDocument documentOpen(String workspace, String path, @Nullable String author);

    /// The documents that fit, in the order of paths, at most 1 000 and about 4 MB at a time.
    DocumentPage documentQuery(String workspace, @Nullable DocumentQuery query);

    /// Who wrote anything that is still there, sorted.
    AuthorList authorList(String workspace);

    /// Takes documents that others signed, each judged as if it came from another home.
    ///
    /// @param documents at most 1 000
    IngestReport documentIngest(String workspace, List<JsonNode> documents);

    /// What a workspace hears of, as it comes: documents that were written here or came from
    /// elsewhere. It begins with [DocumentEvent#LIVE].
    Live<DocumentEvent> subscribe(String workspace, @Nullable SubscribeOptions options);

    /// @param documents as they are exchanged
    /// @param after what to give as `after` for the next page; absent when this is the last one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DocumentPage(List<JsonNode> documents, DocumentQuery.@Nullable Place after) {}

    /// @param document as it is exchanged
    /// @param sealed whether only some can read its content
    /// @param content what can be read; absent when it is sealed for others
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OpenedDocument(JsonNode document, boolean sealed, @Nullable String content) {}

    /// @param authors their addresses
    record AuthorList(List<String> authors) {}

    /// What became of documents that were sent.
    ///
    /// @param accepted are new here
    /// @param ignored were known, or older than what is known of the same author
    /// @param refused were no good documents of this workspace
    /// @param reasons why, at most 20 different ones
    record IngestReport(int accepted, int ignored, int refused, List<String> reasons) {}
}
