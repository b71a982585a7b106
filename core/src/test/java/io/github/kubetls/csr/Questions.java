package io.github.kubetls.csr;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Authorizer;
import java.util.ArrayList;
import java.util.List;

/** What authorizers were asked, in order. */
final class Questions {

    final List<String> asked = new ArrayList<>();

    /** An authorizer that allows one question; it may be none. */
    Authorizer allowing(String question) {
        return (user, what) -> {
            asked.add(what.toString());
            return what.toString().equals(question) ? AccessDecision.allowed("a rule") : AccessDecision.noOpinion("");
        };
    }
}
