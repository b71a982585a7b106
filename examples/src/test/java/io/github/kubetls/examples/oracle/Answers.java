package io.github.kubetls.examples.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.KubeconfigFiles;
import io.github.kubetls.kubeconfig.KubeconfigView;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.BootstrapTokenSettings;
import io.github.kubetls.token.TokenCleaner;
import io.github.kubetls.token.TokenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What this library makes of the oracle's inputs: one method for each function of oracle.go, by the same name, public API only. */
final class Answers {

    private static final KubernetesRelease RELEASE = KubernetesRelease.of(36);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path scratch;

    /** Makes answers that need files; they are put below a folder. */
    Answers(Path scratch) {
        this.scratch = scratch;
    }

    @FunctionalInterface
    private interface Function {
        String answer(byte[][] in) throws Exception;
    }

    /** The answer of a function: {@code OK} and what it found, {@code NO} and why it refuses, or {@code THROWN}. */
    String answer(String function, byte[][] in) {
        try {
            return "OK " + function(function).answer(in);
        } catch (InvalidFormatException e) {
            return "NO " + line(e.code() + " " + e.getMessage());
        } catch (Exception | StackOverflowError e) {
            return "THROWN " + line(e.toString());
        }
    }

    private Function function(String name) {
        return switch (name) {
            case "tokenFile" -> Answers::tokenFile;
            case "token" -> Answers::token;
            case "secretName" -> Answers::secretName;
            case "expiration" -> Answers::expiration;
            case "groups" -> Answers::groups;
            case "duration" -> Answers::duration;
            case "jws" -> Answers::jws;
            case "jwsVerify" -> Answers::jwsVerify;
            case "kubeconfig" -> this::kubeconfig;
            case "validate" -> this::validate;
            case "proxyUrl" -> Answers::proxyUrl;
            case "merge" -> this::merge;
            case "privateKey", "rsaKey" -> Answers::privateKey;
            case "publicKeys" -> Answers::publicKeys;
            case "certificates" -> Answers::certificates;
            case "certificate", "uri" -> Answers::certificate;
            case "request", "requestSubject" -> Answers::request;
            case "dnsName" -> Answers::dnsName;
            case "objectName" -> Answers::objectName;
            case "labels" -> in -> metadata("labels", in);
            case "annotations" -> in -> metadata("annotations", in);
            case "date" -> Answers::date;
            case "covers" -> Answers::covers;
            default -> throw new IllegalArgumentException(name);
        };
    }

    // ---- tokens

    private static String tokenFile(byte[][] in) {
        TokenFile file = TokenFile.parse(in[0]);
        Map<String, String> rows = new TreeMap<>(); // of lines with the same token, the last
        file.tokens().forEach(entry -> {
            var user = file.authenticate(entry.token()).orElse(entry.user());
            rows.put(entry.token(), texts(entry.token(), user.name(), user.uid()) + ":" + texts(user.groups()));
        });
        return rows.values().stream().sorted().collect(Collectors.joining(" "));
    }

    private static String token(byte[][] in) {
        String text = text(in[0]);
        String parsed;
        try {
            BootstrapToken token = BootstrapToken.parse(text);
            parsed = "true " + texts(token.id(), token.secret());
        } catch (InvalidFormatException e) {
            parsed = "false " + texts("", "");
        }
        return BootstrapToken.isToken(text) + " " + BootstrapToken.isTokenId(text) + " " + parsed;
    }

    private static String secretName(byte[][] in) {
        return texts(
                BootstrapTokenSecret.tokenId(text(in[0])).orElseThrow(() -> refusal("no name of a token's Secret")));
    }

    private static String expiration(byte[][] in) throws Exception {
        Instant now = Instant.ofEpochSecond(Long.parseLong(text(in[1])));
        TokenCleaner.Decision decision = TokenCleaner.decide(tokenSecret("expiration", in[0]), now);
        if (decision instanceof TokenCleaner.Decision.CheckAgain again) {
            Duration left = Duration.between(now, again.time());
            Duration longest = Duration.ofNanos(Long.MAX_VALUE); // Go has none longer
            return Long.toString((left.compareTo(longest) > 0 ? longest : left).toNanos());
        }
        return decision instanceof TokenCleaner.Decision.Delete ? "expired" : "never";
    }

    private static String groups(byte[][] in) throws Exception {
        var result = BootstrapTokenAuthenticator.of(List.of(tokenSecret("auth-extra-groups", in[0])))
                .authenticate("abcdef.0123456789abcdef", Instant.EPOCH);
        if (result instanceof BootstrapTokenAuthenticator.Result.Authenticated authenticated) {
            return texts(authenticated.user().groups());
        }
        throw refusal(result.toString());
    }

    private static Secret tokenSecret(String key, byte[] value) throws Exception {
        Map<String, Object> data = new TreeMap<>();
        data.put("token-id", "abcdef".getBytes(StandardCharsets.UTF_8)); // JSON has bytes in base64
        data.put("token-secret", "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        data.put("usage-bootstrap-authentication", "true".getBytes(StandardCharsets.UTF_8));
        data.put(key, value);
        return Secret.parse(JSON.writeValueAsString(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "type",
                BootstrapTokenSecret.TYPE,
                "metadata",
                Map.of("name", "bootstrap-token-abcdef", "namespace", "kube-system"),
                "data",
                data)));
    }

    private static String duration(byte[][] in) {
        return Long.toString(BootstrapTokenSettings.parseTtl(text(in[0])).toNanos());
    }

    private static String jws(byte[][] in) {
        BootstrapToken token = BootstrapToken.of(text(in[0]), text(in[1]));
        return ClusterInfo.of(text(in[2])).sign(token).signatures().get(token.id());
    }

    private static String jwsVerify(byte[][] in) throws Exception {
        String id = text(in[0]);
        String json = JSON.writeValueAsString(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "cluster-info", "namespace", "kube-public"),
                "data",
                Map.of("kubeconfig", text(in[2]), "jws-kubeconfig-" + id, text(in[3]))));
        var verification = ClusterInfo.parse(json).verify(BootstrapToken.of(id, text(in[1])));
        return Boolean.toString(verification == ClusterInfo.Verification.VALID);
    }

    // ---- kubeconfig

    private static String written(Kubeconfig config) {
        String yaml = KubeconfigView.of(config).withoutUnknownFields().config().toYaml(RELEASE);
        return Base64.getEncoder().encodeToString(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private String kubeconfig(byte[][] in) throws Exception {
        return written(Kubeconfig.read(file("kubeconfig.yaml", in[0])));
    }

    private String merge(byte[][] in) throws Exception {
        List<Path> paths = new ArrayList<>();
        for (byte[] content : in) {
            paths.add(file("merge/" + paths.size() + ".yaml", content));
        }
        return written(KubeconfigFiles.of(paths).load().config().resolved());
    }

    private String validate(byte[][] in) throws Exception {
        Kubeconfig config = Kubeconfig.read(file("validate.yaml", in[0]));
        return "valid: " + messages(config.violations()) + " usable: " + messages(config.violations(""));
    }

    private static String proxyUrl(byte[][] in) throws Exception {
        String json = JSON.writeValueAsString(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                List.of(Map.of("name", "c", "cluster", Map.of("server", "https://h", "proxy-url", text(in[0]))))));
        return messages(Kubeconfig.parse(json).violations());
    }

    private static String messages(List<FieldError> findings) {
        return findings.isEmpty()
                ? "-"
                : findings.stream().map(f -> line(f.message())).sorted().collect(Collectors.joining(" && "));
    }

    // ---- keys, certificates and requests

    private static String privateKey(byte[][] in) throws Exception {
        return hash(KeyAlgorithm.keyPair(Pem.parsePrivateKey(latin1(in[0]), RELEASE))
                .getPublic()
                .getEncoded());
    }

    private static String publicKeys(byte[][] in) throws Exception {
        List<String> hashes = new ArrayList<>();
        for (PublicKey key : Pem.parsePublicKeys(latin1(in[0]))) {
            hashes.add(hash(key.getEncoded()));
        }
        return String.join(" ", hashes);
    }

    private static String certificates(byte[][] in) throws Exception {
        List<String> hashes = new ArrayList<>();
        for (X509Certificate certificate : Pem.parseCertificates(latin1(in[0]))) {
            hashes.add(hash(certificate.getEncoded()));
        }
        return String.join(" ", hashes);
    }

    private static String request(byte[][] in) throws Exception {
        CertificateRequest request = CertificateRequest.parse(latin1(in[0]), RELEASE);
        return subject(request.subject()) + " " + names(request.subjectAltNames()) + " key="
                + hash(request.publicKeyInfo());
    }

    private static String certificate(byte[][] in) throws Exception {
        X509Certificate certificate =
                Pem.parseCertificates(latin1(in[0]), RELEASE).get(0);
        return String.join(
                " ",
                subject(DistinguishedName.ofSubject(certificate)),
                names(SubjectAltNames.of(certificate)),
                "number=" + certificate.getSerialNumber(),
                "from=" + certificate.getNotBefore().toInstant().getEpochSecond(),
                "to=" + certificate.getNotAfter().toInstant().getEpochSecond(),
                "key=" + hash(certificate.getPublicKey().getEncoded()));
    }

    private static String subject(DistinguishedName s) {
        return String.join(
                " ",
                "cn=" + texts(s.commonName()),
                "o=" + texts(s.organizations()),
                "ou=" + texts(s.organizationalUnits()),
                "c=" + texts(s.countries()),
                "l=" + texts(s.localities()),
                "st=" + texts(s.provinces()),
                "street=" + texts(s.streetAddresses()),
                "code=" + texts(s.postalCodes()),
                "serial=" + texts(s.serialNumber()));
    }

    private static String names(SubjectAltNames names) {
        return String.join(
                " ",
                "dns=" + texts(names.dnsNames()),
                "ip=" + String.join(",", names.ipAddressTexts()),
                "mail=" + texts(names.emailAddresses()),
                "uri=" + texts(names.uris()));
    }

    // ---- names and rules

    private static String dnsName(byte[][] in) {
        SubjectAltNames names = SubjectAltNames.kubeadm(List.of(text(in[0])));
        return !names.ipAddresses().isEmpty() ? "address" : !names.dnsNames().isEmpty() ? "name" : "none";
    }

    private static String objectName(byte[][] in) throws Exception {
        String json = JSON.writeValueAsString(Map.of(
                "apiVersion",
                "certificates.k8s.io/v1",
                "kind",
                "CertificateSigningRequest",
                "metadata",
                Map.of("name", text(in[0]), "generateName", text(in[1])),
                "spec",
                Map.of("request", "", "signerName", "a.b/c")));
        return CertificateSigningRequest.parse(json).violations(RELEASE).stream()
                .filter(error -> error.field().startsWith("metadata"))
                .map(error -> line(error.toString()))
                .sorted()
                .collect(Collectors.joining(" && "));
    }

    private static String metadata(String field, byte[][] in) {
        Map<String, String> entries = new TreeMap<>();
        for (int i = 0; i < in.length; i += 2) {
            entries.put(text(in[i]), text(in[i + 1]));
        }
        return ObjectMeta.fromMap(Map.of(field, entries)).violations(RELEASE).stream()
                .map(error -> line(error.toString()))
                .sorted()
                .collect(Collectors.joining(" && "));
    }

    private static String date(byte[][] in) {
        ObjectMeta metadata = Secret.parse(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"creationTimestamp\":" + text(in[0])
                                + "}}")
                .metadata();
        return metadata.creationTimestamp()
                .map(time -> time.getEpochSecond() + " \"" + metadata.toMap().get("creationTimestamp") + "\"")
                .orElse("none");
    }

    private static String covers(byte[][] in) throws Exception {
        List<PolicyRule> uncovered = PolicyRule.uncovered(rules(in[0]), rules(in[1]));
        return uncovered.isEmpty()
                + uncovered.stream()
                        .map(r -> " "
                                + String.join(
                                        ";",
                                        texts(r.verbs()),
                                        texts(r.apiGroups()),
                                        texts(r.resources()),
                                        texts(r.resourceNames()),
                                        texts(r.nonResourceUrls())))
                        .collect(Collectors.joining());
    }

    private static List<PolicyRule> rules(byte[] json) throws Exception {
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode rule : JSON.readTree(json)) {
            rules.add(PolicyRule.builder()
                    .verbs(list(rule, "verbs"))
                    .apiGroups(list(rule, "apiGroups"))
                    .resources(list(rule, "resources"))
                    .resourceNames(list(rule, "resourceNames"))
                    .nonResourceUrls(list(rule, "nonResourceURLs"))
                    .build());
        }
        return rules;
    }

    private static List<String> list(JsonNode rule, String key) {
        List<String> values = new ArrayList<>();
        rule.path(key).forEach(value -> values.add(value.asText()));
        return values;
    }

    // ---- lines

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    private static String texts(String... list) {
        return texts(Arrays.asList(list));
    }

    private static String texts(Collection<String> list) {
        List<String> all = new ArrayList<>();
        for (String text : list) {
            StringBuilder b = new StringBuilder();
            for (byte c : text.getBytes(StandardCharsets.UTF_8)) {
                boolean plain = c > ' ' && c < 0x7f && "%,;".indexOf(c) < 0;
                b.append(plain ? String.valueOf((char) c) : String.format("%%%02X", c));
            }
            all.add(b.toString());
        }
        return String.join(",", all);
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    }

    private Path file(String name, byte[] content) throws Exception {
        Path path = scratch.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, content);
    }

    private static InvalidFormatException refusal(String why) {
        return new InvalidFormatException("REFUSED", Location.none(), why);
    }
}
