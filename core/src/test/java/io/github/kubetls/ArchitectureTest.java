package io.github.kubetls;

import io.github.kubetls.fixtures.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void isTidy() throws Exception {
        Architecture.ofModuleWith(Finding.class)
                .hasNoCycleOfPackages()
                .hasFewPublicTypesInEachPackage()
                .hasNoLongSource()
                .onlyComputes()
                .keepsNoStateBut("Ecdsa.OPERATIONS");
    }
}
