package io.github.kubetls.rbac;

import io.github.kubetls.fixtures.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void isTidy() throws Exception {
        Architecture.ofModuleWith(RbacObject.class)
                .hasNoCycleOfPackages()
                .hasFewPublicTypesInEachPackage()
                .hasNoLongSource()
                .onlyComputes()
                .keepsNoStateBut();
    }
}
