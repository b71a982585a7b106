package io.github.kubetls.kubeconfig;

import io.github.kubetls.fixtures.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void isTidy() throws Exception {
        Architecture.ofModuleWith(Kubeconfig.class)
                .hasNoCycleOfPackages()
                .hasFewPublicTypesInEachPackage()
                .hasNoLongSource()
                .onlyComputes()
                .keepsNoStateBut();
    }
}
