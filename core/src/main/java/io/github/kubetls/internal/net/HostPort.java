package io.github.kubetls.internal.net;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Host and port as Go reads {@code host:port}.
 *
 * @param host the host, an IPv6 address without its brackets
 * @param port what follows the colon, which may be anything
 */
public record HostPort(String host, String port) {

    private static final int LARGEST_PORT = 65535;

    /** {@return host and port, or empty when there is no port, or more than one colon outside brackets} */
    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        int end = bracketed ? text.indexOf(']') : colon;
        if (end < 0 || colon != (bracketed ? end + 1 : end)) {
            return Optional.empty();
        }
        String host = text.substring(bracketed ? 1 : 0, end);
        String port = text.substring(colon + 1);
        boolean plain = bracketed || host.indexOf(':') < 0 && host.indexOf(']') < 0;
        boolean stray = (host + port).indexOf('[') >= 0 || port.indexOf(']') >= 0;
        return plain && !stray ? Optional.of(new HostPort(host, port)) : Optional.empty();
    }

    /** {@return the port as a number from 1 to 65535, or empty when it is not such a number} */
    public OptionalInt portNumber() {
        int number = port.matches("0*[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        return number >= 1 && number <= LARGEST_PORT ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** Host and port, with an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
