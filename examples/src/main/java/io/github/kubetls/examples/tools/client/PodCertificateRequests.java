package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import java.io.IOException;

/** The PodCertificateRequests of an API server that has them as v1, since 1.37. */
public final class PodCertificateRequests {

    private static final String PATH = "/apis/certificates.k8s.io/v1/";
    private static final String RESOURCE = "podcertificaterequests";

    private final ApiClient client;

    /**
     * Reaches them through a client.
     *
     * @param client the client
     */
    public PodCertificateRequests(ApiClient client) {
        this.client = client;
    }

    /**
     * Lists and watches the requests for a signer, in all namespaces.
     *
     * @param signerName the signer
     * @return the changes, to be closed
     */
    public ListWatch<PodCertificateRequest> watch(SignerName signerName) {
        String selector = "fieldSelector=" + ApiClient.encoded("spec.signerName=" + signerName.value()) + "&";
        return new ListWatch<>(client, PATH + RESOURCE, PodCertificateRequests::object, selector);
    }

    /**
     * Replaces the status of a request.
     *
     * @param request the object, with the resource version that it was read with
     * @return the object as it was replaced
     * @throws ApiException         when the server refuses, or the object was changed since
     * @throws IOException          when the server does not answer, or not sensibly
     * @throws InterruptedException when the thread is interrupted
     */
    public PodCertificateRequest updateStatus(PodCertificateRequest request) throws IOException, InterruptedException {
        String path =
                PATH + "namespaces/" + ApiClient.encoded(request.metadata().namespace()) + "/" + RESOURCE + "/"
                        + ApiClient.encoded(request.metadata().name()) + "/status";
        return object(client.put(path, request.toMap()));
    }

    /** The items of a list do not say what they are. */
    private static PodCertificateRequest object(JsonNode answer) throws IOException {
        if (answer instanceof ObjectNode object && !object.has("kind")) {
            object.put("apiVersion", PodCertificateRequest.API_VERSION);
            object.put("kind", PodCertificateRequest.KIND);
        }
        try {
            return PodCertificateRequest.parse(answer.toString());
        } catch (InvalidFormatException e) {
            throw new IOException("the server sent a PodCertificateRequest that cannot be read: " + e.getMessage());
        }
    }
}
