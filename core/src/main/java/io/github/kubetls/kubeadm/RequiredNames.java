package io.github.kubetls.kubeadm;

import io.github.kubetls.certificate.SubjectAltNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Compares the names that a server needs with those of a certificate, as a TLS client of Kubernetes does. */
final class RequiredNames {

    private final SubjectAltNames present;

    RequiredNames(SubjectAltNames present) {
        this.present = present;
    }

    /** The names and addresses for which the certificate is not valid. */
    List<String> missing(SubjectAltNames required) {
        List<String> missing = required.dnsNames().stream()
                .filter(name -> present.dnsNames().stream().noneMatch(pattern -> matches(pattern, name)))
                .collect(Collectors.toCollection(ArrayList::new));
        required.ipAddresses().stream()
                .filter(address -> !present.ipAddresses().contains(address))
                .map(address -> SubjectAltNames.builder()
                        .ipAddresses(List.of(address))
                        .build()
                        .ipAddressTexts()
                        .get(0))
                .forEach(missing::add);
        return missing;
    }

    /** A whole first label {@code *} of a certificate stands for one label; a name with {@code *} needs the very same. */
    private static boolean matches(String pattern, String name) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (lower.equals(name)) {
            return true;
        }
        int dot = name.indexOf('.');
        String stripped = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (name.startsWith("*")) {
            return false;
        }
        return stripped.equals(name)
                || dot > 0 && stripped.startsWith("*.") && stripped.substring(1).equals(name.substring(dot));
    }
}
