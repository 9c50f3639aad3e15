package api

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// However the bytes come in, the guard decides the same.
func TestJSONGuard(t *testing.T) {
	long := strings.Repeat("x", maxEscaped+1)
	for _, c := range []struct {
		name, body string
		refused    bool
	}{
		{"plain", `{"query":"{a}","variables":{"a":[1,2,{"b":"}]"}]}}`, false},
		{"long document", `{"variables":{},"query" : "` + long + `"}`, true},
		{"long document, escaped", `{"query":"` + strings.Repeat(`\"`, maxEscaped) + `"}`, true},
		{"long variable", `{"query":"{a}","variables":{"query":"` + long + `"}}`, false},
		{"long variable after a word", `{"operationName":"query","variables":{"text":"` + long + `"}}`, false},
		{"long name in variables", `{"variables":{"` + long + `":1},"query":"{a}"}`, false},
		{"other member", `{"querys":"` + long + `"}`, false},
		{"backslashes", `{"variables":{"a":"` + strings.Repeat(`\\`, maxEscaped) + `"}}`, false},
		{"deep", strings.Repeat("[", maxJSONDepth+1), true},
		{"deep in a string", `{"a":"` + strings.Repeat("[", maxJSONDepth+1) + `"}`, false},
		{"many", "[" + strings.Repeat("1,", maxJSONValues) + "1]", true},
	} {
		whole := jsonGuard{request: true}
		if got := whole.feed([]byte(c.body)) != nil; got != c.refused {
			t.Errorf("%s: refused %v", c.name, got)
		}
		r := &guardedReader{r: iotest.OneByteReader(strings.NewReader(c.body)), g: jsonGuard{request: true}}
		if _, err := io.Copy(io.Discard, r); (err != nil) != c.refused {
			t.Errorf("%s, byte by byte: %v", c.name, err)
		}
	}
}

// A document that is too long is refused before the rest of the request is
// there, and a crowd of half-sent bodies leaves room for others.
func TestBodiesHalfSent(t *testing.T) {
	srv := serve(t, Config{Store: openWorld(t, parseWorld(t, "# 2031-01-02 The Ledger: One\nPerson Ada | meets | Person Ben")...)})
	pr, pw := io.Pipe()
	defer pw.Close()
	go io.WriteString(pw, `{"query":"`+strings.Repeat("{", maxEscaped+1<<16))
	req, err := http.NewRequest("POST", srv.URL+"/graphql", pr)
	if err != nil {
		t.Fatal(err)
	}
	req.ContentLength = maxBody
	req.Header.Set("Content-Type", typeJSON)
	start := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	if !strings.Contains(string(body), codeLimit) || time.Since(start) > slack*2*time.Second {
		t.Errorf("%d %s after %v", res.StatusCode, body, time.Since(start))
	}
	for range 20 {
		pr, pw := io.Pipe()
		defer pw.Close()
		go io.WriteString(pw, `{"variables":{"a":"`+strings.Repeat("x", 1<<20))
		req, _ := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/graphql", pr)
		req.Header.Set("Content-Type", typeJSON)
		go http.DefaultClient.Do(req)
	}
	res, err = http.Post(srv.URL+"/graphql", typeJSON, strings.NewReader(`{"query":"{entity(name:\"Ada\"){name}}","variables":{"long":"`+strings.Repeat("x", 100_000)+`"}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); !strings.Contains(string(body), `"name":"Ada"`) {
		t.Errorf("among half-sent bodies: %s", body)
	}
}
