package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.net.GoUrl;
import io.github.kubetls.internal.net.UrlText;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509TrustManager;

/**
 * One connection to an API server: what a kubeconfig, its current context and overrides come to.
 *
 * <p>All paths are absolute. As in clientcmd, credentials and CA are used only if the server's URL has the scheme
 * {@code https}. The caller runs an exec plugin or an authentication provider. {@link #toString()} shows no secret.
 *
 * <pre>{@code
 * ClientConfig config = ClientConfig.of(Kubeconfig.read(Path.of("admin.conf")));
 * HttpClient client = HttpClient.newBuilder().sslContext(config.sslContext()).build();
 * HttpRequest.Builder request = HttpRequest.newBuilder(config.uri("/version"));
 * config.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster/">Accessing Clusters</a>
 */
public final class ClientConfig {

    /** Where a pod finds the token and the CA of its service account. */
    public static final Path SERVICE_ACCOUNT_FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Cluster cluster;
    private final AuthInfo user;
    private final String namespace;
    private final Duration timeout;
    private final KubernetesRelease release;

    ClientConfig(Cluster cluster, AuthInfo user, String namespace, Duration timeout, KubernetesRelease release) {
        this.cluster = cluster;
        this.user = user;
        this.namespace = namespace;
        this.timeout = timeout;
        this.release = release;
    }

    /**
     * {@return the connection of the current context}
     *
     * @param config the kubeconfig
     * @throws InvalidFormatException with code {@code CLIENT_CONFIG_INVALID} when clientcmd would refuse it
     * @throws IOException            when the token is in a file that cannot be read
     */
    public static ClientConfig of(Kubeconfig config) throws IOException {
        return of(config, ConfigOverrides.none());
    }

    /**
     * {@return the connection of a context, with overrides}
     *
     * @param config    the kubeconfig
     * @param overrides what goes over the kubeconfig
     * @throws InvalidFormatException   with code {@code CLIENT_CONFIG_INVALID} when clientcmd would refuse it
     * @throws IllegalArgumentException when an override names a context, cluster or user that does not exist, or the
     *                                  timeout cannot be read
     * @throws IOException              when the token is in a file that cannot be read
     */
    public static ClientConfig of(Kubeconfig config, ConfigOverrides overrides) throws IOException {
        return of(config, overrides, KubernetesRelease.latest());
    }

    /**
     * {@return the connection of a context, with overrides, as a release applies them and reads certificates and keys}
     *
     * @param config    the kubeconfig
     * @param overrides what goes over the kubeconfig
     * @param release   the release of the client
     * @throws InvalidFormatException   as {@link #of(Kubeconfig, ConfigOverrides)}
     * @throws IllegalArgumentException as there
     * @throws IOException              as there
     */
    public static ClientConfig of(Kubeconfig config, ConfigOverrides overrides, KubernetesRelease release)
            throws IOException {
        return new ClientConfigResolver(config, overrides, release).resolve();
    }

    /**
     * {@return the connection that every pod of a cluster is given: the API server by the environment, token and CA by
     * files in {@link #SERVICE_ACCOUNT_FOLDER}}
     *
     * @param environment variables by name, such as {@code System.getenv()}
     * @throws IllegalStateException when {@code KUBERNETES_SERVICE_HOST} or {@code KUBERNETES_SERVICE_PORT} is not set
     * @throws IOException           when the token cannot be read
     */
    public static ClientConfig inCluster(Map<String, String> environment) throws IOException {
        return inCluster(environment, SERVICE_ACCOUNT_FOLDER, ConfigOverrides.none());
    }

    /**
     * {@return the connection that every pod of a cluster is given, with overrides: as in client-go, server, token or
     * token file, the path of the CA, and namespace; others count only with a kubeconfig}
     *
     * @param environment variables by name, such as {@code System.getenv()}
     * @param folder      the folder with {@code token}, {@code ca.crt} and {@code namespace}
     * @param overrides   what goes over them
     * @throws IllegalStateException when {@code KUBERNETES_SERVICE_HOST} or {@code KUBERNETES_SERVICE_PORT} is not set
     * @throws IOException           when the token in the folder cannot be read, overridden or not
     */
    public static ClientConfig inCluster(Map<String, String> environment, Path folder, ConfigOverrides overrides)
            throws IOException {
        return inCluster(environment, folder, overrides, KubernetesRelease.latest());
    }

    /**
     * {@return the connection that every pod of a cluster is given, with overrides, as a release reads its CA}
     *
     * @param environment variables by name, such as {@code System.getenv()}
     * @param folder      the folder with {@code token}, {@code ca.crt} and {@code namespace}
     * @param overrides   what goes over them
     * @param release     the release of the client
     * @throws IllegalStateException as {@link #inCluster(Map, Path, ConfigOverrides)}
     * @throws IOException           when the token in the folder cannot be read, overridden or not
     */
    public static ClientConfig inCluster(
            Map<String, String> environment, Path folder, ConfigOverrides overrides, KubernetesRelease release)
            throws IOException {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
        if (host.isEmpty() || port.isEmpty()) {
            throw new IllegalStateException("unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and "
                    + "KUBERNETES_SERVICE_PORT must be defined");
        }
        String tokenFile = folder.resolve("token").toString();
        String token = NamedFile.text(tokenFile);
        String authority = host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        Cluster over = ClientConfigResolver.resolved(overrides.cluster());
        Cluster.Builder cluster = Cluster.builder(over.server().isEmpty() ? "https://" + authority : over.server());
        Path ca = folder.resolve("ca.crt");
        if (Files.exists(ca)) {
            cluster.certificateAuthority(PemSource.file(ca));
        }
        over.certificateAuthority()
                .flatMap(PemSource::path)
                .map(PemSource::file)
                .ifPresent(cluster::certificateAuthority);
        Path namespaceFile = folder.resolve("namespace");
        String namespace = overrides.namespace().orElse(environment.getOrDefault("POD_NAMESPACE", ""));
        if (namespace.isEmpty() && Files.exists(namespaceFile)) {
            namespace = NamedFile.text(namespaceFile.toString()).strip();
        }
        AuthInfo who = ClientConfigResolver.resolved(overrides.user());
        boolean own = who.token().isPresent() || who.tokenFile().isPresent();
        AuthInfo user = AuthInfo.builder()
                .token(own ? who.token().orElse("") : token)
                .tokenFile(own ? who.tokenFile().orElse("") : tokenFile)
                .build();
        return new ClientConfig(
                cluster.build(), user, namespace.isEmpty() ? "default" : namespace, Duration.ZERO, release);
    }

    /** {@return the cluster, with overrides and absolute paths} */
    public Cluster cluster() {
        return cluster;
    }

    /** {@return the user, with overrides and absolute paths} */
    public AuthInfo user() {
        return user;
    }

    /**
     * {@return the namespace of requests that name none, {@code default} unless kubeconfig or overrides name another}
     */
    public String namespace() {
        return namespace;
    }

    /** {@return the timeout of requests; zero for none} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return whether the server's URL has the scheme {@code https}; only then credentials are sent} */
    public boolean isTls() {
        return cluster.isTls();
    }

    /**
     * {@return the URL of the API server; one without a scheme has {@code http}} Query and fragment are left out. An IPv6
     * address without brackets gets them; what stands behind its last colon is the port, as kubectl connects. A name that
     * {@link URI} does not take for a host, such as one with an underscore, is in its {@link URI#getAuthority() authority} and
     * not its {@link URI#getHost() host}: clients that go by the text connect, as kubectl does, and the JDK's does not.
     *
     * @throws InvalidFormatException with code {@code SERVER_INVALID} when {@code server} is neither a URL nor host and port
     */
    public URI server() {
        return uri("");
    }

    /**
     * {@return the URL of something that the API server offers}
     *
     * @param path the absolute path, such as {@code /version}, with a query if need be; empty for the server itself
     * @throws InvalidFormatException   with code {@code SERVER_INVALID} when {@code server} is neither a URL nor host and port
     * @throws IllegalArgumentException when the path does not begin with a slash, or needs escapes that it does not have
     */
    public URI uri(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            // It would become a part of the host's name, or of the port.
            throw new IllegalArgumentException("the path does not begin with /");
        }
        GoUrl url = UrlText.server(cluster.server()).orElseThrow(this::badServer);
        String prefix =
                url.path().endsWith("/") ? url.path().substring(0, url.path().length() - 1) : url.path();
        URI server;
        try {
            server = new URI(url.scheme() + "://" + url.host() + prefix);
        } catch (URISyntaxException e) {
            throw badServer();
        }
        try {
            return new URI(server + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the path is not one of a URL: escape what is special in it");
        }
    }

    private InvalidFormatException badServer() {
        return new InvalidFormatException(
                "SERVER_INVALID", Location.of("server"), UrlText.defectOfServer(cluster.server()));
    }

    /**
     * {@return the bearer token: that of the token file, if there is one and it can be read, else the one in the user
     * entry; empty when there is none or the connection is made without TLS} Keep it out of logs and messages.
     */
    public Optional<String> bearerToken() {
        if (!isTls()) {
            return Optional.empty();
        }
        return user.tokenFile()
                .flatMap(ClientConfig::token)
                .or(user::token)
                .map(String::strip)
                .filter(token -> !token.isEmpty());
    }

    /** The token of a file that can be read; one that cannot be is tolerated, as in client-go. */
    private static Optional<String> token(String path) {
        try {
            return Optional.of(NamedFile.text(path).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * {@return the headers that identify the user, values by name: {@code Authorization}, and {@code Impersonate-…}}
     * They hold secrets.
     *
     * @throws IllegalStateException when there are both a bearer token and a user name or password
     */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        boolean basic =
                isTls() && (user.username().isPresent() || user.password().isPresent());
        Optional<String> token = bearerToken();
        if (basic && token.isPresent()) {
            throw new IllegalStateException("username/password or bearer token may be set, but not both");
        }
        token.ifPresent(value -> headers.put("Authorization", List.of("Bearer " + value)));
        if (basic) {
            String pair = user.username().orElse("") + ":" + user.password().orElse("");
            headers.put(
                    "Authorization",
                    List.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
        }
        user.as().ifPresent(name -> impersonate(name, headers));
        return headers;
    }

    private void impersonate(String name, Map<String, List<String>> headers) {
        headers.put("Impersonate-User", List.of(name));
        user.asUid().ifPresent(uid -> headers.put("Impersonate-Uid", List.of(uid)));
        if (!user.asGroups().isEmpty()) {
            headers.put("Impersonate-Group", user.asGroups());
        }
        user.asUserExtra().forEach((key, values) -> {
            if (!values.isEmpty()) {
                headers.put("Impersonate-Extra-" + escaped(key), values);
            }
        });
    }

    /** What cannot be in the name of a header (RFC 9110, section 5.6.2), and the percent sign, is percent-encoded. */
    private static String escaped(String key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&'*+-.^_`|~".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }

    /**
     * {@return the CA certificates that the server's certificate has to lead to; none when the system's trust store is
     * used, or TLS is not}
     *
     * @throws InvalidFormatException when they are no PEM certificates
     * @throws IOException            when their file cannot be read
     */
    public List<X509Certificate> certificateAuthorities() throws IOException {
        return isTls() ? cluster.readCertificateAuthorities(release) : List.of();
    }

    /**
     * {@return the client certificate with its key, an EC, RSA or Ed25519 one, or empty when there is no client
     * certificate, or TLS is not used}
     *
     * @throws InvalidFormatException when certificate or key is malformed, or the key belongs to another certificate
     * @throws IOException            when a file cannot be read
     */
    public Optional<CertificateAndKey> clientCertificate() throws IOException {
        return isTls() ? user.readClientCertificate(release) : Optional.empty();
    }

    /**
     * {@return the question for the user's exec plugin, whose text goes into the environment variable
     * {@value ExecCredential#ENVIRONMENT_VARIABLE}, or empty when the user has no exec plugin, or has a token, a
     * password or a client certificate and so needs none} The cluster is in it, CA included, if
     * {@code provideClusterInfo} is set.
     *
     * @param terminal whether standard input is a terminal that the plugin may use
     * @throws IllegalStateException    when the plugin cannot do without a terminal and there is none
     * @throws IllegalArgumentException when the plugin's API version is not known
     * @throws IOException              when the CA is in a file that cannot be read
     */
    public Optional<ExecCredential> execRequest(boolean terminal) throws IOException {
        ExecConfig exec = user.exec().orElse(null);
        boolean identified = user.token().isPresent()
                || user.username().isPresent()
                || user.password().isPresent()
                || user.clientCertificate().isPresent();
        if (exec == null || identified || !isTls()) {
            return Optional.empty();
        }
        String mode = exec.interactiveMode().orElse("");
        if (mode.equals(ExecConfig.INTERACTIVE_ALWAYS) && !terminal) {
            throw new IllegalStateException(
                    "exec plugin cannot support interactive mode: standard input is not a terminal");
        }
        ExecCredential.Builder request = ExecCredential.builder(exec.apiVersion())
                .interactive(terminal && !mode.equals(ExecConfig.INTERACTIVE_NEVER));
        if (exec.provideClusterInfo()) {
            request.cluster(selfContained(cluster));
        }
        return Optional.of(request.build());
    }

    private static Cluster selfContained(Cluster cluster) throws IOException {
        PemSource authority = cluster.certificateAuthority().orElse(null);
        if (authority == null) {
            return cluster;
        }
        byte[] pem = authority.data().isPresent()
                ? authority.data().get()
                : NamedFile.bytes(authority.path().orElseThrow());
        return cluster.toBuilder().certificateAuthority(PemSource.inline(pem)).build();
    }

    /**
     * {@return a copy of this connection with the credentials that an exec plugin printed}
     *
     * @param credential the plugin's answer
     * @throws InvalidFormatException when the certificate or key in it is malformed, or they do not belong together
     */
    public ClientConfig withCredential(ExecCredential credential) {
        AuthInfo.Builder identified = user.toBuilder();
        credential.token().ifPresent(identified::token);
        credential
                .clientCertificate()
                .ifPresent(pair -> identified
                        .clientCertificate(PemSource.inline(pair.certificatePem()))
                        .clientKey(PemSource.inline(pair.keyPem())));
        return new ClientConfig(cluster, identified.build(), namespace, timeout, release);
    }

    /**
     * {@return the TLS context: trust from the cluster, identity from the user} It checks the server's name as Go does,
     * against {@code tls-server-name} if that is set, which it also sends as server name indication.
     *
     * <p>With insecure-skip-tls-verify nothing is checked. Without a CA the JDK's trust store is used.
     *
     * @throws InvalidFormatException               when certificates or the key are malformed
     * @throws IllegalStateException                when there are both a CA and insecure-skip-tls-verify
     * @throws io.github.kubetls.CryptoException    when the JDK cannot work with the key
     * @throws IOException                          when a file cannot be read
     */
    public SSLContext sslContext() throws IOException {
        return TlsContext.of(this);
    }

    /**
     * {@return the trust of {@link #sslContext()}, for clients that want it besides the context: it accepts the API
     * server's certificate, and no other}
     *
     * @throws InvalidFormatException               when CA certificates are malformed
     * @throws IllegalStateException                when there are both a CA and insecure-skip-tls-verify
     * @throws io.github.kubetls.CryptoException    when the JDK cannot work with the certificates
     * @throws IOException                          when a file cannot be read
     */
    public X509TrustManager trustManager() throws IOException {
        return TlsContext.trust(this);
    }

    /**
     * {@return parameters for a socket or engine of {@link #sslContext()}: the server's name is checked, and
     * {@code tls-server-name}, if that is set, is sent as server name indication}
     */
    public SSLParameters sslParameters() {
        return TlsContext.parameters(cluster);
    }

    /** Server and namespace, and which kinds of credentials there are. */
    @Override
    public String toString() {
        return "ClientConfig[" + cluster + ", " + user + ", namespace " + Visible.text(namespace) + "]";
    }
}
