package train

import (
	"bufio"
	"fmt"
	"strings"

	"dossier/ingest/nlp"
)

// Lexicon compiles the embedded lexicon from the synsets and derivations of
// Open English WordNet (oewn-synsets.tsv, oewn-derived.tsv).
func Lexicon(synsets, derived string) ([]byte, error) {
	bit := make(map[string]uint64)
	for i, name := range nlp.SupersenseNames {
		bit[name] = 1 << i
	}
	sets := make(map[string]uint64)
	err := eachLine(synsets, 4, func(col []string) error {
		b, ok := bit[col[1]]
		if !ok {
			return fmt.Errorf("unknown lexicographer file %q", col[1])
		}
		for lemma := range strings.SplitSeq(col[3], "|") {
			sets[strings.ToLower(lemma)] |= b
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var entries []nlp.LexiconEntry
	for lemma, set := range sets {
		entries = append(entries, nlp.LexiconEntry{Lemma: lemma, Senses: set})
	}
	var links []nlp.Derivation
	err = eachLine(derived, 5, func(col []string) error {
		links = append(links, nlp.Derivation{From: strings.ToLower(col[0]), FromPOS: col[1], Relation: col[2],
			To: strings.ToLower(col[3]), ToPOS: col[4]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return nlp.EncodeLexicon(entries, links)
}

// eachLine calls f with the tab-separated columns of every line of a file.
func eachLine(path string, columns int, f func(col []string) error) error {
	r, err := Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		col := strings.Split(sc.Text(), "\t")
		if len(col) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", path, n, len(col), columns)
		}
		if err := f(col); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return sc.Err()
}
