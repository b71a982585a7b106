import org.jspecify.annotations.NullMarked;

/** One runnable class a task; begin with {@code TlsBootstrapWalkthrough}. */
@NullMarked
module io.github.kubetls.examples {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.github.kubetls.core;
    requires io.github.kubetls.kubeconfig;
    requires io.github.kubetls.rbac;
    requires java.net.http;
    requires jdk.httpserver;
    requires static org.jspecify;

    opens io.github.kubetls.examples to
            info.picocli;
}
