package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"path"
	"slices"
	"strconv"
	"strings"

	"dossier/graph"
)

// importVersion changes when the same file gives other claims than before.
const importVersion = "2"

// maxText is how many bytes of a name are kept, and how long an id may be.
const maxText = 1000

// A dataset gathers what the rows of a file say and passes it on in batches.
type dataset struct {
	im     *importer
	ctx    context.Context
	doc    graph.Document
	batch  *graph.Batch
	known  map[string]uint32 // profile of an id
	n      uint32            // profiles so far
	claims uint32
	from   string // format, for the extractor
	sink   func(*graph.Batch) error
}

// openDataset reads the source once, for its hash: the revision of the
// document. visit may look at the lines meanwhile. done tells that the store
// has this very revision.
func (im *importer) openDataset(ctx context.Context, format, choices string, visit func(line) error) (ds *dataset, done bool, err error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\x00%s\x00%s\x00", format, importVersion, choices)
	first := *im // the second reading tells of the lines
	first.report, first.o.Refuse, first.o.OnError = &Report{}, nil, Skip
	err = first.eachLine("reading", maxRow, func(l line) error {
		hash.Write(l.text)
		hash.Write([]byte{'\n'})
		if err := ctx.Err(); l.n%4096 == 0 && err != nil {
			return asFatal(err)
		}
		if visit == nil {
			return nil
		}
		return visit(l)
	})
	if err != nil {
		return nil, false, err
	}
	name := im.name()
	ds = &dataset{im: im, ctx: ctx, from: "import/" + format + "/" + importVersion, known: map[string]uint32{}}
	ds.doc = graph.Document{
		Kind: graph.KindDataset, Title: cmp.Or(im.o.Title, name), URL: im.o.URL, Extractor: ds.from,
		ID: graph.NewDocumentID("dataset:"+name, nil), Revision: max(binary.BigEndian.Uint64(hash.Sum(nil)), 1),
	}
	ds.batch = ds.empty()
	if !im.o.DryRun {
		done, err = im.has(ctx, ds.doc)
	}
	return ds, done, err
}

// name is the data set's: the one given, or the file's with its folder, which
// is the same from wherever the import is started.
func (im *importer) name() string {
	file := strings.TrimSuffix(strings.ReplaceAll(im.src.Name, `\`, "/"), ".gz")
	dir := strings.Trim(path.Base(path.Dir(file)), "./")
	return path.Join(cmp.Or(im.o.Dataset, dir), path.Base(file))
}

// Known remembers the nodes of the files that one import reads: the table of
// edges that follows a table of nodes then knows of which types its ends are.
type Known struct {
	things map[string]knownThing
	sum    uint64 // of what is known, in any order
}

type knownThing struct{ typ, name string }

// NewKnown returns an empty memory.
func NewKnown() *Known { return &Known{things: map[string]knownThing{}} }

func (k *Known) add(id string, t thing) {
	if k == nil || t.typ == "" && t.name == "" {
		return
	}
	if _, ok := k.things[id]; ok {
		return
	}
	k.things[id] = knownThing{t.typ, t.name}
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s\x00%s", id, t.typ, t.name)
	k.sum += h.Sum64()
}

// recall fills in what a row does not say of a node.
func (k *Known) recall(id string, t *thing) {
	if k == nil {
		return
	}
	was := k.things[id]
	t.typ, t.name = cmp.Or(t.typ, was.typ), cmp.Or(t.name, was.name)
}

func (k *Known) name(id string) string {
	if k == nil {
		return ""
	}
	return k.things[id].name
}

func (k *Known) fingerprint() string {
	if k == nil || k.sum == 0 {
		return ""
	}
	return strconv.FormatUint(k.sum, 16)
}

// has reports whether the store holds a document in this revision.
func (im *importer) has(ctx context.Context, d graph.Document) (bool, error) {
	s, err := im.store.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	defer s.Close()
	got, err := s.Documents(ctx, []graph.DocumentID{d.ID}, false, false)
	if err != nil || got[0] == nil || got[0].Revision != d.Revision {
		return false, err
	}
	im.report.Documents++
	im.report.Unchanged++
	im.report.Profiles, im.report.Claims = got[0].Entities, got[0].Claims
	return true, nil
}

// A thing is what the file says of one node.
type thing struct {
	typ         string
	name        string
	names       []string // others
	roles       []string
	description string
	ids         []graph.ExternalID
}

// profile returns the number of the profile with an id, made from what make
// says if it is new.
func (ds *dataset) profile(id string, make func() thing) (uint32, error) {
	if n, ok := ds.known[id]; ok {
		return n, nil
	}
	n, err := ds.newProfile(id, make)
	if err == nil {
		ds.known[strings.Clone(id)] = n
	}
	return n, err
}

// newProfile makes a profile of what make says.
func (ds *dataset) newProfile(id string, make func() thing) (uint32, error) {
	if len(ds.batch.Profiles)+len(ds.batch.Claims) >= groupRecords {
		if err := ds.flush(true); err != nil {
			return 0, err
		}
	}
	t := make()
	ds.im.o.Known.recall(id, &t)
	ds.im.o.Known.add(id, t)
	p := graph.Profile{
		ID: graph.ProfileID{Document: ds.doc.ID, N: ds.n}, Type: cmp.Or(t.typ, "Thing"), Name: t.name, Description: t.description, ExternalIDs: t.ids,
	}
	p.Roles = append(p.Roles, t.roles...)
	slices.Sort(p.Roles)
	names := slices.Clone(t.names)
	if t.name != "" {
		names = append(names, t.name)
	}
	slices.Sort(names)
	for _, n := range slices.Compact(names) {
		if n != "" {
			p.Names = append(p.Names, graph.Count{Text: n, N: 1})
		}
	}
	p.Keys = ds.keys(&p)
	ds.n++
	ds.im.report.Profiles++
	ds.batch.Profiles = append(ds.batch.Profiles, p)
	return p.ID.N, nil
}

// keys are one for each external id, and what the caller adds.
func (ds *dataset) keys(p *graph.Profile) []graph.IdentityKey {
	var ks []graph.IdentityKey
	for _, x := range p.ExternalIDs {
		ks = append(ks, graph.IdentityKey{Text: "id/" + x.Scheme + "/" + x.Value, Strong: true})
	}
	if ds.im.o.Keys != nil {
		ks = append(ks, ds.im.o.Keys(p)...)
	}
	slices.SortFunc(ks, func(a, b graph.IdentityKey) int {
		if c := strings.Compare(a.Text, b.Text); c != 0 || a.Strong == b.Strong {
			return c
		}
		if a.Strong {
			return -1
		}
		return 1
	})
	return slices.CompactFunc(ks, func(a, b graph.IdentityKey) bool { return a.Text == b.Text })
}

// A fact is one edge, or one value, that a row says.
type edge struct {
	subject, object uint32
	value           *graph.Value // instead of object
	relation        string
	predicate       string
	subjectText     string
	objectText      string
	roles           []graph.Argument // further participants, values
	source          string           // named graph
	row             string           // the line
	time            *graph.Time
}

func (ds *dataset) claim(e edge, l line) error {
	if len(ds.batch.Profiles)+len(ds.batch.Claims) >= groupRecords {
		if err := ds.flush(true); err != nil {
			return err
		}
	}
	row := e.row
	if row == "" {
		row = string(l.text)
	}
	c := graph.Claim{
		ID: graph.ClaimID{Document: ds.doc.ID, N: ds.claims}, Relation: e.relation, Predicate: e.predicate, Lemma: e.predicate,
		Subject: graph.Argument{Profile: int32(e.subject), Text: e.subjectText}, Score: 1, Extractor: ds.from,
		Arguments: e.roles, Time: e.time,
		Evidence: graph.Evidence{Span: graph.Span{Start: int(l.offset), End: int(l.offset) + len(l.text)}, Quote: row, Line: l.n},
	}
	if e.value != nil {
		c.Object = graph.Argument{Profile: -1, Text: e.value.Text, Value: e.value}
	} else {
		c.Object = graph.Argument{Profile: int32(e.object), Text: e.objectText}
	}
	if e.source != "" {
		c.Attribution = []graph.Attribution{{Profile: -1, Text: e.source, Channel: "named graph"}}
	}
	ds.claims++
	ds.im.report.Claims++
	ds.batch.Claims = append(ds.batch.Claims, c)
	return nil
}

// empty returns a batch with room for what one holds.
func (ds *dataset) empty() *graph.Batch {
	return &graph.Batch{
		Document: ds.doc, Profiles: make([]graph.Profile, 0, groupRecords/4), Claims: make([]graph.Claim, 0, groupRecords),
	}
}

// flush stores what was gathered; more parts follow with more.
func (ds *dataset) flush(more bool) error {
	if err := ds.ctx.Err(); err != nil {
		return asFatal(err)
	}
	ds.batch.More = more
	err := ds.sink(ds.batch)
	ds.batch = ds.empty()
	return asFatal(err)
}

// fill stores what read finds: in bulk where nothing is stored yet, else part
// by part.
func (ds *dataset) fill(read func() error) error {
	im := ds.im
	if im.load != nil {
		ds.sink = im.load
		return ds.whole(read)
	}
	if !im.o.NoBulk && !im.o.DryRun {
		err := ds.load(read)
		if !errors.Is(err, graph.ErrNoBulk) {
			return err
		}
		ds.reset()
	}
	ds.sink = func(b *graph.Batch) error { return im.apply(ds.ctx, []*graph.Batch{b}, []int{0}) }
	return ds.whole(read)
}

// whole reads and stores the last part.
func (ds *dataset) whole(read func() error) error {
	if err := read(); err != nil {
		return err
	}
	ds.im.report.Documents++
	return ds.flush(false)
}

// load hands the parts to the store's bulk load as they are read.
func (ds *dataset) load(read func() error) error {
	var failed error // of reading: its kind must survive the load
	err := ds.im.store.Load(ds.ctx, func(yield func(*graph.Batch, error) bool) {
		ds.sink = func(b *graph.Batch) error {
			if !yield(b, nil) {
				return errStopped
			}
			return nil
		}
		if failed = ds.whole(read); failed != nil && !errors.Is(failed, errStopped) {
			yield(nil, failed)
		}
	}, ds.im.bulk())
	if err == nil {
		ds.im.report.New++
	}
	return err
}

// reset forgets what was read, to read it again.
func (ds *dataset) reset() {
	ds.batch, ds.known, ds.n, ds.claims = ds.empty(), map[string]uint32{}, 0, 0
	*ds.im.report = Report{}
}

// shorten cuts a text that is shown, not kept as evidence.
func shorten(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "")
}
