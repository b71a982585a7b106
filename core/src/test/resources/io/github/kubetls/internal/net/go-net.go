//go:debug default=go1.26

package main

import (
	"bufio"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"math/rand"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strings"
)

var random = rand.New(rand.NewSource(20261129))

func text(most int, pieces ...string) string {
	var s strings.Builder
	for n := random.Intn(most + 1); n > 0; n-- {
		s.WriteString(pieces[random.Intn(len(pieces))])
	}
	return s.String()
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	line := func(kind string, columns ...string) {
		for i, column := range columns {
			columns[i] = hex.EncodeToString([]byte(column))
		}
		fmt.Fprintln(out, kind+"\t"+strings.Join(columns, "\t"))
	}
	url1 := func(in string) {
		if u, err := url.Parse(in); err == nil {
			line("url", in, u.String(), u.Scheme, u.Port())
		} else {
			line("noUrl", in, err.Error())
		}
	}
	starts := []string{"http://", "https://", "https://", "x://", "", "http:", "//", "/", "*", "http://[::1"}
	for i := 0; i < 700; i++ {
		in := starts[random.Intn(len(starts))] + text(5, "http", "a", ":", "/", "//", "[", "]", "::1", "%25", "%", "en0", "@", "?", "#",
			"1.2.3.4", "80", "x.y", "..", "*", "%41", "%c3%a9", " ", "\x01", "\"", "<", "^", "::ffff:1.2.3.4", "fe80::1", "-", "_",
			".", "%20", "u", "\\", "{", "!", "$", "&", "'", "(", ")", ",", ";", "=", "+", "~", "|")
		url1(in)
	}
	for c := byte(1); c < 0x80; c++ {
		for _, form := range []string{"a%cb:x", "%ca://h", "http://a%cb", "x://[fe80::1%%25a%c]", "http://u%c@h", "http://h/a%cb", "http://h#a%cb", "http://h:1%c",
			"http://a%%%02xb", "x://[fe80::1%%25a%%%02x]", "http://u%%%02x@h", "http://h/a%%%02xb", "http://h#a%%%02xb"} {
			url1(fmt.Sprintf(form, c))
		}
	}
	for _, in := range []string{"%", "http://h/%", "http://h/%4", "http://@h", "http://:@h", "http://u:@h", "http://:p@h", "x:", "x:?q", "x:a?q", "x:?", "x:#", "?", "#", "",
		"/:", "a/:", ":a", "a?b:c", "x://[::1%25", "x://[::1]%25]", "x://[%25en0]", "x://[::1%25]", "http:///p", "///p", "//", "x:///", "x:/p", "x:////p", "http://?q", "http://h?", "http://h?#",
		"/a:b", "a%3Ab", "a%3Ab\"", "http://h/$\"", "http://h#$\"", "http://a%80b", "x:%3A"} {
		url1(in)
	}
	hostPort := func(in string) {
		if host, port, err := net.SplitHostPort(in); err == nil {
			line("hostPort", in, host, port)
		} else {
			line("noHostPort", in)
		}
	}
	for i := 0; i < 300; i++ {
		hosts := []string{"", "a", "x.y:", "[::1]", "[a]:", "[", "::1"}
		hostPort(hosts[random.Intn(len(hosts))] + text(3, "a", "[", "]", ":", "1", "80", "::1", "x.y", "-"))
	}
	for _, in := range []string{"::80", "]:80", "[:80", "[]:80"} {
		hostPort(in)
	}
	match := func(pattern, host string) {
		kind := "noMatch"
		if (&x509.Certificate{DNSNames: []string{pattern}}).VerifyHostname(host) == nil {
			kind = "match"
		}
		line(kind, pattern, host)
	}
	for i := 0; i < 700; i++ {
		labels := []string{"a", "b", "*", ".", "A", "-", "_", "é", "\u212a", "k", "a.b", "*.", "B", " ", "1"}
		pattern, host := text(5, labels...), text(5, labels...)
		if random.Intn(2) == 0 && pattern != "" {
			host = strings.Replace(pattern, "*", "a", random.Intn(2)) + text(1, ".")
		}
		if host == "" || net.ParseIP(host) != nil {
			continue
		}
		match(pattern, host)
	}
	match("A-Z.EXAMPLE", "a-z.example")
	match("a-z.example", "A-Z.Example")
	match("*.EXAMPLE", "az.example")
	for i := 0; i < 1500; i++ {
		in := text(7, "a", "b", "@", "@", " ", "\t", "<", ">", "(", ")", "\\", "\"", ":", ";", ",", ".", "[1.2.3.4]", "[", "]", "x@y", "x@y", "<x@y>", "\x7f", "!", "~", "g:", "(c)")
		if _, err := mail.ParseAddress(in); err == nil {
			line("mail", in)
		} else if i%3 == 0 {
			line("noMail", in)
		}
	}
	for _, in := range []string{"a@b (c) ", "a@b (\\))", "a@b (\\)", "a@b (c\\", "a@b (c)(d)", "g: a@b (c);", "g: a@b (c) ; ", "g: a@b; (c)", "g:a@b (c), ;", "g: ;",
		"g: Ann <a@b> (c) (d) ;", "a@[\\]", "a@[]", "Ann (c) : a@b;", "g : a@b;", "<a@b> (c) d", "(c)", "a (c", "a <a@b> (\\"} {
		if _, err := mail.ParseAddress(in); err == nil {
			line("mail", in)
		} else {
			line("noMail", in)
		}
	}
}
