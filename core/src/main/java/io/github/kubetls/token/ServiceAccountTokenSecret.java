package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.Jwt;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Secret that holds a long-lived token of a service account, filled in by a controller.
 *
 * <p>Right after its creation it has no token: {@link #token()} is empty, and reading the Secret again later helps. The token
 * is a JWT (RFC 7519) that does not expire; it works as long as the Secret and the account exist. {@link #toString()} shows
 * names only.
 *
 * <pre>{@code
 * String token = ServiceAccountTokenSecret.parse(yaml).requiredToken();
 * String same = ServiceAccountTokenSecret.decodeToken(outputOfJsonpathDataToken);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets">ServiceAccount token
 *     Secrets</a>
 */
public final class ServiceAccountTokenSecret implements Secret.Typed {

    /** The Secret's type. */
    public static final String TYPE = "kubernetes.io/service-account-token";

    /** The annotation that names the service account; the API server requires it. */
    public static final String NAME_ANNOTATION = "kubernetes.io/service-account.name";

    /** The annotation with the service account's uid, filled in by the controller. */
    public static final String UID_ANNOTATION = "kubernetes.io/service-account.uid";

    private static final String LAST_USED_LABEL = "kubernetes.io/legacy-token-last-used";
    private static final String INVALID_SINCE_LABEL = "kubernetes.io/legacy-token-invalid-since";
    private static final String CLAIM_PREFIX = "kubernetes.io/serviceaccount/";
    private static final String NOT_POPULATED =
            "holds no token yet; the control plane fills it in shortly after the Secret's creation: read the Secret again";

    private static final String DOUBLE_ENCODED =
            "was encoded twice: the value is the base64 text of a token; write the token under stringData, or encode it once";

    private final Secret secret;

    private ServiceAccountTokenSecret(Secret secret) {
        this.secret = secret;
    }

    /**
     * {@return a Secret, without token, that asks the control plane for a token of a service account} Since Kubernetes
     * 1.24 no such Secret is made automatically.
     *
     * @param metadata           namespace and name of the Secret
     * @param serviceAccountName the account, in the same namespace
     * @throws IllegalArgumentException when the account's name is empty
     */
    public static ServiceAccountTokenSecret request(ObjectMeta metadata, String serviceAccountName) {
        if (serviceAccountName.isEmpty()) {
            throw new IllegalArgumentException("a service account has a name");
        }
        Map<String, String> annotations = new LinkedHashMap<>(metadata.annotations());
        annotations.put(NAME_ANNOTATION, serviceAccountName);
        ObjectMeta annotated = metadata.toBuilder().annotations(annotations).build();
        return new ServiceAccountTokenSecret(Secret.of(annotated, TYPE, Map.of()));
    }

    /**
     * {@return the Secret that a text holds}
     *
     * @param text YAML or JSON, one object
     * @throws InvalidFormatException with code {@code SECRET_TYPE_MISMATCH} for a Secret of another type,
     *     {@code VALUE_MISSING} when it does not name a service account, or as {@link Secret#parse} does
     */
    public static ServiceAccountTokenSecret parse(String text) {
        return of(Secret.parse(text));
    }

    /**
     * {@return the Secrets of service accounts in a stream, in the order of the text} Other objects are passed over.
     *
     * @param text YAML documents separated by {@code ---}, with lists taken apart, or one JSON value
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static List<ServiceAccountTokenSecret> parseAll(String text) {
        return Secret.parseAll(text).stream()
                .filter(secret -> secret.type().equals(TYPE))
                .map(secret -> TokenRules.named(secret, ServiceAccountTokenSecret::of))
                .toList();
    }

    /**
     * {@return the Secret in a file}
     *
     * @param file the file, with one object in YAML or JSON
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static ServiceAccountTokenSecret read(Path file) throws IOException {
        return ManifestReader.read(file, ServiceAccountTokenSecret::parse);
    }

    /**
     * {@return the Secrets of service accounts in a file, as {@link #parseAll} finds them}
     *
     * @param file the file, with a stream or a list
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static List<ServiceAccountTokenSecret> readAll(Path file) throws IOException {
        return ManifestReader.read(file, ServiceAccountTokenSecret::parseAll);
    }

    /**
     * {@return the Secret in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static ServiceAccountTokenSecret fromMap(Map<String, ?> map) {
        return of(Secret.fromMap(map));
    }

    /**
     * {@return a Secret as that of a service account}
     *
     * @param secret the Secret
     * @throws InvalidFormatException with code {@code SECRET_TYPE_MISMATCH} or {@code VALUE_MISSING}, as {@link #parse} does
     */
    public static ServiceAccountTokenSecret of(Secret secret) {
        if (!secret.type().equals(TYPE)) {
            throw new InvalidFormatException("SECRET_TYPE_MISMATCH", Location.of("type"), "is not " + TYPE);
        }
        if (secret.metadata().annotations().getOrDefault(NAME_ANNOTATION, "").isEmpty()) {
            throw new InvalidFormatException(
                    "VALUE_MISSING",
                    Location.of("metadata.annotations[" + NAME_ANNOTATION + "]"),
                    "is required: it names the service account");
        }
        return new ServiceAccountTokenSecret(secret);
    }

    /**
     * {@return the token in what {@code kubectl get secret NAME -o jsonpath={.data.token}} prints, decoded once, as by
     * {@code base64 -d}}
     *
     * @param text base64 text; line ends in it do not matter
     * @throws InvalidFormatException with code {@code TOKEN_PENDING} when there is none yet, {@code TOKEN_ENCODING_MISSING}
     *     for a token as {@code kubectl describe secret} and {@code kubectl create token} print it, {@code BASE64_INVALID}, or
     *     {@code TOKEN_ENCODING_DUPLICATE} when what comes out is the base64 text of a token
     */
    public static String decodeToken(String text) {
        if (text.isBlank()) {
            throw new InvalidFormatException("TOKEN_PENDING", Location.of("data.token"), NOT_POPULATED);
        }
        if (Jwt.isJwt(text.strip())) {
            throw new InvalidFormatException(
                    "TOKEN_ENCODING_MISSING",
                    Location.none(),
                    "is a token that is decoded already, as kubectl describe secret and kubectl create token print it: use it"
                            + " as it is");
        }
        String token;
        try {
            token = new String(Base64Text.decode(text), StandardCharsets.UTF_8);
        } catch (Base64Text.IllegalBase64 e) {
            throw new InvalidFormatException(
                    "BASE64_INVALID",
                    Location.none(),
                    "is not standard base64 with padding: illegal data at byte " + e.offset());
        }
        if (isEncodedJwt(token)) {
            throw new InvalidFormatException("TOKEN_ENCODING_DUPLICATE", Location.none(), DOUBLE_ENCODED);
        }
        return token;
    }

    private static boolean isEncodedJwt(String text) {
        try {
            return Jwt.isJwt(new String(Base64Text.decode(text.strip()), StandardCharsets.US_ASCII).strip());
        } catch (Base64Text.IllegalBase64 e) {
            return false;
        }
    }

    /**
     * {@return the bearer token, or empty when the control plane has not filled it in yet; keep it out of logs and
     * messages}
     */
    public Optional<String> token() {
        return Optional.of(secret.text("token")).filter(text -> !text.isEmpty());
    }

    /**
     * {@return the bearer token; keep it out of logs and messages}
     *
     * @throws InvalidFormatException with code {@code TOKEN_PENDING} when there is none yet; reading the Secret again
     *     later helps
     */
    public String requiredToken() {
        return token().orElseThrow(() -> new InvalidFormatException(
                "TOKEN_PENDING", Location.of("data.token"), "the Secret " + metadata() + " " + NOT_POPULATED));
    }

    /**
     * {@return what the token says of itself, by claim, such as {@code sub} and
     * {@code kubernetes.io/serviceaccount/service-account.uid}; empty when there is no token yet, or it is not a JWT}
     *
     * <p>The token's signature is not verified: the claims are worth as much as the source of the Secret.
     */
    public Optional<Map<String, @Nullable Object>> claims() {
        return token().filter(Jwt::isJwt)
                .flatMap(ServiceAccountTokenSecret::claimsOf)
                .map(node -> node.others(Set.of()));
    }

    /** The claims of a JWT; empty when they are not a JSON object. */
    private static Optional<YamlNode> claimsOf(String token) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]);
            return Optional.of(Yaml.read(new String(json, StandardCharsets.UTF_8), ""))
                    .filter(YamlNode::isMapping);
        } catch (IllegalArgumentException | InvalidFormatException e) {
            return Optional.empty();
        }
    }

    /** {@return the cluster's CA certificates as PEM text, or empty when they have not been filled in yet} */
    public Optional<String> caCertificates() {
        return Optional.of(secret.text("ca.crt")).filter(text -> !text.isEmpty());
    }

    /** {@return the name of the service account, which is in the Secret's namespace} */
    public String serviceAccountName() {
        return metadata().annotations().getOrDefault(NAME_ANNOTATION, "");
    }

    /** {@return the uid of the service account, or empty when it has not been filled in yet} */
    public Optional<String> serviceAccountUid() {
        return Optional.ofNullable(metadata().annotations().get(UID_ANNOTATION)).filter(uid -> !uid.isEmpty());
    }

    /**
     * {@return whom the token authenticates: {@code system:serviceaccount:<namespace>:<name>} in
     * {@code system:serviceaccounts} and the namespace's group, without {@code system:authenticated}}
     */
    public UserInfo user() {
        return UserInfo.serviceAccount(metadata().namespace(), serviceAccountName()).toBuilder()
                .uid(serviceAccountUid().orElse(""))
                .build();
    }

    /** {@return what keeps the token from working, and what is unwise, free of the token} */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Optional<String> token = token();
        if (token.isEmpty()) {
            findings.add(Finding.warning(
                    "TOKEN_PENDING",
                    Location.of("data.token"),
                    NOT_POPULATED,
                    "check that the service account exists"));
        } else if (isEncodedJwt(token.get())) {
            findings.add(unusable("TOKEN_ENCODING_DUPLICATE", DOUBLE_ENCODED));
        } else if (!Jwt.isJwt(token.get())) {
            findings.add(unusable("JWT_INVALID", "the value is not a JSON Web Token"));
        } else {
            claimsOf(token.get())
                    .ifPresentOrElse(
                            claims -> claimFindings(claims, findings),
                            () -> findings.add(unusable("JWT_INVALID", "the token's claims are not a JSON object")));
        }
        if (metadata().labels().containsKey(INVALID_SINCE_LABEL)) {
            findings.add(Finding.error(
                    "TOKEN_DISABLED",
                    Location.of("metadata.labels[" + INVALID_SINCE_LABEL + "]"),
                    "the token was not used for a long time and is marked as invalid; its Secret will be deleted",
                    "use kubectl create token, or remove the label"));
        }
        return findings;
    }

    private void claimFindings(YamlNode claims, List<Finding> findings) {
        mismatch(claims, "sub", user().name(), findings);
        mismatch(claims, CLAIM_PREFIX + "secret.name", metadata().name(), findings);
        serviceAccountUid().ifPresent(uid -> mismatch(claims, CLAIM_PREFIX + "service-account.uid", uid, findings));
        if (claims.get("exp").isAbsent()) {
            findings.add(Finding.info(
                    "EXPIRATION_MISSING",
                    Location.of("data.token"),
                    "the token works as long as the Secret and the service account exist",
                    "prefer a bound token: kubectl create token"));
        }
    }

    private static void mismatch(YamlNode claims, String claim, String expected, List<Finding> findings) {
        YamlNode value = claims.get(claim);
        if (!value.isString() || !value.string().equals(expected)) {
            findings.add(unusable(
                    "TOKEN_CLAIM_MISMATCH", "the claim " + claim + " is not " + expected + ", which the Secret names"));
        }
    }

    private static Finding unusable(String code, String message) {
        return Finding.error(code, Location.of("data.token"), message, "delete the Secret and make a new one");
    }

    /**
     * {@return the day on which the token was last seen in use, such as {@code 2026-11-24}, or empty when the cluster
     * has not recorded one}
     */
    public Optional<String> lastUsed() {
        return Optional.ofNullable(metadata().labels().get(LAST_USED_LABEL));
    }

    @Override
    public Secret secret() {
        return secret;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServiceAccountTokenSecret that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** The names only. */
    @Override
    public String toString() {
        return "ServiceAccountTokenSecret[" + metadata() + " for " + Visible.text(serviceAccountName()) + "]";
    }
}
