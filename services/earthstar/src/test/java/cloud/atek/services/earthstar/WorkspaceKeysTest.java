package cloud.atek.services.earthstar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.earthstar.DocumentDraft;
import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.api.earthstar.EarthstarApi.OpenedDocument;
import cloud.atek.api.earthstar.WorkspacesApi.PubOptions;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceInfo;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceSecrets;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one has of a workspace besides its address: who writes in es.5, and who reads what is
/// sealed.
class WorkspaceKeysTest {

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

    @Test
    void es5IsOffUntilTheOwnerSwitchesItOn() throws IOException {
        EarthstarApi ada = pub.inPerson("ada");
        assertThatThrownBy(() -> ada.workspaceCreate("garden", "es.5"))
                .hasMessageContaining("not switched on")
                .hasMessageContaining("atek earthstar cfg --es5");
        assertThatThrownBy(() -> ada.pubConfigure(new PubOptions(true)))
                .hasMessageStartingWith("Only the owner of this home");
        assertThat(ada.pubGet().es5()).isFalse();

        assertThat(pub.host().pubConfigure(new PubOptions(true)).es5()).isTrue();
        WorkspaceInfo made = ada.workspaceCreate("garden", "es.5");
        assertThat(made.workspace()).matches("\\+garden\\.b[a-z2-7]{52}");
        assertThat(made.writable()).isTrue();

        // What is there stays when it is switched off again.
        pub.host().pubConfigure(new PubOptions(false));
        pub.close();
        open();
        assertThat(pub.inPerson("ada").pubGet().es5()).isFalse();
        assertThat(pub.inPerson("ada").workspaceGet(made.workspace()).writable()).isTrue();
        assertThatThrownBy(
                        () -> pub.as("bob", "chat").workspaceJoin(made.workspace(), "es.5", null))
                .hasMessageContaining("not switched on");
    }

    @Test
    void whoHasTheSecretWritesAndWhoHasTheAddressReads() {
        pub.host().pubConfigure(new PubOptions(true));
        EarthstarApi ada = pub.inPerson("ada");
        EarthstarApi bob = pub.as("bob", "chat");
        String workspace = ada.workspaceCreate("garden", "es.5").workspace();
        String suzy = ada.keypairCreate("suzy", "es.5").author();
        String zack = bob.keypairCreate("zack", null).author();
        JsonNode written = TestPub.json(ada.documentSet(workspace, draft(suzy, "/a", "text")));
        assertThat(written.path("share").asText()).isEqualTo(workspace);

        WorkspaceInfo joined = bob.workspaceJoin(workspace, "es.5", null);
        assertThat(joined.writable()).isFalse();
        assertThat(TestPub.json(bob.documentGet(workspace, "/a"))).isEqualTo(written);
        assertThatThrownBy(() -> bob.documentSet(workspace, draft(zack, "/b", "text")))
                .hasMessage(
                        "Refused: this workspace is only read here: who writes needs its secret");
        assertThat(ada.workspaceGet(workspace).documents()).isEqualTo(1);

        // A secret is told by people, not by services.
        assertThatThrownBy(() -> bob.workspaceExport(workspace)).hasMessageContaining("in person");
        assertThat(pub.inPerson("bob").workspaceExport(workspace).secret()).isNull();
        String secret = secret(ada.workspaceExport(workspace));
        String another = ada.workspaceCreate("garden", "es.5").workspace();
        String wrong = secret(ada.workspaceExport(another));
        assertThatThrownBy(() -> bob.workspaceJoin(workspace, "es.5", wrong))
                .hasMessageStartingWith("Refused: the secret");
        assertThat(bob.workspaceJoin(workspace, null, secret).writable()).isTrue();
        bob.documentSet(workspace, draft(zack, "/b", "text"));
        assertThat(ada.workspaceGet(workspace).documents()).isEqualTo(2);
    }

    @Test
    void secretsStayAcrossARestartAndGoWithTheMember() throws IOException {
        pub.host().pubConfigure(new PubOptions(true));
        EarthstarApi ada = pub.inPerson("ada");
        String workspace = ada.workspaceCreate("garden", "es.5").workspace();
        WorkspaceSecrets secrets = ada.workspaceExport(workspace);
        assertThat(ada.sharedKeySet(workspace, null).sharedKey()).isTrue();
        pub.as("bob", "chat").workspaceJoin(workspace, "es.5", null);
        pub.close();
        open();
        assertThat(pub.inPerson("ada").workspaceExport(workspace).secret())
                .isEqualTo(secrets.secret());
        Path file = dir.resolve("data/workspace-keys.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(secrets.toString()).doesNotContain(secret(secrets));

        pub.inPerson("ada").workspaceLeave(workspace);
        assertThat(Files.readString(file)).doesNotContain(secret(secrets));
        // Bob has it still, and joining it again brings no secret back.
        assertThat(pub.inPerson("ada").workspaceJoin(workspace, "es.5", null))
                .isNotNull()
                .hasFieldOrPropertyWithValue("writable", false)
                .hasFieldOrPropertyWithValue("sharedKey", false);
    }

    @Test
    void onlyThoseItIsSealedForReadIt() {
        EarthstarApi ada = pub.as("ada", "chat");
        EarthstarApi bob = pub.as("bob", "chat");
        EarthstarApi eve = pub.as("eve", "chat");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        bob.workspaceJoin(workspace, null, null);
        eve.workspaceJoin(workspace, null, null);
        String suzy = ada.keypairCreate("suzy", null).author();
        String zack = bob.keypairCreate("zack", null).author();
        eve.keypairCreate("evil", null);

        ada.documentSet(workspace, sealedFor(suzy, "/a", "for zack", List.of(zack)));
        assertThat(opened(bob, workspace, "/a").content()).isEqualTo("for zack");
        assertThat(opened(ada, workspace, "/a").content()).isEqualTo("for zack");
        OpenedDocument closed = opened(eve, workspace, "/a");
        assertThat(closed.sealed()).isTrue();
        assertThat(closed.content()).isNull();
        assertThat(TestPub.json(closed).toString()).doesNotContain("for zack");
        assertThat(bob.documentOpen(workspace, "/a", zack)).isNotNull();
        assertThatThrownBy(() -> eve.documentOpen(workspace, "/a", zack))
                .hasMessageContaining("no key pair");
        assertThat(eve.documentOpen(workspace, "/nothing", null)).isNull();

        ada.documentSet(workspace, draft(suzy, "/b", "for all"));
        assertThat(opened(eve, workspace, "/b").sealed()).isFalse();
        assertThat(opened(eve, workspace, "/b").content()).isEqualTo("for all");
    }

    @Test
    void whoHasTheSharedKeyReadsWhatWasSealedWithItBeforeToo() {
        EarthstarApi ada = pub.inPerson("ada");
        EarthstarApi bob = pub.as("bob", "chat");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        bob.workspaceJoin(workspace, null, null);
        String suzy = ada.keypairCreate("suzy", null).author();
        assertThatThrownBy(() -> ada.documentSet(workspace, sealed(suzy, "/a", "text")))
                .hasMessageStartingWith("This workspace has no shared key here");

        ada.sharedKeySet(workspace, null);
        ada.documentSet(workspace, sealed(suzy, "/a", "first"));
        String first = key(ada.workspaceExport(workspace));
        ada.sharedKeySet(workspace, null);
        ada.documentSet(workspace, sealed(suzy, "/b", "second"));
        assertThat(opened(ada, workspace, "/a").content()).isEqualTo("first");
        assertThat(opened(ada, workspace, "/b").content()).isEqualTo("second");

        assertThat(opened(bob, workspace, "/a").content()).isNull();
        assertThat(bob.sharedKeySet(workspace, first).sharedKey()).isTrue();
        assertThat(opened(bob, workspace, "/a").content()).isEqualTo("first");
        assertThat(opened(bob, workspace, "/b").content()).isNull();
        assertThatThrownBy(() -> bob.sharedKeySet(workspace, "key")).hasMessageContaining("key1-");
    }

    @Test
    void wrongWishesAreToldInASentence() {
        EarthstarApi ada = pub.inPerson("ada");
        String workspace = ada.workspaceCreate("garden", null).workspace();
        String suzy = ada.keypairCreate("suzy", null).author();
        ada.sharedKeySet(workspace, null);
        assertThatThrownBy(() ->
                        ada.documentSet(
                                workspace,
                                new DocumentDraft(
                                        suzy, "/a", "x", null, null, List.of(suzy), true)))
                .hasMessageContaining("want one of them");
        assertThatThrownBy(() -> ada.documentSet(workspace, sealed(suzy, "/a", "")))
                .hasMessage("An empty content deletes, and is never sealed");
        assertThatThrownBy(() ->
                        ada.documentSet(workspace, sealedFor(suzy, "/a", "x", List.of("zack"))))
                .hasMessageStartingWith("Refused: the address of the author");
        assertThatThrownBy(() -> ada.workspaceJoin("+a.b", "es.4", "secret"))
                .hasMessage("Only a workspace of es.5 has a \"secret\"");
        for (int i = 1; i < Limits.SHARED_KEYS_MAX; i++) {
            ada.sharedKeySet(workspace, null);
        }
        assertThatThrownBy(() -> ada.sharedKeySet(workspace, null))
                .hasMessageContaining("no room for more");
    }

    private static OpenedDocument opened(EarthstarApi api, String workspace, String path) {
        return Objects.requireNonNull(api.documentOpen(workspace, path, null));
    }

    private static DocumentDraft draft(String author, String path, String content) {
        return new DocumentDraft(author, path, content, null, null);
    }

    private static DocumentDraft sealedFor(
            String author, String path, String content, List<String> readers) {
        return new DocumentDraft(author, path, content, null, null, readers, null);
    }

    private static DocumentDraft sealed(String author, String path, String content) {
        return new DocumentDraft(author, path, content, null, null, null, true);
    }

    private static String secret(WorkspaceSecrets secrets) {
        return given(secrets.secret());
    }

    private static String key(WorkspaceSecrets secrets) {
        return given(secrets.sharedKey());
    }

    private static String given(@Nullable String text) {
        return Objects.requireNonNull(text);
    }
}
