package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccessDecisionTest {

    private static final Attributes GET_PODS = Attributes.resource("get", "", "pods");

    @Test
    void putsAReasonIntoWordsOnlyWhenItIsRead() {
        AtomicInteger asked = new AtomicInteger();
        AccessDecision decision = AccessDecision.allowed(() -> "read " + asked.incrementAndGet());
        assertThat(decision.isAllowed()).isTrue();
        assertThat(decision.verdict()).isEqualTo(AccessDecision.Verdict.ALLOWED);
        assertThat(asked).hasValue(0);
        assertThat(decision.reason()).isEqualTo("read 1");
    }

    @Test
    void isTheSameHoweverTheReasonWasGiven() {
        assertThat(AccessDecision.allowed(() -> "a\nb"))
                .isEqualTo(AccessDecision.allowed("a\nb"))
                .hasSameHashCodeAs(AccessDecision.allowed("a\nb"))
                .hasToString("AccessDecision[verdict=ALLOWED, reason=a\\nb]")
                .isNotEqualTo(AccessDecision.allowed("a"))
                .isNotEqualTo(AccessDecision.denied(() -> "a\nb"));
        assertThat(AccessDecision.denied("a").isAllowed()).isFalse();
        assertThat(AccessDecision.noOpinion("a").isAllowed()).isFalse();
        assertThat(AccessDecision.denied(() -> "no")).isEqualTo(AccessDecision.denied("no"));
        assertThat(AccessDecision.noOpinion(() -> "")).isEqualTo(AccessDecision.noOpinion(""));
        assertThat(AccessDecision.noOpinion(() -> "\u202E").reason()).isEqualTo("\\u202e");
    }

    @Test
    void joinsTheReasonsOfSeveralOnLinesWhenTheyAreRead() {
        AtomicInteger asked = new AtomicInteger();
        Authorizer authorizer = Authorizer.inOrder(
                (user, attributes) -> AccessDecision.noOpinion(() -> "one " + asked.incrementAndGet()),
                (user, attributes) -> AccessDecision.noOpinion(""),
                (user, attributes) -> AccessDecision.noOpinion("two"));
        AccessDecision decision = authorizer.authorize(UserInfo.of("u"), GET_PODS);
        assertThat(asked).hasValue(0);
        assertThat(decision.reason()).isEqualTo("one 1\ntwo");
        assertThat(decision).hasToString("AccessDecision[verdict=NO_OPINION, reason=one 2\\ntwo]");
        assertThat(Authorizer.inOrder().authorize(UserInfo.of("u"), GET_PODS)).isEqualTo(AccessDecision.noOpinion(""));
    }
}
