package graph

import (
	"context"
	"slices"
	"strings"

	"dossier/graph/kv"
)

// DocumentsOf lists the documents that speak of each entity, newest first.
func (s *Snapshot) DocumentsOf(ctx context.Context, ids []EntityID, p Page) ([]List[*Document], error) {
	out := make([]List[*Document], len(ids))
	entities, err := s.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	var all []DocumentID
	for i, id := range ids {
		// The list's key starts after the record kind, so that cursors of
		// this list are order keys.
		list := prefixRange(partEntity(id), entDocument)
		page, err := pageIndex(ctx, s.r, list, p, func(_ context.Context, es []kv.Entry) ([]DocumentID, []bool, error) {
			docs, ok := make([]DocumentID, len(es)), make([]bool, len(es))
			for k, e := range es {
				docs[k], ok[k] = DocumentID(id16(e.Key.Sort)), true
			}
			return docs, ok, nil
		})
		if err != nil {
			return nil, err
		}
		out[i] = List[*Document]{make([]*Document, len(page.Items)), page.Cursors, page.HasNext, page.HasPrevious, 0}
		if entities[i] != nil {
			out[i].Total = entities[i].Documents
		}
		all = append(all, page.Items...)
	}
	docs, err := s.Documents(ctx, all, false, false)
	if err != nil {
		return nil, err
	}
	for i := range out {
		docs = docs[copy(out[i].Items, docs):]
	}
	return out, nil
}

// ListDocuments lists the documents of the whole graph.
func (s *Snapshot) ListDocuments(ctx context.Context, q DocumentQuery) (List[*Document], error) {
	if q.Story != (StoryID{}) {
		return s.storyDocuments(ctx, q)
	}
	list := kv.Range{Part: listDocDate}
	if q.Order == DocumentsByTitle {
		list.Part = listDocTitle
	} else {
		// Newest first: what is newer than Until lies before, what is older
		// than Since, or undated, behind.
		if !q.Until.IsZero() {
			list.From = newestFirst(micros(q.Until))
		}
		if !q.Since.IsZero() {
			list.To = newestFirst(micros(q.Since) - 1)
		}
	}
	out, err := pageIndex(ctx, s.r, list, q.Page, func(ctx context.Context, es []kv.Entry) ([]*Document, []bool, error) {
		ids := make([]DocumentID, len(es))
		for i, e := range es {
			ids[i] = DocumentID(id16(e.Key.Sort))
		}
		return s.filterDocuments(ctx, ids, &q)
	})
	if err == nil && q.Kind+DocumentKind(q.Publisher+q.Language+q.Text) == "" && q.Since.IsZero() && q.Until.IsZero() {
		st, err := s.Stats(ctx)
		out.Total = st.Documents + st.Datasets
		return out, err
	}
	return out, err
}

// filterDocuments reads documents and tells which a query lets through.
func (s *Snapshot) filterDocuments(ctx context.Context, ids []DocumentID, q *DocumentQuery) ([]*Document, []bool, error) {
	docs, err := s.Documents(ctx, ids, false, false)
	if err != nil {
		return nil, nil, err
	}
	ok := make([]bool, len(ids))
	for i, d := range docs {
		ok[i] = d != nil && (q.Kind == "" || d.Kind == q.Kind) &&
			(q.Publisher == "" || strings.EqualFold(d.Publisher, q.Publisher)) &&
			(q.Language == "" || d.Language == q.Language) &&
			(q.Since.IsZero() || !d.Published.IsZero() && !d.Published.Before(q.Since)) &&
			(q.Until.IsZero() || !d.Published.IsZero() && !d.Published.After(q.Until))
	}
	if q.Text == "" {
		return docs, ok, nil
	}
	return docs, ok, s.haveStems(ctx, ids, ok, q.Text)
}

// haveStems clears ok where a document lacks one of the words of a text.
func (s *Snapshot) haveStems(ctx context.Context, ids []DocumentID, ok []bool, text string) error {
	stems := stemList(text)
	var keys []kv.Key
	var owner []int
	for i, id := range ids {
		for _, w := range stems {
			if ok[i] {
				keys, owner = append(keys, kv.Key{Part: famWord + keyText(w), Sort: string(id[:])}), append(owner, i)
			}
		}
	}
	got, err := s.r.Get(ctx, keys)
	if err != nil {
		return err
	}
	for k, v := range got {
		if v == nil {
			ok[owner[k]] = false
		}
	}
	return nil
}

// stemList returns the different stems of a text.
func stemList(text string) []string {
	var out []string
	for _, w := range wordsOf(text) {
		if w = stem(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// An EntityMention is a mention with its document.
type EntityMention struct {
	Document DocumentID
	Mention
	Text string
}

// MentionsIn returns all mentions of documents, in text order.
func (s *Snapshot) MentionsIn(ctx context.Context, ids []DocumentID) ([][]Mention, error) {
	ranges := make([]kv.Range, len(ids))
	for i, id := range ids {
		ranges[i] = prefixRange(partDocument(id), docMention)
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]Mention, len(ids))
	for i, es := range rows {
		ms, err := mentionsOf(es)
		if err != nil {
			return nil, err
		}
		sortMentions(ms)
		for _, m := range ms {
			out[i] = append(out[i], m.Mention)
		}
	}
	return out, nil
}

// ordered is a mention with its place in the document's list.
type ordered struct {
	Mention
	order int
}

// mentionsOf unpacks the mention records of a document, profile by profile.
func mentionsOf(es []kv.Entry) ([]ordered, error) {
	var out []ordered
	for len(es) > 0 {
		const head = len(docMention) + 4
		n := 1
		for n < len(es) && es[n].Key.Sort[:head] == es[0].Key.Sort[:head] {
			n++
		}
		data, err := unchunk(es[:n])
		if err != nil {
			return nil, err
		}
		var rs []mentionRec
		if err := unmarshal(keyString(es[0].Key), data, &rs); err != nil {
			return nil, err
		}
		p := getBE32(es[0].Key.Sort[len(docMention):head])
		for _, r := range rs {
			out = append(out, ordered{Mention{Span{r.Start, r.End}, p, r.Kind, r.Type, r.Rule, r.Score}, r.Order})
		}
		es = es[n:]
	}
	return out, nil
}

// MentionsOf lists the places that name each entity, by document and place.
func (s *Snapshot) MentionsOf(ctx context.Context, ids []EntityID, p Page) ([]List[EntityMention], error) {
	profiles, owner, err := s.profilesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	ranges := make([]kv.Range, len(profiles))
	for i, id := range profiles {
		ranges[i] = prefixRange(partDocument(id.Document), docMention+be32(id.N))
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	groups := make([][]keyed[EntityMention], len(ids))
	for i, es := range rows {
		ms, err := mentionsOf(es)
		if err != nil {
			return nil, err
		}
		doc := profiles[i].Document
		for _, m := range ms {
			key := string(doc[:]) + be64(uint64(m.Start)) + be64(uint64(m.End)) + be32(m.Profile)
			groups[owner[i]] = append(groups[owner[i]], keyed[EntityMention]{key, EntityMention{Document: doc, Mention: m.Mention}})
		}
	}
	out, err := lists(groups, p)
	if err != nil {
		return nil, err
	}
	return out, s.mentionTexts(ctx, out)
}

// mentionTexts fills in the words of mentions.
func (s *Snapshot) mentionTexts(ctx context.Context, ls []List[EntityMention]) error {
	var docs []DocumentID
	place := map[DocumentID]int{}
	for _, l := range ls {
		for _, m := range l.Items {
			if _, ok := place[m.Document]; !ok {
				place[m.Document] = len(docs)
				docs = append(docs, m.Document)
			}
		}
	}
	texts, err := readText(ctx, s.r, docs)
	if err != nil {
		return err
	}
	for _, l := range ls {
		for i := range l.Items {
			m := &l.Items[i]
			if t := texts[place[m.Document]]; m.Span.within(len(t)) {
				m.Text = t[m.Start:m.End]
			}
		}
	}
	return nil
}

// profilesOf reads which profiles make up each entity.
func (s *Snapshot) profilesOf(ctx context.Context, ids []EntityID) (profiles []ProfileID, owner []int, err error) {
	members, err := membersOf(ctx, s.r, ids)
	if err != nil {
		return nil, nil, err
	}
	var ranges []kv.Range
	var of []int
	for i, ms := range members {
		for _, m := range ms {
			r := prefixRange(partNode(m), nodeProfile)
			r.KeysOnly = true
			ranges, of = append(ranges, r), append(of, i)
		}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, nil, err
	}
	for i, es := range rows {
		for _, e := range es {
			profiles, owner = append(profiles, ProfileID(claimOf(e.Key.Sort))), append(owner, of[i])
		}
	}
	return profiles, owner, nil
}

func sortMentions(ms []ordered) {
	slices.SortStableFunc(ms, func(a, b ordered) int { return a.order - b.order })
}
