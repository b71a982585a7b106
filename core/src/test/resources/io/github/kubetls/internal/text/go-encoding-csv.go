package main

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"strings"
)

func read(in []byte) string {
	r := csv.NewReader(bytes.NewReader(in))
	r.FieldsPerRecord = -1
	var out []string
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			var pe *csv.ParseError
			if !errors.As(err, &pe) {
				panic(err)
			}
			code := "BAD_QUOTE"
			if pe.Err == csv.ErrBareQuote {
				code = "BARE_QUOTE"
			}
			return fmt.Sprintf("%s %d %d %d", code, pe.StartLine, pe.Line, pe.Column)
		}
		var fs []string
		for _, f := range rec {
			fs = append(fs, hex.EncodeToString([]byte(f)))
		}
		l, _ := r.FieldPos(0)
		out = append(out, fmt.Sprintf("%d:%s", l, strings.Join(fs, ",")))
	}
	return "OK " + strings.Join(out, ";")
}

func main() {
	rnd := rand.New(rand.NewSource(20261124))
	alphabet := []string{"a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", " ", "\t", "\xff", "\x00", "a,b,\"c\""}
	seen := map[string]bool{}
	for len(seen) < 1500 {
		n := rnd.Intn(12)
		var sb strings.Builder
		for i := 0; i < n; i++ {
			sb.WriteString(alphabet[rnd.Intn(len(alphabet))])
		}
		s := sb.String()
		if seen[s] {
			continue
		}
		seen[s] = true
		fmt.Fprintf(os.Stdout, "%s\t%s\n", hex.EncodeToString([]byte(s)), read([]byte(s)))
	}
}
