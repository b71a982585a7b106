package io.github.kubetls.discovery;

import io.github.kubetls.certificate.Pem;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/** The documents of docs/behaviour/worked-examples.md, C1, K1 and K2. */
final class Fixtures {

    /** A CA with an EC key, valid from 2020 to 2099. */
    static final String C1_PEM = resource("c1.crt");

    static final X509Certificate C1 = Pem.parseCertificates(C1_PEM).get(0);

    static final String C1_PIN = "sha256:bfa6ad9030a96f8819dd2ad2ff8727c8f32ef9ac2c71d458086426387a3e6f4a";

    /** A kubeconfig as kubeadm publishes it, with the CA C1 and the server https://10.138.0.2:6443. */
    static final String K1 = resource("k1.kubeconfig");

    /** The same as kubeadm publishes it from release 1.34 on. */
    static final String K2 = K1.replace("preferences: {}\n", "");

    static final BootstrapToken TOKEN = BootstrapToken.parse("07401b.f395accd246ae52d");

    /** Signature of K1 by TOKEN. */
    static final String K1_SIGNATURE =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..PWDbuJTy1SqBmut0azIqapAf_vaYPFMP0baJMHlQnac";

    private Fixtures() {}

    private static String resource(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** cluster-info as it would come from the API. */
    static ClusterInfo clusterInfo(String kubeconfig, String... keysAndValues) {
        StringBuilder json = new StringBuilder(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cluster-info\",\"namespace\":\"kube-public\"},"
                        + "\"data\":{");
        String separator = "";
        if (kubeconfig != null) {
            json.append("\"kubeconfig\":").append(quoted(kubeconfig));
            separator = ",";
        }
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.append(separator).append(quoted(keysAndValues[i])).append(':').append(quoted(keysAndValues[i + 1]));
            separator = ",";
        }
        return ClusterInfo.parse(json.append("}}").toString());
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
