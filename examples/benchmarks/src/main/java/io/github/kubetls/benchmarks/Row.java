package io.github.kubetls.benchmarks;

import java.util.List;

/**
 * A row of the table.
 *
 * @param work what is measured
 * @param ours the name of the library's measurement
 * @param peer the name of the peer's; empty for none
 * @param peerIs who the peer is
 * @param go   the name of the row of the Go program, whose figures come from a file; empty for none
 * @param goal what is to be reached
 */
record Row(String work, String ours, String peer, String peerIs, String go, Goal goal) {

    private static final String AMAZON = "AmazonCorrettoCryptoProvider";

    static List<Row> all() {
        return List.of(
                signing("RSA-2048 CA", "RSA", "library", "ca-rsa", 1.10),
                signing("P-256 CA", "P-256", "library", "ca-ec", 1.35),
                signing("RSA-2048 CA, Amazon's provider", "RSA", AMAZON, "", 1.35),
                signing("P-256 CA, Amazon's provider", "P-256", AMAZON, "", 1.35),
                new Row(
                        "part of these: reading the object of the request",
                        "Signing.object:ca=P-256,provider=library",
                        "",
                        "",
                        "",
                        Goal.NONE),
                request("a new P-256 key", "New", "raw", "raw: generate and sign", "csr new P-256 key", 1.6),
                request("a new P-256 key", "New", "official", "official client", "", 0.25),
                request("a new P-256 key", "New", "acme4j", "acme4j", "", 0),
                request("a P-256 key of the JDK", "Jdk", "official", "official client", "", 0.25),
                request("a P-256 key of the JDK", "Jdk", "acme4j", "acme4j", "", 0),
                parse(1, "Official", "official client", "kubeconfig load 1"),
                parse(1, "Fabric8", "fabric8", "kubeconfig load 1"),
                parse(10, "Official", "official client", ""),
                parse(10, "Fabric8", "fabric8", ""),
                parse(100, "Official", "official client", "kubeconfig load 100"),
                parse(100, "Fabric8", "fabric8", "kubeconfig load 100"),
                new Row(
                        "read a kubeconfig of 5,000 clusters",
                        "Kubeconfig.parseLarge",
                        "",
                        "the others refuse",
                        "kubeconfig load 5000",
                        Goal.NONE),
                write(1, "kubeconfig write 1"),
                write(10, ""),
                write(100, "kubeconfig write 100"),
                rbac("allowed", "Allowed", 10, Goal.nanos(300)),
                rbac("allowed", "Allowed", 1000, Goal.nanos(300)),
                rbac("allowed", "Allowed", 10000, Goal.nanos(300)),
                rbac("refused", "Refused", 10, Goal.nanos(130)),
                rbac("refused", "Refused", 1000, Goal.nanos(130)),
                rbac("refused", "Refused", 10000, Goal.nanos(130)),
                new Row(
                        "RBAC decision, allowed, 10,000 bindings, and its reason in words",
                        "Rbac.libraryExplained:bindings=10000",
                        "",
                        "",
                        "",
                        Goal.NONE),
                new Row(
                        "token.csv, 1 M lines, to a table",
                        "TokenFile.parseLibrary",
                        "TokenFile.countFastCsv",
                        "FastCSV, counting fields",
                        "tokenfile.NewCSV 1M lines",
                        Goal.ratio(2.0)),
                lookUp("a token that is there", "hit"),
                lookUp("a token that is not", "miss"),
                new Row(
                        "generate a bootstrap token",
                        "Token.generate",
                        "Token.rawGenerate",
                        "raw: 22 random bytes",
                        "token generate",
                        Goal.nanos(1200)),
                new Row(
                        "generate a bootstrap token from a given source",
                        "Token.generateFromGiven",
                        "",
                        "",
                        "",
                        Goal.NONE),
                new Row("validate a bootstrap token", "Token.validate", "", "", "token validate", Goal.nanos(30)),
                new Row("authenticate a bootstrap token", "Token.authenticate", "", "", "", Goal.NONE),
                new Row(
                        "sign cluster-info of 3.5 KB",
                        "Token.sign",
                        "Token.rawSign",
                        "raw: base64 and HMAC-SHA256",
                        "jws 3.5 KB compute",
                        Goal.nanos(4000)),
                new Row(
                        "verify cluster-info of 3.5 KB",
                        "Token.verify",
                        "Token.rawSign",
                        "raw: base64 and HMAC-SHA256",
                        "jws 3.5 KB verify",
                        Goal.NONE),
                clientCertificate("RSA-2048 CA", "RSA"),
                clientCertificate("P-256 CA", "P-256"),
                new Row(
                        "cold start: one token, one request object, one kubeconfig, more than an empty `main`",
                        Processes.COLD_START,
                        "",
                        "",
                        "",
                        Goal.nanos(350e6)),
                new Row("the walkthrough, whole process", Processes.WALKTHROUGH, "", "", "", Goal.nanos(1.6e9)),
                new Row(
                        "a node's join, all steps, P-256 CA, processor time",
                        Processes.JOIN,
                        Processes.JOIN_CRYPTOGRAPHY,
                        "raw: its cryptography, verified once a party",
                        "",
                        Goal.ratio(1.5)),
                new Row(
                        "a node's join, time from one to the next, two threads",
                        Processes.JOIN_TWO_THREADS,
                        Processes.JOIN_ONE_THREAD,
                        "one thread",
                        "",
                        Goal.ratio(1 / 1.8)));
    }

    private static Row signing(String work, String ca, String provider, String go, double most) {
        String parameters = ":ca=" + ca + ",provider=" + provider;
        return new Row(
                "sign a kubelet's request, " + work,
                "Signing.library" + parameters,
                "Signing.raw" + parameters,
                "raw: verify, sign, verify",
                go.isEmpty() ? "" : "sign " + go,
                Goal.ratio(most));
    }

    private static Row request(String work, String key, String peer, String peerIs, String go, double most) {
        return new Row(
                "build a request with " + work,
                "Request.library" + key + "Key",
                "Request." + peer + key + "Key",
                peerIs,
                go,
                most == 0 ? Goal.NONE : Goal.ratio(most));
    }

    private static Row parse(int clusters, String peer, String peerIs, String go) {
        return new Row(
                "read a kubeconfig, clusters: " + clusters,
                "Kubeconfig.parseLibrary:clusters=" + clusters,
                "Kubeconfig.parse" + peer + ":clusters=" + clusters,
                peerIs,
                go,
                Goal.ratio(1 / 1.5));
    }

    private static Row write(int clusters, String go) {
        return new Row(
                "write a kubeconfig, clusters: " + clusters,
                "Kubeconfig.writeLibrary:clusters=" + clusters,
                "Kubeconfig.writeFabric8:clusters=" + clusters,
                "fabric8",
                go,
                Goal.ratio(1 / 5.0));
    }

    private static Row rbac(String answer, String method, int bindings, Goal goal) {
        return new Row(
                "RBAC decision, " + answer + ", bindings: " + bindings,
                "Rbac.library" + method + ":bindings=" + bindings,
                "Rbac.walk" + method + ":bindings=" + bindings,
                "a walk over all bindings",
                answer.equals("allowed") ? "rbac slice " + bindings : "",
                goal);
    }

    private static Row lookUp(String token, String method) {
        return new Row(
                "authenticate by a table of 1 M lines: " + token,
                "TokenFile." + method + "Library",
                "TokenFile." + method + "Map",
                "a `HashMap`, not constant-time",
                method.equals("hit") ? "tokenfile.AuthenticateToken" : "",
                Goal.nanos(150).andBytes(200));
    }

    private static Row clientCertificate(String work, String ca) {
        return new Row(
                "authenticate a client certificate, " + work,
                "ClientCertificate.library:ca=" + ca,
                "ClientCertificate.raw:ca=" + ca,
                "raw: verify",
                "",
                Goal.NONE);
    }
}
