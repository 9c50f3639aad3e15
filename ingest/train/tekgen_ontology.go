package train

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// A TekGenOntology is one of Text2KGBench's small ontologies as the benchmark
// defines it: concepts and relations by Wikidata identifier and label.
type TekGenOntology struct {
	ID       string `json:"id"` // "ont_1_movie"
	Title    string `json:"title"`
	Concepts []struct {
		QID   string `json:"qid"`
		Label string `json:"label"`
	} `json:"concepts"`
	Relations []TekGenRelation `json:"relations"`
}

// A TekGenRelation is one relation of a definition; Domain and Range are
// concepts, "" for any.
type TekGenRelation struct {
	PID    string `json:"pid"`
	Label  string `json:"label"`
	Domain string `json:"domain"`
	Range  string `json:"range"`
}

// ReadTekGenOntologies reads the definitions, in the order of their identifiers.
func ReadTekGenOntologies(r io.Reader) ([]TekGenOntology, error) {
	var files map[string]TekGenOntology
	if err := json.NewDecoder(r).Decode(&files); err != nil {
		return nil, fmt.Errorf("read TekGen ontologies: %w", err)
	}
	var out []TekGenOntology
	for _, o := range files {
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b TekGenOntology) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// Folder is the name of the folder that holds the ontology in Dossier's format.
func (o *TekGenOntology) Folder() string { return strings.TrimPrefix(o.ID, "ont_") }

// Complete adds the relations that sentences use and the definition leaves out.
func (o *TekGenOntology) Complete(items []TekGenItem) {
	seen := map[string]bool{}
	for _, r := range o.Relations {
		seen[t2kNormal(r.Label)] = true
	}
	var more []TekGenRelation
	for _, it := range items {
		for i, t := range it.Triples {
			if it.Ontology == o.ID && !seen[t2kNormal(t[1])] {
				seen[t2kNormal(t[1])] = true
				more = append(more, TekGenRelation{PID: it.Properties[i], Label: t[1]})
			}
		}
	}
	slices.SortFunc(more, func(a, b TekGenRelation) int { return cmp.Compare(a.Label, b.Label) })
	o.Relations = append(o.Relations, more...)
}

// YAML writes the ontology in Dossier's format, to be laid over the embedded
// one: its concepts become entity types where that has none like them, its
// relations replace the embedded ones.
func (o *TekGenOntology) YAML() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s of Text2KGBench (Mihindukulasooriya et al. 2023), written from its definition.\n# Remake with: go test ./ingest/train -run TestTekGenOntologies -update\nreplace: [relations]\n", o.Title)
	types := map[string]string{}
	var own []string
	for _, c := range o.Concepts {
		label := strings.ToLower(strings.TrimSpace(c.Label))
		if t := tekgenConcepts[label]; t != "" {
			types[c.QID] = t
			continue
		}
		t := camel(label, true)
		types[c.QID] = t
		if !slices.Contains(own, label) {
			own = append(own, label)
		}
	}
	if len(own) > 0 {
		b.WriteString("entities:\n")
	}
	for _, label := range own {
		fmt.Fprintf(&b, "  - name: %s\n    label: %s\n    doc: The concept %s.\n    parent: Thing\n    heads: [%s]\n", camel(label, true), label, label, label)
	}
	b.WriteString("relations:\n")
	seen := map[string]bool{}
	for _, r := range o.Relations {
		label := strings.TrimSpace(r.Label)
		name := camel(label, false)
		if seen[name] {
			continue // defined twice, with another range
		}
		seen[name] = true
		fmt.Fprintf(&b, "  - name: %s\n    label: %q\n    inverse: %q\n    doc: Wikidata's property %s.\n", name, label, label+" of", r.PID)
		if t := types[r.Domain]; t != "" {
			fmt.Fprintf(&b, "    domain: [%s]\n", strings.Join(broad(t), ", "))
		}
		if t := rangeOf(label, types[r.Range]); t != "" {
			fmt.Fprintf(&b, "    range: [%s]\n", strings.Join(broad(t), ", "))
		}
		b.WriteString("    lasting: true\n")
		if cues := tekgenCues[r.PID]; len(cues) > 0 {
			fmt.Fprintf(&b, "    cues: [%s]\n", strings.Join(cues, ", "))
		}
	}
	return []byte(b.String())
}

// rangeOf gives values their type where a definition leaves the range open.
func rangeOf(label, typ string) string {
	switch {
	case typ != "":
		return typ
	case strings.Contains(label, "date") || strings.Contains(label, "time") || label == "inception":
		return "date"
	case label == "cost":
		return "money"
	}
	return ""
}

// broad lets in what the language layer cannot tell apart: a film, a song and a
// mountain are all things to it.
func broad(t string) []string {
	switch t {
	case "Person", "Country", "City", "Place", "date", "money":
		return []string{t}
	case "Organization", "SportsTeam", "Company":
		return []string{t, "Organization", "Company"}[:2]
	case "NaturalFeature", "Facility":
		return []string{t, "Place", "Organization"}
	}
	return []string{t, "Thing", "Organization"}
}

// camel joins the words of a label: "cast member" is castMember or CastMember.
func camel(label string, upper bool) string {
	var b strings.Builder
	for i, w := range strings.FieldsFunc(label, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if i > 0 || upper {
			w = strings.ToUpper(w[:1]) + w[1:]
		} else {
			w = strings.ToLower(w[:1]) + w[1:]
		}
		b.WriteString(w)
	}
	return b.String()
}

// tekgenConcepts are the concepts that the embedded ontology knows.
var tekgenConcepts = map[string]string{
	"human": "Person", "person": "Person", "sportsperson": "Person", "athlete": "Person", "author": "Person", "writer": "Person",
	"composer": "Person", "record producer": "Person", "astronaut": "Person", "software engineer": "Person",
	"city": "City", "country": "Country", "territory": "Place", "geographic region": "Place",
	"team": "SportsTeam", "sports club": "SportsTeam", "award": "Award", "film award": "Award",
	"publisher": "Organization", "film production company": "Company", "film organization": "Organization", "music industry": "Organization",
	"sports organization": "Organization", "sports governing body": "Organization", "professional sports league": "Organization",
	"observatory": "Facility", "association football venue": "Facility", "library": "Facility",
	"mountain": "NaturalFeature", "mountain range": "NaturalFeature", "reservoir": "NaturalFeature", "watercourse": "NaturalFeature",
	"body of water": "NaturalFeature", "drainage basin": "NaturalFeature", "geographical feature": "NaturalFeature", "habitat": "NaturalFeature",
	"book": "Document", "literary work": "Document", "publication": "Document", "article": "Document", "written work": "Document",
	"software": "System", "computer": "Product", "festival": "Event", "sporting event": "Event",
}
