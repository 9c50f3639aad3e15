package schema

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/gob"
	"fmt"
	"io/fs"
	"sync"
)

//go:embed ontology
var ontologyFiles embed.FS

// compiled is the embedded ontology, checked and encoded: decoding it takes a
// few milliseconds, parsing the YAML far longer. It is used only while its
// digest is that of the YAML, so a forgotten go generate costs time at start
// and never gives an old answer; TestCompiled reminds of it.
//
//go:generate go test -run ^TestCompiled$ -update .
//go:embed ontology.gob.gz
var compiled []byte

type image struct {
	Digest    [sha256.Size]byte
	Entities  []EntityType
	Relations []RelationType
	Facts     []Fact
}

func builtinFS() fs.FS {
	sub, err := fs.Sub(ontologyFiles, "ontology")
	if err != nil {
		panic(err) // the folder is embedded under a constant name
	}
	return sub
}

var loadDefault = sync.OnceValue(func() *Ontology {
	files, err := sources(builtinFS(), "builtin")
	if err != nil {
		panic(err)
	}
	if o := fromImage(files); o != nil {
		return o
	}
	o, err := parse(files)
	if err != nil {
		panic(fmt.Sprintf("embedded ontology:\n%v", err)) // TestDefault keeps this from being released
	}
	return o
})

// Default returns the embedded ontology. It is read once, at the first call.
func Default() *Ontology { return loadDefault() }

func digest(files []source) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %d\n", f.path, len(f.data))
		h.Write(f.data)
	}
	h.Sum(sum[:0])
	return sum
}

// fromImage returns the compiled ontology, or nil if it is not that of files.
func fromImage(files []source) *Ontology {
	img, err := decodeImage(compiled)
	if err != nil || img.Digest != digest(files) {
		return nil
	}
	o := &Ontology{entities: img.Entities, relations: img.Relations, facts: img.Facts}
	o.index()
	return o
}

func decodeImage(data []byte) (*image, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var img image
	return &img, gob.NewDecoder(z).Decode(&img)
}

func encodeImage(files []source, o *Ontology) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if err := gob.NewEncoder(z).Encode(image{digest(files), o.entities, o.relations, o.facts}); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
