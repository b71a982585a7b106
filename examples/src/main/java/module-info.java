import org.jspecify.annotations.NullMarked;

/** Examples: tasks to copy from, and tools to run; begin with {@code TlsBootstrapWalkthrough}. */
@NullMarked
@SuppressWarnings("requires-automatic") // Libraries of programs, which nothing depends on in turn.
module io.github.kubetls.examples {
    requires HdrHistogram;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires info.picocli;
    requires io.github.kubetls.core;
    requires io.github.kubetls.kubeconfig;
    requires io.github.kubetls.rbac;
    requires io.github.resilience4j.core;
    requires java.management;
    requires java.net.http;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires static org.jspecify;

    uses java.security.Provider;

    opens io.github.kubetls.examples.tasks to
            info.picocli;
    opens io.github.kubetls.examples.tools to
            info.picocli;
}
