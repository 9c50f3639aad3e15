package train

import (
	"bufio"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/ner"
	"dossier/schema"
)

// dictionary adds the senses of the words of Open English WordNet.
func (b *gazetteerJob) dictionary() error {
	path := filepath.Join(b.data, "lexicon", "oewn-synsets.tsv.gz")
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	senses := map[string]ner.Class{
		"noun.person": ner.SensePerson, "noun.group": ner.SenseGroup, "noun.location": ner.SensePlace,
		"noun.time": ner.SenseTime, "verb.communication": ner.SenseSay | ner.Verb,
	}
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		col := strings.Split(scan.Text(), "\t")
		if len(col) < 4 {
			continue
		}
		c := senses[col[1]]
		if c == 0 && strings.HasPrefix(col[1], "noun.") {
			c = ner.SenseThing
		}
		if strings.HasPrefix(col[1], "verb.") {
			c |= ner.Verb
		}
		for w := range strings.SplitSeq(col[3], "|") {
			if strings.ContainsAny(w, " -_.'/0123456789") || w == "" {
				continue
			}
			if unicode.IsUpper(firstRune(w)) {
				if c == ner.SensePerson || c == ner.SenseThing {
					b.word(w, c)
				}
				continue
			}
			for _, form := range inflections(w, col[1]) {
				b.word(form, c|ner.Common)
			}
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// inflections returns a lemma with its regular forms.
func inflections(w, file string) []string {
	noun, verb := strings.HasPrefix(file, "noun."), strings.HasPrefix(file, "verb.")
	if !noun && !verb {
		return []string{w}
	}
	s := w + "s"
	switch {
	case strings.HasSuffix(w, "y") && len(w) > 2 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		s = w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		s = w + "es"
	}
	if noun {
		return []string{w, s}
	}
	stem := strings.TrimSuffix(w, "e")
	return []string{w, s, stem + "ed", stem + "ing"}
}

// lists adds the embedded word lists: single words by section, and names by
// their entity type, with those of the knowledge base.
func (b *gazetteerJob) lists() {
	words := map[string]ner.Class{"title": ner.Title, "orgsuffix": ner.OrgSuffix, "orghead": ner.OrgHead, "placehead": ner.PlaceHead,
		"month": ner.SenseTime, "weekday": ner.SenseTime, "say": ner.SenseSay | ner.Verb}
	names := map[string]ner.Class{"Company": ner.Company, "Publication": ner.Media, "Product": ner.Product, "Country": ner.Country,
		"City": ner.City, "Region": ner.Region, "Place": ner.Place, "Person": ner.PersonName, "Demonym": ner.Demonym}
	o := schema.Default()
	for _, fact := range o.Facts() {
		c := names[fact.Type]
		switch {
		case c != 0:
		case o.Family(fact.Type) == schema.FamilyOrg:
			c = ner.Organisation
		case o.Family(fact.Type) == schema.FamilyPlace:
			c = ner.Place
		case o.Family(fact.Type) == schema.FamilyThing:
			c = ner.Product
		default:
			continue
		}
		b.phrase(fact.Name, c)
		for _, n := range fact.Aliases {
			b.phrase(n, c)
		}
		for _, n := range fact.Weak {
			b.phrase(n, c)
		}
	}
	for _, section := range nlp.WordSections() {
		for _, w := range nlp.WordList(section) {
			switch c := words[section]; {
			case section == "female" || section == "male":
				b.first[w] += 3
			case c != 0:
				b.word(w, c)
			case names[section] != 0:
				b.phrase(w, names[section])
			case unicode.IsUpper(firstRune(section)):
				b.phrase(w, ner.Organisation)
			}
		}
	}
}
