package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.examples.tools.client.ApiServerAuthorizer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ApiServerAuthorizer} against a server that authorizes nodes by selectors. */
class ApiServerAuthorizerTest {

    @TempDir
    private Path folder;

    @Test
    void sendsTheSelectorsOfARequest() throws IOException {
        try (LoopbackCluster cluster = LoopbackCluster.start(folder)) {
            ApiServerAuthorizer authorizer = new ApiServerAuthorizer(Testbed.client(cluster.adminKubeconfig()));
            UserInfo node = UserInfo.node("w");
            Attributes.Resource list = Attributes.resource("list", "", "pods").withLabelSelector("tier=web");
            assertThat(authorizer.authorize(node, list.withFieldSelector("spec.nodeName=w")))
                    .isEqualTo(AccessDecision.allowed(""));
            assertThat(authorizer.authorize(node, list))
                    .isEqualTo(AccessDecision.noOpinion("can only list/watch pods with spec.nodeName field selector"));
        }
    }
}
