package io.github.kubetls.manifest;

import io.github.kubetls.Location;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.GoText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One reason why a component refuses a value: the API server an object, or kubeadm its settings.
 *
 * <p>{@link #toString()} is the component's text, such as
 * {@code spec.signerName: Required value: signerName must be provided}.
 *
 * @param location the place, whose path is the field, such as {@code spec.usages[0]}
 * @param type     what kind of error it is
 * @param message  the text after the field
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API Concepts</a>
 */
public record FieldError(Location location, Type type, String message) {

    /**
     * Creates an error; characters of the message that cannot be printed are escaped, and very long texts keep their ends.
     *
     * @param location the place
     * @param type     what kind of error it is
     * @param message  the text after the field
     */
    public FieldError {
        message = Visible.message(message);
    }

    /** The kinds of errors. */
    public enum Type {
        /** A value is absent or empty. */
        REQUIRED("Required value", "VALUE_MISSING"),
        /** A value breaks a rule. */
        INVALID("Invalid value", "VALUE_INVALID"),
        /** A value is not among those that are allowed. */
        UNSUPPORTED("Unsupported value", "VALUE_UNSUPPORTED"),
        /** A value occurs twice. */
        DUPLICATE("Duplicate value", "VALUE_DUPLICATE"),
        /** A value must not be there, or must not change. */
        FORBIDDEN("Forbidden", "VALUE_FORBIDDEN"),
        /** A value is too long. */
        TOO_LONG("Too long", "VALUE_EXCESSIVE");

        private final String text;
        private final String code;

        Type(String text, String code) {
            this.text = text;
            this.code = code;
        }

        /** {@return the code of a finding that repeats such an error, such as {@code VALUE_MISSING}} */
        public String code() {
            return code;
        }
    }

    private static FieldError of(String field, Type type, String detail) {
        return new FieldError(Location.of(field), type, detail.isEmpty() ? type.text : type.text + ": " + detail);
    }

    /**
     * {@return the error that a value is absent}
     *
     * @param field  path of the field
     * @param detail more about it; may be empty
     */
    public static FieldError required(String field, String detail) {
        return of(field, Type.REQUIRED, detail);
    }

    /**
     * {@return the error that a string breaks a rule}
     *
     * @param field  path of the field
     * @param value  the string, which is quoted
     * @param detail the rule
     */
    public static FieldError invalid(String field, String value, String detail) {
        return of(field, Type.INVALID, GoText.quote(value) + ": " + detail);
    }

    /**
     * {@return the error that a value that is not a string breaks a rule}
     *
     * @param field   path of the field
     * @param literal the value, in the form that Go gives it
     * @param detail  the rule
     */
    public static FieldError invalidLiteral(String field, String literal, String detail) {
        return of(field, Type.INVALID, literal + ": " + detail);
    }

    /**
     * {@return the error that a string is not among those that are allowed}
     *
     * @param field     path of the field
     * @param value     the string, which is quoted
     * @param supported the allowed ones, in the order to list them
     */
    public static FieldError unsupported(String field, String value, String... supported) {
        String values = Arrays.stream(supported).map(GoText::quote).collect(Collectors.joining(", "));
        return of(field, Type.UNSUPPORTED, GoText.quote(value) + ": supported values: " + values);
    }

    /**
     * {@return the error that a string occurs twice}
     *
     * @param field path of the later one
     * @param value the string, which is quoted
     */
    public static FieldError duplicate(String field, String value) {
        return of(field, Type.DUPLICATE, GoText.quote(value));
    }

    /**
     * {@return the error that a value must not be there, or must not change}
     *
     * @param field  path of the field
     * @param detail the rule
     */
    public static FieldError forbidden(String field, String detail) {
        return of(field, Type.FORBIDDEN, detail);
    }

    /**
     * {@return the error that a value, which is not shown, is too long}
     *
     * @param field  path of the field
     * @param detail the rule
     */
    public static FieldError tooLong(String field, String detail) {
        return of(field, Type.TOO_LONG, detail);
    }

    /** {@return the path of the field, such as {@code spec.usages[0]}} */
    public String field() {
        return location.path();
    }

    /**
     * {@return the same error of an object that is part of a text}
     *
     * @param outer the place of that object, such as the file or the list item that holds it
     * @see Location#within
     */
    public FieldError within(Location outer) {
        return new FieldError(location.within(outer), type, message);
    }

    /**
     * {@return the same error at a place in the text}
     *
     * @param line   the line, from 1; 0 when unknown
     * @param column the column, from 1; 0 when unknown
     */
    public FieldError at(int line, int column) {
        return new FieldError(location.at(line, column), type, message);
    }

    /** The component's text, which begins with the path of the field where there is one. */
    @Override
    public String toString() {
        return field().isEmpty() ? message : Visible.text(field()) + ": " + message;
    }
}
