package train

import (
	"encoding/csv"
	"fmt"
	"io"

	"dossier/ingest/identity"
	"dossier/schema"
)

// A NamePair is two names that are, or are not, one name.
type NamePair struct {
	Schema      string // FollowTheMoney schema
	Left, Right string
	Match       bool
	Score       float64 // as Compare gives it
	Reasons     []string
}

// ReadNamePairs reads CSV with the columns schema, name1, name2 and is_match.
func ReadNamePairs(r io.Reader, name string) ([]NamePair, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: not CSV with a header: %w", name, err)
	}
	column := map[string]int{}
	for i, c := range rows[0] {
		column[c] = i
	}
	for _, c := range []string{"schema", "name1", "name2", "is_match"} {
		if _, ok := column[c]; !ok {
			return nil, fmt.Errorf("%s:1: no column %q", name, c)
		}
	}
	var out []NamePair
	for _, row := range rows[1:] {
		out = append(out, NamePair{
			Schema: row[column["schema"]], Left: row[column["name1"]], Right: row[column["name2"]], Match: row[column["is_match"]] == "true",
		})
	}
	return out, nil
}

// EvaluateNames compares every pair at the threshold. The pairs come back with
// their scores.
func EvaluateNames(o *schema.Ontology, pairs []NamePair, threshold float64) (Score, []NamePair) {
	score := Score{Layer: "names"}
	for i := range pairs {
		p := &pairs[i]
		c := identity.Compare(o.Family(p.Schema), p.Left, p.Right)
		p.Score, p.Reasons = c.Score, c.Reasons
		switch said := c.Score >= threshold; {
		case said && p.Match:
			score.TP++
		case said:
			score.FP++
		case p.Match:
			score.FN++
		}
	}
	return score, pairs
}
