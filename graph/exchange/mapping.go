package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Mapping says what the columns of a table mean: which entities a row
// names, and which relations it states about them. In a file it is JSON with
// these names in lower camel case:
//
//	{"entities": {
//	   "owner": {"id": "owner_id", "type": "Person", "name": "owner"},
//	   "firm":  {"id": "lei", "scheme": "lei", "type": "Company", "name": "firm", "values": {"founded": "foundedIn"}}},
//	 "relations": [
//	   {"subject": "owner", "type": "ownerOf", "object": "firm", "start": "since", "arguments": {"share": "percent"}}]}
type Mapping struct {
	Delimiter string                   `json:"delimiter,omitempty"` // one character; guessed from the first line
	Header    *bool                    `json:"header,omitempty"`    // whether the first line names the columns; true
	Columns   []string                 `json:"columns,omitempty"`   // names, where no line does
	Dates     string                   `json:"dates,omitempty"`     // "dmy" or "mdy": how 1/2/2020 is meant
	List      string                   `json:"list,omitempty"`      // divides a cell of several values; ";"
	Entities  map[string]EntityMapping `json:"entities"`
	Relations []RelationMapping        `json:"relations,omitempty"`
}

// An EntityMapping makes a profile of some columns of a row.
type EntityMapping struct {
	ID          string            `json:"id"`               // column; rows with the same id speak of one entity
	Scheme      string            `json:"scheme,omitempty"` // of the id, "wikidata" or the like; by default one of this data set's own
	Type        string            `json:"type,omitempty"`   // entity type
	TypeColumn  string            `json:"typeColumn,omitempty"`
	Name        string            `json:"name,omitempty"` // column
	Aliases     []string          `json:"aliases,omitempty"`
	Description string            `json:"description,omitempty"`
	IDs         map[string]string `json:"ids,omitempty"`    // scheme → column of further ids
	Values      map[string]string `json:"values,omitempty"` // column → relation type whose object is the cell
}

// A RelationMapping makes a claim of some columns of a row.
type RelationMapping struct {
	Subject    string            `json:"subject"`          // name of an entity mapping
	Object     string            `json:"object,omitempty"` // the same
	Value      string            `json:"value,omitempty"`  // or a column
	Type       string            `json:"type,omitempty"`   // relation type
	TypeColumn string            `json:"typeColumn,omitempty"`
	Start      string            `json:"start,omitempty"` // columns of dates
	End        string            `json:"end,omitempty"`
	Arguments  map[string]string `json:"arguments,omitempty"` // role → column
}

// ParseMapping reads a mapping file and checks that it holds together.
func ParseMapping(data []byte) (*Mapping, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var m Mapping
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	return &m, m.check()
}

func (m *Mapping) check() error {
	if len(m.Entities) == 0 {
		return fmt.Errorf("mapping: no entities")
	}
	if len([]rune(m.Delimiter)) > 1 {
		return fmt.Errorf("mapping: delimiter %q is not one character", m.Delimiter)
	}
	if !slices.Contains([]string{"", dayFirst, monthFirst}, m.Dates) {
		return fmt.Errorf("mapping: dates %q: want dmy or mdy", m.Dates)
	}
	for name, e := range m.Entities {
		if e.ID == "" && e.Name == "" {
			return fmt.Errorf("mapping: entity %q has neither id nor name", name)
		}
	}
	for i, r := range m.Relations {
		for _, end := range []string{r.Subject, r.Object} {
			if _, ok := m.Entities[end]; !ok && end != "" {
				return fmt.Errorf("mapping: relation %d speaks of entity %q, which is not there", i+1, end)
			}
		}
		if r.Subject == "" || (r.Object == "") == (r.Value == "") || r.Type == "" && r.TypeColumn == "" {
			return fmt.Errorf("mapping: relation %d needs a subject, a type, and an object or a value", i+1)
		}
	}
	return nil
}

// neo4jMapping reads the header of neo4j-admin's import: a cell is a name, a
// colon and a kind, with an id space in brackets. nil if it is no such header.
func neo4jMapping(header []string) (*Mapping, []string, error) {
	columns := make([]string, len(header))
	kinds := make([]string, len(header))
	spaces := make([]string, len(header))
	special := false
	for i, h := range header {
		name, kind, ok := cutLast(strings.TrimSpace(h), ':')
		kind, _, _ = strings.Cut(kind, "{")
		kind, space, _ := strings.Cut(kind, "(")
		if !ok {
			name, kind = h, "string"
		}
		columns[i], kinds[i], spaces[i] = name, strings.TrimSpace(kind), strings.TrimSuffix(strings.TrimSpace(space), ")")
		if slices.Contains([]string{"ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"}, kinds[i]) {
			special = true
			columns[i] = fmt.Sprintf(":%s %d", kinds[i], i)
		}
	}
	if !special {
		return nil, nil, nil
	}
	m := &Mapping{Entities: map[string]EntityMapping{}, List: ";"}
	find := func(kind string) int { return slices.Index(kinds, kind) }
	if id := find("ID"); id >= 0 {
		m.Entities["node"] = nodeMapping(columns, kinds, spaces, id)
		return m, columns, nil
	}
	from, to, typ := find("START_ID"), find("END_ID"), find("TYPE")
	if from < 0 || to < 0 || typ < 0 {
		return nil, nil, fmt.Errorf("%w: a header of neo4j-admin needs :ID, or :START_ID, :END_ID and :TYPE", ErrFormat)
	}
	m.Entities["start"] = EntityMapping{ID: columns[from], Scheme: neo4jSpace(spaces[from])}
	m.Entities["end"] = EntityMapping{ID: columns[to], Scheme: neo4jSpace(spaces[to])}
	r := RelationMapping{Subject: "start", Object: "end", TypeColumn: columns[typ], Arguments: map[string]string{}}
	for _, c := range columns {
		switch name := relationName(c); {
		case c == "" || strings.HasPrefix(c, ":"):
		case slices.Contains([]string{"start", "since", "from", "startDate"}, name) && r.Start == "":
			r.Start = c
		case slices.Contains([]string{"end", "until", "to", "endDate"}, name) && r.End == "":
			r.End = c
		default:
			r.Arguments[name] = c
		}
	}
	m.Relations = []RelationMapping{r}
	return m, columns, nil
}

// ownScheme marks a scheme that is the data set's own, to be filled in.
const ownScheme = "\x00"

func neo4jSpace(space string) string { return ownScheme + space }

func nodeMapping(columns, kinds, spaces []string, id int) EntityMapping {
	e := EntityMapping{ID: columns[id], Scheme: neo4jSpace(spaces[id]), Values: map[string]string{}}
	names := map[string]int{"name": 1, "label": 2, "title": 3, "fullName": 4}
	best := 99
	for i, c := range columns {
		if kinds[i] == "LABEL" {
			e.TypeColumn = c
		}
		if rank := names[relationName(c)]; rank > 0 && rank < best && kinds[i] == "string" {
			e.Name, best = c, rank
		}
	}
	for i, c := range columns {
		name := relationName(c)
		switch {
		case name == "" || strings.HasPrefix(c, ":") || c == e.Name || kinds[i] == "IGNORE":
		case slices.Contains([]string{"aliases", "alias", "names", "altNames"}, name):
			e.Aliases = append(e.Aliases, c)
		case name == "description" || name == "summary":
			e.Description = c
		case name == "wikidata" || name == "wikidataId":
			e.IDs = map[string]string{"wikidata": c}
		default:
			e.Values[c] = name
		}
	}
	return e
}

func cutLast(s string, sep byte) (before, after string, ok bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
