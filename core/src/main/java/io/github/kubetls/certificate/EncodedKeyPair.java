package io.github.kubetls.certificate;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A key pair that no provider holds yet.
 *
 * @param publicKey the public key
 * @param pkcs8     the private key in PKCS#8, to be wiped by who reads it
 */
record EncodedKeyPair(SubjectPublicKeyInfo publicKey, byte[] pkcs8) {}
