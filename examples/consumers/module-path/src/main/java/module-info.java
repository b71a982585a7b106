module app {
    requires io.github.kubetls.kubeconfig;
    requires io.github.kubetls.rbac;
}
