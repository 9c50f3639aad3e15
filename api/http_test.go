package api

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dossier/graph"
	"dossier/schema"
)

// do sends a request; headers are "Name: value".
func do(t *testing.T, method, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
		if name == "Host" {
			req.Host = value
		}
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(text)
}

const asJSON = "Content-Type: application/json"

func TestHTTPStatus(t *testing.T) {
	srv := serve(t, Config{Store: openWorld(t)})
	api := srv.URL + "/graphql"
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		want                     string
	}{
		{"query", "POST", "", `{"query":"{__typename}"}`, []string{asJSON}, 200, `{"data":{"__typename":"Query"}}`},
		{"query by GET", "GET", "?query={__typename}", "", nil, 200, `{"data":{"__typename":"Query"}}`},
		{"mutation by GET", "GET", "?query=" + url.QueryEscape(`mutation{judge(input:{left:1,right:2,verdict:SAME,by:"x"}){preview}}`), "", nil, 405, codeBadRequest},
		{"put", "PUT", "", "", nil, 405, codeBadRequest},
		{"no content type", "POST", "", `{"query":"{__typename}"}`, nil, 415, codeBadRequest},
		{"form", "POST", "", "query={__typename}", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, codeBadRequest},
		{"other charset", "POST", "", `{}`, []string{"Content-Type: application/json; charset=latin1"}, 415, codeBadRequest},
		{"not acceptable", "POST", "", `{}`, []string{asJSON, "Accept: image/png"}, 406, codeBadRequest},
		{"batch", "POST", "", `[{"query":"{__typename}"}]`, []string{asJSON}, 400, codeBadRequest},
		{"no query", "POST", "", `{}`, []string{asJSON}, 400, codeBadRequest},
		{"trailing", "POST", "", `{"query":"{__typename}"} x`, []string{asJSON}, 400, codeBadRequest},
		{"deep JSON", "POST", "", `{"variables":` + strings.Repeat("[", 10000), []string{asJSON}, 400, codeLimit},
		{"wide JSON", "POST", "", `{"variables":{"a":[` + strings.Repeat("1,", 100000) + "1]}}", []string{asJSON}, 400, codeLimit},
		{"large body", "POST", "", `{"query":"` + strings.Repeat(" ", maxBody) + `"}`, []string{asJSON}, 413, codeLimit},
		{"parse error as JSON", "POST", "", `{"query":"{"}`, []string{asJSON, "Accept: application/json"}, 200, codeParse},
		{"parse error", "POST", "", `{"query":"{"}`, []string{asJSON, "Accept: application/graphql-response+json"}, 400, codeParse},
		{"hostile", "POST", "", `{"query":"{...A}fragment A on Query{...A}"}`, []string{asJSON, "Accept: application/graphql-response+json"}, 400, codeLimit},
		{"other host", "POST", "", `{}`, []string{asJSON, "Host: evil.example"}, 403, codeForbidden},
		{"other origin", "POST", "", `{"query":"{__typename}"}`, []string{asJSON, "Origin: https://evil.example"}, 403, codeForbidden},
		{"other site", "POST", "", `{"query":"{__typename}"}`, []string{asJSON, "Sec-Fetch-Site: cross-site"}, 403, codeForbidden},
		{"a person", "GET", "", "", []string{"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, 303, "/graphiql"},
	} {
		res, body := do(t, c.method, api+c.path, c.body, c.headers...)
		if res.StatusCode != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: got %d %.300s, want %d %s", c.name, res.StatusCode, body, c.status, c.want)
		}
		if res.StatusCode >= 400 && strings.Contains(body, `"data"`) {
			t.Errorf("%s: a refused request has data: %s", c.name, body)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: common headers are missing", c.name)
		}
	}
}

func TestHTTPCachingAndCompression(t *testing.T) {
	srv := serve(t, Config{Store: openWorld(t)})
	get := srv.URL + "/graphql?query=" + url.QueryEscape("{ontology{relationTypes{name doc cues}}}")
	res, plain := do(t, "GET", get, "", "Accept-Encoding: identity")
	tag := res.Header.Get("ETag")
	if tag == "" || res.Header.Get("Content-Encoding") != "" {
		t.Fatalf("headers %v", res.Header)
	}
	res, packed := do(t, "GET", get, "", "Accept-Encoding: gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("ETag") != tag {
		t.Fatalf("headers %v", res.Header)
	}
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain {
		t.Errorf("compressed and plain answers differ: %v", err)
	}
	if res, body := do(t, "GET", get, "", "If-None-Match: "+tag); res.StatusCode != 304 || body != "" {
		t.Errorf("got %d %q, want 304", res.StatusCode, body)
	}
	if res, _ := do(t, "HEAD", get, ""); res.StatusCode != 200 || res.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d %v", res.StatusCode, res.Header)
	}
	if res, _ := do(t, "GET", get, "", "X-Request-Id: my-id.1"); res.Header.Get("X-Request-Id") != "my-id.1" {
		t.Error("the client's request id is lost")
	}
	if res, _ := do(t, "GET", get, "", "X-Request-Id: <x>"); res.Header.Get("X-Request-Id") == "<x>" {
		t.Error("a harmful request id is kept")
	}
}

func TestPersistedQueries(t *testing.T) {
	api := serve(t, Config{Store: openWorld(t)}).URL + "/graphql"
	ext := `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}`
	if _, body := do(t, "POST", api, "{"+ext+"}", asJSON); !strings.Contains(body, "PersistedQueryNotFound") {
		t.Errorf("unknown hash: %s", body)
	}
	if _, body := do(t, "POST", api, `{"query":"{limits{maxCost}}",`+ext+"}", asJSON); !strings.Contains(body, codeHashMismatch) {
		t.Errorf("wrong hash: %s", body)
	}
	for _, q := range []string{`{"query":"{__typename}",` + ext + "}", "{" + ext + "}"} {
		if _, body := do(t, "POST", api, q, asJSON); body != `{"data":{"__typename":"Query"}}` {
			t.Errorf("%s: %s", q, body)
		}
	}
}

func TestTokenAndReadOnly(t *testing.T) {
	srv := serve(t, Config{Store: openWorld(t), Token: "s3cret", ReadOnly: true, Hosts: []string{"dossier.example"}})
	api := srv.URL + "/graphql"
	for _, auth := range []string{"", "Bearer wrong", "Basic s3cret", "Bearer"} {
		if res, body := do(t, "POST", api, `{"query":"{__typename}"}`, asJSON, "Authorization: "+auth); res.StatusCode != 401 || !strings.Contains(body, codeUnauthorized) {
			t.Errorf("%q: %d %s", auth, res.StatusCode, body)
		}
	}
	ok := "Authorization: Bearer s3cret"
	if res, body := do(t, "POST", api, `{"query":"{__typename}"}`, asJSON, ok, "Host: dossier.example:443"); res.StatusCode != 200 {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	m := `{"query":"mutation{retractDocument(input:{id:1}){preview}}"}`
	if res, body := do(t, "POST", api, m, asJSON, ok); res.StatusCode != 403 || !strings.Contains(body, codeReadOnly) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if res, body := do(t, "POST", srv.URL+"/import?format=jsonl", "", ok); res.StatusCode != 403 || !strings.Contains(body, codeReadOnly) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	for path, status := range map[string]int{"/": 200, "/graphiql": 200, "/healthz": 200, "/readyz": 200, "/metrics": 401, "/export": 401, "/schema.graphql": 401} {
		if res, _ := do(t, "GET", srv.URL+path, ""); res.StatusCode != status {
			t.Errorf("%s without a token: %d, want %d", path, res.StatusCode, status)
		}
	}
}

func TestPages(t *testing.T) {
	srv := serve(t, Config{Store: openWorld(t)})
	for path, want := range map[string]string{
		"/": "Dossier", "/graphiql": "/graphiql/graphiql.js", "/graphiql/graphiql.js": "subscription", "/graphiql/graphiql.css": "graphiql",
		"/schema.graphql": "type Query", "/metrics": "dossier_store_things", "/healthz": "ok",
	} {
		res, body := do(t, "GET", srv.URL+path, "", "Accept-Encoding: identity")
		if res.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q", path, res.StatusCode, want)
		}
		if html := strings.HasPrefix(res.Header.Get("Content-Type"), "text/html"); html && !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: no policy", path)
		}
		if strings.Contains(path, "graphiql") && strings.Contains(body, "https://cdn") {
			t.Errorf("%s refers to a CDN", path)
		}
	}
	if res, _ := do(t, "GET", srv.URL+"/graphiql/../handler.go", ""); res.StatusCode == 200 {
		t.Error("a file that is none of GraphiQL's is served")
	}
}

func TestEventStreams(t *testing.T) {
	store := openWorld(t)
	h, err := NewHandler(Config{Store: store, Ontology: schema.Default()})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(nil)
	srv.Config = NewServer(h)
	srv.Config.ReadTimeout, srv.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond // a stream outlives them
	srv.Start()
	t.Cleanup(srv.Close)
	events := []string{asJSON, "Accept: text/event-stream"}
	if _, body := do(t, "POST", srv.URL+"/graphql", `{"query":"{__typename}"}`, events...); body != "event: next\ndata: {\"data\":{\"__typename\":\"Query\"}}\n\nevent: complete\ndata:\n\n" {
		t.Errorf("query: %q", body)
	}
	if _, body := do(t, "POST", srv.URL+"/graphql", `{"query":"{nope}"}`, events...); !strings.HasPrefix(body, "event: next\ndata: {\"errors\"") {
		t.Errorf("invalid: %q", body)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "POST", srv.URL+"/graphql", strings.NewReader(`{"query":"subscription{graphChanged{documentCount entities{name}}}"}`))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Scan() // the first comment: the stream listens
	time.Sleep(500 * time.Millisecond)
	if _, err := store.Apply(ctx, parseWorld(t, "# 2031-01-02 A: B\nPerson Ada Moss | leads | Company Tarn Corp")...); err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for lines.Scan() {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), ":") {
			continue
		}
		if got = append(got, lines.Text()); len(got) == 2 {
			go srv.Config.Shutdown(ctx) // ends the stream
		}
	}
	want := []string{"event: next", `data: {"data":{"graphChanged":{"documentCount":1,"entities":[{"name":"Tarn Corp"},{"name":"Ada Moss"}]}}}`, "event: complete", "data:"}
	if diff := cmp.Diff(want, got); diff != "" || ctx.Err() != nil {
		t.Error(diff, ctx.Err())
	}
}

// TestSlots lets nobody wait for costlier requests, and event streams for the
// same as all others.
func TestSlots(t *testing.T) {
	site, err := newSite(Config{Store: openWorld(t), Ontology: schema.Default(), Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for range cap(site.heavy) {
		site.heavy <- struct{}{}
	}
	srv := httptest.NewServer(site.handler())
	defer srv.Close()
	const costly = `{"query":"{entities(first:100){nodes{relations(first:100){nodes{id}}}}}"}`
	if res, body := do(t, "POST", srv.URL+"/graphql", costly, asJSON); res.StatusCode != 503 || !strings.Contains(body, codeOverloaded) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	const search = `{"query":"{search(query:\"a\"){totalCount}}"}`
	if res, body := do(t, "POST", srv.URL+"/graphql", search, asJSON); res.StatusCode != 200 {
		t.Errorf("a search waits for costly queries: %d %s", res.StatusCode, body)
	}
	for range cap(site.scans) {
		site.scans <- struct{}{}
	}
	if res, body := do(t, "POST", srv.URL+"/graphql", search, asJSON); res.StatusCode != 503 || !strings.Contains(body, codeOverloaded) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if res, body := do(t, "POST", srv.URL+"/graphql", `{"query":"{stats{documents}}"}`, asJSON); res.StatusCode != 200 {
		t.Errorf("others wait for searches: %d %s", res.StatusCode, body)
	}
	if res, body := do(t, "POST", srv.URL+"/graphql", costly, asJSON, "Accept: text/event-stream"); res.StatusCode != 200 || !strings.Contains(body, codeOverloaded) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestImportAndExport(t *testing.T) {
	c := Config{Store: openWorld(t)}
	c.Import = func(_ context.Context, q ImportRequest, r io.Reader, progress func(Progress), refuse func(Refusal)) error {
		b, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		refuse(Refusal{Source: q.Name, Line: 2, Reason: "not a row"})
		progress(Progress{Documents: 1, Claims: len(b), Refused: 1})
		switch q.Format {
		case "csv":
			return errors.New("secret detail")
		case "ftm":
			return Refused(errors.New("not a line of it"))
		}
		return nil
	}
	c.Export = func(_ context.Context, format string, w io.Writer) error {
		if format == "csv" {
			return errors.New("secret detail")
		}
		_, err := fmt.Fprint(w, format, strings.Repeat("x", 200_000))
		return err
	}
	srv := serve(t, c)
	_, body := do(t, "POST", srv.URL+"/import?format=jsonl&name=a/b.jsonl", "12345")
	want := `{"refused":{"source":"b.jsonl","line":2,"reason":"not a row"}}
{"progress":{"documents":1,"claims":5,"refused":1,"done":false}}
{"progress":{"documents":1,"claims":5,"refused":1,"done":true}}
`
	if body != want {
		t.Errorf("got %s, want %s", body, want)
	}
	if _, body := do(t, "POST", srv.URL+"/import?format=csv", "12345"); !strings.Contains(body, `"code":"INTERNAL"`) || strings.Contains(body, "secret") {
		t.Errorf("failing import: %s", body)
	}
	if _, body := do(t, "POST", srv.URL+"/import?format=ftm", "12345"); !strings.Contains(body, `{"error":{"message":"not a line of it","code":"INPUT_REFUSED"}}`) {
		t.Errorf("refused import: %s", body)
	}
	for _, query := range []string{"format=nope", "format=gexf", "", "format=csv&on-error=panic", "format=csv&dry-run=perhaps", "format=csv&lable=x"} {
		if res, body := do(t, "POST", srv.URL+"/import?"+query, ""); res.StatusCode != 400 || !strings.Contains(body, codeBadRequest) {
			t.Errorf("%s: %d %s", query, res.StatusCode, body)
		}
	}
	if res, body := do(t, "GET", srv.URL+"/export?format=nquads", ""); len(body) != 200_006 || res.Header.Get("Content-Type") != "application/n-quads" {
		t.Errorf("export: %d bytes, %v", len(body), res.Header)
	}
	if res, body := do(t, "GET", srv.URL+"/export?format=csv", ""); res.StatusCode != 500 || strings.Contains(body, "secret") {
		t.Errorf("failing export: %d %s", res.StatusCode, body)
	}
}

func TestIngestDocument(t *testing.T) {
	store := openWorld(t)
	var gotName, gotBody string
	e := engineOn(t, Config{Store: store, Ingest: func(ctx context.Context, name string, r io.Reader) ([]graph.DocumentID, []Refusal, error) {
		b, err := io.ReadAll(r)
		gotName, gotBody = name, string(b)
		if strings.Contains(gotBody, "refuse") {
			return nil, []Refusal{{Source: name, Line: 1, Reason: "no text"}}, err
		}
		batches := parseWorld(t, "# 2031-01-02 A: Ada leads\nPerson Ada Moss | leads | Company Tarn Corp")
		_, err = store.Apply(ctx, batches...)
		return []graph.DocumentID{batches[0].Document.ID}, nil, err
	}})
	got := ask(t, e, `mutation{ingestDocument(input:{clientMutationId:"m1",url:"https://example.org/a",published:"2031-01-02",text:"Ada \"leads\"."}){clientMutationId documents{title claimCount} refusals{reason}}}`)
	want := `{"data":{"ingestDocument":{"clientMutationId":"m1","documents":[{"title":"Ada leads","claimCount":1}],"refusals":[]}}}`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if wantBody := `{"published":"2031-01-02","text":"Ada \"leads\".","url":"https://example.org/a"}`; gotName != "upload.jsonl" || gotBody != wantBody {
		t.Errorf("got %s %s, want %s", gotName, gotBody, wantBody)
	}
	for query, want := range map[string]string{
		`mutation{ingestDocument(input:{text:"refuse"}){refusals{reason}}}`:                             codeRefused,
		`mutation{ingestDocument(input:{}){refusals{reason}}}`:                                          codeVariables,
		`mutation{ingestDocument(input:{text:"a",html:"b"}){refusals{reason}}}`:                         codeVariables,
		`mutation{ingestDocument(input:{file:{name:"../a.txt",content:"b"}}){refusals{reason}}}`:        codeVariables,
		`mutation{ingestDocument(input:{title:"t",file:{name:"a.txt",content:"b"}}){refusals{reason}}}`: codeVariables,
		`mutation{judge(input:{left:"x",right:"y",verdict:SAME,by:"me"}){preview}}`:                     codeBadID,
	} {
		if got := ask(t, e, query); !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}
