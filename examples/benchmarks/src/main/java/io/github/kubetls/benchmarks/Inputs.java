package io.github.kubetls.benchmarks;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;

/** What the benchmarks read, made from one seed; only keys are new each time. */
final class Inputs {

    static final String NODE = "worker-1";
    static final int TOKENS = 1_000_000;

    private static final long SEED = 136;
    private static final String TOKEN_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private Inputs() {}

    static CertificateAuthority ca(String kind, Instant now) {
        KeyAlgorithm algorithm = kind.equals("RSA") ? KeyAlgorithm.RSA_2048 : KeyAlgorithm.ECDSA_P256;
        return CertificateAuthority.generate("kubernetes", algorithm, now);
    }

    /** A provider on the class path. */
    static Provider provider(String name) {
        for (Provider provider : ServiceLoader.load(Provider.class)) {
            if (provider.getName().equals(name)) {
                return provider;
            }
        }
        throw new IllegalStateException("there is no provider " + name + " on the class path");
    }

    static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(TOKEN_CHARACTERS.charAt(random.nextInt(TOKEN_CHARACTERS.length())));
        }
        return text.toString();
    }

    /** A kubeconfig as kubectl writes it, with 1.5 KB of certificate in each cluster and user, and 0.3 KB of key. */
    static String kubeconfig(int clusters) {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder("apiVersion: v1\nclusters:\n");
        for (int i = 0; i < clusters; i++) {
            text.append("- cluster:\n    certificate-authority-data: ").append(block(random, "CERTIFICATE", 1070));
            add(text, "\n    server: https://10.%d.%d.1:6443\n  name: cluster-%05d\n", i / 256, i % 256, i);
        }
        text.append("contexts:\n");
        for (int i = 0; i < clusters; i++) {
            add(text, "- context:\n    cluster: cluster-%05d\n    namespace: team-%d\n", i, i % 7);
            add(text, "    user: user-%05d\n  name: context-%05d\n", i, i);
        }
        text.append("current-context: context-00000\nkind: Config\nusers:\n");
        for (int i = 0; i < clusters; i++) {
            add(text, "- name: user-%05d\n  user:\n    client-certificate-data: ", i);
            text.append(block(random, "CERTIFICATE", 1070)).append("\n    client-key-data: ");
            text.append(block(random, "EC PRIVATE KEY", 121)).append('\n');
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    private static String block(Random random, String label, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        String pem = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** A token file of a million lines; {@link #token} is that of a line. */
    static byte[] tokenFile() {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder(90 * TOKENS);
        for (int i = 0; i < TOKENS; i++) {
            text.append(text(random, 32)).append(",user-").append(i).append(',');
            text.append(10_000_000 + i)
                    .append(",\"system:bootstrappers,team-")
                    .append(i % 1000)
                    .append("\"\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static String token(int line) {
        Random random = new Random(SEED);
        String token = "";
        for (int i = 0; i <= line; i++) {
            token = text(random, 32);
        }
        return token;
    }

    /** So many ClusterRoleBindings of as many users to 20 ClusterRoles; the last one is for {@link #lastUser}. */
    static List<RbacObject> rbac(int bindings) {
        List<RbacObject> objects = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            objects.add(ClusterRole.of(
                    "role-" + i,
                    PolicyRule.verbs("get", "list", "watch").apiGroups("apps").resources("deployments", "things-" + i),
                    PolicyRule.verbs("create")
                            .apiGroups("certificates.k8s.io")
                            .resources("certificatesigningrequests/nodeclient")));
        }
        for (int i = 0; i < bindings; i++) {
            objects.add(ClusterRoleBinding.of(
                    String.format(Locale.ROOT, "binding-%06d", i),
                    RoleRef.clusterRole("role-" + i % 20),
                    Subject.user(user(i))));
        }
        return objects;
    }

    static String lastUser(int bindings) {
        return user(bindings - 1);
    }

    private static String user(int number) {
        return String.format(Locale.ROOT, "user-%06d", number);
    }
}
