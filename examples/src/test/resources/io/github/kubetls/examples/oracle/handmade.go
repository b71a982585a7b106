package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"strings"
)

// ---- keys, certificates and requests that crypto/x509 would not write, put together by hand

func tlv(tag int, parts ...string) string {
	content := strings.Join(parts, "")
	n := len(content)
	switch {
	case n < 0x80:
		return string([]byte{byte(tag), byte(n)}) + content
	case n < 0x100:
		return string([]byte{byte(tag), 0x81, byte(n)}) + content
	case n < 0x10000:
		return string([]byte{byte(tag), 0x82, byte(n >> 8), byte(n)}) + content
	}
	return string([]byte{byte(tag), 0x83, byte(n >> 16), byte(n >> 8), byte(n)}) + content
}

func sequence(parts ...string) string { return tlv(0x30, parts...) }

func objectID(id ...int) string { return string(must(asn1.Marshal(asn1.ObjectIdentifier(id)))) }

func integer(n *big.Int) string { return string(must(asn1.Marshal(n))) }

// A PKCS#1 key, as such or in PKCS#8, of which up to two numbers are changed.
func rsaKeyText() string {
	key := rsaKeys[random.Intn(len(rsaKeys))]
	list := []*big.Int{big.NewInt(int64(key.Version)), key.N, key.E, key.D, key.P, key.Q, key.Dp, key.Dq, key.Qi}
	lambda := new(big.Int).Mul(plus(key.P, -1), plus(key.Q, -1))
	for n := random.Intn(3); n > 0; n-- {
		at := random.Intn(len(list))
		old := list[at]
		add := func(m *big.Int) *big.Int { return new(big.Int).Add(old, m) }
		switch random.Intn(14) {
		case 0:
			list[at] = plus(old, 1)
		case 1:
			list[at] = plus(old, -1)
		case 2:
			list[at] = plus(old, 2)
		case 3:
			list[at] = big.NewInt(int64(number(0, 1, 2, 3, -1, 17)))
		case 4:
			list[at] = new(big.Int).Neg(old)
		case 5:
			list[at] = add(key.P)
		case 6:
			list[at] = add(key.Q)
		case 7:
			list[at] = add(key.N)
		case 8:
			list[at] = add(lambda)
		case 9:
			list[at] = add(plus(key.P, -1))
		case 10:
			other := 1 + random.Intn(len(list)-1)
			list[at], list[other] = list[other], old
		case 11: // the other way of writing d
			gcd := new(big.Int).GCD(nil, nil, plus(key.P, -1), plus(key.Q, -1))
			list[3] = new(big.Int).Mod(key.D, new(big.Int).Div(lambda, gcd))
		case 12:
			list[at] = new(big.Int).Lsh(old, 1)
		case 13:
			list[4], list[5], list[6], list[7], list[8] = key.Q, key.P, key.Dq, key.Dp, new(big.Int).ModInverse(key.P, key.Q)
		}
	}
	var numbers []string
	for _, n := range list {
		text := integer(n)
		if chance(60) { // a zero too many in front
			text = tlv(2, "\x00", string(n.Bytes()))
		}
		numbers = append(numbers, text)
	}
	pkcs1 := sequence(numbers...) + maybe(80, "\x00")
	if chance(3) {
		algorithm := sequence(objectID(1, 2, 840, 113549, 1, 1, 1), pick("\x05\x00", "\x05\x00", "\x05\x00", ""))
		return pemText("PRIVATE KEY", []byte(sequence(integer(big.NewInt(int64(number(0, 0, 0, 1, 2)))), algorithm, tlv(4, pkcs1))))
	}
	return pemText("RSA PRIVATE KEY", []byte(pkcs1))
}

// A value with a string type, mostly one whose alphabet it fits.
func directoryString() string {
	text := pick("system:nodes", "system:node:n1", "ab", "a b", "12 34", "", "a_b", "a*b", "a&b", "a@b", "é", "\xe9", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\x00", "a\x00", "\x7f", "\x80",
		"\ufeffa", "😀", "\u2028", "\x00s\x00t", "\xd8\x00\xdc\x00", "\xd8\x00", "\xff\xfe\x00a", "\xff\xff", "\xfd\xd0", "\xfd\xef", "\x00a\x00\x00", "\x00\x00\x00\x00", "\x00a\x00", "\x00\x00\x00s\x00\x00\x00t",
		"\x00\x01\xf6\x00", "'()+,-./:=?", "a\"b", "a;b", "a\nb", strings.Repeat("x", number(64, 65, 127, 128, 300)))
	if chance(5) {
		text = changed(text, "\x00\x01aZ09 _*&@\x7f\x80\xe9\xd8\xdc\xff\xfe")
	}
	tag := number(12, 12, 19, 19, 20, 22, 30, 18, 28, 20, 30, 12, 3, 4, 2, 5, 26, 27, 29, 21, 25, 1, 6, 23, 48, 0xac, 0x80, 0x34)
	if chance(2) {
		tag = number(12, 19)
	}
	return tlv(tag, text)
}

// An RDNSequence with all string types, several values of one type, and odd structures now and then.
func oddName() string {
	types := [][]int{{2, 5, 4, 3}, {2, 5, 4, 3}, {2, 5, 4, 10}, {2, 5, 4, 10}, {2, 5, 4, 11}, {2, 5, 4, 6}, {2, 5, 4, 7}, {2, 5, 4, 8}, {2, 5, 4, 9}, {2, 5, 4, 17}, {2, 5, 4, 5},
		{2, 5, 4, 12}, {0, 9, 2342, 19200300, 100, 1, 25}, {1, 2, 840, 113549, 1, 9, 1}, {2, 5, 4, 99}, {2, 5, 4, 3, 1}, {1, 3, 6, 1, 4, 1, 57683, 2}}
	attribute := func() string {
		value := directoryString()
		if !chance(3) {
			value = tlv(number(12, 19), pick("system:nodes", "system:node:n1", "a", "b c"))
		}
		extra := maybe(300, "\x05\x00")
		return sequence(objectID(types[random.Intn(len(types))]...), value, extra)
	}
	var sets []string
	for n := random.Intn(4); n > 0; n-- {
		var values []string
		for i := number(0, 0, 0, 1, 2); i >= 0; i-- {
			values = append(values, attribute())
		}
		if chance(100) {
			values = nil
		}
		sets = append(sets, tlv(number(0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x30), values...))
	}
	return sequence(sets...)
}

func validityTime() string {
	utc := pick("250101000000Z", "250101000000Z", "491231235959Z", "500101000000Z", "991231235959Z", "000101000000Z", "700101000000Z", "250229000000Z", "240229000000Z", "250101240000Z", "250101000060Z",
		"2501010000Z", "250101000000+0100", "250101000000-0000", "250101000000", "251301000000Z", "250100000000Z", "", "25010100000aZ", "2501010000+0100", "250101000000.5Z", "250101000000z")
	general := pick("20250101000000Z", "20500101000000Z", "99991231235959Z", "00010101000000Z", "00000101000000Z", "20250229000000Z", "20250101000000.5Z", "202501010000Z", "20250101000000+0100", "20250101000000", "19500101000000Z", "")
	if chance(4) {
		utc, general = changed(utc, "0123456789Z+-."), changed(general, "0123456789Z+-.")
	}
	if chance(3) {
		return tlv(0x18, general)
	}
	return tlv(number(0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x17, 0x18, 0x16), utc)
}

func serialNumber() string {
	return tlv(2, pick("\x01", "\x01", "\x00", "\x7f", "\x00\x80", "\xff", "\x80", "\xff\x7f", "\xff\x80", "\x00\x01", "", strings.Repeat("\x01", number(19, 20, 21, 64)), "\x00"+strings.Repeat("\xff", number(19, 20)), strings.Repeat("\x80", 20)))
}

func uriName() string { return tlv(0x86, urlText()) }

func oddNames() string {
	var list []string
	for n := random.Intn(3); n >= 0; n-- {
		list = append(list, pick(
			tlv(0x82, pick("a", "a.b", "*.a", "", ".", "é", "\xff", "a\x00b", "A_b")),
			tlv(0x81, pick("a@b", "", "é@b", "\xff", "a")),
			tlv(0x87, strings.Repeat("\x01", number(4, 16, 0, 5, 8, 32))), tlv(0x87, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x01\x02\x03\x04"), tlv(0x87, "\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"),
			uriName(), tlv(0xa4, oddName()), tlv(0xa0, objectID(1, 2, 3), tlv(0xa0, tlv(12, "x"))), tlv(0x88, "*\x03"), tlv(number(0x89, 0x02, 0xa2, 0xa6, 0x8f), "q")))
	}
	return sequence(list...)
}

func extensionOf(critical string, value string, id ...int) string {
	return sequence(objectID(id...), critical, tlv(4, value))
}

func nameConstraints() string {
	subtrees := func() string {
		var list []string
		for n := random.Intn(3); n > 0; n-- {
			list = append(list, sequence(pick(
				tlv(0x82, pick("a.b", ".a.b", "", ".", "..a", "a.", "*.a", "A_b", "a b", "é", "a..b", strings.Repeat("x", number(63, 64, 254)))),
				tlv(0x87, strings.Repeat("\x01", number(8, 32, 4, 0))), tlv(0x87, "\x0a\x00\x00\x00\xff\x00\x00\x00"), tlv(0x87, "\x0a\x00\x00\x00\xff\x00\xff\x00"),
				tlv(0x81, pick("a@b", "b", ".b", "", "a@", "@b", "é@b", "a b@c", "a@b..c")), tlv(0x86, pick("a.b", ".b", "1.2.3.4", "::1", "", "[::1]", "a:80", "é", "a..b")), tlv(0xa4, oddName())), maybe(40, "\x80\x01\x00")))
		}
		return strings.Join(list, "")
	}
	permitted, excluded := tlv(0xa0, subtrees()), tlv(0xa1, subtrees())
	return sequence(pick(permitted, excluded, permitted+excluded, "", excluded+permitted))
}

// A certificate with a signature that is none: a parser does not look at it.
func handmadeCertificate(serial, subject, validity, spki string, extensions ...string) []byte {
	algorithm := sequence(objectID(1, 2, 840, 10045, 4, 3, 2))
	tail := ""
	if len(extensions) > 0 {
		tail = tlv(0xa3, sequence(extensions...))
	}
	issuer := sequence(tlv(0x31, sequence(objectID(2, 5, 4, 3), tlv(12, "ca"))))
	if chance(100) {
		issuer = sequence()
	} else if chance(20) {
		issuer = oddName()
	}
	body := sequence(tlv(0xa0, integer(big.NewInt(2))), serial, algorithm, issuer, validity, subject, spki, tail)
	return []byte(sequence(body, algorithm, tlv(3, "\x00", "signature")))
}

func spkiText() string {
	if chance(8) {
		k := rsaKeys[random.Intn(len(rsaKeys))]
		return sequence(sequence(objectID(1, 2, 840, 113549, 1, 1, 1), pick("\x05\x00", "\x05\x00", "\x05\x00", "")), tlv(3, "\x00", sequence(integer(k.N), integer(k.E))))
	}
	return string(must(x509.MarshalPKIXPublicKey(keys[random.Intn(len(keys))].Public())))
}

func certificateText() string {
	serial, subject, validity := "\x02\x01\x07", sequence(), sequence(tlv(0x17, "250101000000Z"), tlv(0x17, "350101000000Z"))
	if chance(5) {
		serial = serialNumber()
	}
	if !chance(3) {
		subject = oddName()
	}
	if chance(5) {
		validity = sequence(validityTime(), validityTime())
	}
	var extensions []string
	critical := func() string {
		return pick("", "", "", "\x01\x01\xff", maybe(4, "\x01\x01\x00"), maybe(4, "\x01\x01\x01"))
	}
	if chance(3) {
		extensions = append(extensions, extensionOf(critical(), oddNames(), 2, 5, 29, 17))
	}
	if chance(8) {
		extensions = append(extensions, extensionOf(critical(), pick("0\x00", "0\x03\x01\x01\xff", "0\x03\x01\x01\x00", "0\x06\x01\x01\xff\x02\x01\x00", "0\x06\x01\x01\xff\x02\x01\xff", "0\x03\x02\x01\x05", "0\x03\x01\x01\x01", ""), 2, 5, 29, 19))
	}
	if chance(8) {
		extensions = append(extensions, extensionOf(critical(), pick("\x03\x02\x05\xa0", "\x03\x01\x00", "\x03\x02\x00\xa0", "\x04\x00", "", "\x03\x02\x08\xa0", "\x03\x03\x07\xff\x80", "\x03\x02\x05\xff"), 2, 5, 29, 15))
	}
	if chance(8) {
		extensions = append(extensions, extensionOf(critical(), pick(sequence(objectID(1, 3, 6, 1, 5, 5, 7, 3, 2)), sequence(), "", sequence(objectID(2, 5, 29, 37, 0)), sequence(tlv(6, "")), sequence(tlv(6, "\x80\x01"))), 2, 5, 29, 37))
	}
	if chance(6) {
		extensions = append(extensions, extensionOf(critical(), nameConstraints(), 2, 5, 29, 30))
	}
	if chance(12) {
		extensions = append(extensions, extensionOf(critical(), pick("\x05\x00", "", "x"), 1, 2, 3, 4))
	}
	return pemText("CERTIFICATE", handmadeCertificate(serial, subject, validity, spkiText(), extensions...))
}

func uriCertificateText() string {
	return pemText("CERTIFICATE", handmadeCertificate("\x02\x01\x07", sequence(), sequence(tlv(0x17, "250101000000Z"), tlv(0x17, "350101000000Z")),
		string(must(x509.MarshalPKIXPublicKey(keys[1].Public()))), extensionOf("", sequence(uriName()), 2, 5, 29, 17)))
}

// A signed request with an odd subject, of a small RSA key now and then.
func requestSubjectText() string {
	attributes := ""
	if chance(4) {
		attributes = sequence(objectID(1, 2, 840, 113549, 1, 9, 14), tlv(0x31, sequence(extensionOf("", oddNames(), 2, 5, 29, 17))))
	}
	if chance(10) {
		attributes += sequence(objectID(1, 2, 840, 113549, 1, 9, 7), tlv(0x31, directoryString()))
	}
	body := func(spki string) string {
		return sequence(integer(big.NewInt(int64(number(0, 0, 0, 0, 0, 0, 1, 5)))), oddName(), spki, tlv(0xa0, attributes))
	}
	signed := func(body string, algorithm string, signature []byte) string {
		return pemText("CERTIFICATE REQUEST", []byte(sequence(body, algorithm, tlv(3, "\x00", string(signature)))))
	}
	sum := func(text string) []byte { s := sha256.Sum256([]byte(text)); return s[:] }
	if chance(6) {
		k := rsaKeys[random.Intn(len(rsaKeys))]
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: k.N, E: int(k.E.Int64())}, D: k.D, Primes: []*big.Int{k.P, k.Q}}
		key.Precompute()
		text := body(sequence(sequence(objectID(1, 2, 840, 113549, 1, 1, 1), "\x05\x00"), tlv(3, "\x00", sequence(integer(k.N), integer(k.E)))))
		return signed(text, sequence(objectID(1, 2, 840, 113549, 1, 1, 11), "\x05\x00"), must(rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum(text))))
	}
	key := keys[number(1, 2, 3)].(*ecdsa.PrivateKey)
	text := body(string(must(x509.MarshalPKIXPublicKey(key.Public()))))
	return signed(text, sequence(objectID(1, 2, 840, 10045, 4, 3, 2)), must(key.Sign(nil, sum(text), crypto.SHA256)))
}
