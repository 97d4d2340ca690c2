package io.cajal.backend.cpu;

import io.cajal.backend.BackendContract;

class CpuBackendTest extends BackendContract {
    CpuBackendTest() {
        super(CpuBackend.INSTANCE);
    }
}
