package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.ApiServerAuthenticator;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateBuilder;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.csr.SigningOutcome;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.NodeAuthorizer;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * API server and controller manager as far as a joining node meets them, put together from the library's parts. It keeps
 * nothing of the nodes, and any number of threads may use it.
 */
final class FleetControlPlane {

    private static final Attributes CREATE_CSR =
            Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");
    private static final Duration YEAR = Duration.ofDays(365);

    private final Clock clock;
    private final BootstrapToken token;
    private final CertificateAuthority ca;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final ApprovalPolicy approver;
    private final CertificateSigner signer;

    /** A new cluster, with one bootstrap token for the whole fleet. */
    FleetControlPlane(CertificateAuthority ca, Clock clock) {
        this.clock = clock;
        this.ca = ca;
        this.token = BootstrapToken.generate();
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(token)
                .ttl(Duration.ofHours(24), clock.instant())
                .usages(TokenUsage.AUTHENTICATION)
                .build();
        this.authenticator = ApiServerAuthenticator.builder()
                .clientCertificates(ClientCertificateAuthenticator.of(ca))
                .bootstrapTokens(BootstrapTokenAuthenticator.of(secret))
                .build();
        this.authorizer = Authorizer.inOrder(
                NodeAuthorizer.of(), RbacAuthorizer.of(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP)));
        this.approver = ApprovalPolicy.kubeletClient(authorizer);
        this.signer = CertificateSigner.builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca)
                .maximumDuration(YEAR)
                .clock(clock)
                .build();
    }

    /** A CA of the kind that the settings ask for, which signs with the provider that they ask for. */
    static CertificateAuthority newCa(FleetSettings settings) {
        CertificateBuilder<CertificateAuthority> builder = CertificateAuthority.builder("kubernetes", Instant.now())
                .keyAlgorithm(settings.ca().keyAlgorithm());
        settings.providers().forCa(settings.ca()).ifPresent(builder::provider);
        return builder.build();
    }

    CertificateAuthority ca() {
        return ca;
    }

    /** The header with which a new node introduces itself; a secret. */
    String authorizationHeader() {
        return "Bearer " + token.bearerToken();
    }

    UserInfo authenticate(Credentials presented) {
        Authentication answer = authenticator.authenticate(presented, clock.instant());
        return answer.authenticatedUser()
                .orElseThrow(() -> new ProgramException("the credentials are not accepted: " + answer));
    }

    void authorizeCreation(UserInfo user) {
        require(authorizer.authorize(user, CREATE_CSR), user.name() + " may not " + CREATE_CSR);
    }

    /** The API server validates and admits a request as it was sent, and tells it on with who asks. */
    String create(UserInfo user, String sent) {
        CertificateSigningRequest proposed = CertificateSigningRequest.parse(sent);
        List<FieldError> violations = proposed.violations();
        if (!violations.isEmpty()) {
            throw new ProgramException("the request is not valid: " + violations);
        }
        require(RequestAdmission.create(user, proposed), "the request is not admitted");
        return proposed.requestedBy(user).toJson();
    }

    private static void require(AccessDecision decision, String refusal) {
        if (!decision.isAllowed()) {
            throw new ProgramException(refusal + ": " + decision.reason());
        }
    }

    /** The controller manager approves a request that it was told of; the approver and the signer have it in common. */
    CertificateSigningRequest approve(String told) {
        CertificateSigningRequest requested = CertificateSigningRequest.parse(told);
        ApprovalDecision decision = approver.evaluate(requested);
        if (!decision.isApproved()) {
            throw new ProgramException("the request is not approved: " + decision);
        }
        return requested.withDecision(decision, clock.instant());
    }

    String sign(CertificateSigningRequest approved) {
        SigningOutcome outcome = signer.evaluate(approved);
        if (!(outcome instanceof SigningOutcome.Issued issued)) {
            throw new ProgramException("the certificate is not issued: " + outcome);
        }
        return issued.csr().toJson();
    }
}
