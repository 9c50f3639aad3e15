package identity

import (
	"strings"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// A capital often stands for its country: "Washington's rival", "Paris warned
// Berlin". It does so where every use of the name is one that only a state
// fits; a single street, visit or dateline there makes it the city.

// government returns the country that entity e is by the name of its capital,
// nil for none.
func (r *Reading) government(e int, city *schema.Fact) *schema.Fact {
	country := r.x.capitalOf[city.ID]
	if country == "" {
		return nil
	}
	names := 0
	for _, k := range r.an.Entities[e].Mentions {
		m := &r.an.Mentions[k]
		if m.Kind != nlp.Name {
			continue
		}
		if names++; !r.ofState(m) {
			return nil
		}
	}
	if names == 0 {
		return nil
	}
	return r.x.ontology.Fact(country)
}

// ofState reports whether a place's name is used as a state's.
func (r *Reading) ofState(m *nlp.Mention) bool {
	t := r.an.Tokens[m.Head]
	if t.Head < 0 {
		return false
	}
	head := strings.ToLower(r.an.Tokens[t.Head].Lemma)
	switch t.Deprel {
	case "nmod:poss":
		return statePossessions[head]
	case "nsubj":
		return r.an.Tokens[t.Head].UPOS == "VERB" && stateActs[head]
	}
	return false
}

var (
	// statePossessions are what states have and cities have not.
	statePossessions = set(`rival ally adversary enemy foe envoy ambassador diplomat diplomacy sanction policy stance military army arsenal tariff embassy foreign-policy
		troop soldier warplane missile ultimatum intervention invasion backing`)
	// stateActs are what states do and cities do not, or seldom.
	stateActs = set(`warn accuse condemn threaten impose lift sanction recognise recognize retaliate denounce deploy invade annex arm withdraw recall expel negotiate
		insist urge reject protest ratify veto`)
)
