package io.github.kubetls.internal.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * IP addresses as Kubernetes reads and writes them (RFC 4291, section 2.2; RFC 5952). Nothing is ever looked up.
 *
 * <p>An IPv4-mapped IPv6 address is the IPv4 address, as in Go.
 */
public final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * {@return the address in a text: four decimal numbers without leading zeros, or IPv6 without a zone; empty when the
     * text is not an address}
     */
    public static Optional<InetAddress> parse(String text) {
        return parse(text, false);
    }

    /**
     * {@return the address in a text as most components of Kubernetes read it, for compatibility: numbers may have leading
     * zeros and are decimal nevertheless; empty when the text is not an address}
     */
    public static Optional<InetAddress> parseSloppy(String text) {
        return parse(text, true);
    }

    /** {@return whether a text is an IPv6 address, an IPv4-mapped one included; it may have a zone after {@code %}} */
    public static boolean isIpv6(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        return zone != text.length() - 1
                && address.indexOf(':') >= 0
                && parse(address).isPresent();
    }

    private static Optional<InetAddress> parse(String text, boolean leadingZeros) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.') {
                return ipv4(text, leadingZeros).map(IpText::address);
            }
            if (text.charAt(i) == ':') {
                return ipv6(text, leadingZeros).map(IpText::address);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> ipv4(String text, boolean leadingZeros) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = parts[i];
            if (part.isEmpty()
                    || !part.chars().allMatch(c -> c >= '0' && c <= '9')
                    || part.length() > 1 && part.charAt(0) == '0' && !leadingZeros) {
                return Optional.empty();
            }
            String digits = withoutZeros(part);
            if (digits.length() > 3 || Integer.parseInt(digits) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(digits);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> ipv6(String text, boolean leadingZeros) {
        int gap = text.indexOf("::");
        List<Integer> head = new ArrayList<>();
        List<Integer> tail = new ArrayList<>();
        boolean valid;
        if (gap < 0) {
            valid = groups(text, head, true, leadingZeros) && head.size() == GROUPS;
        } else {
            valid = groups(text.substring(0, gap), head, false, leadingZeros)
                    && groups(text.substring(gap + 2), tail, true, leadingZeros)
                    && head.size() + tail.size() < GROUPS;
        }
        if (!valid) {
            return Optional.empty();
        }
        byte[] bytes = new byte[16];
        put(bytes, 0, head);
        put(bytes, GROUPS - tail.size(), tail);
        return Optional.of(bytes);
    }

    private static void put(byte[] bytes, int first, List<Integer> groups) {
        for (int i = 0; i < groups.size(); i++) {
            bytes[2 * (first + i)] = (byte) (groups.get(i) >> 8);
            bytes[2 * (first + i) + 1] = (byte) (int) groups.get(i);
        }
    }

    /** Reads groups between colons; the last may be an IPv4 address. */
    private static boolean groups(String text, List<Integer> groups, boolean mayEndInIpv4, boolean leadingZeros) {
        if (text.isEmpty()) {
            return true;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (mayEndInIpv4 && i == parts.length - 1 && part.indexOf('.') >= 0) {
                Optional<byte[]> ipv4 = ipv4(part, leadingZeros);
                ipv4.ifPresent(bytes -> {
                    groups.add((bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF);
                    groups.add((bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF);
                });
                return ipv4.isPresent();
            }
            String digits = leadingZeros ? withoutZeros(part) : part;
            if (!isGroup(digits)) {
                return false;
            }
            groups.add(Integer.parseInt(digits, 16));
        }
        return true;
    }

    /** A number without leading zeros, of which Kubernetes' lenient reader takes any number. */
    private static String withoutZeros(String number) {
        int start = 0;
        while (start < number.length() - 1 && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }

    private static boolean isGroup(String part) {
        return !part.isEmpty()
                && part.length() <= 4
                && part.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
    }

    /**
     * {@return the address of its bytes; an IPv4 address for an IPv4-mapped one}
     *
     * @param bytes 4 or 16 bytes
     */
    public static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    /**
     * {@return the text of an address in lower case, with the longest row of zero groups left out, such as {@code 10.0.0.1}
     * or {@code fd00::1}}
     */
    public static String format(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return (bytes[0] & 0xFF) + "." + (bytes[1] & 0xFF) + "." + (bytes[2] & 0xFF) + "." + (bytes[3] & 0xFF);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        int gapStart = -1;
        int gapEnd = -1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > Math.max(1, gapEnd - gapStart)) {
                gapStart = i;
                gapEnd = end;
            }
            i = Math.max(i, end - 1);
        }
        return write(groups, gapStart, gapEnd);
    }

    private static String write(int[] groups, int gapStart, int gapEnd) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i = gapEnd - 1;
            } else {
                text.append(text.isEmpty() || i == gapEnd ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
