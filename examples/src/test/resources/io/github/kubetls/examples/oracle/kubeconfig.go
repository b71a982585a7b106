package main

import "strings"

// ---- kubeconfig

var scalars = []string{"a", "b", "", `""`, "''", "null", "~", "true", "false", "yes", "no", "on", "off", "1", "1.5", "0x10", "012", "1e3", "1_000", ".inf", ".nan", "2001-01-01", "2001-01-01T00:00:00Z", "12:30:45", "!!str 5", "!!binary aGVsbG8=", "!!int 5", "!!bool yes", "!!float 1", "[a]", "{a: b}", "[]", "{}", "'it''s'", `"x\ty"`, `"\u00e9"`, `"\x41"`, "é", "a: b", "- x", "a #c", "a#c", "\"a\nb\"", "|\n    x\n    y\n", ">\n    x\n    y\n", "https://h:6443", "http://[::1]:80", "@x", "`x`", "%x", "*a", "&a v", "?", "-", "- ", "a\tb", "=", "<<", "0o17", "0b11", "+1", "-0", "1e1000", "99999999999999999999", "9223372036854775808", "18446744073709551615", "-9223372036854775809", "1.0", "100000000000000000000000", "0.1e-7", "1e21", "1e20", "123456789.123", "!!null x", "!foo x", "aGVsbG8=", "aGVsbG8", "aGVs bG8=", "aGVsbG8_", "YQ==", "YR==", "Y Q==", "\"YQ\\n==\"", "!!binary YQ==", "NaN", "Y", "y", "N", "n", "True", "TRUE", "Null", "NULL", "0777", "08", "1:20", "!!timestamp 2001-01-01", "\U0001F600", `"\ud83d\ude00"`, `"\ud83d"`, "\u2028", "\u0085"}

var oddity = 12 // one scalar in so many is odd

func scalar() string {
	if chance(oddity) {
		if chance(3) {
			return maybe(4, pick("!!int ", "!!float ", "!!bool ", "!!null ", "!!timestamp ", "!!binary ", "!!str ", "! ")) + plainText()
		}
		return pick(scalars...)
	}
	return pick("a", "b", "x1", "\"q\"", "'s'", "aGVsbG8=", "YQ==")
}

// A number or a time to YAML, or what is nearly one.
func plainText() string {
	sign := pick("", "", "+", "-")
	switch random.Intn(6) {
	case 0:
		return some(9, "01978_.-+eExXbBoOfFinNa:")
	case 1:
		return sign + pick("", "0", "0x", "0b", "0o", "0X", "0B", "0O", "0b-", "0b+", "00", "0_") + some(number(4, 4, 70), "01", "01_", "017", "019f", "01.e")
	case 2:
		limit := pick("9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "4294967296", "2147483648")
		return sign + limit + pick("", "", ".0", "e1", "_")
	case 3:
		return sign + some(4, "05_1") + "." + some(6, "05_e1")
	case 4:
		return sign + some(3, "0123456789") + pick(".", "e", "E", ".5e", "") + pick("", "+", "-") + some(3, "0123456789")
	}
	two := func() string {
		return pick("0", "1", "02", "2", "9", "10", "12", "13", "23", "24", "28", "29", "30", "31", "32", "59", "60")
	}
	date := pick("2001", "2000", "1900", "0000", "9999", "201", "20011") + "-" + two() + "-" + two()
	if chance(3) {
		return date
	}
	return date + pick("T", "t", " ", "  ", "") + two() + ":" + two() + ":" + two() + pick("", "", ".5", ".123456789123", ".", ",5", ".5.5") +
		pick("", "Z", "z", "+01:00", "-10:30", "+24:60", "+25:00", "+1:00", "-0100", " Z", " +01:00")
}

// Up to so many characters of one of several alphabets.
func some(most int, alphabets ...string) string {
	alphabet := pick(alphabets...)
	b := make([]byte, random.Intn(most+1))
	for i := range b {
		b[i] = alphabet[random.Intn(len(alphabet))]
	}
	return string(b)
}

func data() string {
	if chance(oddity) {
		return scalar()
	}
	return pick("aGVsbG8=", "YQ==", "\"YQ==\"", "YWI=", "!!binary YQ==", "|\n      aGVs\n      bG8=", "null", "\"\"", "\"YQ\\n==\"", "YR==", "aGVs\n      bG8=")
}

func entryName() string {
	if chance(12) {
		return scalar()
	}
	return pick("a", "b", "c", "d", "e", "f10", "f9", "F", "\"1\"", "x.y", "\"\"", "é")
}

type document struct{ strings.Builder }

// Puts "key: value" with a probability of one in n, the value being one of several.
func (d *document) put(n int, indent, key string, values ...string) {
	if chance(n) {
		d.WriteString(indent + key + ": " + pick(values...) + "\n")
	}
}

func (d *document) extensions(n int, indent string) {
	if !chance(n) {
		return
	}
	d.WriteString(indent + "extensions:\n")
	for i := random.Intn(2); i >= 0; i-- {
		d.WriteString(indent + "- name: " + pick("e1", "e2", "e3") + "\n" + pick("", "", indent+"  extension: "+scalar()+"\n",
			indent+"  extension:\n"+indent+"    kind: K\n"+indent+"    apiVersion: g/v1\n"+indent+"    "+pick("x", "b10", "b9", "B", "a.b", "a-b")+": "+scalar()+"\n",
			indent+"  extension: {b: "+pick("1", "1.0", "true", "null", "\"q\"", "[1,2]")+", a: 2}\n",
			indent+"  extension: {last-update: 'Mon', provider: minikube.sigs.k8s.io, version: v1.2}\n", plainTexts(indent+"    ")))
	}
}

// An extension of plain texts, as values and as a key: of several keys that become one, Go takes any.
func plainTexts(indent string) string {
	text := strings.TrimSuffix(indent, "  ") + "extension:\n" + indent + plainText() + ": v\n"
	for _, key := range []string{"k", "l", "m"} {
		text += indent + key + ": " + plainText() + "\n"
	}
	return text
}

func anyKubeconfig() string {
	oddity = number(8, 30, 60, 120, 1<<30)
	var d document
	if !chance(40) {
		d.WriteString("apiVersion: " + pick("v1", "v1", "v1", "\"v1\"", "v1", pick("v1", "v1", "V1", "v2", scalar())) + "\n")
	}
	if !chance(40) {
		d.WriteString("kind: " + pick("Config", "Config", "Config", "'Config'", "Config", pick("Config", "Config", "config", "Pod")) + "\n")
	}
	d.put(6, "", "current-context", entryName())
	if chance(12) {
		d.WriteString("preferences:" + pick(" {}\n", " null\n", "\n  colors: "+pick("true", "false", scalar())+"\n"))
	} else if chance(40) {
		d.WriteString("preferences:\n")
		d.extensions(1, "  ")
	}
	if !chance(8) {
		d.WriteString("clusters:\n")
		for i := random.Intn(3); i >= 0; i-- {
			d.WriteString("- name: " + entryName() + "\n")
			if chance(10) {
				continue
			}
			d.WriteString("  cluster:\n")
			d.put(1, "    ", "server", "https://a", "https://h:6443/x", scalar())
			d.put(3, "    ", "certificate-authority-data", data())
			d.put(6, "    ", "certificate-authority", "ca.crt", "/x/ca.crt", scalar())
			d.put(6, "    ", "insecure-skip-tls-verify", "true", "false", "true", "yes", "on", "false")
			d.put(8, "    ", "tls-server-name", scalar())
			d.put(8, "    ", "proxy-url", scalar())
			d.put(8, "    ", "disable-compression", "true", "false", "n", "null")
			d.extensions(10, "    ")
			d.put(20, "    ", pick("unknown", "Server", "server"), scalar())
		}
	}
	if !chance(8) {
		d.WriteString("users:\n")
		for i := random.Intn(3); i >= 0; i-- {
			d.WriteString("- name: " + entryName() + "\n")
			if chance(10) {
				continue
			}
			d.WriteString("  user:\n")
			before := d.Len()
			d.put(4, "    ", "token", scalar())
			d.put(8, "    ", "tokenFile", scalar())
			d.put(6, "    ", "client-certificate-data", data())
			d.put(6, "    ", "client-key-data", data())
			d.put(8, "    ", "client-certificate", scalar())
			d.put(8, "    ", "username", scalar())
			d.put(8, "    ", "password", scalar())
			d.put(10, "    ", "as", scalar())
			d.put(12, "    ", "as-uid", scalar())
			d.put(12, "    ", "as-groups", "[a, b]", "[]", "[a]", "[\"1\", null]", "null", "["+scalar()+"]")
			d.put(14, "    ", "as-user-extra", "{a: [b], B: [c], b10: [x], b9: [y]}", "{a: []}", "{}", "null", "{a: [b]}")
			if chance(8) {
				d.WriteString("    exec:\n")
				d.put(1, "      ", "command", "aws", "./bin/x", scalar())
				d.put(1, "      ", "apiVersion", "client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", scalar())
				d.put(2, "      ", "args", "[a, b]", "[]", "null", "['--x', \"y\"]", "[\"\", \" x\"]")
				d.put(3, "      ", "env", "[{name: A, value: b}]", "[]", "null", "[{name: A}]", "[{value: x}]")
				d.put(2, "      ", "interactiveMode", "Never", "IfAvailable", "Always", "never", scalar())
				d.put(3, "      ", "provideClusterInfo", "true", "false")
				d.put(3, "      ", "installHint", scalar())
			}
			if chance(12) {
				d.WriteString("    auth-provider:\n")
				d.put(1, "      ", "name", "gcp", "oidc")
				d.put(2, "      ", "config", "{b: x, a: y}", "{}", "null", "{a10: x, a9: y, A: z}", "{a: \"\"}")
			}
			d.extensions(14, "    ")
			if d.Len() == before {
				d.WriteString("    {}\n")
			}
		}
	}
	if !chance(6) {
		d.WriteString("contexts:\n")
		for i := random.Intn(3); i >= 0; i-- {
			d.WriteString("- name: " + entryName() + "\n")
			if chance(10) {
				continue
			}
			d.WriteString("  context:\n    cluster: " + entryName() + "\n    user: " + entryName() + "\n")
			d.put(3, "    ", "namespace", "default", "a_b", scalar())
			d.extensions(14, "    ")
		}
	}
	d.put(3, "", "current-context", entryName())
	d.extensions(20, "")
	d.WriteString(maybe(25, pick("---\na: b\n", "---\n", "...\n", "# end", "unknown: x\n", "clusters: []\n", "users: null\n")))
	if chance(15) {
		return changed(d.String(), ":-\n \t#\"'{}[],&*!|>%@`ab1\r")
	}
	return d.String()
}

// Loads; may not be valid.
func saneKubeconfig() string {
	var d document
	names := []string{"a", "b", "c", "\"\""}
	d.WriteString("apiVersion: v1\nkind: Config\n")
	d.put(2, "", "current-context", append(names, "zz")...)
	d.WriteString("clusters:\n")
	for i := random.Intn(2); i >= 0; i-- {
		d.WriteString("- name: " + pick(names...) + "\n  cluster:\n")
		d.put(1, "    ", "server", "https://a", "https://a", "\"\"", "a", "https://a:x", "http://[::1", "http://::1/")
		d.put(4, "    ", "certificate-authority-data", "aGVsbG8=", "\"\"")
		d.put(4, "    ", "certificate-authority", "/x/ca.crt", "/etc/hostname", "/etc", "\"\"", "/a/../b")
		d.put(5, "    ", "insecure-skip-tls-verify", "true", "false")
		d.put(6, "    ", "proxy-url", "http://p", "https://p:1", "socks5://p", "ftp://p", "p", "http://")
	}
	d.WriteString("users:\n")
	for i := random.Intn(2); i >= 0; i-- {
		d.WriteString("- name: " + pick(names...) + "\n  user:\n")
		before := d.Len()
		d.put(4, "    ", "token", "t", "\"\"")
		d.put(6, "    ", "tokenFile", "/t", "t", "/etc/hostname")
		d.put(6, "    ", "client-certificate-data", "aGVsbG8=")
		d.put(6, "    ", "client-key-data", "aGVsbG8=")
		d.put(6, "    ", "client-certificate", "/x/c.crt", "/etc/hostname")
		d.put(6, "    ", "client-key", "/x/c.key", "/etc/hostname")
		d.put(6, "    ", "username", "u")
		d.put(6, "    ", "password", "p")
		d.put(8, "    ", "as", "x", "\"\"")
		d.put(8, "    ", "as-uid", "x")
		d.put(8, "    ", "as-groups", "[g]", "[]")
		d.put(8, "    ", "as-user-extra", "{a: [b]}", "{}")
		if chance(5) {
			d.WriteString("    exec:\n")
			d.put(1, "      ", "command", "aws", "./bin/x", "\"\"", "/abs", "x/y")
			d.put(1, "      ", "apiVersion", "client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1", "\"\"", "x/v1", "v1")
			d.put(3, "      ", "env", "[{name: A, value: b}]", "[{name: \"\", value: x}]", "[{name: A, value: \"\"}]", "[{name: A=B, value: c}]")
			d.put(2, "      ", "interactiveMode", "Never", "IfAvailable", "Always", "never", "\"\"")
			d.put(3, "      ", "provideClusterInfo", "true", "false")
		}
		if chance(8) {
			d.WriteString("    auth-provider:\n      name: " + pick("gcp", "\"\"") + "\n")
		}
		if d.Len() == before {
			d.WriteString("    {}\n")
		}
	}
	d.WriteString("contexts:\n")
	for i := random.Intn(2); i >= 0; i-- {
		d.WriteString("- name: " + pick(names...) + "\n  context:\n    cluster: " + pick(append(names, "zz")...) + "\n    user: " + pick(append(names, "zz")...) + "\n")
		d.put(3, "    ", "namespace", "default", "a_b", "\"\"", "A", "a.b", strings.Repeat("x", 64), "\"1\"")
	}
	return d.String()
}

var hosts = []string{"p", "", "a:80", "a:80:90", "[::1]", "[::1]:80", "[::1", "::1", "::1:80", "[::1]x", "[::1]:x", "[]", "[a]", "[1.2.3.4]", "[::ffff:1.2.3.4]", "[v1.a]", "[fe80::1%25e]", "[::1%25]", "[::1%e]", "[::g]",
	"1.2.3.4", "1.2.3.4:5", "a:", "a:99999", "a:-1", "a:x", "a b", "é", "a%41", "a%zz", "a%", "-a", "a_b", "a..b", "a.", ".a", "*", "a.*.b", "us[er@h", "u@h", "u:p@h:1", "@h", "u:p:q@h", "a]b", "a[b", "a\x7f", "a\"b", "a<b"}

func urlText() string {
	text := pick("http", "http", "https", "socks5", "HTTP", "ftp", "x", "1http", "", "socks5h") + pick("://", "://", "://", "://", ":", ":/", "//", "") + pick(hosts...) +
		pick("", "", "", "/", "/%41", "/%zz", "/a b", "/é", "?q", "?a=%zz", "#f", "#%zz", "/\x01", "/a:b", ":1")
	if chance(6) {
		return strings.ToValidUTF8(changed(text, ":/@[]%#? ah01."), "")
	}
	return text
}
