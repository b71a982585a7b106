package io.github.kubetls.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource({
        "'', false, Pending",
        "Approved, false, Approved",
        "Denied, false, Denied",
        "Failed, false, 'Pending,Failed'",
        "Approved Failed, false, 'Approved,Failed'",
        "Approved, true, 'Approved,Issued'",
        "Approved Denied, true, 'Denied,Issued'",
        "Custom, false, Pending"
    })
    void summarizesTheStateAsKubectlDoes(String types, boolean issued, String expected) {
        List<Condition> conditions = Stream.of(types.split(" "))
                .filter(type -> !type.isEmpty())
                .map(type -> Condition.builder(type).build())
                .toList();
        assertThat(Condition.summary(conditions, issued)).isEqualTo(expected);
    }
}
