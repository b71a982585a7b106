package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserInfoTest {

    @Test
    void takesGroupsOneByOneOrAsAList() {
        UserInfo user = UserInfo.builder("jane").groups("a", "b").build();
        assertThat(user)
                .isEqualTo(UserInfo.builder("jane").groups(List.of("a", "b")).build());
        assertThat(user.groups()).containsExactly("a", "b");
    }

    @Test
    void isIndependentOfItsBuilder() {
        UserInfo.Builder builder = UserInfo.builder("jane").uid("1").extra(Map.of("k", new ArrayList<>(List.of("v"))));
        UserInfo user = builder.build();
        builder.groups("late").uid("2").extra(Map.of());
        assertThat(user.groups()).isEmpty();
        assertThat(user.uid()).isEqualTo("1");
        assertThat(user.extra()).containsEntry("k", List.of("v"));
        assertThat(user.toBuilder().build()).isEqualTo(user);
    }

    /** All four decide what a user may, so no two users are equal that differ in one. */
    @Test
    void isEqualToWhoHasTheSameNameUidGroupsAndExtra() {
        UserInfo user = UserInfo.builder("jane")
                .uid("1")
                .groups("a")
                .extra(Map.of("k", List.of("v")))
                .build();
        assertThat(user)
                .isEqualTo(user.toBuilder().build())
                .hasSameHashCodeAs(user.toBuilder().build())
                .isNotEqualTo(user.toBuilder().uid("2").build())
                .isNotEqualTo(user.toBuilder().groups("b").build())
                .isNotEqualTo(user.toBuilder().extra(Map.of()).build())
                .isNotEqualTo(UserInfo.builder("joe")
                        .uid("1")
                        .groups("a")
                        .extra(Map.of("k", List.of("v")))
                        .build());
    }

    @Test
    void tellsItsNameAndGroupsAndNothingElse() {
        assertThat(UserInfo.builder("jane")
                        .uid("1")
                        .groups("a", "b")
                        .extra(Map.of("k", List.of("v")))
                        .build())
                .hasToString("jane [a, b]");
    }
}
