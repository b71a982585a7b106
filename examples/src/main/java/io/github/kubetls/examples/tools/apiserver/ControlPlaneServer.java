package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control plane for TLS bootstrapping on this machine: the API server, and the controllers of kube-controller-manager that
 * bootstrapping needs, in one process and on one folder.
 */
public final class ControlPlaneServer implements AutoCloseable {

    private final Clock clock = Clock.systemUTC();
    private final ControlPlaneSettings settings;
    private final PrintWriter problems;
    private final ClusterFolder folder;
    private final CertificateAuthority ca;
    private final Store store;
    private final HttpsListener listener;
    private final URI address;
    private final Thread controllers;

    private ControlPlaneServer(ControlPlaneSettings settings, PrintWriter problems)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.settings = settings;
        this.problems = problems;
        folder = ClusterFolder.open(settings.folder());
        ca = folder.authority(settings.caKeyAlgorithm());
        store = new Store(folder.state());
        listener = new HttpsListener(settings.listen());
        address = URI.create("https://" + hostInUrl(settings.listen()) + ":" + listener.port());

        AccessControl access = new AccessControl(store, ca, settings.tokenFile(), clock);
        Registry registry = new Registry(store, new Strategies(access, clock)::of, clock);
        Api api = new Api(store, registry, access, new AuditLog(settings.auditLog()), problems);
        seed(new Seed(store, registry, clock));
        ControllerLoop loop = new ControllerLoop(store, controllers(api, access), clock, problems);
        controllers = new Thread(loop, "controllers");
        // Not to keep a process alive whose server has failed to start.
        controllers.setDaemon(true);
        controllers.start();
        loop.awaitSettled();
        CertificateAndKey serving = folder.serving(ca, settings.listen().getHostString());
        listener.start(serving, ca.certificate(), new HttpFront(api, access, settings.faults()));
    }

    /**
     * Starts a control plane.
     *
     * @param settings what it is to be like
     * @param problems takes what goes wrong while it runs
     * @return the control plane, which serves
     * @throws IOException              when the folder or the address cannot be used
     * @throws GeneralSecurityException when TLS is not to be had
     * @throws InterruptedException     when the thread is interrupted
     */
    public static ControlPlaneServer start(ControlPlaneSettings settings, PrintWriter problems)
            throws IOException, GeneralSecurityException, InterruptedException {
        return new ControlPlaneServer(settings, problems);
    }

    private static String hostInUrl(InetSocketAddress listen) {
        String host = listen.getAddress().isAnyLocalAddress() ? "127.0.0.1" : listen.getHostString();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private void seed(Seed seed) throws IOException {
        seed.policy();
        Optional<BootstrapToken> wanted = settings.token();
        if (wanted.isEmpty()) {
            wanted = folder.lastToken().filter(seed::isUsable);
        }
        BootstrapToken token = wanted.orElseGet(BootstrapToken::generate);
        seed.token(token);
        seed.clusterInfo(ClusterInfo.of(Cluster.of(address.toString(), PemSource.inline(ca.certificatePem()))));
        folder.writeKubeconfigs(address, ca, token);
    }

    private List<Controller> controllers(Api api, AccessControl access) {
        ComponentClient certificates = new ComponentClient(api, "certificate-controller", problems);
        List<Controller> all = new ArrayList<>();
        if (settings.approves()) {
            ApprovalPolicy policy = ApprovalPolicy.kubeletClient(access, ServerVersion.RELEASE);
            all.add(new RequestApprover(certificates, store, policy, clock));
        }
        if (settings.signs()) {
            all.add(new RequestSigner(
                    certificates,
                    name -> CertificateSigner.builder(name, ca)
                            .maximumDuration(settings.signingDuration())
                            .release(ServerVersion.RELEASE)
                            .build(),
                    problems));
        }
        all.add(RequestCleanup.ofRequests(certificates, store));
        all.add(RequestCleanup.ofPodRequests(
                new ComponentClient(api, "podcertificaterequestcleaner", problems), store));
        all.add(new ExpiredTokenCleaner(new ComponentClient(api, "token-cleaner", problems), store));
        all.add(new ClusterInfoSigner(new ComponentClient(api, "bootstrap-signer", problems), store));
        return all;
    }

    /**
     * Returns where it serves.
     *
     * @return the URL
     */
    public URI address() {
        return address;
    }

    /** Ends watches and controllers, stops serving, and gives address and folder back. */
    @Override
    public void close() throws IOException {
        store.close();
        listener.close();
        controllers.interrupt();
        folder.close();
    }
}
