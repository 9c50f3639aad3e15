package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dossier/ingest/article"
)

// Sources lists the files to read: files as they are, folders with everything
// readable below them (hidden ones left out), globs expanded, "-" for stdin;
// each once, sorted. Paths that lead to nothing are refused.
func Sources(paths []string) (files []string, refused []*article.Error) {
	seen := map[string]bool{}
	add := func(f string) {
		if !seen[f] {
			seen[f] = true
			files = append(files, f)
		}
	}
	for _, p := range paths {
		if p == "-" {
			add(p)
			continue
		}
		found, err := expand(p)
		if err != nil {
			refused = append(refused, err)
		}
		for _, f := range found {
			add(f)
		}
	}
	slices.Sort(files)
	return files, refused
}

// expand returns the files that one path stands for.
func expand(path string) ([]string, *article.Error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return walk(path)
	}
	if err == nil {
		return []string{path}, nil
	}
	if found, globErr := filepath.Glob(path); globErr == nil && len(found) > 0 {
		var out []string
		for _, f := range found {
			more, refused := expand(f)
			if refused != nil {
				return out, refused
			}
			out = append(out, more...)
		}
		return out, nil
	}
	return nil, &article.Error{Source: path, Reason: reasonOf(err)}
}

func reasonOf(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "not allowed to read it"
	}
	return err.Error()
}

// walk lists the readable files below a folder.
func walk(root string) ([]string, *article.Error) {
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != root && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.IsDir() && article.Reads(path) {
			out = append(out, path)
		}
		return nil
	})
	switch {
	case err != nil:
		return out, &article.Error{Source: root, Reason: reasonOf(err)}
	case len(out) == 0:
		return nil, &article.Error{Source: root, Reason: fmt.Sprintf("no articles in this folder (looked for %s, each also .gz)", strings.Join(article.Formats(), " "))}
	}
	return out, nil
}

// readAll reads every file and sends its articles on; what is refused, and
// each file's end, goes straight to done.
func readAll(ctx context.Context, files []string, stdin io.Reader, read chan<- *article.Article, done chan<- outcome) {
	for _, f := range files {
		if !readFile(ctx, f, stdin, read, done) || !send(ctx, done, outcome{source: f, fileDone: true}) {
			return
		}
	}
}

func readFile(ctx context.Context, file string, stdin io.Reader, read chan<- *article.Article, done chan<- outcome) bool {
	r := stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return send(ctx, done, outcome{refused: &article.Error{Source: file, Reason: reasonOf(err)}})
		}
		defer f.Close()
		r = f
	}
	for a, err := range article.Read(file, r) {
		var refused *article.Error
		switch {
		case errors.As(err, &refused):
			if !send(ctx, done, outcome{refused: refused}) {
				return false
			}
		case err != nil:
			return send(ctx, done, outcome{refused: &article.Error{Source: file, Reason: err.Error()}})
		case !send(ctx, read, a):
			return false
		}
	}
	return true
}
