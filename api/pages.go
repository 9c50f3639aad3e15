package api

import (
	"compress/gzip"
	"embed"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// graphiql is the GraphiQL page as `go generate` built it, gzipped.
//
//go:embed graphiql/dist/*.gz
var graphiql embed.FS

// Content security policies: nothing from elsewhere. The explorer paints the
// picture it saves from a data address. The editor of GraphiQL writes style
// elements.
const (
	explorerCSP = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

	graphiqlCSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; " +
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

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

// serveFiles serves gzipped files, as they are to clients that take gzip. The
// address's last part names the file; an address that ends in / means
// index.html.
func serveFiles(files fs.FS, csp, cache string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "index.html"
		if !strings.HasSuffix(r.URL.Path, "/") {
			name = path.Base(r.URL.Path)
		}
		f, err := files.Open(name + ".gz")
		if err != nil {
			plainText(w, http.StatusNotFound, "there is no such file\n")
			return
		}
		defer f.Close()
		h := w.Header()
		h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		h.Set("Content-Security-Policy", csp)
		h.Set("Cache-Control", cache)
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

// graphiqlFiles serves what the GraphiQL page loads.
func graphiqlFiles() http.Handler {
	dist, err := fs.Sub(graphiql, "graphiql/dist")
	if err != nil {
		panic(err) // dist is embedded
	}
	return serveFiles(dist, graphiqlCSP, "max-age=3600")
}
