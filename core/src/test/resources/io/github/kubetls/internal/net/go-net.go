//go:debug default=go1.26

package main

import (
	"bufio"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"math/rand"
	"net"
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
	starts := []string{"http://", "https://", "https://", "x://", "", "http:", "//", "/", "*", "http://[::1"}
	for i := 0; i < 700; i++ {
		in := starts[random.Intn(len(starts))] + text(5, "http", "a", ":", "/", "//", "[", "]", "::1", "%25", "%", "en0", "@", "?", "#",
			"1.2.3.4", "80", "x.y", "..", "*", "%41", "%c3%a9", " ", "\x01", "\"", "<", "^", "::ffff:1.2.3.4", "fe80::1", "-", "_",
			".", "%20", "u", "\\", "{", "!", "$", "&", "'", "(", ")", ",", ";", "=", "+", "~", "|")
		if u, err := url.Parse(in); err == nil {
			line("url", in, u.String(), u.Scheme, u.Port())
		} else {
			line("noUrl", in, err.Error())
		}
	}
	for i := 0; i < 300; i++ {
		hosts := []string{"", "a", "x.y:", "[::1]", "[a]:", "[", "::1"}
		in := hosts[random.Intn(len(hosts))] + text(3, "a", "[", "]", ":", "1", "80", "::1", "x.y", "-")
		if host, port, err := net.SplitHostPort(in); err == nil {
			line("hostPort", in, host, port)
		} else {
			line("noHostPort", in)
		}
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
		kind := "noMatch"
		if (&x509.Certificate{DNSNames: []string{pattern}}).VerifyHostname(host) == nil {
			kind = "match"
		}
		line(kind, pattern, host)
	}
}
