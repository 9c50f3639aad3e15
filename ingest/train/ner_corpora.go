package train

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"dossier/ingest/nlp"
)

// readRe3d reads re3d. Its entities include common nouns, so only spans that
// look like names are labelled; what other spans cover stays open.
func readRe3d(path string) ([]nameSentence, error) {
	types := map[string]string{"Organisation": "ORG", "Person": "PER", "Location": "LOC", "Nationality": "?",
		"MilitaryPlatform": "?", "Weapon": "?", "Vehicle": "?", "DocumentReference": "?"}
	var out []nameSentence
	err := jsonLines(path, func(line []byte) error {
		var d struct {
			ID, Text string
			Entities []struct {
				Begin, End int
				Type       string
			}
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		text := []rune(d.Text)
		offset := make([]int, 0, len(text)+1)
		for i := range d.Text {
			offset = append(offset, i)
		}
		offset = append(offset, len(d.Text))
		words, starts := looseWords(d.Text)
		var spans []nameSpan
		for _, e := range d.Entities {
			label := types[e.Type]
			if label == "" || e.Begin < 0 || e.End >= len(offset) || e.Begin >= e.End {
				continue
			}
			first, last, ok := wordRange(words, starts, offset[e.Begin], offset[e.End])
			if !ok {
				continue
			}
			if !nameLike(words[first:last]) || strings.HasSuffix(words[first], "s") && last-first > 2 {
				label = "?"
			}
			spans = append(spans, trimName(words, nameSpan{first, last, label}))
		}
		// Iraq is tagged as a place and as its government: the place comes first.
		slices.SortStableFunc(spans, func(a, b nameSpan) int { return strings.Compare(a.label, b.label) })
		s := newNameSentence(words, disjoint(spans), restMisc)
		s.Doc = "re3d " + d.ID
		out = append(out, splitLoose(s)...)
		return nil
	})
	return out, err
}

// splitLoose parts a text into sentences at full stops before a capital.
func splitLoose(s nameSentence) []nameSentence {
	var out []nameSentence
	first := 0
	for i := range s.Words {
		end := s.Words[i] == "." || s.Words[i] == "?" || s.Words[i] == "!"
		if end || i == len(s.Words)-1 {
			out = append(out, nameSentence{Words: s.Words[first : i+1], Allowed: s.Allowed[first : i+1], Doc: s.Doc})
			first = i + 1
		}
	}
	return out
}

// readGUM reads the named mentions of GUM: those whose head is a proper noun,
// cut down to the proper nouns around it. What it tags as events, objects and
// abstracts stays open.
func readGUM(path string) ([]nameSentence, error) {
	sentences, err := ReadTreebanks(path)
	if err != nil {
		return nil, err
	}
	types := map[string]string{"person": "PER", "organization": "ORG", "place": "LOC"}
	var out []nameSentence
	doc := ""
	for _, s := range sentences {
		if id, ok := s.Comment("newdoc id"); ok {
			doc = id
		}
		var words []string
		for _, w := range s.Words {
			words = append(words, w.Form)
		}
		var spans []nameSpan
		for _, m := range gumMentions(s) {
			label := types[m.kind]
			if label == "" {
				label = "?"
			}
			if sp, ok := gumName(s, m, label); ok {
				spans = append(spans, sp)
			}
		}
		n := newNameSentence(words, disjoint(spans), restAny)
		n.Doc = "gum " + doc
		for i, w := range s.Words {
			if n.Allowed[i] == restAny && !strings.HasPrefix(w.XPOS, "NNP") {
				n.Allowed[i] = restMisc
			}
		}
		out = append(out, n)
	}
	return out, nil
}

type gumMention struct {
	first, last int
	kind        string
	head        int // word index of the minimal span's first word
}

// gumMentions reads the Entity brackets of a sentence: opening parts are
// "(id-type-info-salience-centering-minspan-…", closing ones "id)".
func gumMentions(s *nlp.CoNLLUSentence) []gumMention {
	var out []gumMention
	open := map[string][]int{}
	for i, w := range s.Words {
		value := ""
		for kv := range strings.SplitSeq(w.Misc, "|") {
			if v, ok := strings.CutPrefix(kv, "Entity="); ok {
				value = v
			}
		}
		for value != "" {
			if value[0] == '(' {
				end := len(value)
				if k := strings.IndexAny(value[1:], "()"); k >= 0 {
					end = k + 1
				}
				part := strings.Split(value[1:end], "-")
				if len(part) > 5 {
					head, _ := strconv.Atoi(strings.Split(part[5], ",")[0])
					out = append(out, gumMention{first: i, last: i + 1, kind: part[1], head: i + head - 1})
					if end < len(value) && value[end] == ')' {
						end++
					} else {
						open[part[0]] = append(open[part[0]], len(out)-1)
					}
				}
				value = value[end:]
				continue
			}
			k := strings.IndexByte(value, ')')
			if k < 0 {
				break
			}
			id := value[:k]
			if st := open[id]; len(st) > 0 {
				out[st[len(st)-1]].last = i + 1
				open[id] = st[:len(st)-1]
			}
			value = value[k+1:]
		}
	}
	return out
}

// gumName cuts a mention down to its name, if its head is a proper noun.
func gumName(s *nlp.CoNLLUSentence, m gumMention, label string) (nameSpan, bool) {
	h := m.head
	if h < m.first || h >= m.last || !strings.HasPrefix(s.Words[h].XPOS, "NNP") {
		return nameSpan{}, false
	}
	proper := func(i int) bool {
		return i >= m.first && i < m.last && (strings.HasPrefix(s.Words[i].XPOS, "NNP") || s.Words[i].Form == "&")
	}
	first, last := h, h+1
	for proper(first-1) || proper(first-2) && s.Words[first-1].Form == "-" {
		first--
	}
	for {
		switch {
		case proper(last) || proper(last+1) && s.Words[last].Form == "-":
			last++
		case label == "ORG" && s.Words[min(last, len(s.Words)-1)].Form == "of" && proper(last+1):
			last += 2
		default:
			words := make([]string, len(s.Words))
			for i, w := range s.Words {
				words[i] = w.Form
			}
			return trimName(words, nameSpan{first, last, label}), true
		}
	}
}
