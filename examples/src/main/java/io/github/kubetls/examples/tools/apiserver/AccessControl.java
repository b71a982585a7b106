package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.ApiServerAuthenticator;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.rbac.AggregationRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.NodeAuthorizer;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Authenticates and authorizes by what is in the store at the moment. */
final class AccessControl implements Authorizer {

    private final Store store;
    private final Clock clock;
    private final ApiServerAuthenticator authenticator;
    private final Authorizer authorizer;
    private volatile Policy policy = new Policy(List.of(), RbacAuthorizer.of());

    /** The authorizer that was made of these very objects. */
    private record Policy(List<ObjectNode> objects, RbacAuthorizer authorizer) {

        boolean isMadeOf(List<ObjectNode> current) {
            boolean same = objects.size() == current.size();
            for (int i = 0; same && i < current.size(); i++) {
                same = objects.get(i) == current.get(i);
            }
            return same;
        }
    }

    AccessControl(Store store, CertificateAuthority ca, TokenFile tokens, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.authenticator = ApiServerAuthenticator.builder()
                .clientCertificates(ClientCertificateAuthenticator.of(ca))
                .tokenFile(tokens)
                .bootstrapTokens(BootstrapTokenAuthenticator.of(this::bootstrapSecret))
                .build();
        this.authorizer = Authorizer.inOrder(
                AccessControl::privileged,
                NodeAuthorizer.of(),
                (user, attributes) -> rbac().authorize(user, attributes));
    }

    private Optional<Secret> bootstrapSecret(String name) {
        return store.get(new ObjectKey(ApiResource.SECRETS, BootstrapTokenSecret.NAMESPACE, name))
                .map(object -> Secret.parse(object.toString()));
    }

    /** Before all others, and without a reason, as the API server lets its masters pass. */
    private static AccessDecision privileged(UserInfo user, Attributes attributes) {
        return user.isMemberOf(UserInfo.MASTERS_GROUP) ? AccessDecision.allowed("") : AccessDecision.noOpinion("");
    }

    /** Finds out who makes a request; empty when it is to be answered with 401. */
    Optional<UserInfo> authenticate(Credentials presented) {
        Authentication answer = authenticator.authenticate(presented, clock.instant());
        return answer.authenticatedUser();
    }

    @Override
    public AccessDecision authorize(UserInfo user, Attributes attributes) {
        return authorizer.authorize(user, attributes);
    }

    /** The roles and bindings as they are now. */
    RbacAuthorizer rbac() {
        List<ObjectNode> current = new ArrayList<>();
        Arrays.stream(ApiResource.values())
                .filter(ApiResource::isRbac)
                .forEach(resource -> current.addAll(store.list(resource, "").objects()));
        Policy last = policy;
        if (!last.isMadeOf(current)) {
            List<RbacObject> objects = current.stream()
                    .map(object -> RbacObject.parse(object.toString()))
                    .toList();
            last = new Policy(current, RbacAuthorizer.of(AggregationRule.aggregate(objects)));
            policy = last;
        }
        return last.authorizer();
    }
}
