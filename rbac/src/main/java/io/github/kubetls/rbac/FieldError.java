package io.github.kubetls.rbac;

import io.github.kubetls.internal.text.GoText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One reason for which the API server refuses an object.
 *
 * <p>{@link #toString()} is the API server's text, such as
 * {@code roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"}.
 *
 * @param field   path of the field, such as {@code subjects[0].name}
 * @param type    what kind of error it is
 * @param message the text after the field
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC Authorization</a>
 */
public record FieldError(String field, Type type, String message) {

    /** The kinds of errors. */
    public enum Type {
        /** A value is absent or empty. */
        REQUIRED("Required value"),
        /** A value breaks a rule. */
        INVALID("Invalid value"),
        /** A value is none of those that are allowed. */
        UNSUPPORTED("Unsupported value"),
        /** A value must not be there. */
        FORBIDDEN("Forbidden"),
        /** A value is too long. */
        TOO_LONG("Too long");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    static FieldError required(String field, String detail) {
        return of(field, Type.REQUIRED, detail);
    }

    static FieldError forbidden(String field, String detail) {
        return of(field, Type.FORBIDDEN, detail);
    }

    static FieldError tooLong(String field, String detail) {
        return of(field, Type.TOO_LONG, detail);
    }

    private static FieldError of(String field, Type type, String detail) {
        return new FieldError(field, type, detail.isEmpty() ? type.text : type.text + ": " + detail);
    }

    static FieldError invalid(String field, String value, String detail) {
        return of(field, Type.INVALID, GoText.quote(value) + ": " + detail);
    }

    /** For a value that is no string, in the form that Go gives it. */
    static FieldError invalidLiteral(String field, String literal, String detail) {
        return of(field, Type.INVALID, literal + ": " + detail);
    }

    static FieldError unsupported(String field, String value, String... supported) {
        String values = List.of(supported).stream().map(GoText::quote).collect(Collectors.joining(", "));
        return of(field, Type.UNSUPPORTED, GoText.quote(value) + ": supported values: " + values);
    }

    /** The API server's text. */
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
