import org.jspecify.annotations.NullMarked;

/** The kubeconfig file as a value: read, merged, checked and written as kubectl does. */
@NullMarked
module io.github.kubetls.kubeconfig {
    requires transitive io.github.kubetls.core;
    requires static transitive org.jspecify;

    exports io.github.kubetls.discovery;
    exports io.github.kubetls.kubeconfig;
    exports io.github.kubetls.kubeconfig.client;
    exports io.github.kubetls.kubeconfig.edit;
}
