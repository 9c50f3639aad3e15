package graph

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// traitPrefix starts the text of a key made from what tells namesakes apart,
// such as the year of birth: "id/~born ana roy/1961". It works as an id does,
// with the name in its scheme, but a profile that carries two values of one
// scheme says that they go together.
const traitPrefix = idPrefix + "~"

// combinedPrefix starts the text of the key on which a profile of several
// traits hangs: of no scheme, and before all others.
const combinedPrefix = idPrefix + "/"

func isTrait(key string) bool { return strings.HasPrefix(key, traitPrefix) }

// traitOf takes the key of a trait apart: what it is ("born"), and its value.
func traitOf(key string) (kind, value string) {
	scheme, value, _ := strings.Cut(key[len(traitPrefix):], "/")
	kind, _, _ = strings.Cut(scheme, " ")
	return kind, value
}

// goTogether reports whether two keys are traits of one scheme, which only a
// profile that carries both can join.
func goTogether(a, b string) bool { return isTrait(a) && schemeOf(a) == schemeOf(b) }

// combine gives a profile that has traits and no id a key for all of them
// together: on one of them alone would hang profiles that differ by another.
func (a *anchoring) combine() {
	var traits []string
	for _, k := range a.strong {
		switch {
		case isTrait(k.text):
			traits = append(traits, k.text[len(traitPrefix):])
		case schemeOf(k.text) != "":
			return
		}
	}
	if len(traits) < 2 {
		return
	}
	slices.Sort(traits)
	text := combinedPrefix + strings.Join(traits, "/")
	a.strong = append(a.strong, anchorKey{newNodeID(a.family, text, true), text})
}

// edges lists the pairs of strong keys that a profile ties together: a star
// around the key it hangs on, and every pair where traits are among them,
// since each key must know with which traits it goes.
func (a *anchoring) edges() [][2]anchorKey {
	var out [][2]anchorKey
	traits := slices.ContainsFunc(a.strong, func(k anchorKey) bool { return isTrait(k.text) })
	for i := range a.strong {
		for j := i + 1; j < len(a.strong) && (i == 0 || traits); j++ {
			out = append(out, [2]anchorKey{a.strong[i], a.strong[j]})
		}
	}
	return out
}

// saidOf collects the traits of entities: by kind, the values.
func (st *step) saidOf(ctx context.Context, ids []EntityID) ([]map[string][]string, error) {
	members, err := st.members(ctx, ids)
	if err != nil {
		return nil, err
	}
	if err := st.loadNodes(ctx, slices.Concat(members...)); err != nil {
		return nil, err
	}
	out := make([]map[string][]string, len(ids))
	for i, ms := range members {
		out[i] = map[string][]string{}
		for _, m := range ms {
			if text := st.nodes[m].rec.Text; isTrait(text) {
				kind, value := traitOf(text)
				out[i][kind] = append(out[i][kind], value)
			}
		}
	}
	return out, nil
}

// parted says by which traits two entities differ: "born 1961 and 1987".
func parted(a, b map[string][]string) []string {
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(a)) {
		x, y := a[kind], b[kind]
		if len(y) == 0 || slices.ContainsFunc(x, func(v string) bool { return slices.Contains(y, v) }) {
			continue
		}
		slices.Sort(x)
		slices.Sort(y)
		out = append(out, fmt.Sprintf("%s %s and %s", kind, strings.Join(x, " or "), strings.Join(y, " or ")))
	}
	return out
}

// inWords writes a key for people: "name john smith", "wikidata Q95", "born 1961".
func inWords(key string) string {
	switch {
	case isTrait(key):
		kind, value := traitOf(key)
		return kind + " " + value
	case strings.HasPrefix(key, idPrefix):
		return strings.Replace(key[len(idPrefix):], "/", " ", 1)
	}
	if _, rest, ok := strings.Cut(key, "/"); ok {
		return strings.ReplaceAll(rest, "/", " ")
	}
	return key
}
