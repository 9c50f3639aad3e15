package train

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dossier/ingest/nlp"
	"dossier/ingest/nlp/ner"
)

// A gazetteerJob collects a gazetteer from the data folder.
type gazetteerJob struct {
	ner.GazetteerBuilder
	data  string
	first map[string]int // word → how many known persons bear it as a given name
	last  map[string]int
}

// Gazetteer compiles the recogniser's gazetteer from the data folder (layout:
// SOURCES.md there) and the embedded word lists, and returns its file.
func Gazetteer(data string) ([]byte, error) {
	b := &gazetteerJob{data: data, first: map[string]int{}, last: map[string]int{}}
	steps := []func() error{b.countries, b.cities, b.companies, b.legislators, b.committees, b.freebase, b.films, b.dictionary}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	b.lists()
	for w, n := range b.first {
		if n >= 3 {
			b.word(w, ner.FirstName)
		}
	}
	for w, n := range b.last {
		if n >= 2 {
			b.word(w, ner.LastName)
		}
	}
	return b.Bytes(), nil
}

func (b *gazetteerJob) word(w string, c ner.Class) { b.Add([]string{w}, c) }

// phrase adds a name by its words; what stands in brackets is no part of it.
func (b *gazetteerJob) phrase(name string, c ner.Class) {
	if i := strings.IndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	words, _ := looseWords(name)
	b.Add(words, c)
}

// person counts the names of a person and adds the full one.
func (b *gazetteerJob) person(name string) {
	if i := strings.IndexAny(name, "(,"); i > 0 {
		name = name[:i]
	}
	parts := strings.Fields(name)
	if len(parts) < 2 || len(parts) > 5 || !unicode.IsUpper(firstRune(parts[0])) {
		return
	}
	b.first[parts[0]]++
	end := parts[len(parts)-1]
	if end == "Jr." || end == "Sr." || end == "II" || end == "III" {
		end = parts[len(parts)-2]
	}
	if unicode.IsUpper(firstRune(end)) {
		b.last[end]++
	}
}

func (b *gazetteerJob) csv(name string, take func(row map[string]string)) error {
	path := filepath.Join(b.data, "kb", name)
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, v := range r {
			row[rows[0][i]] = v
		}
		take(row)
	}
	return nil
}

func (b *gazetteerJob) countries() error {
	return b.csv("countries.csv", func(r map[string]string) {
		b.phrase(r["name"], ner.Country)
		b.phrase(strings.TrimPrefix(r["official"], "the "), ner.Country)
		b.phrase(r["capital"], ner.City)
	})
}

func (b *gazetteerJob) cities() error {
	return b.csv("cities.csv", func(r map[string]string) {
		if plain := asciiFold(r["name"]); plain != r["name"] {
			b.phrase(plain, ner.City)
		}
		b.phrase(r["name"], ner.City)
		b.phrase(r["subcountry"], ner.Region)
	})
}

// asciiFold drops the marks of letters that news text rarely keeps.
func asciiFold(s string) string {
	return strings.NewReplacer("ā", "a", "á", "a", "à", "a", "ã", "a", "ä", "a", "â", "a", "ī", "i", "í", "i", "ū", "u", "ú", "u",
		"ü", "u", "ö", "o", "ó", "o", "ō", "o", "ô", "o", "é", "e", "è", "e", "ē", "e", "ê", "e", "ë", "e", "ḩ", "h", "ḥ", "h", "ş", "s", "ṣ", "s", "š", "s",
		"ţ", "t", "ṭ", "t", "ç", "c", "ć", "c", "č", "c", "ñ", "n", "ń", "n", "ž", "z", "ż", "z", "ẕ", "z", "ł", "l", "ḑ", "d", "đ", "d", "ğ", "g",
		"Ḩ", "H", "Ş", "S", "Š", "S", "Ţ", "T", "Ṭ", "T", "Ç", "C", "Č", "C", "Ž", "Z", "Ł", "L", "Ā", "A", "Á", "A", "Ī", "I", "İ", "I", "Ü", "U", "Ö", "O", "Ō", "O", "É", "E",
		"ý", "y", "ř", "r", "ě", "e", "ů", "u", "ă", "a", "ș", "s", "ț", "t", "‘", "", "’", "").Replace(s)
}

func (b *gazetteerJob) companies() error {
	return b.csv("companies-sp500.csv", func(r map[string]string) {
		b.phrase(r["Security"], ner.Company)
		words, _ := looseWords(r["Security"])
		for len(words) > 1 && nlp.IsOrgSuffix(words[len(words)-1]) {
			words = words[:len(words)-1]
			b.Add(words, ner.Company)
		}
	})
}

func (b *gazetteerJob) legislators() error {
	return b.csv("legislators.csv", func(r map[string]string) {
		b.phrase(r["full"], ner.PersonName)
		for _, n := range []string{r["first"], r["nickname"]} {
			if n != "" && !strings.Contains(n, ".") {
				b.first[n] += 3
			}
		}
		b.last[r["last"]] += 2
	})
}

func (b *gazetteerJob) committees() error {
	return b.csv("committees.csv", func(r map[string]string) { b.phrase(r["name"], ner.Organisation) })
}

// freebase adds the labels of FB15k-237 by what their descriptions say.
func (b *gazetteerJob) freebase() error {
	path := filepath.Join(b.data, "graphs", "fb15k237-labels.json.gz")
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	var all map[string]struct {
		Label, Description string
		Alternatives       []string
	}
	if err := json.NewDecoder(in).Decode(&all); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, e := range all {
		c := classOfDescription(e.Description)
		if c == 0 || !unicode.IsUpper(firstRune(e.Label)) {
			continue
		}
		b.phrase(e.Label, c)
		if c == ner.PersonName {
			b.person(e.Label)
			continue
		}
		for _, a := range e.Alternatives {
			if unicode.IsUpper(firstRune(a)) && (len(a) > 3 || strings.ToUpper(a) == a) && !strings.Contains(a, ",") {
				b.phrase(a, c)
			}
		}
	}
	return nil
}

// descriptionHeads tells from the words of a short description what it is of;
// the first word of the list that occurs, from its right end, decides.
var descriptionHeads = func() map[string]ner.Class {
	m := map[string]ner.Class{}
	for c, words := range map[ner.Class]string{
		ner.PersonName: `actor actress musician producer screenwriter composer director writer singer songwriter singer-songwriter rapper comedian author
			journalist footballer player politician president philosopher cinematographer editor designer lawyer scientist poet novelist painter artist dancer
			model economist physicist mathematician engineer businessman entrepreneur filmmaker guitarist drummer pianist lyricist animator wrestler boxer coach
			manager king queen emperor monarch statesman general soldier activist presenter host personality playwright historian psychologist theologian
			biologist chemist inventor architect photographer critic executive bassist vocalist choreographer dramatist cartoonist`,
		ner.Organisation: `club team band group university college school party company label institute agency organization organisation network channel studio
			league association corporation newspaper magazine duo trio orchestra ensemble conglomerate subsidiary publisher manufacturer airline bank church
			academy force army department ministry committee union conference`,
		ner.Place: `city town village county state province country island region district capital borough suburb prefecture department municipality commune comune
			river mountain lake sea neighborhood neighbourhood territory kingdom empire republic continent peninsula community area parish canton settlement seat`,
		ner.Work: `film series sitcom novel album song book show program programme movie play comic franchise musical opera award prize soap`,
	} {
		for w := range strings.FieldsSeq(words) {
			m[w] = c
		}
	}
	return m
}()

func classOfDescription(text string) ner.Class {
	for _, stop := range []string{" in ", " of ", " from ", " for ", " by ", " at ", ",", " based ", " and ", "("} {
		if i := strings.Index(text, stop); i > 0 {
			text = text[:i]
		}
	}
	words := strings.Fields(strings.ToLower(text))
	for _, w := range slices.Backward(words) {
		if c := descriptionHeads[w]; c != 0 {
			return c
		}
	}
	return 0
}

// films counts the names of actors and directors and adds titles of films.
func (b *gazetteerJob) films() error {
	path := filepath.Join(b.data, "graphs", "30kmoviedata.nq.gz")
	in, err := Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	names, person := map[string]string{}, map[string]bool{}
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		s, rest, _ := strings.Cut(scan.Text(), " ")
		p, o, _ := strings.Cut(rest, " ")
		o = strings.TrimSuffix(o, " .")
		switch {
		case p == "<name>":
			names[s] = strings.Trim(o, `"`)
		case p == "<type>" && o == "</people/person>":
			person[s] = true
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for id := range person {
		b.person(names[id])
	}
	return nil
}
