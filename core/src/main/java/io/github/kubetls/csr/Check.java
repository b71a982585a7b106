package io.github.kubetls.csr;

/**
 * One rule of a decision, and whether the request keeps it.
 *
 * @param rule    stable name of the rule, in capitals, such as {@code USERNAME_IS_COMMON_NAME}
 * @param passed  whether the request keeps it
 * @param message what was found
 */
public record Check(String rule, boolean passed, String message) {

    static Check of(String rule, boolean passed, String whenPassed, String whenFailed) {
        return new Check(rule, passed, passed ? whenPassed : whenFailed);
    }
}
