package train

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dossier/ingest/article"
)

// EvaluatePages measures how well the body of an article is found in its
// page: dir holds ground-truth.json ({name: {"articleBody": …}}) and
// html/NAME.html.gz. Counted are runs of four words, after the
// article-extraction-benchmark of Zyte, summed over all pages.
func EvaluatePages(dir string) (Score, error) {
	score := Score{Layer: "pages"}
	data, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return score, err
	}
	var truth map[string]struct {
		Body string `json:"articleBody"`
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return score, fmt.Errorf("%s: %w", filepath.Join(dir, "ground-truth.json"), err)
	}
	for name, page := range truth {
		body, err := pageBody(filepath.Join(dir, "html", name+".html.gz"))
		if err != nil {
			return score, err
		}
		gold, found := shingles(page.Body), shingles(body)
		for s, n := range gold {
			score.TP += min(n, found[s])
			score.FN += n - min(n, found[s])
		}
		for s, n := range found {
			score.FP += n - min(n, gold[s])
		}
	}
	return score, nil
}

// pageBody is the text of the regions that tell the story; "" where no
// article was found.
func pageBody(file string) (string, error) {
	r, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer r.Close()
	var b strings.Builder
	for a, err := range article.Read(file, r) {
		if err != nil {
			continue // a page without an article is a miss, counted by its gold
		}
		for _, g := range a.Regions {
			if slices.Contains([]article.RegionKind{article.Body, article.Quote, article.Summary}, g.Kind) {
				b.WriteString(a.Text[g.Start:g.End])
				b.WriteByte('\n')
			}
		}
	}
	return b.String(), nil
}

// shingles counts the runs of four words in a text.
func shingles(text string) map[string]int {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := map[string]int{}
	for i := 0; i+4 <= len(words); i++ {
		out[strings.Join(words[i:i+4], " ")]++
	}
	return out
}
