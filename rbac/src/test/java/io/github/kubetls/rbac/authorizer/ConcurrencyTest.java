package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Threads;
import io.github.kubetls.rbac.BootstrapPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What many threads may share gives each of them what it gives one. */
class ConcurrencyTest {

    private record Question(UserInfo user, Attributes attributes) {}

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (UserInfo user : List.of(
                UserInfo.node("w"),
                UserInfo.of("system:bootstrap:07401b", "system:bootstrappers"),
                UserInfo.of("admin", UserInfo.MASTERS_GROUP),
                UserInfo.of("somebody", "system:authenticated"))) {
            for (String verb : List.of("create", "get", "list", "watch", "delete")) {
                questions.add(new Question(
                        user, Attributes.resource(verb, "certificates.k8s.io", "certificatesigningrequests")));
                questions.add(new Question(
                        user,
                        Attributes.resource(verb, "certificates.k8s.io", "certificatesigningrequests")
                                .withSubresource("nodeclient")));
                questions.add(new Question(
                        user, Attributes.resource(verb, "", "secrets").withNamespace("kube-system")));
                questions.add(new Question(user, Attributes.path(verb, "/healthz")));
            }
        }
        return questions;
    }

    @Test
    void rolesAreGranted() throws Exception {
        Threads.assertAnswersAsUnderOne(
                20,
                () -> RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers")),
                questions(),
                authorizer -> question -> authorizer.authorize(question.user(), question.attributes()));
    }

    @Test
    void nodesAreAllowed() throws Exception {
        Threads.assertAnswersAsUnderOne(
                20,
                NodeAuthorizer::of,
                questions(),
                authorizer -> question -> authorizer.authorize(question.user(), question.attributes()));
    }
}
