package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
)

// A RelationPassage is a passage of KnowledgeNet (Mesquita et al. 2019): a
// stretch of a document for which some properties are annotated completely.
type RelationPassage struct {
	ID       string
	Fold     int
	Text     string // of the document
	Span     nlp.Span
	Complete map[string]bool // properties for which every fact is given
	Facts    []claim.Fact
}

type knJSON struct {
	Fold         int
	DocumentText string
	Passages     []struct {
		PassageID                       string
		PassageStart, PassageEnd        int
		ExhaustivelyAnnotatedProperties []struct{ PropertyName string }
		Facts                           []struct {
			PropertyID, HumanReadable                        string
			SubjectStart, SubjectEnd, ObjectStart, ObjectEnd int
		}
	}
}

// ReadKnowledgeNet reads KnowledgeNet's JSON lines; its offsets in characters
// become bytes, its properties the names of relation types.
func ReadKnowledgeNet(r io.Reader) ([]RelationPassage, error) {
	var out []RelationPassage
	in := bufio.NewScanner(r)
	in.Buffer(nil, 16<<20)
	for line := 1; in.Scan(); line++ {
		var doc knJSON
		if err := json.Unmarshal(in.Bytes(), &doc); err != nil {
			return nil, fmt.Errorf("read KnowledgeNet: line %d: %w", line, err)
		}
		bytes := runeOffsets(doc.DocumentText)
		at := func(i int) int { return bytes[min(max(i, 0), len(bytes)-1)] }
		for _, p := range doc.Passages {
			rp := RelationPassage{ID: p.PassageID, Fold: doc.Fold, Text: doc.DocumentText, Complete: map[string]bool{},
				Span: nlp.Span{Start: at(p.PassageStart), End: at(p.PassageEnd)}}
			for _, q := range p.ExhaustivelyAnnotatedProperties {
				rp.Complete[RelationName(q.PropertyName)] = true
			}
			for _, f := range p.Facts {
				rp.Facts = append(rp.Facts, claim.Fact{Relation: RelationName(propertyOf(f.HumanReadable)),
					Subject: nlp.Span{Start: at(f.SubjectStart), End: at(f.SubjectEnd)}, Object: nlp.Span{Start: at(f.ObjectStart), End: at(f.ObjectEnd)}})
			}
			out = append(out, rp)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read KnowledgeNet: %w", err)
	}
	return out, nil
}

// propertyOf takes the property out of "<subject> <PROPERTY> <object>".
func propertyOf(s string) string {
	const sep = "> <"
	for i := 0; i+len(sep) <= len(s); i++ {
		if s[i:i+len(sep)] != sep {
			continue
		}
		rest := s[i+len(sep):]
		for j := range rest {
			if rest[j] == '>' {
				if upperOnly(rest[:j]) {
					return rest[:j]
				}
				break
			}
		}
	}
	return ""
}

func upperOnly(s string) bool {
	for _, r := range s {
		if r != '_' && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// runeOffsets maps character positions to byte offsets.
func runeOffsets(s string) []int {
	out := make([]int, 0, utf8.RuneCountInString(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}

// ScoreRelations counts predicted facts against those of the passages. A
// prediction is right when its property is the same and both its spans overlap
// those of a fact; predictions of properties that a passage is not annotated
// for do not count. Predictions are looked up by passage.
func ScoreRelations(passages []RelationPassage, pred map[string][]claim.Fact) map[string]*Score {
	scores := map[string]*Score{"": {Layer: "relations"}}
	of := func(p string) *Score {
		if scores[p] == nil {
			scores[p] = &Score{Layer: p}
		}
		return scores[p]
	}
	for _, p := range passages {
		found := make([]bool, len(p.Facts))
		for _, f := range pred[p.ID] {
			if !p.Complete[f.Relation] {
				continue
			}
			right := false
			for i, g := range p.Facts {
				if g.Relation == f.Relation && overlaps(g.Subject, f.Subject) && overlaps(g.Object, f.Object) {
					found[i], right = true, true
				}
			}
			if !right {
				of(f.Relation).FP++
				scores[""].FP++
			}
		}
		for i, g := range p.Facts {
			if found[i] {
				of(g.Relation).TP++
				scores[""].TP++
			} else {
				of(g.Relation).FN++
				scores[""].FN++
			}
		}
	}
	return scores
}

func overlaps(a, b nlp.Span) bool { return a.Start < b.End && b.Start < a.End }

// RelationName turns a property as KnowledgeNet writes it into the name of its
// relation type: "PLACE_OF_BIRTH" is placeOfBirth.
func RelationName(property string) string {
	if strings.ToUpper(property) != property {
		return property // a relation's name already
	}
	out, upper := make([]byte, 0, len(property)), false
	for i := 0; i < len(property); i++ {
		b := property[i]
		switch {
		case b == '_' || b == ' ':
			upper = true
			continue
		case upper && 'a' <= b && b <= 'z':
			b -= 'a' - 'A'
		case !upper && 'A' <= b && b <= 'Z':
			b += 'a' - 'A'
		}
		out, upper = append(out, b), false
	}
	return string(out)
}
