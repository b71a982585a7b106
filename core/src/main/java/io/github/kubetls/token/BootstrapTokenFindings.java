package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a bootstrap token can and cannot do, and what in its Secret is most likely a mistake. */
final class BootstrapTokenFindings {

    /** Behind so many wrong entries, no other says anything new. */
    private static final int MOST_ENTRIES = 100;

    private static final Duration SOON = Duration.ofMinutes(5);
    private static final Set<String> KNOWN_KEYS = Set.of(
            TokenRules.TOKEN_ID,
            TokenRules.TOKEN_SECRET,
            TokenRules.EXPIRATION,
            TokenRules.DESCRIPTION,
            TokenRules.EXTRA_GROUPS);
    private static final String RENAME = "correct the manifest and create the Secret again; the type cannot be changed";

    private final BootstrapTokenSecret token;
    private final Secret secret;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    BootstrapTokenFindings(BootstrapTokenSecret token, Instant now) {
        this.token = token;
        this.secret = token.secret();
        this.now = now;
    }

    List<Finding> all() {
        envelope();
        expiration();
        groups();
        usageFlags();
        unknownKeys();
        authentication();
        signing();
        return List.copyOf(findings);
    }

    private void envelope() {
        if (!secret.type().equals(BootstrapTokenSecret.TYPE)) {
            findings.add(Finding.error(
                    "SECRET_TYPE_MISMATCH",
                    Location.of("type"),
                    "is not " + BootstrapTokenSecret.TYPE + ", so no component takes the Secret as a bootstrap token",
                    RENAME));
        }
        if (!isPlaced()) {
            findings.add(Finding.error(
                    "NAMESPACE_MISMATCH",
                    Location.of("metadata.namespace"),
                    "is not " + BootstrapTokenSecret.NAMESPACE + ", the only namespace where components look",
                    "set metadata.namespace to " + BootstrapTokenSecret.NAMESPACE));
        }
        if (secret.metadata().deletionTimestamp().isPresent()) {
            findings.add(Finding.error(
                    "SECRET_DELETED",
                    Location.of("metadata.deletionTimestamp"),
                    "the Secret is being deleted; the token no longer authenticates",
                    "create a new token"));
        }
    }

    private boolean isPlaced() {
        return secret.metadata().namespace().equals(BootstrapTokenSecret.NAMESPACE);
    }

    private void expiration() {
        Optional<Instant> expiration = token.expiration();
        if (expiration.isEmpty()) {
            findings.add(Finding.warning(
                    "EXPIRATION_MISSING",
                    Location.of("data.expiration"),
                    "the token has no expiration and works until its Secret is deleted",
                    "give it an expiration of a day or less"));
        } else if (token.isExpired(now)) {
            findings.add(Finding.error(
                    "TOKEN_EXPIRED",
                    Location.of("data.expiration"),
                    "the token has expired; the token cleaner deletes its Secret",
                    "create a new token, by a clock that agrees with the control plane's"));
        } else if (Duration.between(now, expiration.get()).compareTo(SOON) < 0) {
            findings.add(Finding.warning(
                    "TOKEN_EXPIRING",
                    Location.of("data.expiration"),
                    "the token expires in less than five minutes, which is as long as a node may take to join",
                    "create a new token"));
        }
    }

    private void groups() {
        String value = secret.text(TokenRules.EXTRA_GROUPS);
        if (value.isEmpty()) {
            return;
        }
        String location = "data." + TokenRules.EXTRA_GROUPS;
        List<String> groups = TokenRules.split(value);
        int most = findings.size() + MOST_ENTRIES;
        for (int i = 0; i < groups.size() && findings.size() < most; i++) {
            String group = groups.get(i);
            String entry = "entry " + (i + 1) + " of " + groups.size() + " ";
            if (group.isEmpty()) {
                findings.add(Finding.error(
                        "GROUP_EMPTY",
                        Location.of(location),
                        entry + "is empty",
                        "remove leading, trailing and doubled commas"));
            } else if (!TokenRules.isExtraGroup(group)) {
                findings.add(Finding.error(
                        "GROUPS_INVALID",
                        Location.of(location),
                        entry + groupDefect(group) + "; with one such entry the token does not authenticate at all",
                        "write names separated by commas only, such as system:bootstrappers:worker"));
            }
        }
        if (!TokenRules.isOn(secret, TokenUsage.AUTHENTICATION)) {
            findings.add(Finding.warning(
                    "GROUPS_CONFLICTING",
                    Location.of(location),
                    "the token does not authenticate, so its groups mean nothing; kubeadm refuses this",
                    "remove the groups, or set " + TokenUsage.AUTHENTICATION.key() + " to true"));
        }
    }

    /** What is wrong with an extra group. */
    static String groupDefect(String group) {
        if (group.equals(UserInfo.BOOTSTRAPPERS_GROUP)) {
            return "is the group that every bootstrap token is in: it is implied, and not valid as an extra one";
        }
        if (TokenRules.isExtraGroup(group.strip())) {
            return "has white space around it";
        }
        return "does not match " + TokenRules.GROUP_PATTERN;
    }

    private void usageFlags() {
        for (String key : secret.keys()) {
            if (!key.startsWith(TokenUsage.KEY_PREFIX)) {
                continue;
            }
            boolean known =
                    TokenUsage.of(key.substring(TokenUsage.KEY_PREFIX.length())).isPresent();
            String value = secret.text(key);
            if (!known) {
                findings.add(Finding.warning(
                        "USAGE_UNKNOWN",
                        Location.of("data." + key),
                        "Kubernetes knows the usages signing and authentication only",
                        "remove the key, or correct its name"));
            } else if (!value.equals(TokenRules.ON) && !value.isEmpty() && !value.equals("false")) {
                findings.add(Finding.warning(
                        "USAGE_INVALID",
                        Location.of("data." + key),
                        "the value is not exactly true, in lower case and with nothing around it, so the usage is off",
                        value.endsWith("\n")
                                ? "encode it without a line feed: printf true | base64"
                                : "set it to true"));
            }
        }
        if (token.usages().isEmpty()) {
            findings.add(Finding.warning(
                    "USAGES_MISSING",
                    Location.of("data"),
                    "no usage is on: the token neither authenticates nor signs",
                    "set " + TokenUsage.AUTHENTICATION.key() + " or " + TokenUsage.SIGNING.key() + " to true"));
        }
    }

    private void unknownKeys() {
        for (String key : secret.keys()) {
            if (!KNOWN_KEYS.contains(key) && !key.startsWith(TokenUsage.KEY_PREFIX)) {
                findings.add(Finding.info(
                        "DATA_KEY_UNKNOWN",
                        Location.of("data." + key),
                        "no component reads this key",
                        "check its spelling"));
            }
        }
    }

    private void authentication() {
        if (!isPlaced()) {
            return;
        }
        BootstrapTokenAuthenticator.Result result = BootstrapTokenAuthenticator.of(name -> Optional.of(secret))
                .authenticate(token.token().bearerToken(), now);
        if (result instanceof BootstrapTokenAuthenticator.Result.Authenticated authenticated) {
            findings.add(Finding.info(
                    "AUTHENTICATION_ACCEPTED",
                    Location.none(),
                    "authenticates as " + authenticated.user() + until(),
                    ""));
        } else if (result instanceof BootstrapTokenAuthenticator.Result.Refused refused) {
            findings.add(Finding.info(
                    "AUTHENTICATION_REFUSED",
                    Location.none(),
                    "does not authenticate: " + refused.reason().name() + ", "
                            + refused.reason().description(),
                    ""));
        }
    }

    private void signing() {
        Optional<SigningRefusal> refusal = SigningRefusal.of(secret, now);
        if (refusal.isEmpty()) {
            findings.add(Finding.info(
                    "SIGNING_ACCEPTED", Location.none(), "signs the ConfigMap cluster-info" + until(), ""));
        } else if (isPlaced()) {
            findings.add(Finding.info(
                    "SIGNING_REFUSED",
                    Location.none(),
                    "does not sign the ConfigMap cluster-info: " + refusal.get().name(),
                    ""));
        }
    }

    private String until() {
        return token.expiration().map(time -> " until " + time).orElse(", without end");
    }
}
