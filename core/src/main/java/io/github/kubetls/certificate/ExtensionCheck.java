package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Checks the values of the extensions that Kubernetes' certificate reader looks into (RFC 5280, section 4.2). */
final class ExtensionCheck {

    private static final int URI = 6;
    private static final String INVALID_CONSTRAINTS = "x509: invalid basic constraints";

    /** RFC 5280, sections 4.2.1.1, 4.2.1.2 and 4.2.2.1. */
    private static final Map<String, String> NOT_CRITICAL = Map.of(
            "2.5.29.14", "subject key identifier",
            "2.5.29.35", "authority key identifier",
            "1.3.6.1.5.5.7.1.1", "authority info access");

    private ExtensionCheck() {}

    static void check(String oid, boolean critical, DerInput value, KubernetesRelease release) throws MalformedDer {
        String notCritical =
                critical && Feature.CRITICAL_IDENTIFIERS_REFUSED.in(release) ? NOT_CRITICAL.get(oid) : null;
        if (notCritical != null) {
            throw new MalformedDer("x509: " + notCritical + " incorrectly marked critical");
        }
        if (Feature.POLICIES_CHECKED.in(release)) {
            checkPolicies(oid, value);
        }
        switch (oid) {
            case "2.5.29.15" -> MalformedDer.instead("x509: invalid key usage", value::bitString);
            case "2.5.29.19" -> basicConstraints(value, release);
            case "2.5.29.17" -> SubjectAltNamesReader.read(value, release);
            case "2.5.29.37" -> extendedKeyUsage(value);
            case "2.5.29.14" -> MalformedDer.instead("x509: invalid subject key identifier", value::octetString);
            case "2.5.29.35" -> authorityKeyIdentifier(value);
            case "2.5.29.32" -> policies(value, release);
            case "2.5.29.30" -> new NameConstraints(value, release);
            case "2.5.29.31" -> distributionPoints(value);
            case "1.3.6.1.5.5.7.1.1" -> authorityInfoAccess(value);
            default -> {
                // Nothing else decides whether a bootstrap certificate is readable.
            }
        }
    }

    private static void basicConstraints(DerInput value, KubernetesRelease release) throws MalformedDer {
        DerInput constraints = MalformedDer.instead(INVALID_CONSTRAINTS, () -> value.sequence("basicConstraints"));
        if (constraints.nextIsUniversal(DerInput.BOOLEAN)) {
            MalformedDer.instead(INVALID_CONSTRAINTS, constraints::bool);
        }
        if (constraints.nextIsUniversal(DerInput.INTEGER)) {
            long pathLength = MalformedDer.instead(INVALID_CONSTRAINTS, constraints::int64);
            if (pathLength < 0 && Feature.NEGATIVE_PATH_LENGTHS_REFUSED.in(release)) {
                throw new MalformedDer(INVALID_CONSTRAINTS);
            }
        }
    }

    private static void extendedKeyUsage(DerInput value) throws MalformedDer {
        MalformedDer.instead("x509: invalid extended key usages", () -> {
            DerInput usages = value.sequence("");
            while (!usages.isEmpty()) {
                usages.objectIdentifier();
            }
            return usages;
        });
    }

    private static void authorityKeyIdentifier(DerInput value) throws MalformedDer {
        MalformedDer.instead("x509: invalid authority key identifier", () -> {
            DerInput identifier = value.sequence("");
            if (identifier.nextIsContext(0)) {
                identifier.any();
            }
            return identifier;
        });
    }

    private static void policies(DerInput value, KubernetesRelease release) throws MalformedDer {
        MalformedDer.instead("x509: invalid certificate policies", () -> {
            DerInput policies = value.sequence("");
            Set<String> seen = new HashSet<>();
            while (!policies.isEmpty()) {
                DerInput policy = policies.sequence("");
                if (Feature.LONG_POLICY_IDENTIFIERS.in(release)) {
                    byte[] identifier = identifier(policy);
                    checkIdentifier(identifier);
                    if (!seen.add(HexFormat.of().formatHex(identifier)) && Feature.POLICIES_CHECKED.in(release)) {
                        throw new MalformedDer("twice");
                    }
                } else {
                    policy.objectIdentifier();
                }
            }
            return policies;
        });
    }

    /** The content of an OBJECT IDENTIFIER, which is not looked into. */
    private static byte[] identifier(DerInput input) throws MalformedDer {
        DerValue value = input.any();
        if (!value.isUniversal(DerInput.OBJECT_IDENTIFIER, false)) {
            throw new MalformedDer("not an identifier");
        }
        return value.content();
    }

    /** X.690, section 8.19.2; the parts may have any length. */
    private static void checkIdentifier(byte[] content) throws MalformedDer {
        boolean isStart = true;
        for (byte octet : content) {
            if (isStart && octet == (byte) 0x80) {
                throw new MalformedDer("not in the fewest possible octets");
            }
            isStart = octet >= 0;
        }
        if (!isStart || content.length == 0) {
            throw new MalformedDer("cut off");
        }
    }

    /** The other extensions about policies (RFC 5280, sections 4.2.1.5, 4.2.1.11 and 4.2.1.14). */
    private static void checkPolicies(String oid, DerInput value) throws MalformedDer {
        switch (oid) {
            case "2.5.29.33" ->
                MalformedDer.instead("x509: invalid policy mappings extension", () -> {
                    DerInput mappings = value.sequence("");
                    while (!mappings.isEmpty()) {
                        DerInput mapping = mappings.sequence("");
                        identifier(mapping);
                        identifier(mapping);
                    }
                    return mappings;
                });
            case "2.5.29.36" ->
                MalformedDer.instead("x509: invalid policy constraints extension", () -> {
                    DerInput constraints = value.sequence("");
                    for (int tag = 0; tag < 2; tag++) {
                        if (constraints.nextIsContext(tag)) {
                            constraints.int64(tag);
                        }
                    }
                    return constraints;
                });
            case "2.5.29.54" -> MalformedDer.instead("x509: invalid inhibit any policy extension", value::int64);
            default -> {
                // No extension about policies.
            }
        }
    }

    private static void authorityInfoAccess(DerInput value) throws MalformedDer {
        MalformedDer.instead("x509: invalid authority info access", () -> {
            DerInput descriptions = value.sequence("");
            while (!descriptions.isEmpty()) {
                DerInput description = descriptions.sequence("");
                description.objectIdentifier();
                if (description.nextIsContext(URI)) {
                    description.any();
                }
            }
            return descriptions;
        });
    }

    private static void distributionPoints(DerInput value) throws MalformedDer {
        DerInput points = MalformedDer.instead("x509: invalid CRL distribution points", () -> value.sequence(""));
        MalformedDer.instead("x509: invalid CRL distribution point", () -> {
            while (!points.isEmpty()) {
                DerInput point = points.sequence("");
                DerValue name = point.optionalTagged(0);
                DerInput names =
                        name == null ? new DerInput(new byte[0]) : name.open().explicit(0);
                while (names.nextIsContext(URI)) {
                    names.any();
                }
            }
            return points;
        });
    }
}
