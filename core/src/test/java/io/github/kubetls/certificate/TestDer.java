package io.github.kubetls.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Puts DER together by hand, right or wrong. */
final class TestDer {

    private TestDer() {}

    static byte[] tlv(int identifier, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(identifier);
        if (content.length >= 256) {
            out.write(0x82);
            out.write(content.length >> 8);
        } else if (content.length >= 128) {
            out.write(0x81);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] seq(byte[]... parts) {
        return tlv(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tlv(0x31, parts);
    }

    static byte[] oid(String dotted) {
        return DerOutput.objectIdentifier(dotted);
    }

    static byte[] integer(int value) {
        return tlv(2, new byte[] {(byte) value});
    }

    static byte[] octets(byte[]... parts) {
        return tlv(4, parts);
    }

    static byte[] bits(byte[] bytes) {
        return tlv(3, new byte[1], bytes);
    }

    static byte[] string(int identifier, String text) {
        return tlv(identifier, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] utf8(String text) {
        return tlv(12, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An RDN with one attribute. */
    static byte[] rdn(String type, byte[] value) {
        return set(seq(oid(type), value));
    }

    /** O=system:nodes, CN=system:node:worker-1. */
    static byte[] nodeSubject() {
        return seq(rdn("2.5.4.10", string(19, "system:nodes")), rdn("2.5.4.3", string(19, "system:node:worker-1")));
    }

    static byte[] leafKey() {
        return TestKeys.LEAF_PUBLIC.getEncoded();
    }

    /** The attribute that requests extensions. */
    static byte[] extensionRequest(byte[]... extensions) {
        return seq(oid("1.2.840.113549.1.9.14"), set(seq(extensions)));
    }

    static byte[] extension(String type, byte[] value) {
        return seq(oid(type), octets(value));
    }

    static byte[] criticalExtension(String type, byte[] value) {
        return seq(oid(type), new byte[] {1, 1, -1}, octets(value));
    }

    static byte[] subjectAltName(byte[]... names) {
        return extension("2.5.29.17", seq(names));
    }

    static byte[] attributes(byte[]... attributes) {
        return tlv(0xA0, attributes);
    }

    /** A request of version 0, signed with the leaf's key. */
    static byte[] request(byte[] subject, byte[] key, byte[] attributes) {
        return signed(seq(integer(0), subject, key, attributes));
    }

    /** A request with a certain inside, signed with the leaf's key. */
    static byte[] signed(byte[] info) {
        return signedWith(info, seq(oid("1.2.840.10045.4.3.2")), SignatureScheme.SHA256_WITH_ECDSA);
    }

    static byte[] signedWith(byte[] info, byte[] algorithm, SignatureScheme scheme) {
        return seq(info, algorithm, bits(Crypto.sign(TestKeys.LEAF, scheme, null, info)));
    }

    /** A name of a kind (RFC 5280, GeneralName) that is a string. */
    static byte[] general(int kind, String text) {
        return string(0x80 | kind, text);
    }

    /** A request of a node for these names. */
    static byte[] withNames(byte[]... names) {
        return request(nodeSubject(), leafKey(), attributes(extensionRequest(subjectAltName(names))));
    }

    /** A request for this subject. */
    static byte[] withSubject(byte[]... rdns) {
        return request(seq(rdns), leafKey(), attributes());
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
