package train

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"dossier/ingest/nlp"
)

// Plain sentences for self-training have this many tokens.
const (
	shortestPlain = 5
	longestPlain  = 60
)

// PlainSentences reads the sentences of the relation corpora in the folder
// data, without their annotations and each once: text of the kinds the
// treebanks lack (encyclopaedia, web pages about people and companies, reports).
func PlainSentences(data string) ([]*nlp.CoNLLUSentence, error) {
	c := plainCorpus{seen: make(map[string]bool)}
	for _, f := range []struct{ file, field string }{
		{"relations/knowledgenet-folds1-3.jsonl.gz", "documentText"},
		{"relations/tekgen-train.jsonl.gz", "sent"},
		{"relations/re3d.jsonl.gz", "text"},
	} {
		if err := c.lines(filepath.Join(data, f.file), f.field); err != nil {
			return nil, err
		}
	}
	var docs []struct {
		Sents [][]string `json:"sents"`
	}
	path := filepath.Join(data, "relations/redocred-dev.json.gz")
	r, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := json.NewDecoder(r).Decode(&docs); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, d := range docs {
		for _, words := range d.Sents {
			c.add(words)
		}
	}
	return c.all, nil
}

type plainCorpus struct {
	all  []*nlp.CoNLLUSentence
	seen map[string]bool
}

// lines adds the sentences of one text field of every line of a JSONL file.
func (c *plainCorpus) lines(path, field string) error {
	r, err := Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, 1<<20)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var fields map[string]json.RawMessage
			var text string
			if err := json.Unmarshal(line, &fields); err != nil {
				return fmt.Errorf("%s:%d: %w", path, n, err)
			}
			if err := json.Unmarshal(fields[field], &text); err != nil {
				return fmt.Errorf("%s:%d: field %q: %w", path, n, field, err)
			}
			c.text(strings.Join(strings.Fields(text), " "))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
}

func (c *plainCorpus) text(text string) {
	tokens, sentences := nlp.Sentences(text)
	for _, s := range sentences {
		var words []string
		for _, t := range tokens[s[0]:s[1]] {
			words = append(words, text[t.Start:t.End])
		}
		c.add(words)
	}
}

func (c *plainCorpus) add(words []string) {
	key := strings.Join(words, " ")
	if len(words) < shortestPlain || len(words) > longestPlain || c.seen[key] || key == strings.ToUpper(key) {
		return
	}
	c.seen[key] = true
	s := new(nlp.CoNLLUSentence)
	for _, w := range words {
		if w = strings.Join(strings.Fields(w), ""); w != "" {
			s.Words = append(s.Words, nlp.CoNLLUWord{Form: w, Head: -1})
		}
	}
	c.all = append(c.all, s)
}

// Label returns plain sentences with the tags and heads that a syntax layer
// gives those tokens of whose head it is sure by at least the score; the others
// stay unset.
func Label(s *nlp.Syntax, sentences []*nlp.CoNLLUSentence, score float32) []*nlp.CoNLLUSentence {
	a := nlp.LayoutCoNLLU(sentences)
	s.Annotate(a.Text, a.Tokens, a.Sentences)
	var labelled []*nlp.CoNLLUSentence
	for i, sent := range a.Sentences {
		c := &nlp.CoNLLUSentence{}
		for j, w := range sentences[i].Words {
			t := a.Tokens[sent.First+j]
			if t.HeadScore >= score {
				w.UPOS, w.XPOS, w.Deprel, w.Head = t.UPOS, t.XPOS, t.Deprel, 0
				if t.Head >= 0 {
					w.Head = t.Head - sent.First + 1
				}
			}
			c.Words = append(c.Words, w)
		}
		labelled = append(labelled, c)
	}
	return labelled
}
