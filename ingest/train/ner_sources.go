package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/ner"
)

// readDocRED reads Re-DocRED: mentions of a whole document. Its MISC is a
// mixed bag (persons among them) and its LOC holds nationalities; both stay
// open. Numbers and times are no names.
func readDocRED(path string) ([]nameSentence, error) {
	in, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var docs []struct {
		Title     string
		Sents     [][]string
		VertexSet [][]struct {
			Type string
			Sent int `json:"sent_id"`
			Pos  [2]int
		}
	}
	if err := json.NewDecoder(in).Decode(&docs); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []nameSentence
	for _, d := range docs {
		spans := make([][]nameSpan, len(d.Sents))
		for _, v := range d.VertexSet {
			for _, m := range v {
				if m.Sent >= len(d.Sents) || m.Pos[0] >= m.Pos[1] || m.Pos[1] > len(d.Sents[m.Sent]) {
					continue
				}
				words := d.Sents[m.Sent][m.Pos[0]:m.Pos[1]]
				label := map[string]string{"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "?"}[m.Type]
				if label == "LOC" && nationality(words) {
					label = "?"
				}
				if label != "" {
					spans[m.Sent] = append(spans[m.Sent], nameSpan{m.Pos[0], m.Pos[1], label})
				}
			}
		}
		for i, words := range d.Sents {
			s := newNameSentence(words, disjoint(spans[i]), restMisc)
			s.Doc = "docred " + d.Title
			out = append(out, s)
		}
	}
	return out, nil
}

// nationality guesses adjectives of nations by their ending: conservative,
// for what it catches stays open.
func nationality(words []string) bool {
	w := words[len(words)-1]
	for _, end := range []string{"ian", "ean", "can", "man", "ish", "ese", "French", "Dutch", "Greek", "Swiss", "Thai", "Welsh", "Irish", "Iraqi", "Israeli", "Czech"} {
		if len(words) == 1 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// disjoint drops spans that overlap a longer one; an open span gives way to a
// labelled one.
func disjoint(spans []nameSpan) []nameSpan {
	slices.SortStableFunc(spans, func(a, b nameSpan) int {
		if (a.label == "?") != (b.label == "?") {
			if a.label == "?" {
				return 1
			}
			return -1
		}
		return (b.last - b.first) - (a.last - a.first)
	})
	var out []nameSpan
	for _, s := range spans {
		free := true
		for _, o := range out {
			free = free && (s.last <= o.first || s.first >= o.last)
		}
		if free {
			out = append(out, s)
		}
	}
	return out
}

// knowledgeNetTypes gives the types of subject and object of each property.
var knowledgeNetTypes = map[string][2]string{
	"CEO": {"ORG", "PER"}, "CHILD_OF": {"PER", "PER"}, "DATE_FOUNDED": {"ORG", ""}, "DATE_OF_BIRTH": {"PER", ""},
	"DATE_OF_DEATH": {"PER", ""}, "EDUCATED_AT": {"PER", "ORG"}, "EMPLOYEE_OR_MEMBER_OF": {"PER", "ORG"},
	"FOUNDED_BY": {"ORG", "PER"}, "HEADQUARTERS": {"ORG", "LOC"}, "NATIONALITY": {"PER", "?"},
	"PLACE_OF_BIRTH": {"PER", "LOC"}, "PLACE_OF_RESIDENCE": {"PER", "LOC"}, "POLITICAL_AFFILIATION": {"PER", "ORG"},
	"SPOUSE": {"PER", "PER"}, "SUBSIDIARY_OF": {"ORG", "ORG"},
}

// readKnowledgeNet reads the passages that state facts. Only their arguments
// are annotated, so every other capitalised word stays open.
func readKnowledgeNet(path string) ([]nameSentence, error) {
	var out []nameSentence
	err := jsonLines(path, func(line []byte) error {
		var d struct {
			DocumentID string
			Passages   []struct {
				PassageStart int
				PassageText  string
				Facts        []struct {
					HumanReadable            string
					SubjectStart, SubjectEnd int
					ObjectStart, ObjectEnd   int
				}
			}
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		for _, p := range d.Passages {
			text := []rune(p.PassageText)
			words, starts := looseWords(p.PassageText)
			var spans []nameSpan
			mark := func(start, end int, label string) {
				start, end = start-p.PassageStart, end-p.PassageStart
				if label == "" || start < 0 || end > len(text) || start >= end {
					return
				}
				from, to := len(string(text[:start])), len(string(text[:end]))
				if first, last, ok := wordRange(words, starts, from, to); ok && nameLike(words[first:last]) {
					spans = append(spans, trimName(words, nameSpan{first, last, label}))
				}
			}
			for _, f := range p.Facts {
				for property, types := range knowledgeNetTypes {
					if strings.Contains(f.HumanReadable, "<"+property+">") {
						mark(f.SubjectStart, f.SubjectEnd, types[0])
						mark(f.ObjectStart, f.ObjectEnd, types[1])
					}
				}
			}
			if len(spans) > 0 {
				s := newNameSentence(words, disjoint(spans), restAny)
				s.Doc = "knowledgenet " + d.DocumentID
				out = append(out, s)
			}
		}
		return nil
	})
	return out, err
}

// nameLike reports whether words look like one name: capitals at both ends,
// links between, no pronoun.
func nameLike(words []string) bool {
	if len(words) == 0 || pronouns[strings.ToLower(words[0])] {
		return false
	}
	if strings.EqualFold(words[0], "the") && len(words) > 1 {
		words = words[1:]
	}
	lower := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) && !nameLinks[w] {
			lower++
		}
	}
	return lower == 0 && ner.MaybeName(words[0]) && (ner.MaybeName(words[len(words)-1]) || len(words) > 1 && !unicode.IsLetter(firstRune(words[len(words)-1])))
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "his": true, "her": true, "their": true,
	"its": true, "i": true, "we": true, "who": true, "this": true, "that": true, "him": true, "them": true, "my": true, "our": true}

// trimName takes a leading article off and titles off persons.
func trimName(words []string, s nameSpan) nameSpan {
	for s.last-s.first > 1 {
		w := strings.ToLower(words[s.first])
		if w != "the" && w != "a" && w != "an" && !(s.label == "PER" && nlp.IsTitle(words[s.first])) {
			break
		}
		s.first++
	}
	return s
}

func jsonLines(path string, take func([]byte) error) error {
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, 1<<24)
	for n := 1; scan.Scan(); n++ {
		if err := take(scan.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
