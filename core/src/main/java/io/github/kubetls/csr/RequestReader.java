package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CertificateSigningRequests of both API versions from manifests, lists and API answers. */
final class RequestReader {

    private RequestReader() {}

    static List<CertificateSigningRequest> all(String text) {
        return ManifestReader.objects(text, "").stream()
                .filter(item -> item.is(CertificateSigningRequest.API_VERSION, CertificateSigningRequest.KIND)
                        || item.is(CertificateSigningRequest.API_VERSION_BETA, CertificateSigningRequest.KIND))
                .map(item -> fields(item.node(), item.apiVersion()))
                .toList();
    }

    static CertificateSigningRequest object(YamlNode node) {
        boolean isBeta =
                ManifestReader.isKind(node, CertificateSigningRequest.API_VERSION_BETA, CertificateSigningRequest.KIND);
        if (!isBeta) {
            ManifestReader.requireKind(node, CertificateSigningRequest.API_VERSION, CertificateSigningRequest.KIND);
        }
        return fields(node, node.get("apiVersion").string());
    }

    private static CertificateSigningRequest fields(YamlNode node, String version) {
        boolean isBeta = version.equals(CertificateSigningRequest.API_VERSION_BETA);
        YamlNode spec = node.get("spec");
        YamlNode status = node.get("status");
        RequestFields fields = new RequestFields(
                version,
                ObjectMeta.fromMap(ManifestReader.metadata(node)),
                spec.get("request").bytes(),
                SignerName.of(spec.get("signerName").string()),
                spec.get("usages").strings().stream().map(KeyUsage::of).toList(),
                spec.get("expirationSeconds").isNull() ? null : seconds(spec.get("expirationSeconds")),
                requester(spec),
                status.get("conditions").items().stream()
                        .map(condition -> Condition.read(condition, isBeta ? Condition.TRUE : ""))
                        .toList(),
                status.get("certificate").bytes());
        return new CertificateSigningRequest(isBeta ? withDefaults(fields, spec) : fields);
    }

    private static int seconds(YamlNode node) {
        long seconds = node.integer().orElse(0);
        if (seconds != (int) seconds) {
            throw node.error("VALUE_TYPE_MISMATCH", "is not an integer of 32 bits");
        }
        return (int) seconds;
    }

    private static UserInfo requester(YamlNode spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.get("extra").members().forEach((key, values) -> extra.put(key, values.strings()));
        return UserInfo.builder(spec.get("username").string())
                .uid(spec.get("uid").string())
                .groups(spec.get("groups").strings())
                .extra(extra)
                .build();
    }

    private static RequestFields withDefaults(RequestFields read, YamlNode spec) {
        RequestFields fields = spec.get("usages").isNull()
                ? read.withUsages(List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT))
                : read;
        return spec.get("signerName").isNull() ? fields.withSignerName(defaultSigner(fields)) : fields;
    }

    /** The kubelet's signer whose checks the request passes, no matter who asks. */
    private static SignerName defaultSigner(RequestFields fields) {
        try {
            CertificateRequest request =
                    new CertificateSigningRequest(fields).request(RequestValidation.LAST_WITH_BETA);
            for (SignerName signer : List.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING)) {
                // Servers that have this version compare usages exactly.
                if (signer.violations(request, fields.usages(), RequestValidation.LAST_WITH_BETA)
                        .isEmpty()) {
                    return signer;
                }
            }
        } catch (InvalidFormatException e) {
            // Its place is the validation, which reports it.
        }
        return SignerName.LEGACY_UNKNOWN;
    }
}
