package io.github.kubetls.internal.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/** A range of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632). */
public final class IpRange {

    private final byte[] network;
    private final int prefixLength;

    private IpRange(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /**
     * {@return the range in a text: an address, a slash and the number of bits that count; empty when the text is not a range}
     */
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return IpText.parse(text.substring(0, slash))
                .map(InetAddress::getAddress)
                .filter(network -> bits <= 8 * network.length)
                .map(network -> new IpRange(network, bits));
    }

    /**
     * {@return whether the first bits of an address are those of the range; one of the other address family is never in it}
     */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int i = 0; i < prefixLength; i++) {
            int mask = 0x80 >> i % 8;
            if (((bytes[i / 8] ^ network[i / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the number of bits that tell the addresses of the range apart, from 0, for a single address, to 32 or 128}
     */
    public int hostBits() {
        return 8 * network.length - prefixLength;
    }

    /**
     * {@return an address of the range by its number, or empty when the range has fewer}
     *
     * @param index the number, from 0 for the first address
     */
    public Optional<InetAddress> address(int index) {
        if (hostBits() < Integer.SIZE - 1 && index >> hostBits() != 0) {
            return Optional.empty();
        }
        BigInteger bits = new BigInteger(1, network)
                .shiftRight(hostBits())
                .shiftLeft(hostBits())
                .add(BigInteger.valueOf(index));
        byte[] bytes = new byte[network.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[bytes.length - 1 - i] = bits.shiftRight(8 * i).byteValue();
        }
        return Optional.of(IpText.address(bytes));
    }
}
