package nlp

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A CoNLLUSentence is one sentence of a CoNLL-U file
// (https://universaldependencies.org/format.html), without its empty nodes.
type CoNLLUSentence struct {
	Comments []string // without "# "
	Words    []CoNLLUWord
	Ranges   []CoNLLURange // multiword tokens, in order
}

// A CoNLLUWord is one syntactic word. Unset columns are "".
type CoNLLUWord struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // 1-based, 0 for the root, -1 when unset
	Deprel, Deps, Misc             string
}

// A CoNLLURange is a multiword token over Words[First:Last].
type CoNLLURange struct {
	First, Last int
	Form, Misc  string
}

// Comment returns the value of the comment "key = value".
func (s *CoNLLUSentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		k, v, ok := strings.Cut(c, "=")
		if strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), ok || k == c
		}
	}
	return "", false
}

// ReadCoNLLU reads every sentence of r. Name stands for the file in errors,
// which also name the line.
func ReadCoNLLU(r io.Reader, name string) ([]*CoNLLUSentence, error) {
	p := conlluReader{name: name}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 1<<16), 1<<24)
	for sc.Scan() {
		p.line++
		if err := p.take(strings.TrimSuffix(sc.Text(), "\r")); err != nil {
			return nil, err
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, p.line+1, err)
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return p.done, nil
}

type conlluReader struct {
	name string
	line int
	now  CoNLLUSentence
	done []*CoNLLUSentence
}

func (p *conlluReader) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", p.name, p.line, fmt.Sprintf(format, args...))
}

func (p *conlluReader) take(line string) error {
	switch {
	case strings.TrimSpace(line) == "":
		return p.end()
	case line[0] == '#' && len(p.now.Words) == 0 && !strings.Contains(line, "\t"):
		p.now.Comments = append(p.now.Comments, strings.TrimSpace(line[1:]))
		return nil
	}
	col := strings.Split(line, "\t")
	if len(col) != 10 {
		return p.errorf("%d columns, want 10", len(col))
	}
	if strings.Contains(col[0], ".") {
		return nil // empty node of the enhanced graph
	}
	if first, last, ok := strings.Cut(col[0], "-"); ok {
		a, errA := strconv.Atoi(first)
		b, errB := strconv.Atoi(last)
		if errA != nil || errB != nil || a != len(p.now.Words)+1 || b < a {
			return p.errorf("bad range %q", col[0])
		}
		p.now.Ranges = append(p.now.Ranges, CoNLLURange{First: a - 1, Last: b, Form: col[1], Misc: unset(col[9])})
		return nil
	}
	return p.word(col)
}

func (p *conlluReader) word(col []string) error {
	if id, err := strconv.Atoi(col[0]); err != nil || id != len(p.now.Words)+1 {
		return p.errorf("word id %q, want %d", col[0], len(p.now.Words)+1)
	}
	if col[1] == "" {
		return p.errorf("empty form")
	}
	w := CoNLLUWord{Form: col[1], Lemma: unset(col[2]), UPOS: unset(col[3]), XPOS: unset(col[4]), Feats: unset(col[5]),
		Head: -1, Deprel: unset(col[7]), Deps: unset(col[8]), Misc: unset(col[9])}
	if col[2] == "_" && col[1] == "_" {
		w.Lemma = "_"
	}
	if col[6] != "_" {
		h, err := strconv.Atoi(col[6])
		if err != nil || h < 0 {
			return p.errorf("bad head %q", col[6])
		}
		w.Head = h
	}
	p.now.Words = append(p.now.Words, w)
	return nil
}

// end closes the present sentence and checks what only the whole shows.
func (p *conlluReader) end() error {
	s := p.now
	p.now = CoNLLUSentence{}
	if len(s.Words) == 0 {
		return nil
	}
	for i, w := range s.Words {
		if w.Head > len(s.Words) {
			return p.errorf("word %d has head %d of %d words", i+1, w.Head, len(s.Words))
		}
	}
	for _, r := range s.Ranges {
		if r.Last > len(s.Words) {
			return p.errorf("range %d-%d of %d words", r.First+1, r.Last, len(s.Words))
		}
	}
	p.done = append(p.done, &s)
	return nil
}

func unset(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

// SplitDocuments parts sentences where a comment "newdoc" or "newdoc id"
// begins a document: what a name or a pronoun stands for ends with it.
func SplitDocuments(sentences []*CoNLLUSentence) [][]*CoNLLUSentence {
	var out [][]*CoNLLUSentence
	first := 0
	for i, s := range sentences {
		_, doc := s.Comment("newdoc")
		_, id := s.Comment("newdoc id")
		if i > first && (doc || id) {
			out = append(out, sentences[first:i])
			first = i
		}
	}
	if first < len(sentences) {
		out = append(out, sentences[first:])
	}
	return out
}

// LayoutCoNLLU lays the sentences out as one text and gives their words
// spans in it, with the tags and heads of the file: sentences are parted by a
// space, paragraphs and documents by an empty line. Words of a multiword token
// stand together as they are written in the word lines. Sentences without words
// are left out.
func LayoutCoNLLU(sentences []*CoNLLUSentence) *Analysis {
	a := &Analysis{Language: "en"}
	var text strings.Builder
	for _, s := range sentences {
		if len(s.Words) == 0 {
			continue
		}
		_, doc := s.Comment("newdoc")
		_, docID := s.Comment("newdoc id")
		_, par := s.Comment("newpar")
		_, parID := s.Comment("newpar id")
		switch {
		case text.Len() == 0:
		case doc || docID || par || parID:
			text.WriteString("\n\n")
		default:
			text.WriteByte(' ')
		}
		layoutSentence(a, s, &text)
	}
	a.Text = text.String()
	return a
}

func layoutSentence(a *Analysis, s *CoNLLUSentence, text *strings.Builder) {
	joined := make([]bool, len(s.Words)) // no space follows
	for i, w := range s.Words {
		joined[i] = strings.Contains(w.Misc, "SpaceAfter=No")
	}
	for _, r := range s.Ranges {
		for i := r.First; i < r.Last-1; i++ {
			joined[i] = true
		}
		joined[r.Last-1] = strings.Contains(r.Misc, "SpaceAfter=No")
	}
	first := len(a.Tokens)
	for i, w := range s.Words {
		if i > 0 && !joined[i-1] {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(w.Form)
		head := -1
		if w.Head > 0 {
			head = first + w.Head - 1
		}
		a.Tokens = append(a.Tokens, Token{Span: Span{Start: start, End: text.Len()},
			Lemma: w.Lemma, UPOS: w.UPOS, XPOS: w.XPOS, Head: head, Deprel: w.Deprel})
	}
	span := Span{Start: a.Tokens[first].Start, End: text.Len()}
	a.Sentences = append(a.Sentences, Sentence{Span: span, First: first, Last: len(a.Tokens)})
}

// WriteCoNLLU writes an analysis as CoNLL-U: the recogniser's names as
// Entity=B-PER, I-PER … in MISC. Source is nil, or the sentences the analysis
// was laid out from, whose comments, ranges, features and MISC are kept.
func WriteCoNLLU(w io.Writer, a *Analysis, source []*CoNLLUSentence) error {
	if source != nil && len(source) != len(a.Sentences) {
		return fmt.Errorf("write CoNLL-U: %d sentences, source has %d", len(a.Sentences), len(source))
	}
	entity := entityTags(a)
	out := bufio.NewWriter(w)
	for i := range a.Sentences {
		var src *CoNLLUSentence
		if source != nil {
			src = source[i]
		}
		if err := writeSentence(out, a, i, src, entity); err != nil {
			return err
		}
	}
	return out.Flush()
}

func entityTags(a *Analysis) []string {
	tags := make([]string, len(a.Tokens))
	for _, m := range a.Mentions {
		if m.Kind != Name || m.Label == "" {
			continue
		}
		for i := m.First; i < m.Last && i < len(tags); i++ {
			if i == m.First {
				tags[i] = "Entity=B-" + m.Label
			} else {
				tags[i] = "Entity=I-" + m.Label
			}
		}
	}
	return tags
}

func writeSentence(out *bufio.Writer, a *Analysis, n int, src *CoNLLUSentence, entity []string) error {
	s := a.Sentences[n]
	if src == nil {
		fmt.Fprintf(out, "# sent_id = %d\n# text = %s\n", n+1, strings.Join(strings.Fields(a.Text[s.Start:s.End]), " "))
		src = &CoNLLUSentence{Words: make([]CoNLLUWord, s.Last-s.First)}
		for i := range src.Words {
			t := s.First + i
			if t+1 < s.Last && a.Tokens[t].End == a.Tokens[t+1].Start {
				src.Words[i].Misc = "SpaceAfter=No"
			}
		}
	} else if len(src.Words) != s.Last-s.First {
		return fmt.Errorf("write CoNLL-U: sentence %d has %d words, source has %d", n+1, s.Last-s.First, len(src.Words))
	}
	for _, c := range src.Comments {
		fmt.Fprintf(out, "# %s\n", c)
	}
	ranges := src.Ranges
	for i, w := range src.Words {
		if len(ranges) > 0 && ranges[0].First == i {
			r := ranges[0]
			fmt.Fprintf(out, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", r.First+1, r.Last, r.Form, blank(r.Misc))
			ranges = ranges[1:]
		}
		t := a.Tokens[s.First+i]
		head := "_"
		switch {
		case t.Head >= s.First && t.Head < s.Last:
			head = strconv.Itoa(t.Head - s.First + 1)
		case t.Deprel != "":
			head = "0"
		}
		form := w.Form
		if form == "" {
			form = strings.Join(strings.Fields(a.Text[t.Start:t.End]), " ")
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i+1, form, blank(t.Lemma), blank(t.UPOS), blank(t.XPOS),
			blank(w.Feats), head, blank(t.Deprel), blank(w.Deps), blank(misc(w.Misc, entity[s.First+i])))
	}
	out.WriteString("\n")
	return nil
}

// misc puts the entity into a MISC column, in place of what it said before.
func misc(old, entity string) string {
	var keep []string
	for part := range strings.SplitSeq(old, "|") {
		if part != "" && !strings.HasPrefix(part, "Entity=") {
			keep = append(keep, part)
		}
	}
	if entity != "" {
		keep = append([]string{entity}, keep...)
	}
	return strings.Join(keep, "|")
}

func blank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}
