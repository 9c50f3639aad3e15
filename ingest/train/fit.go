package train

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// seed of every fit: the same data give the same weights.
const seed = 1

// Models lists what Fit fits, in the order in which one builds on the other.
func Models() []string { return []string{"segment", "syntax", "ner", "pronouns"} }

// Fit fits models on the data folder (the layout of its SOURCES.md) and writes
// their weights into the folder weights, with progress on log. No models
// named: all of them. A model that builds on others uses the weights that are
// embedded in this program; where the folder holds others by then, ErrStale is
// returned. So one Fit of all models that returns nil has written what is
// embedded, but for the models nothing builds on.
func Fit(models []string, data, weights string, log io.Writer) error {
	if len(models) == 0 {
		models = Models()
	}
	for _, m := range models {
		if !slices.Contains(Models(), m) {
			return fmt.Errorf("no model %q; there are: %s", m, strings.Join(Models(), ", "))
		}
	}
	if info, err := os.Stat(weights); err != nil || !info.IsDir() {
		return fmt.Errorf("no folder %s for the weights; run this in the source tree, or name one with --weights", weights)
	}
	for _, m := range models {
		fmt.Fprintf(log, "fit %s\n", m)
		if err := fit(m, data, weights, log); err != nil {
			return fmt.Errorf("fit %s: %w", m, err)
		}
	}
	return nil
}

// ErrStale is returned where a model builds on weights that have changed since
// the program was built.
var ErrStale = errors.New("builds on weights that this program does not embed yet")

// checkEmbedded returns ErrStale if the folder has a file of other contents than
// the embedded one.
func checkEmbedded(weights string, names ...string) error {
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(weights, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !bytes.Equal(b, nlp.Embedded(name)):
			return fmt.Errorf("%w: %s; build it and go on from this model", ErrStale, name)
		}
	}
	return nil
}

func fit(model, data, weights string, log io.Writer) error {
	write := func(name string, b []byte, err error) error {
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(weights, name), b, 0o644)
	}
	treebanks := func(names ...string) ([]*nlp.CoNLLUSentence, error) {
		for i, n := range names {
			names[i] = filepath.Join(data, "syntax", n+".conllu.gz")
		}
		return ReadTreebanks(names...)
	}
	switch model {
	case "syntax":
		return FitSyntax(data, weights, SyntaxOptions{Log: log})
	case "ner":
		gazetteer, b, err := NER(data, NEROptions{Log: log})
		return cmp.Or(write("gazetteer.bin", gazetteer, err), write("ner.bin", b, err))
	case "segment":
		gold, err := treebanks("ewt-train", "gum-train")
		if err != nil {
			return err
		}
		return write("segment.bin", FitSegment(gold, seed).Encode(), nil)
	}
	if err := checkEmbedded(weights, "segment.bin", "lexicon.bin", "lemma.bin", "syntax.bin", "gazetteer.bin", "ner.bin"); err != nil {
		return err
	}
	gold, err := treebanks("gum-train")
	if err != nil {
		return err
	}
	b, err := FitPronouns(nlp.New(schema.Default()), gold, filepath.Join(data, "coref", "gap-validation.tsv.gz"), filepath.Join(data, "relations", "knowledgenet-folds1-3.jsonl.gz"), seed)
	return write("coref.bin", b, err)
}
