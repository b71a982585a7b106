package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;

/** Checks the values of the extensions that Kubernetes' certificate reader looks into (RFC 5280, section 4.2). */
final class ExtensionCheck {

    private static final int URI = 6;

    private ExtensionCheck() {}

    static void check(String oid, DerInput value, KubernetesRelease release) throws MalformedDer {
        switch (oid) {
            case "2.5.29.15" -> MalformedDer.instead("x509: invalid key usage", value::bitString);
            case "2.5.29.19" -> basicConstraints(value, release);
            case "2.5.29.17" -> SubjectAltNamesReader.read(value, release);
            case "2.5.29.37" -> extendedKeyUsage(value);
            case "2.5.29.14" -> MalformedDer.instead("x509: invalid subject key identifier", value::octetString);
            case "2.5.29.35" -> authorityKeyIdentifier(value);
            case "2.5.29.32" -> policies(value);
            case "2.5.29.30" -> NameConstraintsCheck.check(value, release);
            case "2.5.29.31" -> distributionPoints(value);
            case "1.3.6.1.5.5.7.1.1" -> authorityInfoAccess(value);
            default -> {
                // Nothing else decides whether a bootstrap certificate is readable.
            }
        }
    }

    private static void basicConstraints(DerInput value, KubernetesRelease release) throws MalformedDer {
        DerInput constraints =
                MalformedDer.instead("x509: invalid basic constraints a", () -> value.sequence("basicConstraints"));
        if (constraints.nextIsUniversal(DerInput.BOOLEAN)) {
            MalformedDer.instead("x509: invalid basic constraints b", constraints::bool);
        }
        if (constraints.nextIsUniversal(DerInput.INTEGER)) {
            long pathLength = MalformedDer.instead("x509: invalid basic constraints c", constraints::int64);
            if (pathLength < 0 && Feature.NEGATIVE_PATH_LENGTHS_REFUSED.in(release)) {
                throw new MalformedDer("x509: invalid basic constraints c");
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

    private static void policies(DerInput value) throws MalformedDer {
        MalformedDer.instead("x509: invalid certificate policies", () -> {
            DerInput policies = value.sequence("");
            while (!policies.isEmpty()) {
                policies.sequence("").objectIdentifier();
            }
            return policies;
        });
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
