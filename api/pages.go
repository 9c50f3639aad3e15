package api

import (
	"compress/gzip"
	"embed"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
)

// graphiql is the GraphiQL page as `go generate` built it, gzipped.
//
//go:embed graphiql/dist/*.gz
var graphiql embed.FS

// Content security policies: nothing from elsewhere. The editor of GraphiQL
// writes style elements.
const (
	pageCSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

	graphiqlCSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

const rootPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dossier</title>
<style>
body { font: 17px/1.55 system-ui, sans-serif; max-width: 38em; margin: 3em auto; padding: 0 1em; }
code { background: #8882; padding: .1em .3em; border-radius: 3px; }
</style>
<h1>Dossier</h1>
<p>A knowledge graph made from news articles, in which every relation can be traced to the words that support it.</p>
<ul>
<li><a href="/graphiql">Ask with GraphQL</a> in the browser, or by <code>POST /graphql</code></li>
<li><a href="/schema.graphql">The schema</a></li>
<li>The whole graph:
<a href="/export?format=jsonl">JSONL</a>,
<a href="/export?format=csv">CSV</a>,
<a href="/export?format=graphml">GraphML</a>,
<a href="/export?format=nquads">N-Quads</a></li>
<li><a href="/metrics">Metrics</a>, <a href="/healthz">health</a></li>
</ul>
</html>
`

const graphiqlPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dossier: GraphiQL</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<body>
<div id="graphiql"></div>
<script type="module" src="/graphiql/graphiql.js"></script>
</body>
</html>
`

// servePage serves one fixed page.
func servePage(page, csp string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", csp)
		h.Set("Content-Length", strconv.Itoa(len(page)))
		io.WriteString(w, page)
	}
}

// graphiqlFiles serves the embedded files, as they are to clients that take
// gzip.
func graphiqlFiles() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, err := graphiql.Open("graphiql/dist/" + path.Base(r.URL.Path) + ".gz")
		if err != nil {
			plainText(w, http.StatusNotFound, "there is no such file\n")
			return
		}
		defer f.Close()
		h := w.Header()
		h.Set("Content-Type", mime.TypeByExtension(path.Ext(r.URL.Path)))
		h.Set("Content-Security-Policy", graphiqlCSP)
		h.Set("Cache-Control", "max-age=3600")
		h.Set("Vary", "Accept-Encoding")
		var body io.Reader = f
		if acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
		} else if body, err = gzip.NewReader(f); err != nil {
			plainText(w, http.StatusInternalServerError, "the file cannot be read\n")
			return
		}
		io.Copy(w, body)
	})
}
