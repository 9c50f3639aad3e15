package schema

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Fault is one thing wrong in an ontology file.
type Fault struct {
	File string
	Line int // from 1; 0 if the whole file is meant
	Text string
}

// Faults is the error of Load: everything that is wrong, in file order.
type Faults []Fault

// Error returns one line for each fault, "FILE:LINE: what is wrong".
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = fmt.Sprintf("%s:%d: %s", x.File, x.Line, x.Text)
	}
	return strings.Join(lines, "\n")
}

// Limits of one ontology file: beyond them it is a mistake and not an ontology.
const (
	maxFile  = 16 << 20 // bytes
	maxDepth = 64       // brackets or dashes inside one another
)

// A source is one file: path says its place in the layout, shown is what faults call it.
type source struct {
	path, shown string
	data        []byte
}

// Load reads every *.yaml under fsys: entity types, relation types, facts. All
// files are checked before it returns; the error is a Faults: one line for
// each fault, "FILE:LINE: what is wrong", in file order.
func Load(fsys fs.FS) (*Ontology, error) {
	files, err := sources(fsys, "")
	if err != nil {
		return nil, err
	}
	return parse(files)
}

// LoadDir reads the embedded ontology with the files of dir laid over it: a
// file replaces the embedded one of the same path, any other adds to it, and
// "replace: [relations]" in any of them drops all embedded relation types
// first (likewise entities and facts). Its file ranker.bin, if there is one, is
// what Ranker returns.
func LoadDir(dir string) (*Ontology, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder", dir)
	}
	o, err := overlay(os.DirFS(dir), dir)
	if err != nil {
		return nil, err
	}
	if o.ranker, err = os.ReadFile(filepath.Join(dir, "ranker.bin")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return o, nil
}

// overlay is LoadDir on any file system; dir is only for messages.
func overlay(fsys fs.FS, dir string) (*Ontology, error) {
	user, err := sources(fsys, dir)
	if err != nil {
		return nil, err
	}
	if len(user) == 0 {
		return nil, fmt.Errorf("%s holds no *.yaml file", dir)
	}
	builtin, err := sources(builtinFS(), "builtin")
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, f := range user {
		own[f.path] = true
	}
	mine := func(f source) bool { return own[f.path] }
	// The built-in files come first so that what clashes with them is told of the user's file.
	if img, err := decodeImage(compiled); err == nil && img.Digest == digest(builtin) {
		return img.builder(func(f source) bool { return !mine(f) }, builtin).parse(user)
	}
	b := &builder{order: map[string]int{}}
	return b.parse(append(slices.DeleteFunc(builtin, mine), user...))
}

func sources(fsys fs.FS, dir string) ([]source, error) {
	var files []source
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if p != "." && strings.HasPrefix(path.Base(p), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(p); d.IsDir() || ext != ".yaml" && ext != ".yml" {
			return nil
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		files = append(files, source{p, shownPath(dir, p), data})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read ontology: %w", err)
	}
	slices.SortFunc(files, func(a, b source) int { return cmp.Compare(a.path, b.path) })
	return files, nil
}

func shownPath(dir, p string) string {
	switch dir {
	case "":
		return p
	case "builtin":
		return "builtin:" + p
	}
	return filepath.Join(dir, filepath.FromSlash(p))
}

// parse turns files into a checked ontology.
func parse(files []source) (*Ontology, error) {
	b := &builder{order: map[string]int{}}
	return b.parse(files)
}

// parse adds files to what the builder holds and checks it all.
func (b *builder) parse(files []source) (*Ontology, error) {
	for _, f := range files {
		b.order[f.shown] = len(b.order)
		if err := shape(f.data); err != nil {
			b.fault(f.shown, 0, "%v", err)
			continue
		}
		b.read(f)
	}
	o := b.check()
	if len(b.faults) > 0 {
		slices.SortStableFunc(b.faults, func(x, y Fault) int {
			return cmp.Or(b.order[x.File]-b.order[y.File], x.Line-y.Line)
		})
		return nil, b.faults
	}
	o.index()
	return o, nil
}

// shape refuses what would exhaust the YAML parser, which recurses without a limit.
func shape(data []byte) error {
	if len(data) > maxFile {
		return fmt.Errorf("file has %d bytes, more than %d", len(data), maxFile)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return errors.New("file holds a NUL byte: it is not YAML")
	}
	depth, run := 0, 0
	for i, c := range data {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		case '-', '?', '!', '&', '*', '|', '>':
			if i+1 < len(data) && data[i+1] != c {
				run++
			}
		case '\n':
			run = 0
		case ' ', '\t':
		default:
			run = 0
		}
		if depth > maxDepth || run > maxDepth {
			return fmt.Errorf("more than %d brackets or dashes inside one another", maxDepth)
		}
	}
	return nil
}
