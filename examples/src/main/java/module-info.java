import org.jspecify.annotations.NullMarked;

/** One runnable class a task; begin with {@code TlsBootstrapWalkthrough}. */
@NullMarked
module io.github.kubetls.examples {
    requires info.picocli;
    requires io.github.kubetls.core;
    requires io.github.kubetls.kubeconfig;
    requires io.github.kubetls.rbac;
    requires static org.jspecify;

    opens io.github.kubetls.examples to
            info.picocli;
}
