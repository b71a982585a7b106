import org.jspecify.annotations.NullMarked;

/** Kubernetes RBAC as values: objects, the default bootstrap policy, authorizers over them, and what kubectl does with them. */
@NullMarked
module io.github.kubetls.rbac {
    requires transitive io.github.kubetls.core;
    requires static transitive org.jspecify;

    exports io.github.kubetls.rbac;
    exports io.github.kubetls.rbac.authorizer;
    exports io.github.kubetls.rbac.kubectl;
}
