package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.token.BootstrapToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the words of a {@code kubeadm join} command as kubeadm's flag parser does. */
final class JoinArguments {

    private static final Set<String> VALUE_FLAGS = Set.of(
            "--apiserver-advertise-address",
            "--apiserver-bind-port",
            "--config",
            "--cri-socket",
            "--ignore-preflight-errors",
            "--node-name",
            "--patches",
            "--experimental-patches",
            "--rootfs",
            "--skip-phases",
            "--v",
            "-v",
            "--vmodule");
    private static final Set<String> SWITCHES =
            Set.of("--add-dir-header", "--dry-run", "--one-output", "--skip-headers", "--skip-log-headers");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final List<String> words;
    private int at;
    private final List<String> operands = new ArrayList<>();
    private final List<String> pins = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private String token = "";
    private String discoveryToken = "";
    private String tlsBootstrapToken = "";
    private String certificateKey = "";
    private boolean unsafe;
    private boolean controlPlane;

    JoinArguments(List<String> words) {
        this.words = words;
    }

    JoinCommand command() {
        if (at < words.size() && words.get(at).equals("sudo")) {
            at++;
        }
        boolean kubeadm = at + 1 < words.size()
                && (words.get(at).equals("kubeadm") || words.get(at).endsWith("/kubeadm"))
                && words.get(at + 1).equals("join");
        if (!kubeadm) {
            throw new InvalidFormatException(
                    "SYNTAX", "word " + (at + 1), "the command does not begin with kubeadm join");
        }
        at += 2;
        while (at < words.size()) {
            argument(words.get(at++));
        }
        return build();
    }

    private void argument(String word) {
        if (word.equals("--")) {
            operands.addAll(words.subList(at, words.size()));
            at = words.size();
        } else if (word.length() > 1 && word.startsWith("-")) {
            int equals = word.indexOf('=');
            flag(equals < 0 ? word : word.substring(0, equals), equals < 0 ? null : word.substring(equals + 1));
        } else {
            operands.add(word);
        }
    }

    private void flag(String name, @Nullable String value) {
        switch (name) {
            case JoinCommand.TOKEN -> token = required(name, value);
            case JoinCommand.DISCOVERY_TOKEN -> discoveryToken = required(name, value);
            case JoinCommand.TLS_BOOTSTRAP_TOKEN -> tlsBootstrapToken = required(name, value);
            case JoinCommand.PIN -> pins.addAll(List.of(required(name, value).split(",", -1)));
            case JoinCommand.CERTIFICATE_KEY -> certificateKey = required(name, value);
            case JoinCommand.UNSAFE -> unsafe = on(name, value);
            case JoinCommand.CONTROL_PLANE -> controlPlane = on(name, value);
            case "--discovery-file" ->
                throw new InvalidFormatException(
                        "SETTINGS_INVALID", name, "finds the cluster by a file: use FileDiscovery");
            default -> other(name, value);
        }
    }

    private void other(String name, @Nullable String value) {
        if (VALUE_FLAGS.contains(name)) {
            others.add(name + "=" + required(name, value));
        } else if (name.matches("-v[0-9]+") && value == null) {
            others.add(name);
        } else if (SWITCHES.contains(name)) {
            others.add(value == null ? name : name + "=" + on(name, value));
        } else {
            throw new InvalidFormatException("UNKNOWN_FLAG", "word " + at, "is a flag that kubeadm join does not have");
        }
    }

    private String required(String name, @Nullable String value) {
        if (value != null) {
            return value;
        }
        if (at == words.size()) {
            throw new InvalidFormatException("SYNTAX", name, "the flag needs a value");
        }
        return words.get(at++);
    }

    private static boolean on(String name, @Nullable String value) {
        if (value != null && !TRUE.contains(value) && !FALSE.contains(value)) {
            throw new InvalidFormatException("SYNTAX", name, "the flag is a switch: true or false");
        }
        return value == null || TRUE.contains(value);
    }

    private JoinCommand build() {
        if (operands.isEmpty()) {
            throw new InvalidFormatException(
                    "SETTINGS_INVALID",
                    "endpoint",
                    "the command names no API server: write host:port behind kubeadm join");
        }
        // kubeadm warns of further operands and uses the first.
        Endpoint endpoint = Endpoint.parse(operands.get(0), "endpoint");
        String find = discoveryToken.isEmpty() ? token : discoveryToken;
        String join = tlsBootstrapToken.isEmpty() ? token : tlsBootstrapToken;
        JoinCommand.Builder builder = new JoinCommand.Builder(endpoint, token(JoinCommand.TOKEN, find))
                .tlsBootstrapToken(token(JoinCommand.TLS_BOOTSTRAP_TOKEN, join.isEmpty() ? find : join))
                .caPins(pins())
                .otherArguments(others);
        if (!certificateKey.isEmpty()) {
            builder.certificateKey(key());
        }
        if (unsafe) {
            builder.unsafeSkipCaVerification();
        }
        return (controlPlane ? builder.controlPlane() : builder).build();
    }

    private static BootstrapToken token(String flag, String text) {
        if (text.isEmpty()) {
            throw new InvalidFormatException("SETTINGS_INVALID", flag, "there is no token");
        }
        try {
            return BootstrapToken.parse(text);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(e.code(), flag, e.rule());
        }
    }

    private List<CaPin> pins() {
        if (pins.isEmpty() && !unsafe) {
            throw new InvalidFormatException(
                    "SETTINGS_INVALID",
                    JoinCommand.PIN,
                    "there is no pin, and " + JoinCommand.UNSAFE + " is not set either");
        }
        try {
            return CaPin.parseAll(pins);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(e.code(), JoinCommand.PIN + e.location(), e.rule());
        }
    }

    private CertificateKey key() {
        try {
            return CertificateKey.parse(certificateKey);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(e.code(), JoinCommand.CERTIFICATE_KEY, e.rule());
        }
    }
}
