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
        RequestFields.Draft draft = new RequestFields.Draft(
                new EncodedRequest(spec.get("request").bytes()),
                SignerName.of(spec.get("signerName").string()));
        draft.apiVersion = version;
        draft.metadata = ObjectMeta.fromMap(ManifestReader.metadata(node));
        draft.usages = spec.get("usages").strings().stream().map(KeyUsage::of).toList();
        spec.get("expirationSeconds").int32().ifPresent(seconds -> draft.expirationSeconds = seconds);
        draft.requester = requester(spec);
        draft.conditions = status.get("conditions").items().stream()
                .map(condition -> Condition.read(condition, isBeta ? Condition.TRUE : ""))
                .toList();
        draft.certificate = status.get("certificate").bytes();
        if (isBeta) {
            setDefaults(draft, spec);
        }
        return new CertificateSigningRequest(draft.fields());
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

    private static void setDefaults(RequestFields.Draft draft, YamlNode spec) {
        if (spec.get("usages").isNull()) {
            draft.usages = List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT);
        }
        if (spec.get("signerName").isNull()) {
            draft.signerName = defaultSigner(draft.fields());
        }
    }

    /** The kubelet's signer whose checks the request passes, no matter who asks. */
    private static SignerName defaultSigner(RequestFields fields) {
        try {
            CertificateRequest request = fields.request().read(null, RequestValidation.LAST_WITH_BETA);
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
