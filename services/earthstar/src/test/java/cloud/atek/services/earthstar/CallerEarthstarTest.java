package cloud.atek.services.earthstar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.earthstar.DocumentDraft;
import cloud.atek.api.earthstar.DocumentQuery;
import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.api.earthstar.EarthstarApi.DocumentPage;
import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceInfo;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
import cloud.atek.kit.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what with which workspace, and what stays.
class CallerEarthstarTest {

    @TempDir private Path dir;
    private TestPub pub;

    @BeforeEach
    void open() throws IOException {
        pub = TestPub.open(dir);
    }

    @AfterEach
    void close() throws IOException {
        pub.close();
    }

    private EarthstarApi as(String user, String service) {
        return pub.as(user, service);
    }

    private EarthstarApi inPerson(String user) {
        return pub.inPerson(user);
    }

    private EarthstarApi host() {
        return pub.host();
    }

    @Test
    void aServiceHasWhatItJoinedAndItsUserHasAllInPerson() {
        String chat = as("ada", "chat").workspaceCreate("chat", null).workspace();
        String wiki = as("ada", "wiki").workspaceCreate("wiki", null).workspace();

        assertThat(addresses(as("ada", "chat"))).containsExactly(chat);
        assertThat(addresses(inPerson("ada"))).containsExactly(chat, wiki);
        assertThat(addresses(host())).containsExactly(chat, wiki);
        for (EarthstarApi other : List.of(as("ada", "wiki"), as("bob", "chat"), inPerson("bob"))) {
            assertThatThrownBy(() -> other.documentGet(chat, "/a"))
                    .hasMessageContaining("not joined");
            assertThatThrownBy(() -> other.workspaceLeave(chat)).hasMessageContaining("not joined");
        }
        // The address is what lets people in.
        as("bob", "chat").workspaceJoin(chat, null, null);
        assertThat(as("bob", "chat").documentQuery(chat, null).documents()).isEmpty();
        assertThat(inPerson("bob").workspaceGet(chat).mine()).isFalse();
        assertThat(inPerson("ada").workspaceGet(chat).mine()).isTrue();
    }

    @Test
    void whatTheHostJoinedBelongsToTheHousehold() {
        String all = host().workspaceCreate("all", null).workspace();

        assertThat(addresses(inPerson("bob"))).containsExactly(all);
        assertThat(addresses(as("bob", "chat"))).isEmpty();
    }

    @Test
    void settingsPeersAndSecretsAreForPeople() {
        EarthstarApi chat = as("ada", "chat");
        String workspace = chat.workspaceCreate("chat", null).workspace();
        String author = chat.keypairCreate("suzy", null).author();
        var published = new WorkspaceOptions(true, null, null, null, null, null, null);
        var peer = new Peer("http://localhost:1", null, null, null, null);
        inPerson("bob").workspaceJoin(workspace, null, null);

        for (EarthstarApi other : List.of(chat, inPerson("bob"))) {
            assertThatThrownBy(() -> other.workspaceConfigure(workspace, published))
                    .isInstanceOf(RpcException.class)
                    .hasMessageStartingWith("Only who made");
            assertThatThrownBy(() -> other.peerSet(workspace, peer))
                    .hasMessageStartingWith("Only who made");
            assertThatThrownBy(() -> other.sync(workspace, "http://localhost:1"))
                    .hasMessageStartingWith("This is no peer");
        }
        assertThatThrownBy(() -> chat.keypairExport(author)).hasMessageContaining("in person");
        assertThatThrownBy(() -> inPerson("bob").keypairExport(author))
                .hasMessageContaining("no key pair");
        assertThat(inPerson("ada").keypairExport(author).secret()).startsWith("b");
        assertThat(inPerson("ada").workspaceConfigure(workspace, published).options().published())
                .isTrue();
    }

    @Test
    void anAuthorIsUsedByItsOwnServiceAlone() {
        String author = as("ada", "chat").keypairCreate("suzy", null).author();
        var draft = new DocumentDraft(author, "/a", "text", null, null);
        for (EarthstarApi other : List.of(as("ada", "wiki"), as("bob", "chat"), inPerson("bob"))) {
            String workspace = other.workspaceCreate("wiki", null).workspace();
            assertThatThrownBy(() -> other.documentSet(workspace, draft))
                    .hasMessageStartingWith("There is no key pair of that author");
            assertThat(other.keypairList().keypairs()).isEmpty();
        }
        String secret = inPerson("ada").keypairExport(author).secret();
        assertThat(as("ada", "wiki").keypairImport(author, secret).author()).isEqualTo(author);
        assertThatThrownBy(() -> inPerson("bob").keypairImport(author, "b" + "a".repeat(52)))
                .hasMessageStartingWith("Refused: the secret");
    }

    @Test
    void allStaysAcrossARestart() throws IOException {
        EarthstarApi ada = inPerson("ada");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        String author = ada.keypairCreate("suzy", null).author();
        ada.documentSet(workspace, new DocumentDraft(author, "/a", "text", null, null));
        WorkspaceInfo before = ada.workspaceGet(workspace);

        pub.close();
        open();

        assertThat(inPerson("ada").workspaceGet(workspace)).isEqualTo(before);
        assertThat(content(inPerson("ada"), workspace, "/a")).isEqualTo("text");
        assertThat(inPerson("ada").keypairList().keypairs()).hasSize(1);
    }

    @Test
    void theLastOneToLeaveTakesTheDocumentsAlong() throws IOException {
        EarthstarApi ada = as("ada", "chat");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        as("bob", "chat").workspaceJoin(workspace, null, null);
        String author = ada.keypairCreate("suzy", null).author();
        ada.documentSet(workspace, new DocumentDraft(author, "/a", "text", null, null));

        ada.workspaceLeave(workspace);
        assertThat(content(as("bob", "chat"), workspace, "/a")).isEqualTo("text");
        as("bob", "chat").workspaceLeave(workspace);
        try (var folders = Files.list(dir.resolve("data/workspaces"))) {
            assertThat(folders).isEmpty();
        }
    }

    @Test
    void itStaysAwakeWhileThereIsWork() {
        EarthstarApi ada = inPerson("ada");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        Path awake = dir.resolve("data/awake");
        assertThat(awake).doesNotExist();
        ada.workspaceConfigure(
                workspace, new WorkspaceOptions(true, null, null, null, null, null, null));
        assertThat(awake).exists();
        ada.workspaceConfigure(
                workspace, new WorkspaceOptions(false, null, null, null, null, null, null));
        assertThat(awake).doesNotExist();
        ada.peerSet(workspace, new Peer("http://localhost:1", null, 3600, null, null));
        assertThat(awake).exists();
        ada.workspaceLeave(workspace);
        assertThat(awake).doesNotExist();
    }

    @Test
    void aPageEndsWhereTheNextBegins() {
        EarthstarApi ada = inPerson("ada");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        String author = ada.keypairCreate("suzy", null).author();
        String long1M = "x".repeat(1_500_000);
        for (int i = 0; i < 7; i++) {
            ada.documentSet(
                    workspace,
                    new DocumentDraft(author, "/" + i, i < 4 ? long1M : "short", null, null));
        }
        var paths = new ArrayList<String>();
        DocumentQuery.Place after = null;
        int pages = 0;
        do {
            DocumentPage page = ada.documentQuery(workspace, query(2L, after));
            page.documents().forEach(each -> paths.add(TestPub.json(each).path("path").asText()));
            assertThat(page.documents()).hasSizeBetween(1, 2);
            after = page.after();
            pages++;
        } while (after != null);
        assertThat(paths).containsExactly("/0", "/1", "/2", "/3", "/4", "/5", "/6");
        assertThat(pages).isEqualTo(4);
        // By its bytes a page ends before its limit.
        assertThat(ada.documentQuery(workspace, query(null, null)).documents()).hasSize(2);
        assertThatThrownBy(() -> ada.documentQuery(workspace, query(0L, null)))
                .hasMessage("\"limit\" wants 1 to 1000, not 0");
    }

    @Test
    void whatIsTakenIsJudged() {
        EarthstarApi ada = inPerson("ada");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        String author = ada.keypairCreate("suzy", null).author();
        JsonNode good =
                TestPub.json(
                        ada.documentSet(
                                workspace, new DocumentDraft(author, "/a", "1", null, null)));
        JsonNode forged = TestPub.json(good);
        ((ObjectNode) forged).put("path", "/b");

        var report = ada.documentIngest(workspace, List.of(good, forged, TestPub.json("[]")));

        assertThat(report.ignored()).isEqualTo(1);
        assertThat(report.refused()).isEqualTo(2);
        assertThat(report.reasons())
                .containsExactlyInAnyOrder(
                        "a document must be a JSON object, not another value",
                        "the signature is not the author's over this document");
    }

    @Test
    void aDamagedFileIsNotGuessedAt() throws IOException {
        inPerson("ada").workspaceCreate("garden", null);
        pub.close();
        Path file = dir.resolve("data/workspaces.json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[] {'{'});

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(file)).containsExactly('{');
        Files.write(file, whole);
        open();
        assertThat(addresses(inPerson("ada"))).hasSize(1);
    }

    private static DocumentQuery query(@Nullable Long limit, DocumentQuery.@Nullable Place after) {
        return new DocumentQuery(
                null, null, null, null, null, null, null, null, null, null, limit, after);
    }

    private static List<String> addresses(EarthstarApi api) {
        return api.workspaceList().workspaces().stream().map(WorkspaceInfo::workspace).toList();
    }

    private static String content(EarthstarApi api, String workspace, String path) {
        return TestPub.json(api.documentGet(workspace, path)).path("content").asText();
    }
}
