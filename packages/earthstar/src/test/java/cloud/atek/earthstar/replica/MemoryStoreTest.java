package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;

class MemoryStoreTest extends DocStoreContract {

    @Override
    DocStore store(Address.Workspace workspace) {
        return new MemoryStore(workspace);
    }

    @Override
    boolean durable() {
        return false;
    }

    @Override
    DocStore reopened(DocStore store) {
        throw new UnsupportedOperationException("what was in memory is gone");
    }
}
