package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CertificateSigningRequests of both API versions from manifests, lists and API answers. */
final class RequestReader {

    private RequestReader() {}

    static List<CertificateSigningRequest> all(String text) {
        List<CertificateSigningRequest> objects = new ArrayList<>();
        for (YamlNode document : Yaml.readAll(text, "")) {
            String kind = document.get("kind").string();
            if (kind.equals(CertificateSigningRequest.KIND + "List")) {
                // Items of an API answer do not repeat version and kind.
                String version = document.get("apiVersion").string();
                document.get("items").items().forEach(item -> objects.add(item(item, version)));
            } else if (kind.equals("List")) {
                document.get("items").items().forEach(item -> objects.add(object(item)));
            } else {
                objects.add(object(document));
            }
        }
        return List.copyOf(objects);
    }

    private static CertificateSigningRequest item(YamlNode item, String version) {
        return item.get("kind").isNull() && item.get("apiVersion").isNull() ? fields(item, version) : object(item);
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
        RequestFields fields = new RequestFields();
        boolean isBeta = version.equals(CertificateSigningRequest.API_VERSION_BETA);
        fields.apiVersion = version;
        fields.metadata = ObjectMeta.fromMap(ManifestReader.metadata(node));
        YamlNode spec = node.get("spec");
        fields.request = spec.get("request").bytes();
        fields.usages = spec.get("usages").strings().stream().map(KeyUsage::of).toList();
        fields.signerName = SignerName.of(spec.get("signerName").string());
        if (!spec.get("expirationSeconds").isNull()) {
            fields.expirationSeconds = seconds(spec.get("expirationSeconds"));
        }
        fields.requester = requester(spec);
        YamlNode status = node.get("status");
        fields.conditions = status.get("conditions").items().stream()
                .map(condition -> Condition.read(condition, isBeta ? Condition.TRUE : ""))
                .toList();
        fields.certificate = status.get("certificate").bytes();
        if (isBeta) {
            fillDefaults(fields, spec);
        }
        return new CertificateSigningRequest(fields);
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

    private static void fillDefaults(RequestFields fields, YamlNode spec) {
        if (spec.get("usages").isNull()) {
            fields.usages = List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT);
        }
        if (spec.get("signerName").isNull()) {
            fields.signerName = defaultSigner(fields);
        }
    }

    /** The kubelet's signer whose checks the request passes, no matter who asks. */
    private static SignerName defaultSigner(RequestFields fields) {
        try {
            CertificateRequest request = new CertificateSigningRequest(fields).certificateRequest();
            for (SignerName signer : List.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING)) {
                // Servers that have this version compare usages exactly.
                if (signer.violations(request, fields.usages, RequestValidation.LAST_WITH_BETA)
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
