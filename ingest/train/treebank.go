package train

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"

	"dossier/ingest/nlp"
)

// Open opens a data file, uncompressing it where its name ends in ".gz".
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &gzipFile{z, f}, nil
}

type gzipFile struct {
	*gzip.Reader
	file *os.File
}

func (g *gzipFile) Close() error {
	err := g.Reader.Close()
	if e := g.file.Close(); err == nil {
		err = e
	}
	return err
}

// ReadTreebanks reads the sentences of CoNLL-U files, one after the other.
func ReadTreebanks(paths ...string) ([]*nlp.CoNLLUSentence, error) {
	var all []*nlp.CoNLLUSentence
	for _, path := range paths {
		f, err := Open(path)
		if err != nil {
			return nil, err
		}
		s, err := nlp.ReadCoNLLU(f, path)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, s...)
	}
	return all, nil
}
