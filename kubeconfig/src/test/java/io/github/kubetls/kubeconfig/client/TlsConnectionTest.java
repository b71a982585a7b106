package io.github.kubetls.kubeconfig.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections to a TLS server of the JDK that asks for client certificates, as an API server does. */
class TlsConnectionTest {

    private static final CertificateAuthority CA =
            CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
    private static final CertificateAuthority OTHER_CA =
            CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());

    private static HttpsServer server;

    /** Answers with the peer's subject, the name that it asked for and its Authorization header. */
    @BeforeAll
    static void start() throws Exception {
        CertificateAndKey serving = serving("api.example.test", "127.0.0.1");
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(serving.privateKey().getEncoded()));
        keys.setKeyEntry(
                "server", key, new char[0], TlsContext.jdk(serving.chain()).toArray(new X509Certificate[0]));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", CA.certificate());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/whoami", exchange -> {
            SSLSession session = ((HttpsExchange) exchange).getSSLSession();
            List<String> names = ((ExtendedSSLSession) session)
                    .getRequestedServerNames().stream()
                            .map(name -> ((SNIHostName) name).getAsciiName())
                            .toList();
            String answer = peer(session) + "|" + names + "|"
                    + exchange.getRequestHeaders().getFirst("Authorization");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private static String peer(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static CertificateAndKey serving(String... names) {
        return CA.issuing("kube-apiserver", Instant.now())
                .usages(KeyUsage.SERVER_AUTH)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .subjectAltNames(SubjectAltNames.of(names))
                .build();
    }

    private static CertificateAndKey client(KeyAlgorithm algorithm) {
        return CA.issuing("system:node:worker-1", Instant.now())
                .organizations("system:nodes")
                .usages(KeyUsage.CLIENT_AUTH)
                .keyAlgorithm(algorithm)
                .build();
    }

    private static String url(String host) {
        return "https://" + host + ":" + server.getAddress().getPort();
    }

    private static Cluster.Builder cluster(String host) {
        return Cluster.of(url(host), PemSource.inline(CA.certificatePem())).toBuilder();
    }

    private static String get(Kubeconfig kubeconfig) throws Exception {
        ClientConfig config = ClientConfig.of(kubeconfig);
        HttpClient client =
                HttpClient.newBuilder().sslContext(config.sslContext()).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(config.uri("/whoami"));
        config.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Kubeconfig anonymous(Cluster cluster) {
        return Kubeconfig.of("c", cluster, "u", AuthInfo.builder().build());
    }

    @Test
    void trustStandsAloneToo() throws Exception {
        X509TrustManager trust =
                ClientConfig.of(anonymous(cluster("127.0.0.1").build())).trustManager();
        trust.checkServerTrusted(serving("127.0.0.1").chain().toArray(X509Certificate[]::new), "UNKNOWN");
        X509Certificate[] ofAnotherName = serving("127.0.0.2").chain().toArray(X509Certificate[]::new);
        assertThatThrownBy(() -> trust.checkServerTrusted(ofAnotherName, "UNKNOWN"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("not valid for 127.0.0.1");
        X509Certificate[] ofAnotherCa = {
            OTHER_CA.issueServing("kube-apiserver", SubjectAltNames.of("127.0.0.1"), Instant.now())
                    .certificate()
        };
        assertThatThrownBy(() -> trust.checkServerTrusted(ofAnotherCa, "UNKNOWN"))
                .isInstanceOf(CertificateException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_2048", "ECDSA_P256", "ECDSA_P384", "ED25519"})
    void presentsTheClientCertificate(KeyAlgorithm algorithm) throws Exception {
        Kubeconfig config = Kubeconfig.kubeadm(cluster("127.0.0.1").build(), client(algorithm));
        assertThat(get(config)).isEqualTo("CN=system:node:worker-1,O=system:nodes|[]|null");
    }

    @Test
    void readsTheKubeletsFiles(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("kubelet-client-current.pem"),
                client(KeyAlgorithm.ECDSA_P256).toPem());
        Files.writeString(directory.resolve("ca.crt"), CA.certificatePem());
        Cluster cluster = cluster("127.0.0.1")
                .certificateAuthority(PemSource.file("ca.crt"))
                .build();
        Path file = directory.resolve("kubelet.conf");
        Kubeconfig.kubelet(cluster, Path.of("kubelet-client-current.pem")).write(file);
        assertThat(get(Kubeconfig.read(file))).startsWith("CN=system:node:worker-1,O=system:nodes|");
    }

    @Test
    void sendsTheToken() throws Exception {
        AuthInfo user = AuthInfo.builder().token("07401b.f395accd246ae52d").build();
        assertThat(get(Kubeconfig.of("c", cluster("127.0.0.1").build(), "u", user)))
                .isEqualTo("nobody|[]|Bearer 07401b.f395accd246ae52d");
    }

    @Test
    void refusesAServerOfAnotherCa() {
        Cluster cluster = Cluster.of(url("127.0.0.1"), PemSource.inline(OTHER_CA.certificatePem()));
        assertThatThrownBy(() -> get(anonymous(cluster))).isInstanceOf(SSLException.class);
    }

    @Test
    void refusesAServerOfAnotherName() {
        assertThatThrownBy(() -> get(anonymous(cluster("localhost").build())))
                .isInstanceOf(SSLException.class)
                .hasStackTraceContaining("not valid for localhost");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void checksAndSendsTheTlsServerName(String host) throws Exception {
        Cluster named = cluster(host).tlsServerName("api.example.test").build();
        assertThat(get(anonymous(named))).isEqualTo("nobody|[api.example.test]|null");
        Cluster wrong = cluster(host).tlsServerName("other.example.test").build();
        assertThatThrownBy(() -> get(anonymous(wrong))).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @CsvSource({"api.example.test, true", "'', false"})
    void checksAndSendsTheTlsServerNameWithSockets(String name, boolean sent) throws Exception {
        ClientConfig config = ClientConfig.of(
                anonymous(cluster("127.0.0.1").tlsServerName(name).build()));
        SSLContext context = config.sslContext();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", server.getAddress().getPort())) {
            socket.startHandshake();
            assertThat(socket.getSSLParameters().getServerNames() != null).isEqualTo(sent);
        }
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.setSSLParameters(config.sslParameters());
            socket.connect(
                    new InetSocketAddress("localhost", server.getAddress().getPort()));
            // The name comes from the kubeconfig, not from where the connection goes.
            socket.startHandshake();
        }
    }

    @Test
    void refusesAServerWithSocketsToo() throws Exception {
        int port = server.getAddress().getPort();
        for (Cluster cluster : List.of(
                cluster("127.0.0.1").tlsServerName("other.example.test").build(),
                Cluster.of(url("127.0.0.1"), PemSource.inline(OTHER_CA.certificatePem())))) {
            SSLContext context = ClientConfig.of(anonymous(cluster)).sslContext();
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void hasTheNameCheckedUnlessItIsToldNotTo() throws IOException {
        Cluster cluster = cluster("127.0.0.1").build();
        assertThat(ClientConfig.of(anonymous(cluster)).sslParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        Cluster insecure =
                Cluster.builder(url("127.0.0.1")).insecureSkipTlsVerify(true).build();
        assertThat(ClientConfig.of(anonymous(insecure)).sslParameters().getEndpointIdentificationAlgorithm())
                .isNull();
    }

    @Test
    void trustsNoClient() {
        X509Certificate[] chain = serving("127.0.0.1").chain().toArray(X509Certificate[]::new);
        ServerCheck everybody = ServerCheck.everybody();
        for (ThrowingCallable check : List.<ThrowingCallable>of(
                () -> everybody.checkClientTrusted(chain, "UNKNOWN"),
                () -> everybody.checkClientTrusted(chain, "UNKNOWN", (Socket) null),
                () -> everybody.checkClientTrusted(chain, "UNKNOWN", (SSLEngine) null))) {
            assertThatThrownBy(check).isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void checksNothingWhenItIsToldSo() throws Exception {
        Cluster cluster =
                Cluster.builder(url("localhost")).insecureSkipTlsVerify(true).build();
        assertThat(get(anonymous(cluster))).startsWith("nobody|");
    }

    /** As client-go, which reads no file before. */
    @Test
    void refusesACaBesideInsecureBeforeItIsRead() throws IOException {
        Cluster cluster = Cluster.builder("https://h")
                .certificateAuthority(PemSource.inline("garbage"))
                .insecureSkipTlsVerify(true)
                .build();
        ClientConfig config = ClientConfig.of(anonymous(cluster));
        for (ThrowingCallable call : List.<ThrowingCallable>of(config::sslContext, config::trustManager)) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("specifying a root certificates file with the insecure flag is not allowed");
        }
    }

    @Test
    void refusesACaBesideInsecure() throws IOException {
        ClientConfig config = ClientConfig.of(
                anonymous(cluster("h").insecureSkipTlsVerify(true).build()));
        assertThatThrownBy(config::sslContext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("specifying a root certificates file with the insecure flag is not allowed");
    }

    @Test
    void withoutACaTheSystemsTrustCounts() throws Exception {
        Cluster cluster = Cluster.builder(url("127.0.0.1")).build();
        assertThat(ClientConfig.of(anonymous(cluster)).certificateAuthorities()).isEmpty();
        assertThatThrownBy(() -> get(anonymous(cluster))).isInstanceOf(SSLException.class);
    }

    @Test
    void usesNoCertificatesWithoutTls() throws IOException {
        Kubeconfig config =
                Kubeconfig.kubeadm(Cluster.of("http://h", PemSource.inline("no PEM")), client(KeyAlgorithm.ECDSA_P256));
        assertThat(ClientConfig.of(config).certificateAuthorities()).isEmpty();
        assertThat(ClientConfig.of(config).clientCertificate()).isEmpty();
    }

    @Test
    void saysWhichMaterialIsMalformed() throws IOException {
        ClientConfig ca = ClientConfig.of(anonymous(Cluster.of("https://h", PemSource.inline("s3cr3t"))));
        assertThatThrownBy(ca::sslContext)
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage(
                        "certificate-authority-data: unable to load root certificates: unable to parse bytes as PEM "
                                + "block");
        AuthInfo user = AuthInfo.builder()
                .clientCertificate(PemSource.inline("s3cr3t"))
                .clientKey(PemSource.inline("s3cr3t"))
                .build();
        ClientConfig identity = ClientConfig.of(Kubeconfig.of("c", cluster("h").build(), "u", user));
        assertThatThrownBy(identity::sslContext)
                .isInstanceOf(InvalidFormatException.class)
                .hasMessage("client-certificate-data: tls: failed to find any PEM data in certificate input");
    }

    /** As Go's {@code VerifyHostname}. */
    @ParameterizedTest
    @CsvSource({
        "api.example.test, api.example.test, true, exactly",
        "api.example.test, API.Example.Test, true, letter case",
        "api.example.test, api.example.test., true, a final dot of the host",
        "*.example.test, api.example.test, true, a wildcard",
        "*.example.test, a.api.example.test, false, a wildcard is one label",
        "*.example.test, example.test, false, a wildcard is a label",
        "*.example.test, .example.test, false, an empty label",
        "10.0.0.1, 10.0.0.1, true, an address",
        "10.0.0.1, 10.0.0.2, false, another address",
        "2001:db8::1, 2001:0db8:0:0:0:0:0:1, true, another spelling of an address",
        "api.example.test, other.example.test, false, another name",
        "api.example.test, kube-apiserver, false, the common name does not count",
    })
    void checksNamesAsGo(String inCertificate, String asked, boolean valid, String reason) throws Exception {
        X509Certificate[] chain = TlsContext.jdk(serving(inCertificate).chain()).toArray(new X509Certificate[0]);
        ServerNameTrust trust = ServerNameTrust.of(TlsContext.jdk(List.of(CA.certificate())), asked);
        if (valid) {
            trust.checkServerTrusted(chain, "ECDHE_ECDSA");
        } else {
            assertThatThrownBy(() -> trust.checkServerTrusted(chain, "ECDHE_ECDSA"))
                    .isInstanceOf(CertificateException.class)
                    .hasMessage("the server's certificate is not valid for " + asked);
        }
        assertThatThrownBy(() -> trust.checkClientTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    /** RFC 6066, section 3: no addresses; and the JDK takes only letters, digits and hyphens. */
    @ParameterizedTest
    @CsvSource({
        "api.example.test, true",
        "999.1.1.1, true",
        "10.0.0.1, false",
        "::1, false",
        "a_b, false",
        "'', false",
        "a..b, false",
        "-a, false",
    })
    void sendsOnlyDnsNamesAsServerName(String name, boolean sent) {
        assertThat(ServerNameTrust.isHostName(name)).isEqualTo(sent);
        List<SNIServerName> names = TlsContext.parameters(
                        Cluster.builder("https://10.0.0.1").tlsServerName(name).build())
                .getServerNames();
        assertThat(names != null).isEqualTo(sent);
    }

    @Test
    void refusesAClientCertificateOfAServer() throws Exception {
        X509Certificate[] chain =
                TlsContext.jdk(client(KeyAlgorithm.ECDSA_P256).chain()).toArray(new X509Certificate[0]);
        ServerNameTrust trust = ServerNameTrust.of(TlsContext.jdk(List.of(CA.certificate())), "h");
        assertThatThrownBy(() -> trust.checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }
}
