package io.github.kubetls.kubeadm;

import java.time.Duration;

/**
 * What kubeadm waits for: the fields of {@code timeouts}, which its configuration has since {@code v1beta4}, from 1.31 on.
 *
 * <pre>{@code
 * settings.timeout(KubeadmTimeout.TLS_BOOTSTRAP)
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#Timeouts">Timeouts</a>
 */
public enum KubeadmTimeout {
    /** Until a component of the control plane is healthy; before {@code v1beta4} {@code apiServer.timeoutForControlPlane}. */
    CONTROL_PLANE_COMPONENT_HEALTH_CHECK("controlPlaneComponentHealthCheck", 4),
    /** Until the kubelet is healthy. */
    KUBELET_HEALTH_CHECK("kubeletHealthCheck", 4),
    /** Until the API server has answered a request. */
    KUBERNETES_API_CALL("kubernetesAPICall", 1),
    /** Until etcd has answered a request. */
    ETCD_API_CALL("etcdAPICall", 2),
    /** Until a node that joins has its certificate. */
    TLS_BOOTSTRAP("tlsBootstrap", 5),
    /** Until a node that joins has found its cluster; before {@code v1beta4} {@code discovery.timeout}. */
    DISCOVERY("discovery", 5),
    /** Until the manifests of static pods are upgraded. */
    UPGRADE_MANIFESTS("upgradeManifests", 5);

    private final String field;
    private final Duration time;

    KubeadmTimeout(String field, int minutes) {
        this.field = field;
        this.time = Duration.ofMinutes(minutes);
    }

    /** {@return the name of the field, such as {@code tlsBootstrap}} */
    public String field() {
        return field;
    }

    /** {@return how long kubeadm waits when the field is not set} */
    public Duration defaultTime() {
        return time;
    }
}
