package exchange

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dossier/graph"
)

// ftmEntity is one line of a stream.
type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Caption    string              `json:"caption,omitempty"` // in files of Aleph and OpenSanctions: the name to show
	Properties map[string][]string `json:"properties"`
}

// title is what to call a thing; "" if it has no name.
func (e *ftmEntity) title() string {
	name := cmp.Or(e.first("name"), e.Caption)
	for _, p := range ftmCaptions {
		name = cmp.Or(name, e.first(p))
	}
	return shorten(name)
}

func parseFtM(text []byte) (*ftmEntity, error) {
	var e ftmEntity
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, err
	}
	switch {
	case e.ID == "" || len(e.ID) > maxText:
		return nil, errors.New("no id, or a very long one")
	case !ftmKnown(e.Schema):
		return nil, fmt.Errorf("schema %q is none of FollowTheMoney's", e.Schema)
	}
	return &e, nil
}

func (e *ftmEntity) first(property string) string {
	if vs := e.Properties[property]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}

// ftm imports an entity stream. A first reading gathers the things, which
// links may name before they come; a second makes the claims.
func (im *importer) ftm(ctx context.Context) error {
	in := &ftmReader{things: map[string]*thing{}}
	ds, done, err := im.openDataset(ctx, "ftm", "", in.gather)
	if err != nil || done {
		return err
	}
	return ds.fill(func() error {
		in.ds = ds
		return im.eachLine("storing", maxRow, in.state)
	})
}

type ftmReader struct {
	ds     *dataset
	things map[string]*thing
}

func (in *ftmReader) gather(l line) error {
	e, err := parseFtM(l.text)
	if err != nil {
		return nil // told of by state
	}
	if _, link := ftmLinks[e.Schema]; link {
		return nil
	}
	t := in.things[e.ID]
	if t == nil {
		t = &thing{typ: e.Schema, ids: []graph.ExternalID{{Scheme: "ftm", Value: e.ID}}}
		in.things[e.ID] = t
	}
	t.name = cmp.Or(t.name, e.title())
	for _, p := range slices.Sorted(maps.Keys(e.Properties)) {
		for _, v := range e.Properties[p] {
			switch scheme := ftmIDs[p]; {
			case ftmNames[p]:
				t.names = append(t.names, shorten(v))
			case scheme != "" && len(v) <= maxText:
				t.ids = append(t.ids, graph.ExternalID{Scheme: scheme, Value: v})
			case p == "position":
				t.roles = append(t.roles, strings.ToLower(shorten(v)))
			case p == "summary" || p == "description":
				t.description = cmp.Or(t.description, shorten(v))
			}
		}
	}
	return nil
}

func (in *ftmReader) node(id string) (end, error) {
	if len(id) > maxText {
		return end{}, fmt.Errorf("an id of %d bytes, at most %d are read", len(id), maxText)
	}
	t := in.things[id]
	if t == nil {
		t = &thing{ids: []graph.ExternalID{{Scheme: "ftm", Value: id}}}
	}
	n, err := in.ds.profile(id, func() thing {
		slices.SortFunc(t.ids, func(a, b graph.ExternalID) int {
			return cmp.Or(strings.Compare(a.Scheme, b.Scheme), strings.Compare(a.Value, b.Value))
		})
		t.ids = slices.Compact(t.ids)
		slices.Sort(t.roles)
		t.roles = slices.Compact(t.roles)
		return *t
	})
	return end{n, t.name, true}, err
}

func (in *ftmReader) state(l line) error {
	if len(l.text) == 0 {
		return nil
	}
	e, err := parseFtM(l.text)
	if err != nil {
		return err
	}
	if link, ok := ftmLinks[e.Schema]; ok {
		return in.link(e, link, l)
	}
	x, err := in.node(e.ID)
	if err != nil {
		return err
	}
	for _, p := range slices.Sorted(maps.Keys(e.Properties)) {
		if ftmNames[p] || ftmIDs[p] != "" || p == "summary" || p == "description" {
			continue
		}
		for _, v := range e.Properties[p] {
			if err := in.property(x, p, v, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// property is a claim about a thing: with another thing of the stream, or
// with a value.
func (in *ftmReader) property(x end, p, v string, l line) error {
	relation := relationName(p)
	if v == "" || relation == "" {
		return nil
	}
	c := edge{subject: x.n, subjectText: x.name, relation: relation, predicate: spaced(p)}
	if in.things[v] == nil {
		c.value = cellValue(v)
		return in.ds.claim(c, l)
	}
	o, err := in.node(v)
	if err != nil {
		return err
	}
	c.object, c.objectText = o.n, o.name
	return in.ds.claim(c, l)
}

// link makes a claim of every pair of ends, with the dates, the role and the
// other properties of the link.
func (in *ftmReader) link(e *ftmEntity, link ftmLink, l line) error {
	sources, targets := e.Properties[link.source], e.Properties[link.target]
	if len(sources) == 0 || len(targets) == 0 {
		return fmt.Errorf("%s without %s or %s", e.Schema, link.source, link.target)
	}
	when, err := interval(e.first("startDate"), e.first("endDate"))
	if when == nil && err == nil {
		when, err = onDate(e.first("date"))
	}
	if err != nil {
		return err
	}
	var roles []graph.Argument
	for _, p := range slices.Sorted(maps.Keys(e.Properties)) {
		if slices.Contains([]string{link.source, link.target, "startDate", "endDate", "date"}, p) {
			continue
		}
		role := p
		if p == link.role {
			role = "role"
		}
		for _, v := range e.Properties[p] {
			roles = append(roles, graph.Argument{Role: role, Text: v, Profile: -1, Value: cellValue(v)})
		}
	}
	for _, s := range sources {
		for _, t := range targets {
			from, err := in.node(s)
			if err != nil {
				return err
			}
			to, err := in.node(t)
			if err != nil {
				return err
			}
			c := edge{
				subject: from.n, subjectText: from.name, object: to.n, objectText: to.name, relation: link.relation,
				predicate: spaced(e.Schema), roles: roles, time: when,
			}
			if err := in.ds.claim(c, l); err != nil {
				return err
			}
		}
	}
	return nil
}
