package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"dossier/graph"
)

// maxListed bounds the lists of an Effect and a GraphChange.
const maxListed = 100

// A payload is the result of any mutation; each type shows its own part.
type payload struct {
	clientID  any // string, or nil
	preview   bool
	document  graph.DocumentID
	documents []graph.DocumentID
	refusals  []Refusal
	judgement *graph.Judgement
	left      graph.EntityID
	right     graph.EntityID
	effect    *effect
}

// An effect is a graph.Effect with the things it names as they were before.
type effect struct {
	graph.Effect
	entities  map[graph.EntityID]*graph.Entity
	relations []affectedRelation
}

// An affectedRelation is a relation in words.
type affectedRelation struct {
	id              graph.RelationID
	subject, object string
}

func (e *engine) mutationFields() map[string]resolver {
	fields := map[string]resolver{
		"Mutation.ingestDocument":  mutate(ingestDocument),
		"Mutation.retractDocument": mutate(retractDocument),
		"Mutation.judge":           mutate(judge),
		"Mutation.undoJudgement":   mutate(undoJudgement),

		"IngestDocumentPayload.documents": {batch: payloadDocuments, fan: fan(5)},
		"IngestDocumentPayload.refusals":  child(func(v *payload) any { return pointers(v.refusals) }),
		"RetractDocumentPayload.documentId": leaf(func(b []byte, v *payload) []byte {
			return appendID(b, idDocument, v.document)
		}),
		"JudgePayload.left":  entityOf(func(v *payload) graph.EntityID { return v.left }),
		"JudgePayload.right": entityOf(func(v *payload) graph.EntityID { return v.right }),

		"Refusal.source": leaf(func(b []byte, v *Refusal) []byte { return appendString(b, v.Source) }),
		"Refusal.reason": leaf(func(b []byte, v *Refusal) []byte { return appendString(b, v.Reason) }),
		"Refusal.line": leaf(func(b []byte, v *Refusal) []byte {
			if v.Line == 0 {
				return b
			}
			return appendInt(b, v.Line)
		}),
	}
	for _, t := range []string{"IngestDocument", "RetractDocument", "Judge", "UndoJudgement"} {
		fields[t+"Payload.clientMutationId"] = leaf(func(b []byte, v *payload) []byte {
			if s, ok := v.clientID.(string); ok {
				return appendString(b, s)
			}
			return b
		})
		if t == "IngestDocument" {
			continue
		}
		fields[t+"Payload.preview"] = leaf(func(b []byte, v *payload) []byte { return appendBool(b, v.preview) })
		fields[t+"Payload.effect"] = child(func(v *payload) any { return orNil(v.effect) })
		if t != "RetractDocument" {
			fields[t+"Payload.judgement"] = child(func(v *payload) any { return orNil(v.judgement) })
		}
	}
	maps.Copy(fields, e.effectFields())
	return fields
}

// mutate makes the resolver of a field of Mutation. What was read before the
// change is forgotten after it, so that payloads show the new state.
func mutate(f func(c *call, in args) (*payload, error)) resolver {
	return resolver{batch: func(c *call, srcs []any) ([]any, error) {
		if c.eng.cfg.ReadOnly {
			return nil, newError(codeReadOnly, "the server is read-only")
		}
		in := c.args.object("input")
		p, err := f(c, in)
		c.close()
		c.entities, c.heads, c.texts = nil, nil, nil
		if err != nil {
			return nil, err
		}
		p.clientID, p.preview = in["clientMutationId"], in.bool("preview")
		return []any{p}, nil
	}}
}

func ingestDocument(c *call, in args) (*payload, error) {
	if c.eng.cfg.Ingest == nil {
		return nil, newError(codeUnavailable, "this server does not ingest documents")
	}
	name, content, err := upload(in)
	if err != nil {
		return nil, err
	}
	docs, refused, err := c.eng.cfg.Ingest(c.ctx, name, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	c.eng.hub.publish(Progress{Documents: len(docs), Refused: len(refused), Total: len(docs) + len(refused), Current: name, Done: true})
	if len(docs) == 0 && len(refused) > 0 {
		e := newError(codeRefused, "the document was refused: "+refused[0].Reason)
		e.Extra = map[string]any{"source": refused[0].Source, "line": refused[0].Line}
		return nil, e
	}
	return &payload{documents: docs, refusals: refused}, nil
}

// upload turns the input into a file that ingest reads.
func upload(in args) (name string, content []byte, err error) {
	given := 0
	for _, k := range []string{"text", "html", "file"} {
		if in.has(k) {
			given++
		}
	}
	if given != 1 {
		return "", nil, badInput("exactly one of text, html and file must be given")
	}
	if f := in.object("file"); f != nil {
		for _, k := range []string{"url", "title", "published", "publisher", "language"} {
			if in.has(k) {
				return "", nil, badInput("%s cannot be given with a file", k)
			}
		}
		name = f.str("name")
		if name == "" || len(name) > 255 || strings.ContainsAny(name, "/\\\x00\n\r") {
			return "", nil, badInput("file.name must be a plain file name")
		}
		return name, []byte(f.str("content")), nil
	}
	line := map[string]string{}
	for _, k := range []string{"url", "title", "publisher", "language", "text", "html"} {
		if in.has(k) {
			line[k] = in.str(k)
		}
	}
	if in.has("published") {
		line["published"] = unquote(appendTime(nil, in.since("published")))
	}
	content, err = json.Marshal(line)
	return "upload.jsonl", content, err
}

func retractDocument(c *call, in args) (*payload, error) {
	id, err := in.documentID("id")
	if err != nil {
		return nil, err
	}
	before, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	ef, err := c.eng.store.Retract(c.ctx, id, in.bool("preview"))
	if err != nil {
		return nil, err
	}
	p := &payload{document: id}
	p.effect, err = describe(c, before, ef)
	return p, err
}

func judge(c *call, in args) (*payload, error) {
	left, err := in.entityID("left")
	if err != nil {
		return nil, err
	}
	right, err := in.entityID("right")
	if err != nil {
		return nil, err
	}
	if left == right {
		return nil, badInput("left and right are the same entity")
	}
	if err := signed(in); err != nil {
		return nil, err
	}
	before, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	v := graph.Verdict(member(verdicts, in.str("verdict")))
	j, ef, err := c.eng.store.Judge(c.ctx, left, right, v, in.str("by"), in.str("reason"), in.bool("preview"))
	if err != nil {
		return nil, err
	}
	p := &payload{left: left, right: right}
	if p.effect, err = describe(c, before, ef); err != nil || in.bool("preview") {
		return p, err
	}
	if p.judgement, err = c.reread(j); err == nil {
		p.left, p.right = p.judgement.LeftEntity, p.judgement.RightEntity
	}
	return p, err
}

// reread reads a judgement from the state after it, where its sides may be
// other entities.
func (c *call) reread(j *graph.Judgement) (*graph.Judgement, error) {
	c.close()
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	found, err := s.Judgements(c.ctx, []graph.JudgementID{j.ID})
	if err != nil || found[0] == nil {
		return j, err
	}
	return found[0], nil
}

func undoJudgement(c *call, in args) (*payload, error) {
	id, err := in.nodeID("id", idJudgement)
	if err != nil {
		return nil, err
	}
	if err := signed(in); err != nil {
		return nil, err
	}
	before, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	j, ef, err := c.eng.store.Undo(c.ctx, id.uuid, in.str("by"), in.str("reason"), in.bool("preview"))
	if err != nil {
		return nil, err
	}
	p := &payload{}
	if p.effect, err = describe(c, before, ef); err != nil || in.bool("preview") {
		return p, err
	}
	p.judgement, err = c.reread(j)
	return p, err
}

// signed checks who judges and why.
func signed(in args) error {
	by, reason := strings.TrimSpace(in.str("by")), in.str("reason")
	if by == "" || len(by) > 200 {
		return badInput("by must name who judges, in at most 200 bytes")
	}
	if len(reason) > 2000 {
		return badInput("reason has %d bytes, at most 2000 are allowed", len(reason))
	}
	return nil
}

// describe reads, from before the change, the things an effect names.
func describe(c *call, before *graph.Snapshot, ef *graph.Effect) (*effect, error) {
	if ef == nil {
		return nil, fmt.Errorf("the store gave no effect")
	}
	out := &effect{Effect: *ef, entities: map[graph.EntityID]*graph.Entity{}}
	var ids []graph.EntityID
	for _, l := range [][]graph.EntityID{ef.Join, ef.Leave, ef.Entities} {
		ids = append(ids, l[:min(len(l), maxListed)]...)
	}
	relations := ef.Relations[:min(len(ef.Relations), maxListed)]
	for _, r := range relations {
		ids = append(ids, r.Subject, r.Object)
	}
	found, err := before.Entities(c.ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, en := range found {
		if en != nil {
			out.entities[ids[i]] = en
		}
	}
	name := func(id graph.EntityID) string {
		if en := out.entities[id]; en != nil {
			return en.Name
		}
		return ""
	}
	for _, r := range relations {
		a := affectedRelation{r, name(r.Subject), name(r.Object)}
		if r.Value != "" {
			_, a.object, _ = strings.Cut(r.Value, ":")
		}
		out.relations = append(out.relations, a)
	}
	return out, nil
}

func payloadDocuments(c *call, srcs []any) ([]any, error) {
	s, err := c.snapshot()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(srcs))
	for i, src := range srcs {
		found, err := s.Documents(c.ctx, src.(*payload).documents, false, false)
		if err != nil {
			return nil, err
		}
		out[i] = items(found)
	}
	return out, nil
}
