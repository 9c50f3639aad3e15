// Package explorer holds the page that shows the graph, as `go generate` built
// it from src. Its files are gzipped; api serves them.
package explorer

import (
	"embed"
	"io/fs"
)

//go:generate sh -c "npm ci && npm run build"

//go:embed dist/*.gz
var dist embed.FS

// Files holds index.html.gz and what it loads from /explorer/.
func Files() fs.FS {
	f, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is embedded
	}
	return f
}
