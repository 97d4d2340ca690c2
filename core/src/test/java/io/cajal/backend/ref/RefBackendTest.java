package io.cajal.backend.ref;

import io.cajal.backend.BackendContract;

/** Agreement with itself is no news; the conventions and the adjoints are. */
class RefBackendTest extends BackendContract {
    RefBackendTest() {
        super(RefBackend.INSTANCE);
    }
}
