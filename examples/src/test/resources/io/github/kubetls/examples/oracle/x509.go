package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/url"
	"strings"
	"time"
)

// ---- keys, certificates and requests

var keys []crypto.Signer
var privatePEM, publicPEM, certificatePEM, requestDER []string

func pemText(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func scalarBelow(n *big.Int) *big.Int {
	return new(big.Int).Add(new(big.Int).Rand(random, new(big.Int).Sub(n, big.NewInt(1))), big.NewInt(1))
}

func ecKey(curve elliptic.Curve) *ecdsa.PrivateKey {
	return must(ecdsa.ParseRawPrivateKey(curve, scalarBelow(curve.Params().N).FillBytes(make([]byte, (curve.Params().BitSize+7)/8))))
}

func rsaKey(bits, primes int) *rsa.PrivateKey {
	for {
		n, phi, left := big.NewInt(1), big.NewInt(1), bits
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{E: 65537}}
		for i := primes; i > 0; i-- {
			size := left / i
			left -= size
			p := new(big.Int)
			for !p.ProbablyPrime(8) {
				p.Rand(random, new(big.Int).Lsh(big.NewInt(1), uint(size)))
				p.SetBit(p.SetBit(p.SetBit(p, size-1, 1), size-2, 1), 0, 1)
			}
			key.Primes = append(key.Primes, p)
			n.Mul(n, p)
			phi.Mul(phi, plus(p, -1))
		}
		key.N, key.D = n, new(big.Int).ModInverse(big.NewInt(65537), phi)
		if n.BitLen() == bits && key.D != nil {
			key.Precompute()
			return key
		}
	}
}

func plus(a *big.Int, n int64) *big.Int { return new(big.Int).Add(a, big.NewInt(n)) }

// What may serve the signature as randomness: none makes ECDSA's repeatable.
func randomFor(key crypto.Signer) io.Reader {
	if _, ok := key.(*ecdsa.PrivateKey); ok {
		return nil
	}
	return random
}

func makeKeys() {
	seed := make([]byte, ed25519.SeedSize)
	random.Read(seed)
	keys = []crypto.Signer{ecKey(elliptic.P224()), ecKey(elliptic.P256()), ecKey(elliptic.P256()), ecKey(elliptic.P384()), ecKey(elliptic.P521()),
		rsaKey(2048, 2), rsaKey(1024, 2), ed25519.NewKeyFromSeed(seed)}
	for _, key := range keys {
		pkcs8, spki := must(x509.MarshalPKCS8PrivateKey(key)), must(x509.MarshalPKIXPublicKey(key.Public()))
		addAs(&privatePEM, pkcs8, "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")
		addAs(&publicPEM, spki, "PUBLIC KEY", "RSA PUBLIC KEY")
		switch k := key.(type) {
		case *rsa.PrivateKey:
			addAs(&privatePEM, x509.MarshalPKCS1PrivateKey(k), "RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY")
			addAs(&publicPEM, x509.MarshalPKCS1PublicKey(&k.PublicKey), "RSA PUBLIC KEY", "PUBLIC KEY")
		case *ecdsa.PrivateKey:
			sec1 := must(x509.MarshalECPrivateKey(k))
			addAs(&privatePEM, sec1, "EC PRIVATE KEY", "PRIVATE KEY")
			privatePEM = append(privatePEM, pemText("EC PARAMETERS", []byte{6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7})+pemText("EC PRIVATE KEY", sec1))
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(random.Int63()), Subject: pkix.Name{CommonName: "x", Organization: []string{"o"}},
			NotBefore: time.Unix(1700000000, 0), NotAfter: time.Unix(1900000000, 0), DNSNames: []string{"a.b"}}
		der := must(x509.CreateCertificate(randomFor(key), template, template, key.Public(), key))
		addAs(&certificatePEM, der, "CERTIFICATE", "CERTIFICATE", "X509 CERTIFICATE")
		addAs(&publicPEM, der, "CERTIFICATE")
		addAs(&certificatePEM, append(der[:len(der)-1:len(der)-1], der[len(der)-1]^1), "CERTIFICATE")
		addAs(&certificatePEM, append(der[:len(der):len(der)], 0), "CERTIFICATE")
	}
	threePrimes = pemText("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey(2048, 3)))
	oddKeys(keys[5].(*rsa.PrivateKey))
	for _, bits := range []int{512, 768, 1000, 1016, 1023, 1024, 1024, 1025, 2048} {
		for n := 0; n < 3; n++ {
			rsaKeys = append(rsaKeys, numbers(rsaKey(bits, 2)))
		}
	}
}

func addAs(pool *[]string, der []byte, labels ...string) {
	for _, label := range labels {
		*pool = append(*pool, pemText(label, der))
	}
}

type pkcs1 struct {
	Version                   int
	N, E, D, P, Q, Dp, Dq, Qi *big.Int
}

var rsaKeys []pkcs1
var threePrimes string

func numbers(k *rsa.PrivateKey) pkcs1 {
	return pkcs1{0, k.N, big.NewInt(int64(k.E)), k.D, k.Primes[0], k.Primes[1], k.Precomputed.Dp, k.Precomputed.Dq, k.Precomputed.Qinv}
}

// RSA keys that are no proper ones, in one way each; small and large ones; EC keys likewise.
func oddKeys(good *rsa.PrivateKey) {
	add := func(k pkcs1) {
		addAs(&privatePEM, must(asn1.Marshal(k)), "RSA PRIVATE KEY")
	}
	for _, change := range []func(k *pkcs1){
		func(k *pkcs1) { k.Dp = plus(k.Dp, 1) }, func(k *pkcs1) { k.Dq = plus(k.Dq, 2) }, func(k *pkcs1) { k.Qi = plus(k.Qi, 1) },
		func(k *pkcs1) { k.Dp = big.NewInt(0) }, func(k *pkcs1) { k.Dp, k.Dq, k.Qi = big.NewInt(0), big.NewInt(0), big.NewInt(0) },
		func(k *pkcs1) { k.Dp = new(big.Int).Neg(k.Dp) }, func(k *pkcs1) { k.P, k.Q, k.Dp, k.Dq = k.Q, k.P, k.Dq, k.Dp },
		func(k *pkcs1) { k.P, k.Q, k.Dp, k.Dq, k.Qi = k.Q, k.P, k.Dq, k.Dp, new(big.Int).ModInverse(k.P, k.Q) },
		func(k *pkcs1) { k.D = plus(k.D, 2) }, func(k *pkcs1) { k.D = new(big.Int).Add(k.D, new(big.Int).Mul(plus(k.P, -1), plus(k.Q, -1))) },
		func(k *pkcs1) { k.N = plus(k.N, 2) }, func(k *pkcs1) { k.P = plus(k.P, 2) }, func(k *pkcs1) { k.P, k.Q = big.NewInt(1), k.N },
		func(k *pkcs1) { k.E = big.NewInt(3) }, func(k *pkcs1) { k.E = big.NewInt(1) }, func(k *pkcs1) { k.E = big.NewInt(65536) }, func(k *pkcs1) { k.E = big.NewInt(1<<33 + 1) },
		func(k *pkcs1) { k.Version = 1 }, func(k *pkcs1) { k.Version = 2 }, func(k *pkcs1) { k.N = new(big.Int).Neg(k.N) },
	} {
		k := numbers(good)
		change(&k)
		add(k)
	}
	addPublic := func(n, e *big.Int) []byte {
		der := must(asn1.Marshal(struct{ N, E *big.Int }{n, e}))
		spki := must(asn1.Marshal(struct {
			A pkix.AlgorithmIdentifier
			K asn1.BitString
		}{pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, Parameters: asn1.NullRawValue}, asn1.BitString{Bytes: der, BitLength: len(der) * 8}}))
		addAs(&publicPEM, der, "RSA PUBLIC KEY")
		addAs(&publicPEM, spki, "PUBLIC KEY")
		return spki
	}
	for _, e := range []int64{1, 2, 65536, 1<<32 + 1, 1<<31 - 1, 1<<31 + 1, 0, -3, 3} {
		addPublic(good.N, big.NewInt(e))
	}
	addPublic(plus(good.N, 1), big.NewInt(65537))
	for _, bits := range []int{512, 768, 1000, 1023, 1024, 1025, 2047} {
		k := rsaKey(bits, 2)
		add(numbers(k))
		requestDER = append(requestDER, smallRequest(k, addPublic(k.N, big.NewInt(65537))))
	}

	type sec1 struct {
		Version int
		Key     []byte
		Curve   asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
		Public  asn1.BitString        `asn1:"optional,explicit,tag:1"`
	}
	p256 := asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}
	order := elliptic.P256().Params().N
	bits := func(b []byte) asn1.BitString { return asn1.BitString{Bytes: b, BitLength: len(b) * 8} }
	key := must(keys[1].(*ecdsa.PrivateKey).Bytes())
	other := must(keys[2].(*ecdsa.PrivateKey).PublicKey.Bytes())
	for _, k := range []sec1{{1, key, p256, asn1.BitString{}}, {1, key, p256, bits(other)}, {1, key, p256, bits([]byte{4, 1})}, {1, make([]byte, 32), p256, asn1.BitString{}},
		{1, order.Bytes(), p256, asn1.BitString{}}, {1, plus(order, -1).Bytes(), p256, asn1.BitString{}}, {1, key[:31], p256, asn1.BitString{}}, {1, append(make([]byte, 3), key...), p256, asn1.BitString{}},
		{1, append([]byte{1}, key...), p256, asn1.BitString{}}, {1, []byte{1}, p256, asn1.BitString{}}, {1, []byte{}, p256, asn1.BitString{}}, {2, key, p256, asn1.BitString{}},
		{1, key, nil, asn1.BitString{}}, {1, key, asn1.ObjectIdentifier{1, 3, 132, 0, 10}, asn1.BitString{}}} {
		addAs(&privatePEM, must(asn1.Marshal(k)), "EC PRIVATE KEY")
	}
}

// A request for a key too small for crypto/x509, signed by hand.
func smallRequest(k *rsa.PrivateKey, spki []byte) string {
	raw := func(b []byte) asn1.RawValue { return asn1.RawValue{FullBytes: b} }
	body := must(asn1.Marshal(struct {
		Version                  int
		Subject, Key, Attributes asn1.RawValue
	}{0, raw(must(asn1.Marshal(pkix.Name{CommonName: "system:node:x", Organization: []string{"system:nodes"}}.ToRDNSequence()))), raw(spki), raw([]byte{0xa0, 0})}))
	sum := sha256.Sum256(body)
	signature := must(rsa.SignPKCS1v15(nil, k, crypto.SHA256, sum[:]))
	return string(must(asn1.Marshal(struct {
		Body      asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{raw(body), pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, Parameters: asn1.NullRawValue}, asn1.BitString{Bytes: signature, BitLength: len(signature) * 8}})))
}

// A block that is written in an unusual way.
func unusual(s string) string {
	s = strings.TrimSuffix(s, "\n")
	l := strings.Split(s, "\n")
	first, last, body := l[0], l[len(l)-1], l[1:len(l)-1]
	rest := strings.Join(l[1:], "\n")
	switch random.Intn(24) {
	case 0:
		return strings.Join(l, "\r\n") + "\r\n"
	case 1:
		return strings.Join(l, "\r") + "\r"
	case 2:
		return "  " + s
	case 3:
		return strings.Join(l, " \n") + "\n"
	case 4:
		return strings.Join(l, "\n ") + "\n"
	case 5:
		return first + "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + rest + "\n"
	case 6:
		return first + "\nX: y\n" + rest + "\n"
	case 7:
		return strings.Join(l, "\n\n") + "\n"
	case 8:
		return s
	case 9:
		return first + "\n" + strings.Join(body, "\n") + last + "\n"
	case 10:
		return first + rest + "\n"
	case 11:
		return strings.Replace(s, "-----END", "----END", 1) + "\n"
	case 12:
		return first + "\n" + strings.Join(body, "\n") + "\n-----END OTHER-----\n"
	case 13:
		return first + "\n" + strings.Join(body, "") + "\n" + last + "\n"
	case 14:
		return first + " \t\n" + rest + " \t\n"
	case 15:
		return strings.ReplaceAll(s, "=", "") + "\n"
	case 16:
		return "\xef\xbb\xbf" + s + "\n"
	case 17:
		return first + "\n" + strings.Join(body, "\n") + "\n"
	case 18:
		return s + "x\n"
	case 19:
		return "x" + s + "\n"
	case 20:
		return first + "\nA: b\nC\n: d\n\n" + rest + "\n"
	case 21:
		return first + "\n" + last + "\n"
	case 22:
		return first + "\n" + s + "\n"
	}
	return changed(s+"\n", "-=:\n\r \tABC+/_\x00")
}

func pemFile(pool []string, others ...[]string) func() []string {
	return func() []string {
		var b strings.Builder
		for i := number(0, 0, 1, 2); i >= 0; i-- {
			from := pool
			if chance(5) {
				from = others[random.Intn(len(others))]
			}
			block := pick(from...)
			if chance(2) {
				block = unusual(block)
			}
			b.WriteString(maybe(8, pick("junk\n", "\n\n", "# c\n", "-----BEGIN X-----\n", "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN -----\n",
				"-----BEGIN X----- \n-----END X-----\n", "-----BEGIN PRIVATE KEY-----\njunk!\n-----END PRIVATE KEY-----\n",
				"\n-----END ", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----k: v\n", "-----BEGIN CERTIFICATE-----\n:")) + block + maybe(10, "trailer\n"))
		}
		return []string{b.String()}
	}
}

func altName(tag int, value string) asn1.RawValue {
	return asn1.RawValue{Class: 2, Tag: tag, Bytes: []byte(value), IsCompound: tag == 4 || tag == 0}
}

func requestBytes() []byte {
	if chance(40) {
		return []byte(pick(requestDER...))
	}
	key := keys[random.Intn(len(keys))]
	node := pick("system:node:n1", "system:node:n1", "system:node:", "system:nodes", "n1", "", "system:node:é", "system:node:a*b", "system:node:a@b", "system:node:"+strings.Repeat("x", 100), "system:node:\u0000", "System:node:x")
	name := pkix.Name{CommonName: node}
	switch random.Intn(6) {
	case 0, 1, 2, 3:
		name.Organization = []string{"system:nodes"}
	case 4:
		name.Organization = []string{"system:nodes", pick("a", "system:masters", "", "é")}
	}
	if chance(5) {
		name.OrganizationalUnit = []string{pick("ou", "b", "é"), "a"}
	}
	if chance(8) {
		name.Country, name.Locality, name.Province = []string{pick("DE", "x", "ÄÖ")}, []string{"l"}, []string{"p"}
	}
	if chance(8) {
		name.StreetAddress, name.PostalCode, name.SerialNumber = []string{"s"}, []string{"1"}, pick("7", "x_y")
	}
	attribute := func(value any, id ...int) {
		name.ExtraNames = append(name.ExtraNames, pkix.AttributeTypeAndValue{Type: id, Value: value})
	}
	if chance(8) {
		attribute("uid", 0, 9, 2342, 19200300, 100, 1, 1)
	}
	if chance(10) {
		attribute(pick("system:node:second", "zz"), 2, 5, 4, 3)
	}
	if chance(12) { // every string type, and two that are none
		attribute(asn1.RawValue{Tag: number(12, 19, 20, 22, 28, 30, 3, 4), Bytes: []byte(pick("system:nodes", "ab", "\x00s\x00t", "é", "\xe9", "", "a_b", "a*b"))}, 2, 5, 4, 10)
	}
	t := &x509.CertificateRequest{Subject: name}
	extension := func(critical bool, value []byte, id ...int) {
		t.ExtraExtensions = append(t.ExtraExtensions, pkix.Extension{Id: id, Critical: critical, Value: value})
	}
	if chance(3) {
		t.DNSNames = []string{pick("n1", "a.b", "*.x", "a..b", "A", "a b", ".", "-", "a_b", strings.Repeat("y", 300), "x.")}
		if chance(2) {
			t.IPAddresses = []net.IP{net.ParseIP(pick("1.2.3.4", "::1", "::ffff:1.2.3.4", "fe80::1"))}
		}
		if chance(5) {
			t.EmailAddresses = []string{pick("a@b", "a", "a@b@c", "\"q q\"@b", "a@", "@")}
		}
		if u, err := url.Parse(urlText()); err == nil && chance(5) {
			t.URIs = []*url.URL{u}
		}
	} else if chance(4) {
		var names []asn1.RawValue
		for i := random.Intn(2); i >= 0; i-- {
			switch random.Intn(7) {
			case 0:
				names = append(names, altName(2, pick("a", "é", "a\x00b", "\xff", "", "a b", "x.", "*", "_x")))
			case 1:
				names = append(names, altName(1, pick("a@b", "é@b", "", "a", "\xff")))
			case 2, 3:
				names = append(names, altName(6, urlText()))
			case 4:
				names = append(names, altName(7, strings.Repeat("\x00", number(4, 16, 0, 5, 8, 32))))
			case 5:
				names = append(names, altName(0, "\x06\x03*\x03\x04\xa0\x03\x0c\x01x"), altName(8, "*\x03\x04"))
			case 6:
				names = append(names, altName(random.Intn(12), "q"))
			}
		}
		extension(chance(4), must(asn1.Marshal(names)), 2, 5, 29, 17)
	}
	if chance(8) {
		extension(chance(2), []byte{0x30, 3, 1, 1, 0xff}, 2, 5, 29, 19)
	}
	if chance(8) {
		extension(chance(2), []byte(pick("\x03\x02\x05\xa0", "\x03\x01\x00", "\x04\x00", "")), 2, 5, 29, 15)
	}
	if chance(12) {
		extension(chance(2), []byte{5, 0}, 1, 2, 3, 4)
	}
	if len(t.ExtraExtensions) > 0 && chance(20) {
		t.ExtraExtensions = append(t.ExtraExtensions, t.ExtraExtensions[0])
	}
	switch key.(type) {
	case *rsa.PrivateKey:
		t.SignatureAlgorithm = []x509.SignatureAlgorithm{0, x509.SHA256WithRSA, x509.SHA384WithRSA, x509.SHA512WithRSA, x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA1WithRSA}[random.Intn(7)]
	case *ecdsa.PrivateKey:
		t.SignatureAlgorithm = []x509.SignatureAlgorithm{0, 0, 0, x509.ECDSAWithSHA256, x509.ECDSAWithSHA384, x509.ECDSAWithSHA512, x509.ECDSAWithSHA1}[random.Intn(7)]
	}
	der, err := x509.CreateCertificateRequest(randomFor(key), t, key)
	if err != nil { // crypto/x509 does not write all that it could read
		return requestBytes()
	}
	return der
}

func requestText() string {
	der := requestBytes()
	if chance(6) {
		for i := random.Intn(2); i >= 0; i-- {
			at := random.Intn(len(der))
			if chance(2) {
				at = random.Intn(40)
			}
			der[at] = byte(random.Intn(256))
		}
		if chance(6) {
			der = append(der, 0)
		} else if chance(6) {
			der = der[:len(der)-1]
		}
	}
	label := "CERTIFICATE REQUEST"
	if chance(5) {
		label = pick("NEW CERTIFICATE REQUEST", "CERTIFICATE")
	}
	text := pemText(label, bytes.Clone(der))
	text = maybe(12, pick("junk\n", "\n", " ", "-----BEGIN X-----\n-----END X-----\n", "\n-----END ", "-----BEGIN X-----\n:", "-----BEGIN X-----\n-----END X-----k: v\n")) + text + maybe(12, pick("junk", text, "\n\n"))
	if chance(20) {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}
