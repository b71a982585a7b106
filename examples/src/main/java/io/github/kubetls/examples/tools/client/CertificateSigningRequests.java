package io.github.kubetls.examples.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.util.Map;

/** The CertificateSigningRequests of an API server. */
public final class CertificateSigningRequests {

    private static final String PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private final ApiClient client;

    /**
     * Reaches them through a client.
     *
     * @param client the client
     */
    public CertificateSigningRequests(ApiClient client) {
        this.client = client;
    }

    /**
     * Creates a request.
     *
     * @param csr the object
     * @return the object as it was created
     * @throws ApiException         when the server refuses
     * @throws IOException          when it does not answer, or not sensibly
     * @throws InterruptedException when the thread is interrupted
     */
    public CertificateSigningRequest create(CertificateSigningRequest csr) throws IOException, InterruptedException {
        return object(client.post(PATH, csr.toMap()));
    }

    /**
     * Gets a request.
     *
     * @param name its name
     * @return the object
     * @throws ApiException         when the server refuses, or there is none
     * @throws IOException          when the server does not answer, or not sensibly
     * @throws InterruptedException when the thread is interrupted
     */
    public CertificateSigningRequest get(String name) throws IOException, InterruptedException {
        return object(client.get(path(name)));
    }

    /**
     * Replaces a request, or that part of it that a subresource is for.
     *
     * @param subresource which part
     * @param csr         the object, with the resource version that it was read with
     * @return the object as it was replaced
     * @throws ApiException         when the server refuses, or the object was changed since
     * @throws IOException          when the server does not answer, or not sensibly
     * @throws InterruptedException when the thread is interrupted
     */
    public CertificateSigningRequest update(Subresource subresource, CertificateSigningRequest csr)
            throws IOException, InterruptedException {
        if (csr.metadata().resourceVersion().isEmpty()) {
            throw new IllegalArgumentException("an update without a resource version overwrites what others wrote");
        }
        String suffix = switch (subresource) {
            case MAIN -> "";
            case STATUS -> "/status";
            case APPROVAL -> "/approval";
        };
        return object(client.put(path(csr.metadata().name()) + suffix, csr.toMap()));
    }

    /**
     * Deletes a request, if it is still as it was read.
     *
     * @param csr the object
     * @throws ApiException         when the server refuses, or the object was changed since
     * @throws IOException          when the server does not answer
     * @throws InterruptedException when the thread is interrupted
     */
    public void delete(CertificateSigningRequest csr) throws IOException, InterruptedException {
        ObjectMeta metadata = csr.metadata();
        Map<String, String> preconditions =
                Map.of("uid", metadata.uid(), "resourceVersion", metadata.resourceVersion());
        client.delete(
                path(metadata.name()),
                Map.of("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", preconditions));
    }

    /**
     * Lists and watches all requests.
     *
     * @return the changes, to be closed
     */
    public ListWatch<CertificateSigningRequest> watch() {
        return new ListWatch<>(client, PATH, CertificateSigningRequests::object, "");
    }

    /**
     * Lists and watches one request from where it was created or read; that it was deleted in the meantime is a change too.
     *
     * @param csr the object
     * @return the changes, to be closed
     */
    public ListWatch<CertificateSigningRequest> watch(CertificateSigningRequest csr) {
        String selector = "fieldSelector="
                + ApiClient.encoded("metadata.name=" + csr.metadata().name()) + "&";
        return new ListWatch<>(client, PATH, CertificateSigningRequests::object, selector).knowing(csr);
    }

    private static String path(String name) {
        return PATH + "/" + ApiClient.encoded(name);
    }

    /**
     * The items of a list do not say what they are. Who wrote which field is left out: it is most of an object, nobody here asks
     * for it, and a server that is not told keeps it.
     */
    private static CertificateSigningRequest object(JsonNode answer) throws IOException {
        if (answer.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        if (answer instanceof ObjectNode object && !object.has("kind")) {
            object.put("apiVersion", CertificateSigningRequest.API_VERSION);
            object.put("kind", CertificateSigningRequest.KIND);
        }
        try {
            return CertificateSigningRequest.parse(answer.toString());
        } catch (InvalidFormatException e) {
            throw new IOException("the server sent a CertificateSigningRequest that cannot be read: " + e.getMessage());
        }
    }
}
