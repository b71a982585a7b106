package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"k8s.io/cluster-bootstrap/token/jws"
)

// Odd inputs for every function. The same seed and count give the same inputs, keys and signatures included.
func writeInputs(dir string, seed int64, count int) {
	check(os.Setenv("GODEBUG", "rsa1024min=0")) // here only: the generator signs with small keys too
	check(os.MkdirAll(dir, 0o755))
	random = rand.New(rand.NewSource(seed))
	makeKeys()
	write := func(name string, n int, input func() []string) {
		out := must(os.Create(filepath.Join(dir, name+".in")))
		w := bufio.NewWriter(out)
		for i := 0; i < n; i++ {
			var fields []string
			for _, f := range input() {
				fields = append(fields, base64.StdEncoding.EncodeToString([]byte(f)))
			}
			fmt.Fprintln(w, strings.Join(fields, "\t"))
		}
		check(w.Flush())
		check(out.Close())
	}
	one := func(text func() string) func() []string { return func() []string { return []string{text()} } }
	write("tokenFile", count, one(tokenFileText))
	write("token", count, one(tokenText))
	write("secretName", count, one(func() string { return changed("bootstrap-token-"+characters(6), "abc09.AZ-_\n") }))
	write("expiration", count, func() []string { return []string{timeText(), pick("1764000000", "0", "1764072000", "4102444800")} })
	write("groups", count, one(groupsText))
	write("duration", count, one(durationText))
	write("jws", count, func() []string { return []string{characters(6), characters(16), contentText()} })
	write("jwsVerify", count, signatureFields)
	write("kubeconfig", count, one(anyKubeconfig))
	write("validate", count, one(saneKubeconfig))
	write("proxyUrl", count, one(func() string { return strings.ReplaceAll(urlText(), "\x7f", "") })) // YAML cannot hold it
	write("merge", count/4, func() []string {
		var files []string
		for i := 0; i < 2+random.Intn(2); i++ {
			if chance(5) {
				files = append(files, anyKubeconfig())
			} else {
				files = append(files, saneKubeconfig())
			}
		}
		return files
	})
	privateKeys := pemFile(privatePEM, certificatePEM, publicPEM)
	write("privateKey", count, func() []string {
		if chance(100) {
			return []string{threePrimes}
		}
		return privateKeys()
	})
	write("rsaKey", count, one(rsaKeyText))
	write("publicKeys", count, pemFile(publicPEM, privatePEM, certificatePEM))
	write("certificates", count, pemFile(certificatePEM, privatePEM))
	write("certificate", count, one(certificateText))
	write("uri", count, one(uriCertificateText))
	write("request", count, one(requestText))
	write("requestSubject", count, one(requestSubjectText))
	write("dnsName", count, one(nameText))
	write("objectName", count, func() []string {
		return []string{pick("n", "", "a/b", "a%b", ".", "..", "é", "A B", nameText()), pick("", "g-", "g/", "g%", ".", "..", nameText())}
	})
	write("labels", count, func() []string { return entries(labelValue) })
	write("annotations", count, func() []string { return entries(annotationValue) })
	write("date", count, one(dateJSON))
	write("covers", count, func() []string { return []string{rules(4), rules(3)} })
}

// ---- chance

var random *rand.Rand

func chance(n int) bool       { return random.Intn(n) == 0 }
func pick(a ...string) string { return a[random.Intn(len(a))] }
func number(a ...int) int     { return a[random.Intn(len(a))] }
func maybe(n int, s string) string {
	if chance(n) {
		return s
	}
	return ""
}

func characters(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[random.Intn(36)]
	}
	return string(b)
}

// None to three single changes: a character less, more or another, or a part twice.
func changed(s, alphabet string) string {
	b := []byte(s)
	for n := random.Intn(4); n > 0 && len(b) > 0; n-- {
		at, c := random.Intn(len(b)), alphabet[random.Intn(len(alphabet))]
		switch random.Intn(6) {
		case 0:
			b = append(b[:at], b[at+1:]...)
		case 1, 2:
			b = append(b[:at], append([]byte{c}, b[at:]...)...)
		case 3, 4:
			b[at] = c
		case 5:
			part := append([]byte{}, b[at:at+random.Intn(len(b)-at)]...)
			b = append(b[:at], append(part, b[at:]...)...)
		}
	}
	return string(b)
}

// ---- tokens

func tokenFileText() string {
	var b strings.Builder
	b.WriteString(maybe(20, "\xef\xbb\xbf"))
	for l := random.Intn(4); l >= 0; l-- {
		if chance(10) {
			b.WriteString(pick("\n", "\r\n", "# comment\n", " \n", "\t\n", ",\n", ",,,\n", "\r\r\n"))
			continue
		}
		columns := 3 + random.Intn(3)
		if chance(8) {
			columns = 1 + random.Intn(6)
		}
		for c := 0; c < columns; c++ {
			if c > 0 {
				b.WriteByte(',')
			}
			if c == 0 && chance(2) {
				b.WriteString(pick("tok", "t1", "t2", "t3", "t4", "t5"))
			} else if c < 3 && chance(2) {
				b.WriteString(pick("u", "v", "1"))
			} else {
				b.WriteString(pick("tok", "t1", "user", "uid", `"g1,g2"`, `"g1, g2"`, "g1", `"a""b"`, "", " ", `"`, `a"b`, `" x"`, "\ufeffz", "é", "\u2028",
					"\"a\nb\"", "\"a\r\nb\"", "#c", "\t", `""`, `",,"`, `"g1,,g2"`, "x\rz", "\u00a0y", `"q" `, "\x00", `"g1,g1"`, maybe(4, "\xe9")))
			}
		}
		b.WriteString(pick("\n", "\n", "\n", "\r\n", "\n\n", "", "\r", "\r\r\n"))
	}
	if chance(3) {
		return changed(b.String(), ",\"\n\r #ab\t")
	}
	return b.String()
}

func tokenText() string {
	if chance(20) {
		return pick("", ".", "..", "abcdef", "abcdef\n", "abcdef.0123456789abcdef\n", "\nabcdef.0123456789abcdef", "abcdef.0123456789abcdé", "ａbcdef.0123456789abcdef",
			"abcdef.0123456789abcdef.", "abcdef.\xff123456789abcdef", "abcde\xff.0123456789abcdef", "abcdef.0123456789abcd１", "abcde\u0131.0123456789abcdef", "abcdef.0123456789abcdef\u2028")
	}
	return changed(pick(characters(6)+"."+characters(16), characters(6)), "abc09.ABZ -_\n\r\x00/:`{\xc3\xa9")
}

func timeText() string {
	t := time.Unix(1764000000+int64(number(0, 1, -1, 72000, 71999, -86400, 1<<31, -1764000000, random.Intn(1e6))), int64(number(0, 0, 1, 5e8, 999999999)))
	t = t.In(time.FixedZone("", number(0, 0, 3600, -19800, 50400, 86340)))
	text := t.Format(pick(time.RFC3339, time.RFC3339, time.RFC3339Nano, "2006-01-02T15:04:05.000Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00"))
	if chance(8) {
		return pick("", "0", "never", "2025-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "2025-12-31T23:59:60Z", "2025-12-31T24:00:00Z", "2025-11-24T15:59:59,5Z",
			"2025-11-24t16:00:00z", "2025-11-24T16:00:00+24:00", "2025-11-24T16:00:00+23:60", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
			"2025-11-24T16:00:00.0000000000000001Z", "2025-11-24T1:00:00Z", "2025-1-24T01:00:00Z", " 2025-11-24T16:00:00Z", "2025-11-24T16:00:00-00:00")
	} else if chance(3) {
		return changed(text, "0123456789TZ:+-. ,")
	}
	return text
}

func groupsText() string {
	var list []string
	for n := random.Intn(4); n > 0; n-- {
		g := "system:bootstrappers:" + characters(1+random.Intn(8)) + maybe(3, ":"+characters(3)) + maybe(4, "-x") + maybe(40, strings.Repeat("y", number(200, 246, 247, 248)))
		if chance(6) {
			g = pick("", " ", "system:bootstrappers", "system:bootstrappers:", "system:bootstrappers:-", "system:masters", "system:bootstrappers:A", "system:bootstrappers:a\n", "system:bootstrappers:é")
		} else if chance(4) {
			g = changed(g, "abc09:-. AZ\n_")
		}
		list = append(list, g)
	}
	return strings.Join(list, pick(",", ",", ",", ", ", ";"))
}

func durationText() string {
	if chance(8) {
		return pick("", "0", "-0", "+", "-", ".", "s", ".s", "1", "1d", "0x1s", "1e3s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "2562047h47m16.854775807s",
			"2562047h47m16.854775808s", "0.9223372036854775807s", "1.00000000000000000000001h", "99999999999999999999h", "1µs", "1μs", "1 h", "1h ", "1H", "１s", "0.1ns", "1.s", ".5s", "--1s", "+0", "1h-1m")
	}
	text := pick("", "", "", "-", "+")
	for n := random.Intn(3); n >= 0; n-- {
		text += strconv.Itoa(random.Intn(number(10, 100, 100000))) + maybe(3, "."+strconv.Itoa(random.Intn(100000))) + pick("h", "m", "s", "ms", "us", "µs", "ns")
	}
	if chance(4) {
		return changed(text, "0123456789hmsun.+- d")
	}
	return text
}

func contentText() string {
	b := make([]byte, random.Intn(400))
	for i := range b {
		if b[i] = byte(32 + random.Intn(95)); chance(15) {
			b[i] = '\n'
		}
	}
	return string(b) + pick("", "é", "\u2028", "😀", "\n", "\r\n")
}

func signatureFields() []string {
	id, secret, content := characters(6), characters(16), contentText()
	signature := must(jws.ComputeDetachedSignature(content, id, secret))
	header, sum, _ := strings.Cut(signature, "..")
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	switch random.Intn(10) {
	case 0:
		signature = changed(signature, "abcXYZ.-_=+/ \n")
	case 1:
		signature += pick("=", " ", "\n", ".", "A")
	case 2:
		content += " "
	case 3:
		id = characters(6)
	case 4:
		secret = characters(16)
	case 5:
		kid := `"kid":"` + id + `"`
		signature = encode(pick(`{"alg":"HS256"}`, `{"alg":"HS256",`+kid+`}`, `{`+kid+`,"alg":"HS256"}`, `{ "alg":"HS256",`+kid+` }`, `{"alg":"none",`+kid+`}`,
			`{"alg":"HS384",`+kid+`}`, `{"alg":"HS256",`+kid+`,"b64":true}`, `{"alg":"HS256",`+kid+`,"x":1}`)) + ".." + sum
	case 6:
		signature = header + "." + encode(content) + "." + sum
	case 7:
		signature = signature[:len(signature)-1]
	}
	return []string{id, secret, content, signature}
}

// ---- names and rules

func nameText() string {
	text := pick("a", "a.b", "n-1.x", "*.a", "*.a.b", "1.2.3.4", "01.02.03.04", "::1", "::ffff:1.2.3.4", strings.Repeat("a", number(63, 64, 253, 254)), strings.Repeat("a.", 126)+pick("a", "bc"), "*."+strings.Repeat("a.", 125)+pick("a", "bc", "bcd"))
	if chance(12) {
		return pick("", "*", "*.", ".", "..", "*.*.a", "a.*", "fe80::1%e", "1.2.3", "1.2.3.256", "[::1]", "a\n", "é", "xn--a")
	}
	return changed(text, "abA.-*_:10 %/\n")
}

// Keys and values in turn; a key stands once.
func entries(value func() string) []string {
	var list []string
	seen := map[string]bool{}
	for n := random.Intn(3); n >= 0; n-- {
		key := strings.ToValidUTF8(labelKey(), "")
		if !seen[key] {
			list = append(list, key, strings.ToValidUTF8(value(), ""))
		}
		seen[key] = true
	}
	return list
}

func labelKey() string {
	prefix := pick("", "", "", "a/", "a.b/", "kubernetes.io/", "A.b/", "a_b/", "-a/", "a..b/", "a./", "/", "é/", "1.2.3.4/", strings.Repeat("p", number(63, 64, 253, 254))+"/",
		strings.Repeat("p.", 126)+pick("p/", "pp/"), "a/b/")
	name := pick("a", "app", "a-b", "a_b.c", "A", "0", "", "-a", "a-", ".a", "a.", "_", "é", "a b", "a\n", "a\"b", "a\\b", "\u212a", "\u0130", "İ", "ſ", "\u2028", "\x00", "\x7f", strings.Repeat("n", number(62, 63, 64, 65)),
		strings.Repeat("é", number(31, 32, 63)), strings.Repeat("\u0130", number(21, 31, 32)))
	if chance(4) {
		return changed(prefix+name, "abA09-._/ %é\n")
	}
	return prefix + name
}

func labelValue() string {
	text := pick("", "a", "v1.2", "a-b", "A_b", "-", "a-", "_a", ".", "é", "a b", "a/b", "a\n", "true", "\"", "\u2028", "\x00", strings.Repeat("v", number(62, 63, 64)), strings.Repeat("é", number(31, 32, 63)))
	if chance(4) {
		return changed(text, "abA09-._/ %\n")
	}
	return text
}

func annotationValue() string {
	if chance(200) { // around the limit of 256 KiB
		return strings.Repeat(pick("x", "x", "é"), number(131071, 131072, 262142, 262143, 262144, 262145))
	}
	return pick("", "a", "é\n", "{}", labelValue())
}

// The JSON of a creationTimestamp.
func dateJSON() string {
	text := pick(timeText(), timeText(), timeText(), timeText(), "0001-01-01T00:00:00Z", "0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00.5Z", "0001-01-01T00:00:01Z", "0000-12-31T23:59:59Z",
		"0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999999999Z", "2025-11-24T16:00:00+24:00", "2025-11-24T16:00:00+24:60", "2025-11-24T16:00:00-24:01",
		"2025-11-24T16:00:00+0000", "2025-11-24T16:00:00.Z", "2025-11-24T16:00:00,Z", "1900-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "2025-04-31T00:00:00Z", "2025-00-01T00:00:00Z", "2025-01-00T00:00:00Z",
		"+2025-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "1582-10-10T00:00:00Z", "２025-01-01T00:00:00Z")
	switch random.Intn(20) {
	case 0:
		return pick("null", "0", "1764000000", "true", "{}", "[]", "[\"2025-11-24T16:00:00Z\"]", "1.5", "{\"seconds\":1}")
	case 1: // a letter in its escaped form
		return strings.Replace(string(must(json.Marshal(text))), "T", "\\u0054", 1)
	}
	return string(must(json.Marshal(strings.ToValidUTF8(text, "\uFFFD"))))
}

// A list of at most n-1 rules, as JSON.
func rules(n int) string {
	list := []map[string][]string{}
	for i := random.Intn(n); i > 0; i-- {
		rule := map[string][]string{}
		put := func(key string, n int, values ...string) {
			for i := random.Intn(n + 1); i > 0; i-- {
				rule[key] = append(rule[key], pick(values...))
			}
		}
		put("verbs", 3, "get", "list", "create", "*", "GET", "")
		if !chance(4) {
			put("apiGroups", 2, "", "apps", "*", "certificates.k8s.io")
			put("resources", 3, "pods", "pods/log", "*/log", "*", "*/*", "pods/*", "nodes", "pods/log/x", "*/log/x", "", "/", "pods/")
			put("resourceNames", 2, "a", "b", "*", "")
		}
		if chance(3) {
			put("nonResourceURLs", 2, "/healthz", "/healthz/*", "/*", "*", "/apis/*", "/apis", "", "/a**", "**", "/healthz*")
		}
		list = append(list, rule)
	}
	return string(must(json.Marshal(list)))
}
