package train

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// An OpenTuple is an open relation in words: the relation and its arguments,
// the subject first.
type OpenTuple struct {
	Relation   string
	Arguments  []string
	Confidence float64
}

// An OpenSentence is a sentence of an open extraction benchmark with what a
// system should find in it.
type OpenSentence struct {
	ID   string // BenchIE's number, "" in CaRB
	Text string
	Gold []OpenTuple     // CaRB: tuples by crowd workers
	Fact [][]FactVariant // BenchIE: clusters of equal formulations
}

// A FactVariant is one formulation of a fact: the texts that each of its slots
// subject, relation and object may have.
type FactVariant [3]map[string]bool

// ReadCaRB reads the tab-separated gold file of CaRB (Bhardwaj, Aggarwal and
// Mausam 2019): sentence, relation, subject, further arguments. Sentences keep
// their order; a later run of the same sentence replaces an earlier one, as in
// the published scorer.
func ReadCaRB(r io.Reader) ([]OpenSentence, error) {
	var out []OpenSentence
	at := map[string]int{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		cols := strings.Split(strings.TrimSpace(in.Text()), "\t")
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		if len(cols) < 3 || cols[0] == "" {
			continue
		}
		var args []string
		for _, c := range cols[2:] {
			if !strings.Contains(c, "C: ") {
				args = append(args, c)
			}
		}
		i, ok := at[cols[0]]
		if !ok {
			i = len(out)
			at[cols[0]] = i
			out = append(out, OpenSentence{Text: cols[0]})
		}
		out[i].Gold = append(out[i].Gold, OpenTuple{Relation: cols[1], Arguments: args, Confidence: 1})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read CaRB gold: %w", err)
	}
	return out, nil
}

// WriteCaRB writes predictions in the format that CaRB's scorers read.
func WriteCaRB(w io.Writer, sentence string, list []OpenTuple) error {
	for _, t := range list {
		cols := append([]string{sentence, strconv.FormatFloat(t.Confidence, 'f', 4, 64), t.Relation}, t.Arguments...)
		if _, err := fmt.Fprintln(w, strings.Join(cols, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// ReadBenchIE reads the gold file of BenchIE (Gashteovski et al. 2022).
func ReadBenchIE(r io.Reader) ([]OpenSentence, error) {
	var out []OpenSentence
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		text := strings.TrimSpace(in.Text())
		switch {
		case strings.HasPrefix(text, "sent_id:"):
			id, sentence, ok := strings.Cut(strings.TrimPrefix(text, "sent_id:"), "\t")
			if !ok {
				return nil, fmt.Errorf("read BenchIE gold: line %d: no sentence behind its number", line)
			}
			out = append(out, OpenSentence{ID: id, Text: sentence})
		case len(out) == 0 || text == "":
		case strings.Contains(text, "--> Cluster"):
			s := &out[len(out)-1]
			s.Fact = append(s.Fact, nil)
		case strings.Contains(text, "-->"):
			s := &out[len(out)-1]
			if v, ok := factVariant(text); ok && len(s.Fact) > 0 {
				s.Fact[len(s.Fact)-1] = append(s.Fact[len(s.Fact)-1], v)
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read BenchIE gold: %w", err)
	}
	return out, nil
}

func factVariant(line string) (FactVariant, bool) {
	for {
		from := strings.Index(line, "--{")
		to := strings.Index(line, "}")
		if from < 0 || to < from {
			break
		}
		line = line[:from] + line[min(to+len("}--"), len(line)):]
	}
	parts := strings.Split(line, "-->")
	if len(parts) < 3 {
		return FactVariant{}, false
	}
	var v FactVariant
	for i := range v {
		v[i] = slotVariants(strings.TrimSpace(parts[i]))
	}
	return v, true
}

// slotVariants returns every reading of a slot, its bracketed words kept or
// left out, in lower case with single blanks.
func slotVariants(slot string) map[string]bool {
	readings := []string{""}
	for slot != "" {
		part, optional := slot, false
		if slot[0] == '[' {
			end := strings.IndexByte(slot, ']')
			if end < 0 {
				end = len(slot) - 1
			}
			part, slot, optional = slot[1:end], slot[end+1:], true
		} else if i := strings.IndexAny(slot, "[]"); i >= 0 {
			if i == 0 {
				slot = slot[1:]
				continue
			}
			part, slot = slot[:i], slot[i:]
		} else {
			slot = ""
		}
		longer := make([]string, 0, 2*len(readings))
		for _, r := range readings {
			if optional {
				longer = append(longer, r)
			}
			longer = append(longer, r+" "+part)
		}
		readings = longer
	}
	set := make(map[string]bool, len(readings))
	for _, r := range readings {
		set[normal(r)] = true
	}
	return set
}

func normal(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// ScoreBenchIE counts triples that equal a formulation of a fact, and facts found.
func ScoreBenchIE(gold []OpenSentence, pred map[string][]OpenTuple) (precision, recall, f1 float64) {
	right, all, found, facts := 0, 0, 0, 0
	for _, s := range gold {
		facts += len(s.Fact)
		hit := map[int]bool{}
		for _, t := range pred[s.ID] {
			if len(t.Arguments) < 2 {
				continue
			}
			all++
			if c := s.cluster(t); c >= 0 {
				right++
				hit[c] = true
			}
		}
		found += len(hit)
	}
	precision, recall = quotient(right, all), quotient(found, facts)
	return precision, recall, harmonic(precision, recall)
}

// cluster returns the first fact that a triple states, -1 for none.
func (s *OpenSentence) cluster(t OpenTuple) int {
	words := [3]string{normal(t.Arguments[0]), normal(t.Relation), normal(t.Arguments[1])}
	for i, variants := range s.Fact {
		for _, v := range variants {
			if v[0][words[0]] && v[1][words[1]] && v[2][words[2]] {
				return i
			}
		}
	}
	return -1
}

func quotient(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
