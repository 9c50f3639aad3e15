package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/schema"
)

// serving runs serve on a new store in memory until stop is called, which
// returns what serve did.
func serving(t *testing.T, f server) (address string, stop func() error) {
	t.Helper()
	a := &app{store: "mem:", out: io.Discard, err: new(bytes.Buffer)}
	o := schema.Default()
	ctx, cancel := context.WithCancel(t.Context())
	s, err := a.openStore(ctx, o, false)
	if err != nil {
		t.Fatal(err)
	}
	f.addr = "127.0.0.1:0"
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.serve(ctx, s, o, f, func(url string) { ready <- url }) }()
	t.Cleanup(func() { cancel(); s.Close() })
	select {
	case address = <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	return address, func() error { cancel(); return <-done }
}

// send returns the status and the body of an answer; a header is "Name: value".
func send(t *testing.T, c *http.Client, method, url, body string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestServeWithTokenAndTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("a-token-of-25-characters\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	address, stop := serving(t, server{tokenFile: token, cert: cert, key: key})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	ask := address + "graphql?query=" + url.QueryEscape("{__typename}")
	if status, body := send(t, client, "GET", ask, ""); status != 401 {
		t.Errorf("without the token: %d %s", status, body)
	}
	if status, body := send(t, client, "GET", ask, "", "Authorization: Bearer a-token-of-25-characters"); status != 200 || body != `{"data":{"__typename":"Query"}}` {
		t.Errorf("with the token: %d %s", status, body)
	}
	if status, _ := send(t, client, "GET", address+"healthz", ""); status != 200 {
		t.Errorf("health: %d", status)
	}
	if status, _ := send(t, http.DefaultClient, "GET", strings.Replace(address, "https", "http", 1)+"healthz", ""); status != 400 {
		t.Errorf("without TLS: %d", status)
	}
	client.CloseIdleConnections()
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// certificate makes one that its own pool trusts.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, DNSNames: []string{"127.0.0.1"}}
	of.IPAddresses = append(of.IPAddresses, []byte{127, 0, 0, 1})
	der, err := x509.CreateCertificate(rand.Reader, of, of, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, block := range map[string][]byte{cert: public, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		if err := os.WriteFile(name, block, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(public)
	return cert, key, pool
}

// TestImportOverHTTP holds the upload to the import verb: the same lines are
// refused for the same reasons, and a file is refused whole in the same words.
func TestImportOverHTTP(t *testing.T) {
	const named = `<http://x/1> <http://x/name> "Ada Moss" .`
	for _, c := range []struct {
		name, file, flags, query string
		want                     []string
	}{
		{"bad lines", "not a quad\n" + named + "\n", "", "format=nquads", []string{`{"refused":{"source":"up.nq","line":1,`, `"refused":1,"done":true}}`}},
		{"stops", "not a quad\n" + named + "\n", "--on-error=stop", "format=nquads&on-error=stop", []string{`"code":"INPUT_REFUSED"`}},
		{"no such file", `{"broken`, "", "format=jsonl", []string{`"code":"INPUT_REFUSED"`, "line 1: unexpected EOF"}},
		{"names", named, "--label=http://x/name", "format=nquads&label=http://x/name", []string{`"claims":0,"refused":0,"done":true}}`}},
		{"no names", named, "", "format=nquads", []string{`"claims":1,"refused":0,"done":true}}`}},
	} {
		address, _ := serving(t, server{})
		path := filepath.Join(t.TempDir(), "up.nq")
		if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		status, body := send(t, http.DefaultClient, "POST", address+"import?name=up.nq&"+c.query, c.file)
		if status != 200 {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s\ngot  %s\nwant %s", c.name, body, want)
			}
		}
		var out, said bytes.Buffer
		args := []string{"import", "--store", "mem:", "--format", strings.TrimPrefix(strings.Split(c.query, "&")[0], "format=")}
		if c.flags != "" {
			args = append(args, c.flags)
		}
		run(t.Context(), append(args, path), nil, &out, &said)
		for line := range strings.Lines(said.String()) {
			_, reason, _ := strings.Cut(line[strings.LastIndex(line, "up.nq")+1:], ": ")
			if reason = strings.TrimSpace(reason); !strings.Contains(body, strings.Trim(quoted(reason), `"`)) {
				t.Errorf("%s\nthe verb says %s\nthe upload    %s", c.name, line, body)
			}
		}
	}
}

// quoted is a string as JSON has it.
func quoted(s string) string {
	var b bytes.Buffer
	a := &app{out: &b}
	if err := a.printJSON(s); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// TestServeEnds ends a server that a subscriber listens to: at once, and with
// the event that says so.
func TestServeEnds(t *testing.T) {
	address, stop := serving(t, server{})
	req, err := http.NewRequestWithContext(t.Context(), "POST", address+"graphql", strings.NewReader(`{"query":"subscription{graphChanged{entityCount}}"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	start := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(start); took > 4*time.Second { // the grace is 5 s
		t.Errorf("it took %v", took)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil || !strings.HasSuffix(string(text), "event: complete\ndata:\n\n") {
		t.Errorf("the stream ends with %q, %v", text, err)
	}
}

func TestServeRefusesNetworks(t *testing.T) {
	for _, c := range []struct {
		f    server
		want string
	}{
		{server{addr: "127.0.0.1:0"}, ""},
		{server{addr: "localhost:0"}, ""},
		{server{addr: "[::1]:0"}, ""},
		{server{addr: ":0"}, "can be reached by others"},
		{server{addr: "0.0.0.0:0"}, "can be reached by others"},
		{server{addr: "[::]:0", tokenFile: "t"}, "can be reached by others"},
		{server{addr: "192.0.2.1:0", insecure: true}, ""},
		{server{addr: "192.0.2.1", insecure: true}, "want HOST:PORT"},
		{server{addr: "127.0.0.1:0", cert: "c"}, "go together"},
		{server{addr: "127.0.0.1:0", tokenFile: "none"}, "none"},
	} {
		_, err := c.f.check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.f, err, c.want)
		}
	}
}
