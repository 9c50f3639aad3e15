package train

import (
	"bufio"
	"fmt"
	"strings"

	"dossier/ingest/nlp/ner"
)

// An iobFormat says how one corpus writes its tags.
type iobFormat struct {
	word, tag int // columns
	split     func(string) []string
	types     map[string]string // its type → ours; "?" leaves open, absent: outside
	rest      ner.Labels
}

func tabs(line string) []string { return strings.Split(line, "\t") }

var (
	formatUNER     = iobFormat{1, 2, tabs, map[string]string{"PER": "PER", "ORG": "ORG", "LOC": "LOC"}, restMisc}
	formatWikiGold = iobFormat{1, 2, strings.Fields, map[string]string{"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}, restOutside}
	formatWNUT     = iobFormat{0, 1, tabs, map[string]string{"person": "PER", "location": "LOC", "corporation": "ORG",
		"group": "ORG", "creative-work": "MISC", "product": "MISC"}, restMisc}
	formatPolitics = iobFormat{0, 1, tabs, map[string]string{"politician": "PER", "person": "PER", "organisation": "ORG",
		"politicalparty": "ORG", "country": "LOC", "location": "LOC", "election": "MISC", "event": "MISC", "misc": "MISC"}, restOutside}
)

// formatOf guesses the format of a file of names from its name.
func formatOf(path string) iobFormat {
	switch {
	case strings.Contains(path, "wikigold"):
		return formatWikiGold
	case strings.Contains(path, "wnut"):
		return formatWNUT
	case strings.Contains(path, "crossner"):
		return formatPolitics
	}
	return formatUNER
}

// readIOB reads the sentences of an IOB2 file. The index of a sentence counts
// from 0 in file order.
func readIOB(path string, f iobFormat) ([]nameSentence, error) {
	in, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var out []nameSentence
	var words, tags []string
	doc := path
	flush := func() {
		if len(words) > 0 && words[0] != "-DOCSTART-" {
			s := newNameSentence(words, f.spans(tags), f.rest)
			s.Doc = doc
			out = append(out, s)
		}
		words, tags = nil, nil
	}
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, 1<<20)
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimRight(scan.Text(), "\r\n")
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			doc = line
		case strings.HasPrefix(line, "# ") && f.word == 1:
		case strings.TrimSpace(line) == "":
			flush()
		default:
			col := f.split(line)
			if len(col) <= max(f.word, f.tag) {
				return nil, fmt.Errorf("%s:%d: want %d columns, got %d", path, n, max(f.word, f.tag)+1, len(col))
			}
			words, tags = append(words, col[f.word]), append(tags, col[f.tag])
			if words[0] == "-DOCSTART-" {
				doc = fmt.Sprint(path, n)
			}
		}
	}
	flush()
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}

func (f iobFormat) spans(tags []string) []nameSpan {
	var out []nameSpan
	for i := 0; i < len(tags); {
		kind, found := strings.CutPrefix(tags[i], "B-")
		if !found {
			kind, found = strings.CutPrefix(tags[i], "I-") // an inside without its begin opens a name
		}
		if !found {
			i++
			continue
		}
		j := i + 1
		for j < len(tags) && tags[j] == "I-"+kind {
			j++
		}
		if label := f.types[kind]; label != "" {
			out = append(out, nameSpan{i, j, label})
		}
		i = j
	}
	return out
}
