package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestInfoTest {

    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    /** Rows from Kubernetes' own table for its request info, and the paths of this server. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /api/v1/namespaces | | list namespaces",
                "GET | /api/v1/namespaces/other | | get namespaces \"other\" in namespace other",
                "GET | /api/v1/namespaces/other/secrets | | list secrets in namespace other",
                "GET | /api/v1/namespaces/other/secrets/foo | | get secrets \"foo\" in namespace other",
                "HEAD | /api/v1/namespaces/other/secrets/foo | | get secrets \"foo\" in namespace other",
                "GET | /api/v1/secrets | | list secrets",
                "GET | /api/v1/namespaces/other/secrets | watch=true | watch secrets in namespace other",
                "GET | /api/v1/namespaces/other/secrets | watch | watch secrets in namespace other",
                "GET | /api/v1/namespaces/other/secrets | watch=false | list secrets in namespace other",
                "GET | /api/v1/namespaces/status/status | | get namespaces/status \"status\" in namespace status",
                "GET | " + REQUESTS
                        + " | fieldSelector=metadata.name%3Da | list certificatesigningrequests.certificates.k8s.io \"a\" with fields metadata.name=a",
                "GET | " + REQUESTS
                        + " | fieldSelector=spec.signerName%3Da&labelSelector=b | list certificatesigningrequests.certificates.k8s.io with fields spec.signerName=a and labels b",
                "GET | " + REQUESTS + "/a | labelSelector=b | get certificatesigningrequests.certificates.k8s.io \"a\"",
                "POST | " + REQUESTS + " | | create certificatesigningrequests.certificates.k8s.io",
                "PUT | " + REQUESTS
                        + "/a/approval | | update certificatesigningrequests.certificates.k8s.io/approval \"a\"",
                "PATCH | " + REQUESTS + "/a | | patch certificatesigningrequests.certificates.k8s.io \"a\"",
                "DELETE | " + REQUESTS + "/a%20b | | delete certificatesigningrequests.certificates.k8s.io \"a b\"",
                "DELETE | " + REQUESTS + " | | deletecollection certificatesigningrequests.certificates.k8s.io",
                "GET | /healthz | | get /healthz",
                "GET | /apis | | get /apis",
                "GET | /apis/certificates.k8s.io/v1 | | get /apis/certificates.k8s.io/v1",
                "GET | /api/v1 | | get /api/v1",
                "POST | /x/ | | post /x"
            })
    void readsWhatIsWanted(String method, String path, String query, String attributes) {
        RequestInfo info = RequestInfo.of(method, path, Query.parse(query == null ? "" : query));
        assertThat(info.attributes()).hasToString(attributes);
    }

    @Test
    void refusesABrokenEscape() {
        Query query = Query.parse("");
        assertThatThrownBy(() -> RequestInfo.of("GET", "/api/v1/namespaces/%zz", query))
                .isInstanceOf(ApiFailure.class);
    }
}
