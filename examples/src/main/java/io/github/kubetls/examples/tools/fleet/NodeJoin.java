package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubelet.CertificateTemplate;
import java.security.KeyPair;
import java.security.Provider;
import java.util.Optional;

/** The join of one node after the other: from no key at all to a certificate that the API server knows it by. */
final class NodeJoin {

    private final FleetControlPlane controlPlane;
    private final KeyAlgorithm keyAlgorithm;
    private final Optional<Provider> provider;

    NodeJoin(FleetControlPlane controlPlane, KeyAlgorithm keyAlgorithm, Optional<Provider> provider) {
        this.controlPlane = controlPlane;
        this.keyAlgorithm = keyAlgorithm;
        this.provider = provider;
    }

    /** What a node has when it has joined. */
    record Joined(CertificateRequest request, CertificateAndKey pair) {}

    /**
     * Lets a node join.
     *
     * @throws ProgramException when it is turned away, or gets something else than it asked for
     */
    Joined join(String node, StepTimer timer) {
        KeyPair keyPair = generateKey();
        timer.done(JoinStep.GENERATE_KEY);
        CertificateRequest request = request(node, keyPair);
        String proposed = CertificateSigningRequest.kubeletClient(request).toJson();
        timer.done(JoinStep.REQUEST);

        UserInfo newcomer = controlPlane.authenticate(Credentials.fromHeader(controlPlane.authorizationHeader()));
        timer.done(JoinStep.AUTHENTICATE);
        controlPlane.authorizeCreation(newcomer);
        timer.done(JoinStep.AUTHORIZE);
        String requested = controlPlane.create(newcomer, proposed);
        timer.done(JoinStep.ADMIT);
        CertificateSigningRequest approved = controlPlane.approve(requested);
        timer.done(JoinStep.APPROVE);
        String issued = controlPlane.sign(approved);
        timer.done(JoinStep.SIGN);

        CertificateAndKey pair =
                CertificateAndKey.of(CertificateSigningRequest.parse(issued).certificates(), keyPair.getPrivate());
        timer.done(JoinStep.CHECK);
        UserInfo user = controlPlane.authenticate(Credentials.clientCertificate(pair.chain()));
        requireNode(node, user);
        timer.done(JoinStep.CONNECT);
        return new Joined(request, pair);
    }

    private KeyPair generateKey() {
        return provider.map(keyAlgorithm::generateKeyPair).orElseGet(keyAlgorithm::generateKeyPair);
    }

    private CertificateRequest request(String node, KeyPair keyPair) {
        CertificateRequest.Builder request = CertificateRequest.builder(keyPair)
                .subject(CertificateTemplate.kubeletClient(node).subject());
        provider.ifPresent(request::provider);
        return request.build();
    }

    private static void requireNode(String node, UserInfo user) {
        UserInfo expected = UserInfo.node(node).authenticated();
        // The id of the certificate, among the extra attributes, is another one each time.
        if (!user.name().equals(expected.name()) || !user.groups().equals(expected.groups())) {
            throw new ProgramException("the API server takes the node for somebody else: " + user);
        }
    }
}
