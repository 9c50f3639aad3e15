package exchange

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"dossier/graph"
)

// csv imports a table, one row at a time.
func (im *importer) csv(ctx context.Context) error {
	choices, err := json.Marshal(im.o.Mapping)
	if err != nil {
		return err
	}
	space := im.space()
	ds, done, err := im.openDataset(ctx, "csv", string(choices)+space+im.o.Known.fingerprint(), nil)
	if err != nil || done && im.o.Known == nil {
		return err
	}
	if done { // read once more, for what it knows
		again := *im
		again.report, again.o.DryRun, again.o.Refuse, again.o.OnError = &Report{}, true, nil, Skip
		im, ds.im = &again, &again
	}
	return ds.fill(func() error {
		in := &tableReader{ds: ds, space: space}
		if err := im.eachLine("storing", maxRow, in.line); err != nil {
			return err
		}
		if !in.ready {
			return fmt.Errorf("%w: no line that could be a header", ErrFormat)
		}
		if in.open != nil {
			return im.refuse(in.open.n, errOpenQuote)
		}
		return nil
	})
}

// space is where ids that no scheme names are unique: the data set if it was
// named, else the folder of the file, so that tables of one folder fit together.
func (im *importer) space() string {
	dir := path.Dir(strings.ReplaceAll(im.src.Name, `\`, "/"))
	return cmp.Or(im.o.Space, im.o.Dataset, strings.Trim(path.Base(dir), "./"), "table")
}

var errOpenQuote = errors.New("a quote is opened and never closed")

const maxRowLines = 1000

// tableReader turns rows into profiles and claims as its mapping says.
type tableReader struct {
	ds      *dataset
	space   string
	ready   bool
	comma   byte
	m       *Mapping
	names   []string // of entities, sorted
	columns map[string]int
	open    *line // a row whose quote is still open
}

func (in *tableReader) line(l line) error {
	if in.open != nil {
		joined := append(append(in.open.text, '\n'), l.text...)
		if len(joined) > maxRow || l.n-in.open.n > maxRowLines {
			bad := in.open.n
			in.open = nil
			if err := in.ds.im.refuse(bad, errOpenQuote); err != nil {
				return err
			}
		} else {
			l.n, l.offset, l.text = in.open.n, in.open.offset, joined
		}
	}
	if len(bytes.TrimSpace(l.text)) == 0 {
		return nil
	}
	if !in.ready {
		if m := in.ds.im.o.Mapping; in.ds.im.report.Refused > 0 && (m == nil || m.Header == nil || *m.Header) {
			return asFatal(fmt.Errorf("%w: the header cannot be read", ErrFormat))
		}
		if err := in.readHeader(string(l.text)); err != nil {
			return asFatal(err)
		}
		if in.ready = true; in.m.Header == nil || *in.m.Header {
			return nil
		}
	}
	cells, err := splitRow(string(l.text), in.comma)
	if errors.Is(err, errOpenQuote) {
		in.open = &line{n: l.n, offset: l.offset, text: bytes.Clone(l.text)}
		return nil
	}
	in.open = nil
	if err != nil {
		return err
	}
	return in.row(cells, l)
}

// splitRow splits a row as RFC 4180 says; with tabs, quotes mean nothing.
func splitRow(s string, comma byte) ([]string, error) {
	if comma == '\t' {
		return strings.Split(s, "\t"), nil
	}
	var cells []string
	for {
		if !strings.HasPrefix(s, `"`) {
			cell, rest, more := strings.Cut(s, string(comma))
			cells = append(cells, cell)
			if !more {
				return cells, nil
			}
			s = rest
			continue
		}
		var b strings.Builder
		for s = s[1:]; ; {
			i := strings.IndexByte(s, '"')
			if i < 0 {
				return nil, errOpenQuote
			}
			b.WriteString(s[:i])
			s = s[i+1:]
			if !strings.HasPrefix(s, `"`) {
				break
			}
			b.WriteByte('"')
			s = s[1:]
		}
		cells = append(cells, b.String())
		if s == "" {
			return cells, nil
		}
		if s[0] != comma {
			return nil, fmt.Errorf("column %d: text after the closing quote", len(cells))
		}
		s = s[1:]
	}
}

// readHeader settles delimiter, columns and mapping.
func (in *tableReader) readHeader(first string) error {
	if m := in.ds.im.o.Mapping; m != nil {
		in.m = m
	} else {
		in.m = &Mapping{}
	}
	in.comma = ','
	for _, c := range []byte{'\t', ';', '|'} {
		if strings.Count(first, string(c)) > strings.Count(first, string(in.comma)) {
			in.comma = c
		}
	}
	if d := in.m.Delimiter; d != "" {
		if len(d) > 1 {
			return fmt.Errorf("delimiter %q is not one byte", d)
		}
		in.comma = d[0]
	}
	cells, err := splitRow(first, in.comma)
	if err != nil {
		return fmt.Errorf("%w: header: %w", ErrFormat, err)
	}
	header := cells
	if in.m.Header != nil && !*in.m.Header {
		header = in.m.Columns
		for i := len(header); i < len(cells); i++ {
			header = append(header, strconv.Itoa(i+1)) // columns without name go by number
		}
	}
	if in.ds.im.o.Mapping == nil {
		if in.m, header, err = neo4jMapping(cells); err != nil {
			return err
		}
		if in.m == nil {
			return fmt.Errorf("%w: the header %.80q is not one of neo4j-admin (:ID, :START_ID …), so the table needs a mapping", ErrFormat, first)
		}
	}
	in.columns = map[string]int{}
	for i, h := range header {
		if h = strings.TrimSpace(h); h != "" {
			in.columns[h] = i
		}
	}
	in.names = slices.Sorted(maps.Keys(in.m.Entities))
	return in.checkColumns()
}

// checkColumns sees to it that every column of the mapping is there.
func (in *tableReader) checkColumns() error {
	var need []string
	for _, e := range in.m.Entities {
		need = append(append(need, e.ID, e.TypeColumn, e.Name, e.Description), e.Aliases...)
		need = slices.AppendSeq(need, maps.Values(e.IDs))
		need = slices.AppendSeq(need, maps.Keys(e.Values))
	}
	for _, r := range in.m.Relations {
		need = append(need, r.Value, r.TypeColumn, r.Start, r.End)
		need = slices.AppendSeq(need, maps.Values(r.Arguments))
	}
	slices.Sort(need)
	for _, c := range slices.Compact(need) {
		if _, ok := in.columns[c]; c != "" && !ok {
			return fmt.Errorf("%w: the mapping speaks of column %q, the table has %q", ErrFormat, c, slices.Sorted(maps.Keys(in.columns)))
		}
	}
	return nil
}

// A row reads cells by the name of their column.
type row struct {
	in    *tableReader
	cells []string
}

func (r row) cell(column string) string {
	i, ok := r.in.columns[column]
	if !ok || column == "" || i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

func (r row) list(column string) []string {
	sep := cmp.Or(r.in.m.List, ";")
	var out []string
	for _, s := range strings.Split(r.cell(column), sep) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// An end is an entity of a row: the number of its profile, and its name.
type end struct {
	n    uint32
	name string
	ok   bool
}

func (in *tableReader) row(cells []string, l line) error {
	if len(cells) < len(in.columns) && len(cells) == 1 {
		return fmt.Errorf("%d columns instead of %d", len(cells), len(in.columns))
	}
	r := row{in, cells}
	ends := map[string]end{}
	for _, name := range in.names {
		e := in.m.Entities[name]
		x, err := in.entity(r, name, e)
		if err != nil {
			return err
		}
		ends[name] = x
		if err := in.values(r, e, x, l); err != nil {
			return err
		}
	}
	for _, m := range in.m.Relations {
		if err := in.relation(r, m, ends, l); err != nil {
			return err
		}
	}
	return nil
}

func (in *tableReader) entity(r row, name string, e EntityMapping) (end, error) {
	id := r.cell(e.ID)
	shown := shorten(r.cell(e.Name))
	if id == "" && shown == "" {
		if len(in.m.Relations) == 0 {
			return end{}, fmt.Errorf("entity %q has no id", name)
		}
		return end{}, nil
	}
	x := graph.ExternalID{Scheme: e.Scheme, Value: id}
	switch {
	case id == "":
		x = graph.ExternalID{Scheme: "name:" + in.space + "/" + cmp.Or(e.Type, name), Value: shown}
	case strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://"):
		x = iriID(id)
	case strings.HasPrefix(e.Scheme, ownScheme):
		x.Scheme = "id:" + in.space + "/" + e.Scheme[len(ownScheme):]
	case e.Scheme == "":
		x.Scheme = "id:" + in.space + "/" + name
	}
	if len(x.Value) > maxText {
		return end{}, fmt.Errorf("entity %q: an id of %d bytes, at most %d are read", name, len(x.Value), maxText)
	}
	n, err := in.ds.profile(x.Scheme+"\x00"+x.Value, func() thing {
		t := thing{typ: e.Type, name: shown, description: shorten(r.cell(e.Description)), ids: []graph.ExternalID{x}}
		for i, s := range r.list(e.TypeColumn) {
			if i == 0 {
				t.typ = typeName(s)
			} else {
				t.roles = append(t.roles, spaced(s))
			}
		}
		for _, c := range e.Aliases {
			for _, a := range r.list(c) {
				t.names = append(t.names, shorten(a))
			}
		}
		for _, scheme := range slices.Sorted(maps.Keys(e.IDs)) {
			if v := r.cell(e.IDs[scheme]); v != "" && len(v) <= maxText {
				t.ids = append(t.ids, graph.ExternalID{Scheme: scheme, Value: v})
			}
		}
		return t
	})
	return end{n, cmp.Or(shown, in.ds.im.o.Known.name(x.Scheme+"\x00"+x.Value)), true}, err
}

func (in *tableReader) values(r row, e EntityMapping, x end, l line) error {
	for _, column := range slices.Sorted(maps.Keys(e.Values)) {
		v := r.cell(column)
		if v == "" || !x.ok {
			continue
		}
		c := edge{subject: x.n, subjectText: x.name, relation: e.Values[column], predicate: spaced(column), value: in.value(v)}
		if err := in.ds.claim(c, l); err != nil {
			return err
		}
	}
	return nil
}

func (in *tableReader) relation(r row, m RelationMapping, ends map[string]end, l line) error {
	s, o := ends[m.Subject], ends[m.Object]
	if !s.ok || m.Object != "" && !o.ok {
		return fmt.Errorf("a relation without %s", m.Subject)
	}
	typ := m.Type
	predicate := spaced(typ)
	if c := r.cell(m.TypeColumn); c != "" {
		typ, predicate = relationName(c), spaced(iriLast(c))
	}
	if typ == "" {
		return errors.New("a relation without type")
	}
	e := edge{subject: s.n, subjectText: s.name, object: o.n, objectText: o.name, relation: typ, predicate: predicate}
	if m.Value != "" {
		v := r.cell(m.Value)
		if v == "" {
			return nil
		}
		e.value = in.value(v)
	}
	var err error
	start, errStart := isoDay(r.cell(m.Start), in.m.Dates)
	end, errEnd := isoDay(r.cell(m.End), in.m.Dates)
	if err = cmp.Or(errStart, errEnd); err != nil {
		return err
	}
	if e.time, err = interval(start, end); err != nil {
		return err
	}
	for _, role := range slices.Sorted(maps.Keys(m.Arguments)) {
		if v := r.cell(m.Arguments[role]); v != "" {
			e.roles = append(e.roles, graph.Argument{Role: role, Text: v, Profile: -1, Value: in.value(v)})
		}
	}
	return in.ds.claim(e, l)
}

// value is cellValue in a table whose dates have an order of their own.
func (in *tableReader) value(s string) *graph.Value {
	day, err := isoDay(s, in.m.Dates)
	if err != nil { // which day it is, nobody said
		day = s
	}
	v := cellValue(day)
	v.Text = s
	return v
}

// cellValue tells numbers and dates from text by their form.
func cellValue(s string) *graph.Value {
	v := &graph.Value{Type: "text", Text: s}
	if start, _, p, ok := parseDay(s); ok && p != graph.Year {
		v.Type, v.Date = "date", start
	} else if n, err := strconv.ParseFloat(s, 64); err == nil && n-n == 0 && !strings.ContainsAny(s, "xXpP_") {
		v.Type, v.Number = "number", n
	}
	return v
}
