package io.github.kubetls.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The worked examples of the specification, and recordings of Kubernetes 1.20.2. */
public final class Vectors {

    /** W02: the request of the kubelet of worker-1, signed deterministically. */
    public static final String W02_REQUEST = """
            -----BEGIN CERTIFICATE REQUEST-----
            MIHxMIGYAgEAMDYxFTATBgNVBAoTDHN5c3RlbTpub2RlczEdMBsGA1UEAxMUc3lz
            dGVtOm5vZGU6d29ya2VyLTEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARg/tS6
            JVqdMclh63TGNW1owEm4kjth+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIM
            LX6fUXejwpTURiKZoAAwCgYIKoZIzj0EAwIDSAAwRQIgOJDSiRdMKCJP2ZqreB0f
            v3F9XuRErX1ClcJvUdmdOcwCIQDYMU0A+V2sE5k0NyrIG1jX75E9lTg9/+24xbsu
            fPKyKw==
            -----END CERTIFICATE REQUEST-----
            """;

    /** W03: the CA. */
    public static final String W03_CA = """
            -----BEGIN CERTIFICATE-----
            MIIBejCCAR+gAwIBAgIIESIzRFVmd4gwCgYIKoZIzj0EAwIwFTETMBEGA1UEAxMK
            a3ViZXJuZXRlczAeFw0yNDAxMDEwMDAwMDBaFw0zMzEyMjkwMDAwMDBaMBUxEzAR
            BgNVBAMTCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASCEVxX
            lSuL0NrbEuV8Qpoj9rXQtY63WA9geKGqWKWh0AdtQ/Bqk7THmNPuJnZ84b2gbakq
            hdVbR2GKJl4VmC0Mo1kwVzAOBgNVHQ8BAf8EBAMCAqQwDwYDVR0TAQH/BAUwAwEB
            /zAdBgNVHQ4EFgQU+mS1kQ2sbt4qAT9jLN4ivtq1hLYwFQYDVR0RBA4wDIIKa3Vi
            ZXJuZXRlczAKBggqhkjOPQQDAgNJADBGAiEArs1m3J/Xp8RypNXsHa75nh6/7UqP
            zJp2TLTTsLKrbowCIQDAKiI594LcSSVL1j3ct7lgYNbh2xk4pAKoRyXdPGJr1Q==
            -----END CERTIFICATE-----
            """;

    /** W04: what the CA issues for the request on 15 January 2024. */
    public static final String W04_CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBnzCCAUWgAwIBAgIQAQIDBAUGBwgJCgsMDQ4PEDAKBggqhkjOPQQDAjAVMRMw
            EQYDVQQDEwprdWJlcm5ldGVzMB4XDTI0MDExNTA5NTUwMFoXDTI1MDExNDA5NTUw
            MFowNjEVMBMGA1UEChMMc3lzdGVtOm5vZGVzMR0wGwYDVQQDExRzeXN0ZW06bm9k
            ZTp3b3JrZXItMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGD+1LolWp0xyWHr
            dMY1bWjASbiSO2H6bOZpYi5g8p+2eQP+EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PC
            lNRGIpmjVjBUMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDAjAM
            BgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFPpktZENrG7eKgE/YyzeIr7atYS2MAoG
            CCqGSM49BAMCA0gAMEUCIQCW2/U8JyoCSpotEy4cwVt0acmaHh/ywl2vYdfr/PRN
            8wIgJpLmbkPPQ9TB9qON66TZ3hEIgwGUs8xZgkbx83siKcc=
            -----END CERTIFICATE-----
            """;

    private Vectors() {}

    /** A recorded file. */
    public static String recorded(String name) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("recorded/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
