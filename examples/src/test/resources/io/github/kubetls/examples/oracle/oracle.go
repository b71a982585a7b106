// Command oracle asks the libraries of Kubernetes and Go what they make of the inputs, one line of answer for each.
//
//	oracle inputs DIR SEED COUNT   writes DIR/FUNCTION.in: a line for each input, its fields in base64 between tabs
//	oracle answer DIR              reads them, writes DIR/FUNCTION.go.out: "OK" and the answer, or "NO" and the reason
//
// Each function calls what the libraries export and only puts the answer into a line. What Kubernetes does in code that no
// library exports (recognising, signing and validating requests, evaluating rules, rotation) has no function here.
//
//go:debug default=go1.26
package main

import (
	"bufio"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metadata "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/api/validation/path"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metadataV1 "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/authentication/token/tokenfile"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"
	"k8s.io/cluster-bootstrap/token/jws"
	tokenutil "k8s.io/cluster-bootstrap/token/util"
	"k8s.io/cluster-bootstrap/util/secrets"
	"k8s.io/cluster-bootstrap/util/tokens"
	rbac "k8s.io/component-helpers/auth/rbac/validation"
	"k8s.io/klog/v2"
	netutils "k8s.io/utils/net"
	kubejson "sigs.k8s.io/json"
)

// The functions; Answers.java has a method of the same name for each.
var functions = []struct {
	name   string
	answer func(in [][]byte) (string, error)
}{
	{"tokenFile", tokenFile}, {"token", token}, {"secretName", secretName}, {"expiration", expiration}, {"groups", groups},
	{"duration", duration}, {"jws", computeJWS}, {"jwsVerify", verifyJWS}, {"kubeconfig", kubeconfig}, {"validate", validate},
	{"proxyUrl", proxyURL}, {"merge", merge}, {"privateKey", privateKey}, {"publicKeys", publicKeys},
	{"rsaKey", privateKey}, {"certificates", certificates}, {"certificate", certificate}, {"uri", certificate},
	{"request", request}, {"requestSubject", request}, {"dnsName", dnsName}, {"objectName", objectName}, {"labels", labels},
	{"annotations", annotations}, {"date", date}, {"covers", covers},
}

var scratch string // a folder for files that the libraries want to read

// ---- tokens

func tokenFile(in [][]byte) (string, error) {
	table, err := tokenfile.NewCSV(file("tokens.csv", in[0]))
	if err != nil {
		return "", err
	}
	var rows []string
	for _, key := range reflect.ValueOf(table).Elem().FieldByName("tokens").MapKeys() { // no method lists them
		response, _, err := table.AuthenticateToken(context.Background(), key.String())
		if err != nil {
			return "", err
		}
		user := response.User
		rows = append(rows, texts(key.String(), user.GetName(), user.GetUID())+":"+texts(user.GetGroups()...))
	}
	sort.Strings(rows)
	return strings.Join(rows, " "), nil
}

func token(in [][]byte) (string, error) {
	text := string(in[0])
	id, secret, err := tokens.ParseToken(text)
	return fmt.Sprintf("%t %t %t %s", tokenutil.IsValidBootstrapToken(text), tokenutil.IsValidBootstrapTokenID(text), err == nil, texts(id, secret)), nil
}

func secretName(in [][]byte) (string, error) {
	id, ok := secrets.ParseName(string(in[0]))
	if !ok {
		return "", errors.New("no name of a token's Secret")
	}
	return texts(id), nil
}

// Fields: the Secret's expiration, and what time it is in seconds.
func expiration(in [][]byte) (string, error) {
	now, err := strconv.ParseInt(string(in[1]), 10, 64)
	if err != nil {
		return "", err
	}
	secret := &corev1.Secret{Data: map[string][]byte{"expiration": in[0]}}
	left, expired := secrets.GetExpiration(secret, time.Unix(now, 0))
	if expired {
		return "expired", nil
	} else if len(in[0]) == 0 {
		return "never", nil
	}
	return strconv.FormatInt(int64(left), 10), nil
}

func groups(in [][]byte) (string, error) {
	list, err := secrets.GetGroups(&corev1.Secret{Data: map[string][]byte{"auth-extra-groups": in[0]}})
	return texts(list...), err
}

func duration(in [][]byte) (string, error) {
	d, err := time.ParseDuration(string(in[0]))
	return strconv.FormatInt(int64(d), 10), err
}

// Fields: token id, token secret, content.
func computeJWS(in [][]byte) (string, error) {
	return jws.ComputeDetachedSignature(string(in[2]), string(in[0]), string(in[1]))
}

// Fields: token id, token secret, content, signature. Without content kubeadm does not get as far as this.
func verifyJWS(in [][]byte) (string, error) {
	if len(in[2]) == 0 {
		return "false", nil
	}
	return fmt.Sprint(jws.DetachedTokenIsValid(string(in[3]), string(in[2]), string(in[0]), string(in[1]))), nil
}

// ---- kubeconfig

func written(config *api.Config, err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := clientcmd.Write(*config)
	return base64.StdEncoding.EncodeToString(text), err
}

func kubeconfig(in [][]byte) (string, error) {
	return written(clientcmd.Load(in[0]))
}

// Fields: the files' contents.
func merge(in [][]byte) (string, error) {
	var paths []string
	for i, content := range in {
		paths = append(paths, file(fmt.Sprintf("merge/%d.yaml", i), content))
	}
	return written((&clientcmd.ClientConfigLoadingRules{Precedence: paths}).Load())
}

func validate(in [][]byte) (string, error) {
	config, err := clientcmd.LoadFromFile(file("validate.yaml", in[0]))
	if err != nil {
		return "", err
	}
	return "valid: " + messages(clientcmd.Validate(*config)) + " usable: " + messages(clientcmd.ConfirmUsable(*config, "")), nil
}

func proxyURL(in [][]byte) (string, error) {
	config := api.NewConfig()
	config.Clusters["c"] = &api.Cluster{Server: "https://h", ProxyURL: string(in[0])}
	return messages(clientcmd.Validate(*config)), nil
}

// This message shows the whole context as a Go value.
var emptyContext = regexp.MustCompile(`empty context name for .* is not allowed`)

func messages(err error) string {
	all := []error{err}
	if err == nil {
		return "-"
	} else if aggregate, ok := err.(utilerrors.Aggregate); ok {
		all = aggregate.Errors()
	}
	var list []string
	for _, e := range all {
		list = append(list, emptyContext.ReplaceAllString(line(e.Error()), "empty context name is not allowed"))
	}
	sort.Strings(list)
	return strings.Join(list, " && ")
}

// ---- keys, certificates and requests

func keyHash(keys ...any) (string, error) {
	var list []string
	for _, key := range keys {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return "", err
		}
		list = append(list, hash(der))
	}
	return strings.Join(list, " "), nil
}

func privateKey(in [][]byte) (string, error) {
	key, err := keyutil.ParsePrivateKeyPEM(in[0])
	if err != nil {
		return "", err
	}
	return keyHash(key.(crypto.Signer).Public())
}

func publicKeys(in [][]byte) (string, error) {
	keys, err := keyutil.ParsePublicKeysPEM(in[0])
	if err != nil {
		return "", err
	}
	keys = slices.DeleteFunc(keys, func(key any) bool { // docs/behaviour/certificates.md, 2.6: no JVM holds these
		k, ok := key.(*rsa.PublicKey)
		return ok && (k.E == 2 || k.E == 1 && hasSmallFactor(k.N))
	})
	if len(keys) == 0 {
		return "", errors.New("only keys that no JVM holds")
	}
	return keyHash(keys...)
}

func hasSmallFactor(n *big.Int) bool {
	for p := int64(2); p < 750; p++ {
		if new(big.Int).Mod(n, big.NewInt(p)).Sign() == 0 {
			return true
		}
	}
	return false
}

func certificates(in [][]byte) (string, error) {
	list, err := cert.ParseCertsPEM(in[0])
	var hashes []string
	for _, c := range list {
		hashes = append(hashes, hash(c.Raw))
	}
	return strings.Join(hashes, " "), err
}

func request(in [][]byte) (string, error) {
	block, _ := pem.Decode(in[0])
	if block == nil || block.Type != "CERTIFICATE REQUEST" {
		return "", errors.New("the first block is no request")
	}
	r, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		return "", err
	} else if err := r.CheckSignature(); err != nil {
		return "", err
	}
	return subject(r.Subject) + " " + names(r.DNSNames, r.IPAddresses, r.EmailAddresses, r.URIs) + " key=" + hash(r.RawSubjectPublicKeyInfo), nil
}

func subject(s pkix.Name) string {
	return strings.Join([]string{"cn=" + texts(s.CommonName), "o=" + texts(s.Organization...), "ou=" + texts(s.OrganizationalUnit...),
		"c=" + texts(s.Country...), "l=" + texts(s.Locality...), "st=" + texts(s.Province...), "street=" + texts(s.StreetAddress...),
		"code=" + texts(s.PostalCode...), "serial=" + texts(s.SerialNumber)}, " ")
}

func names(dns []string, ips []net.IP, mail []string, urls []*url.URL) string {
	var addresses, uris []string
	for _, a := range ips {
		addresses = append(addresses, a.String())
	}
	for _, u := range urls {
		uris = append(uris, u.String())
	}
	return strings.Join([]string{"dns=" + texts(dns...), "ip=" + strings.Join(addresses, ","), "mail=" + texts(mail...), "uri=" + texts(uris...)}, " ")
}

func certificate(in [][]byte) (string, error) {
	list, err := cert.ParseCertsPEM(in[0])
	if err != nil {
		return "", err
	}
	c := list[0]
	return strings.Join([]string{subject(c.Subject), names(c.DNSNames, c.IPAddresses, c.EmailAddresses, c.URIs), "number=" + c.SerialNumber.String(),
		fmt.Sprintf("from=%d to=%d", c.NotBefore.Unix(), c.NotAfter.Unix()), "key=" + hash(c.RawSubjectPublicKeyInfo)}, " "), nil
}

// ---- names and rules

// A name that may stand in a certificate of kubeadm.
func dnsName(in [][]byte) (string, error) {
	name := string(in[0])
	if netutils.ParseIPSloppy(name) != nil {
		return "address", nil
	} else if len(validation.IsDNS1123Subdomain(name)) == 0 || len(validation.IsWildcardDNS1123Subdomain(name)) == 0 {
		return "name", nil
	}
	return "none", nil
}

// Fields: name, generateName. What the server's creation of any cluster-wide object checks, whatever its kind has to say.
func objectName(in [][]byte) (string, error) {
	meta := &metav1.ObjectMeta{Name: string(in[0]), GenerateName: string(in[1])}
	if meta.Name == "" && meta.GenerateName != "" { // a server has generated one by then
		meta.Name = meta.GenerateName[:min(len(meta.GenerateName), 58)] + "xxxxx"
	}
	return sorted(metadata.ValidateObjectMeta(meta, false, path.ValidatePathSegmentName, field.NewPath("metadata"))), nil
}

func pairs(in [][]byte) map[string]string {
	m := map[string]string{}
	for i := 0; i+1 < len(in); i += 2 {
		m[string(in[i])] = string(in[i+1])
	}
	return m
}

func sorted(errors field.ErrorList) string {
	var list []string
	for _, e := range errors {
		list = append(list, line(e.Error()))
	}
	sort.Strings(list)
	return strings.Join(list, " && ")
}

// Fields: keys and values in turn.
func labels(in [][]byte) (string, error) {
	return sorted(metadataV1.ValidateLabels(pairs(in), field.NewPath("metadata", "labels"))), nil
}

// Fields: keys and values in turn.
func annotations(in [][]byte) (string, error) {
	return sorted(metadata.ValidateAnnotations(pairs(in), field.NewPath("metadata", "annotations"))), nil
}

// Field: the JSON of a creationTimestamp. The time as the reader has it, and as the writer writes it.
func date(in [][]byte) (string, error) {
	var meta metav1.ObjectMeta
	if err := kubejson.UnmarshalCaseSensitivePreserveInts([]byte(`{"creationTimestamp":`+string(in[0])+`}`), &meta); err != nil {
		return "", err
	}
	t := meta.CreationTimestamp
	if t.IsZero() {
		return "none", nil
	}
	return fmt.Sprintf("%d %s", t.Unix(), must(json.Marshal(t))), nil // whole seconds are all that is ever written
}

// Fields: the owner's rules, the servant's, as JSON.
func covers(in [][]byte) (string, error) {
	var lists [2][]rbacv1.PolicyRule
	for i := range lists {
		if err := json.Unmarshal(in[i], &lists[i]); err != nil {
			return "", err
		}
	}
	covered, uncovered := rbac.Covers(lists[0], lists[1])
	answer := fmt.Sprint(covered)
	for _, r := range uncovered {
		answer += " " + strings.Join([]string{texts(r.Verbs...), texts(r.APIGroups...), texts(r.Resources...), texts(r.ResourceNames...), texts(r.NonResourceURLs...)}, ";")
	}
	return answer, nil
}

// ---- lines

// A list of texts, with all that is not plain ASCII as %XX.
func texts(list ...string) string {
	var out []string
	for _, s := range list {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if c := s[i]; c > ' ' && c < 0x7f && !strings.ContainsRune("%,;", rune(c)) {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		}
		out = append(out, b.String())
	}
	return strings.Join(out, ",")
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

func line(s string) string { return strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) }

func file(name string, content []byte) string {
	path := filepath.Join(scratch, name)
	check(os.MkdirAll(filepath.Dir(path), 0o700))
	check(os.WriteFile(path, content, 0o600))
	return path
}

func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func guarded(answer func([][]byte) (string, error), in [][]byte) (result string) {
	defer func() {
		if e := recover(); e != nil {
			result = "PANIC " + line(fmt.Sprint(e))
		}
	}()
	text, err := answer(in)
	if err != nil {
		return "NO " + line(err.Error())
	}
	return "OK " + text
}

func readLines(path string) []string {
	text := string(must(os.ReadFile(path)))
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func answerAll(dir string) {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	scratch = filepath.Join(dir, "scratch")
	for _, f := range functions {
		out := must(os.Create(filepath.Join(dir, f.name+".go.out")))
		w := bufio.NewWriter(out)
		for _, l := range readLines(filepath.Join(dir, f.name+".in")) {
			var in [][]byte
			for _, part := range strings.Split(l, "\t") {
				in = append(in, must(base64.StdEncoding.DecodeString(part)))
			}
			fmt.Fprintln(w, guarded(f.answer, in))
		}
		check(w.Flush())
		check(out.Close())
	}
}

func main() {
	switch args := os.Args[1:]; {
	case len(args) == 4 && args[0] == "inputs":
		writeInputs(args[1], must(strconv.ParseInt(args[2], 10, 64)), must(strconv.Atoi(args[3])))
	case len(args) == 2 && args[0] == "answer":
		answerAll(args[1])
	default:
		check(errors.New("usage: oracle inputs DIR SEED COUNT | answer DIR"))
	}
}
