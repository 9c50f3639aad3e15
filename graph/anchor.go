package graph

import (
	"slices"
	"strconv"
	"strings"
)

// idPrefix starts the text of a key made from an external id:
// "id/SCHEME/VALUE".
const idPrefix = "id/"

// schemeOf returns the scheme of an external id's key, "" for other keys. An
// entity has at most one id of a scheme, unless a person says otherwise.
func schemeOf(key string) string {
	rest, ok := strings.CutPrefix(key, idPrefix)
	if !ok {
		return ""
	}
	scheme, _, _ := strings.Cut(rest, "/")
	return scheme
}

// naming ranks strong keys by how well they name an entity: ids and names,
// then what tells namesakes apart, which one report has and the next has not,
// last the keys of stories.
func naming(key string) int {
	switch {
	case isTrait(key):
		return 1
	case strings.HasPrefix(key, combinedPrefix):
		return 2
	case strings.HasPrefix(key, storyPrefix):
		return 3
	}
	return 0
}

// localPrefix starts the text of a key that no other document has.
const localPrefix = "profile/"

// LocalKey is the text of a key by which only profiles of one document can be
// one entity.
func LocalKey(doc DocumentID, what string) string { return localPrefix + doc.String() + "/" + what }

// keyLess is the fixed order of strong keys: ids before names, then by text.
func keyLess(a, b string) int {
	ai, bi := strings.HasPrefix(a, idPrefix), strings.HasPrefix(b, idPrefix)
	if ai != bi {
		if ai {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// weakLess is the fixed order of weak keys: the longest, which says most, first.
func weakLess(a, b string) int {
	if len(a) != len(b) {
		return len(b) - len(a)
	}
	return strings.Compare(a, b)
}

// anchorOf tells where identity puts a profile. A profile hangs on its first
// strong key, else on its first weak one, else on a key of its own.
func anchorOf(p *Profile, family string) anchoring {
	a := anchoring{family: family}
	seen := make(map[IdentityKey]bool, len(p.Keys))
	for _, k := range p.Keys {
		if k.Text == "" || seen[k] {
			continue
		}
		seen[k] = true
		switch {
		case k.Story:
			a.story = append(a.story, k)
		case k.Strong:
			a.strong = append(a.strong, anchorKey{newNodeID(family, k.Text, true), k.Text})
		default:
			a.weak = append(a.weak, anchorKey{newNodeID(family, k.Text, false), k.Text})
		}
	}
	a.combine()
	slices.SortFunc(a.strong, func(x, y anchorKey) int { return keyLess(x.text, y.text) })
	slices.SortFunc(a.weak, func(x, y anchorKey) int { return weakLess(x.text, y.text) })
	if len(a.strong)+len(a.weak) == 0 {
		own := LocalKey(p.ID.Document, strconv.Itoa(int(p.ID.N)))
		a.strong = []anchorKey{{newNodeID(family, own, true), own}}
	}
	a.own = len(a.strong) > 0 && strings.HasPrefix(a.strong[0].text, localPrefix)
	if len(a.strong) > 0 {
		a.anchor = a.strong[0].node
	} else {
		a.anchor = a.weak[0].node
	}
	return a
}
