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

// builder gives back what the files that keep accepts said, so that laying a
// user's folder over the built-in files does not parse them again. Faults name
// the first line of an entry.
func (img *image) builder(keep func(source) bool, files []source) *builder {
	b := &builder{order: map[string]int{}}
	kept := map[string]bool{}
	for _, f := range files {
		if kept[f.shown] = keep(f); kept[f.shown] {
			b.order[f.shown] = len(b.order)
		}
	}
	for _, e := range img.Entities {
		if w, ws := wordsAt(e.Line); kept[e.File] {
			b.entities = append(b.entities, rawEntity{
				name: w(e.Name), label: w(e.Label), plural: w(e.Plural), doc: w(e.Doc), parent: w(e.Parent), family: w(string(e.Family)),
				also: ws(e.Also), heads: ws(e.Heads), affix: ws(e.Affix), file: e.File, line: e.Line,
			})
		}
	}
	for _, t := range img.Relations {
		if w, ws := wordsAt(t.Line); kept[t.File] {
			b.relations = append(b.relations, rawRelation{
				name: w(t.Name), label: w(t.Label), inverse: w(t.Inverse), doc: w(t.Doc), parent: w(t.Parent), opposite: w(t.Opposite),
				domain: ws(t.Domain), rang: ws(t.Range), symmetric: t.Symmetric, functional: t.Functional, lasting: t.Lasting,
				file: t.File, line: t.Line,
			})
		}
		for _, c := range t.Cues {
			if w, ws := wordsAt(c.Line); kept[c.File] {
				b.cues = append(b.cues, rawCues{relation: w(t.Name), cues: ws([]string{c.Text}), file: c.File})
			}
		}
	}
	for _, f := range img.Facts {
		if w, ws := wordsAt(f.Line); kept[f.File] {
			b.facts = append(b.facts, rawFact{
				id: w(f.ID), typ: w(f.Type), name: w(f.Name), part: w(f.Part), capital: w(f.Capital), gender: w(f.Gender), doc: w(f.Doc),
				aliases: ws(f.Aliases), weak: ws(f.Weak), demonyms: ws(f.Demonyms), titles: ws(f.Titles), file: f.File, line: f.Line,
			})
		}
	}
	return b
}

// wordsAt makes words of one line.
func wordsAt(line int) (func(string) word, func([]string) []word) {
	one := func(s string) word { return word{s, line} }
	return one, func(list []string) []word {
		var ws []word
		for _, s := range list {
			ws = append(ws, one(s))
		}
		return ws
	}
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
