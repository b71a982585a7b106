package io.github.kubetls.csr;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.Unicode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies CertificateSigningRequests to JDK values, in the order of Kubernetes' type. */
final class RequestWriter {

    private RequestWriter() {}

    static Map<String, @Nullable Object> write(CertificateSigningRequest object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", object.kind());
        map.put("apiVersion", object.apiVersion());
        map.put("metadata", object.metadata().toMap());
        map.put("spec", spec(object));
        Map<String, @Nullable Object> status = status(object);
        if (!status.isEmpty()) {
            map.put("status", status);
        }
        return map;
    }

    private static Map<String, @Nullable Object> spec(CertificateSigningRequest object) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("request", Base64Text.encode(object.requestBytes()));
        putText(spec, "signerName", object.signerName().value());
        object.expirationSeconds().ifPresent(seconds -> spec.put("expirationSeconds", (long) seconds));
        putList(spec, "usages", object.usages().stream().map(KeyUsage::value).toList());
        UserInfo requester = object.requester();
        putText(spec, "username", requester.name());
        putText(spec, "uid", requester.uid());
        putList(spec, "groups", requester.groups());
        if (!requester.extra().isEmpty()) {
            Map<String, @Nullable Object> extra = new TreeMap<>(Unicode.CODE_POINT_ORDER);
            requester.extra().forEach((key, values) -> extra.put(key, new ArrayList<>(values)));
            spec.put("extra", extra);
        }
        return spec;
    }

    private static Map<String, @Nullable Object> status(CertificateSigningRequest object) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        if (!object.conditions().isEmpty()) {
            List<Object> conditions = new ArrayList<>();
            object.conditions().forEach(condition -> conditions.add(condition.toMap()));
            status.put("conditions", conditions);
        }
        if (object.isIssued()) {
            status.put("certificate", Base64Text.encode(object.certificateBytes()));
        }
        return status;
    }

    private static void putText(Map<String, @Nullable Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }

    private static void putList(Map<String, @Nullable Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, new ArrayList<>(values));
        }
    }
}
