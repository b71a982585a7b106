package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people give to a parser by mistake: each of these with each parser, and the message says what it is. */
class MistakenInputTest {

    private static final String SECRET = "07401b.f395accd246ae52d";

    private static final String KUBECONFIG =
            "apiVersion: v1\nkind: Config\nusers:\n- name: u\n  user:\n    token: " + SECRET + "\n";

    /** A parser of a text. */
    private interface Parser {
        Object parse(String text);
    }

    /** A parser of a file. */
    private interface Reader {
        Object read(Path file) throws IOException;
    }

    private static Map<String, Parser> parsers() {
        Map<String, Parser> parsers = new LinkedHashMap<>();
        parsers.put("Kubeconfig", Kubeconfig::parse);
        parsers.put("ExecCredential", ExecCredential::parse);
        parsers.put("CredentialPluginPolicy", CredentialPluginPolicy::parse);
        parsers.put("ClusterInfo", ClusterInfo::parse);
        parsers.put("DiscoverySettings", DiscoverySettings::parse);
        parsers.put("FileDiscovery", FileDiscovery::parse);
        parsers.put("JoinCommand", JoinCommand::parse);
        return parsers;
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("Kubeconfig", Kubeconfig::read);
        readers.put("ExecCredential", ExecCredential::read);
        readers.put("CredentialPluginPolicy", CredentialPluginPolicy::read);
        readers.put("ClusterInfo", ClusterInfo::read);
        readers.put("DiscoverySettings", DiscoverySettings::read);
        readers.put("FileDiscovery", FileDiscovery::read);
        return readers;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(Pairs.LEAF_CERTIFICATE, "a PEM block CERTIFICATE");
        texts.put(
                Pairs.LEAF_CERTIFICATE.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
                "a PEM block TRUSTED CERTIFICATE");
        texts.put(Pairs.LEAF_KEY, "a PEM block EC PRIVATE KEY");
        texts.put(base64(KUBECONFIG), "base64");
        texts.put(base64(base64(KUBECONFIG)), "base64 of base64 of");
        texts.put("DATA+OMITTED", "config view");
        texts.put("KUBELET_KUBEADM_ARGS=\"--token " + SECRET + "\"\n", "a file of environment variables");
        texts.put("<!DOCTYPE html>\n<html><body>" + SECRET + "</body></html>\n", "a page in HTML");
        texts.put("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0." + "s".repeat(40), "a JSON web token");
        texts.put(SECRET, "a bootstrap token");
        texts.put("--bootstrap-kubeconfig=/etc/b.conf\n", "command-line flags");
        return texts;
    }

    static Stream<Arguments> textsAndParsers() {
        return texts().entrySet().stream()
                .flatMap(text -> parsers().entrySet().stream()
                        .map(parser ->
                                Arguments.of(parser.getKey(), parser.getValue(), text.getKey(), text.getValue())));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("textsAndParsers")
    void saysWhatATextIs(String name, Parser parser, String text, String kind) {
        InvalidFormatException refused = catchThrowableOfType(InvalidFormatException.class, () -> parser.parse(text));
        assertThat(refused).hasMessageContaining(kind).hasMessageNotContaining(SECRET);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("text in UTF-16: save it as UTF-8", KUBECONFIG.getBytes(StandardCharsets.UTF_16LE));
        files.put("text in UTF-16", KUBECONFIG.getBytes(StandardCharsets.UTF_16BE));
        files.put("DER", Base64.getMimeDecoder().decode(Pairs.LEAF_CERTIFICATE.replaceAll("-----.*", "")));
        files.put("gzip", gzip(KUBECONFIG));
        return files;
    }

    static Stream<Arguments> filesAndReaders() {
        return files().entrySet().stream()
                .flatMap(file -> readers().entrySet().stream()
                        .map(reader ->
                                Arguments.of(reader.getKey(), reader.getValue(), file.getValue(), file.getKey())));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("filesAndReaders")
    void saysWhatAFileIsAndWhich(String name, Reader reader, byte[] bytes, String kind, @TempDir Path folder)
            throws IOException {
        Path file = Files.write(folder.resolve("f"), bytes);
        assertThat(catchThrowable(() -> reader.read(file)))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(kind)
                .hasMessageContaining(file.toString());
    }

    static Stream<Arguments> readersOnly() {
        return readers().entrySet().stream().map(reader -> Arguments.of(reader.getKey(), reader.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readersOnly")
    void namesAFolderAndAFileThatIsNotThere(String name, Reader reader, @TempDir Path folder) {
        assertThat(catchThrowable(() -> reader.read(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("irectory");
        Path missing = folder.resolve("x");
        assertThat(catchThrowable(() -> reader.read(missing)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    static Stream<Arguments> yamlParsers() {
        return parsers().entrySet().stream()
                .filter(parser -> !parser.getKey().equals("JoinCommand"))
                .map(parser -> Arguments.of(parser.getKey(), parser.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("yamlParsers")
    void saysWhyATextIsNotWellFormedAndNamesWhatNobodySees(String name, Parser parser) {
        assertThat(catchThrowable(() -> parser.parse("a: " + SECRET + "\nkind:\u00A0Config\nb: c\n")))
                .hasMessageContaining("could not find expected ':'")
                .hasMessageContaining("U+00A0 (no-break space)")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("yamlParsers")
    void namesAnObjectOfAnotherKind(String name, Parser parser) {
        Throwable refused = catchThrowable(() -> parser.parse("apiVersion: v1\nkind: Secret\n"));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_MISMATCH"))
                .hasMessageContaining("Secret of v1");
    }

    private static Map<String, byte[]> wrongPem() {
        Map<String, byte[]> data = new LinkedHashMap<>();
        data.put(
                "base64 of a PEM block CERTIFICATE",
                base64(Pairs.LEAF_CERTIFICATE).getBytes(StandardCharsets.US_ASCII));
        data.put("config view", Base64.getDecoder().decode("DATA+OMITTED"));
        data.putAll(files());
        data.put("a JSON web token", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln".getBytes(StandardCharsets.US_ASCII));
        data.put("a page in HTML", "<html></html>".getBytes(StandardCharsets.US_ASCII));
        return data;
    }

    static Stream<Arguments> pemFields() {
        List<Arguments> rows = new ArrayList<>();
        wrongPem().forEach((kind, data) -> {
            for (String field : List.of("certificate-authority", "client-certificate", "client-key")) {
                rows.add(Arguments.of(field, kind, data));
            }
        });
        return rows.stream();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pemFields")
    void saysWhatStandsWherePemBelongs(String field, String kind, byte[] data, @TempDir Path folder)
            throws IOException {
        Path file = Files.write(folder.resolve("f.pem"), data);
        for (PemSource source : List.of(PemSource.inline(data), PemSource.file(file))) {
            Cluster.Builder cluster = Cluster.builder("https://h");
            AuthInfo.Builder user = AuthInfo.builder()
                    .clientCertificate(PemSource.inline(Pairs.LEAF_CERTIFICATE))
                    .clientKey(PemSource.inline(Pairs.LEAF_KEY));
            switch (field) {
                case "certificate-authority" -> cluster.certificateAuthority(source);
                case "client-certificate" -> user.clientCertificate(source);
                default -> user.clientKey(source);
            }
            Kubeconfig config = Kubeconfig.of("c", cluster.build(), "u", user.build());
            String name = source.data().isPresent() ? field + "-data" : field;
            assertThat(config.findings(Pairs.leaf().certificate().getNotBefore().toInstant()))
                    .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.message()).contains(kind);
                        assertThat(finding.location().path()).endsWith("." + name);
                    });
            ThrowingCallable connecting = ClientConfig.of(config)::sslContext;
            assertThat(catchThrowable(connecting))
                    .hasMessageContaining(kind)
                    .hasMessageContaining(source.data().isPresent() ? name : file.toString());
        }
    }

    @Test
    void saysWhyAFieldIsNoBase64() {
        Map<String, String> wrong = Map.of(
                "/etc/kubernetes/pki/ca.crt",
                "found a path",
                Pairs.LEAF_CERTIFICATE,
                "found a PEM block CERTIFICATE",
                "LS0t\u00A0LS0t",
                "U+00A0 (no-break space)",
                "LS0t LS0t",
                "it has blanks",
                "LS0t-_8=",
                "base64 for URLs");
        wrong.forEach((data, reason) -> assertThat(catchThrowable(() -> Kubeconfig.fromMap(Map.of(
                        "clusters",
                        List.of(Map.of("name", "c", "cluster", Map.of("certificate-authority-data", data)))))))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("BASE64_INVALID"))
                .hasMessageContaining("clusters[0].cluster.certificate-authority-data")
                .hasMessageContaining(reason));
    }

    @Test
    void findsInvisibleCharactersWhereKubernetesTakesThem() {
        Kubeconfig config = Kubeconfig.parse("""
                clusters:
                - name: "c\u200B"
                  cluster: {server: "https://h\u00A0", tls-server-name: "h\uFEFF", proxy-url: "http://p\u00AD"}
                users:
                - name: u
                  user:
                    token: "t\u2060"
                    exec: {command: "c\u202F", apiVersion: client.authentication.k8s.io/v1beta1}
                contexts:
                - {name: x, context: {cluster: "c\u200B", user: u}}
                current-context: x
                """);
        assertThat(config.findings(Instant.EPOCH))
                .filteredOn(finding -> finding.code().equals("CHARACTER_UNEXPECTED"))
                .extracting(finding ->
                        finding.location().path() + " " + finding.message().replaceAll(".*(U\\+....).*", "$1"))
                .containsExactlyInAnyOrder(
                        "clusters[c\u200B] U+200B",
                        "clusters[c\u200B].server U+00A0",
                        "clusters[c\u200B].tls-server-name U+FEFF",
                        "clusters[c\u200B].proxy-url U+00AD",
                        "users[u].token U+2060",
                        "users[u].exec.command U+202F");
    }

    @Test
    void namesInvisibleCharactersInPinsEndpointsAndLocations() {
        assertThat(catchThrowable(() -> CaPin.parse("sha256:" + "ab".repeat(32) + "\u200B")))
                .hasMessageContaining("U+200B (zero width space)");
        assertThat(TokenDiscovery.violationsOfEndpoint("10.0.0.1:6443\u00A0"))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("U+00A0 (no-break space)"));
        assertThat(catchThrowable(() -> DocumentLocation.parse("https://h\u00A0/x y")))
                .hasMessageContaining("U+00A0 (no-break space)");
    }

    @Test
    void saysWhatStandsWhereAPinOrAnEndpointBelongs() {
        String fingerprint = "SHA256 Fingerprint=" + "AB:".repeat(31) + "AB";
        assertThat(catchThrowable(() -> CaPin.parse(fingerprint))).hasMessageContaining("it is a fingerprint");
        assertThat(catchThrowable(() -> CaPin.parse("SHA2-256(stdin)= " + "ab".repeat(32))))
                .hasMessageContaining("what openssl prints");
        Map<String, String> endpoints = Map.of(
                "https://h:6443", "leave https:// out",
                "http://h:6443", "leave http:// out",
                "fd00::1:6443", "needs brackets",
                "fd00::1", "needs brackets",
                "10.0.0.1", "the port is missing",
                "", "it is empty");
        endpoints.forEach((endpoint, reason) -> assertThat(TokenDiscovery.violationsOfEndpoint(endpoint))
                .as(endpoint)
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains(reason)));
    }
}
