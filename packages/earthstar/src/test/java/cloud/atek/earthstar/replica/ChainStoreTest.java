package cloud.atek.earthstar.replica;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Format;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainStoreTest extends DocStoreContract {

    @TempDir private Path dir;
    private int made;

    @Override
    DocStore store(Address.Workspace workspace) throws IOException {
        made++;
        return open(workspace);
    }

    @Override
    boolean durable() {
        return true;
    }

    @Override
    DocStore reopened(DocStore store) throws IOException {
        return open(store.workspace());
    }

    @Test
    void aFolderOfAnotherWorkspaceIsLeftAlone() throws IOException {
        store(Address.workspace(Format.ES4, "+a.b").require()).close();

        assertThatThrownBy(() -> open(Address.workspace(Format.ES4, "+c.d").require()))
                .isInstanceOf(IOException.class)
                .hasMessage("this folder holds another workspace");
    }

    private DocStore open(Address.Workspace workspace) throws IOException {
        return ChainStore.open(
                dir.resolve("chain" + made),
                workspace,
                new KeyFolder(new LocalDisk(), dir.resolve("keys")),
                ChainSettings.DEFAULT);
    }
}
