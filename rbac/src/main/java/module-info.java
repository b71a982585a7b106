import org.jspecify.annotations.NullMarked;

/** Kubernetes RBAC as values: objects, the default bootstrap policy, and an authorizer over them. */
@NullMarked
module io.github.kubetls.rbac {
    requires transitive io.github.kubetls.core;
    requires static transitive org.jspecify;

    exports io.github.kubetls.rbac;
}
