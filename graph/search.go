package graph

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/graph/kv"
)

// Bounds of what a search looks at.
const (
	maxPostings  = 20_000 // documents of one word
	maxNameWords = 5_000  // keys of one word of a name
	claimDocs    = 50     // best documents whose claims are searched
	snippetBytes = 160
)

// Search finds entities, documents and claims by words; the last word matches
// as a prefix, so that it serves completion. Entities come before documents of
// equal rank; documents are ranked by tf·idf (Salton, Buckley 1988) with the
// title weighted, claims by their document and score.
func (s *Snapshot) Search(ctx context.Context, q SearchQuery) (List[Hit], error) {
	want := func(k HitKind) bool { return len(q.Kinds) == 0 || slices.Contains(q.Kinds, k) }
	var hits []Hit
	if len(wordsOf(q.Text)) == 0 {
		return pageOf([]keyed[Hit](nil), q.Page)
	}
	if want(EntityHit) {
		hs, err := s.searchEntities(ctx, q.Text)
		if err != nil {
			return List[Hit]{}, err
		}
		hits = append(hits, hs...)
	}
	if want(DocumentHit) || want(ClaimHit) {
		docs, err := s.searchDocuments(ctx, q.Text)
		if err != nil {
			return List[Hit]{}, err
		}
		if want(ClaimHit) {
			hs, err := s.searchClaims(ctx, q.Text, docs)
			if err != nil {
				return List[Hit]{}, err
			}
			hits = append(hits, hs...)
		}
		if want(DocumentHit) {
			hits = append(hits, docs...)
		}
	}
	ks := make([]keyed[Hit], len(hits))
	for i, h := range hits {
		ks[i] = keyed[Hit]{mostFirst(int(h.Score*1e6)) + string(rune('0'+h.Kind)) + string(h.Entity[:]) + string(h.Document[:]) + sortClaim(h.Claim), h}
	}
	out, err := pageOf(ks, q.Page)
	if err != nil {
		return out, err
	}
	return out, s.snippets(ctx, out.Items, q.Text)
}

// nameNodes reads the keys whose names hold a word, or one that starts so.
func (s *Snapshot) nameNodes(ctx context.Context, words []string) ([][]nodeID, error) {
	ranges := make([]kv.Range, len(words))
	for i, w := range words {
		if i == len(words)-1 {
			ranges[i] = prefixRange(partComplete(w), keyText(w))
		} else {
			ranges[i] = prefixRange(partComplete(w), keyText(w)+"\x00")
		}
		ranges[i].KeysOnly, ranges[i].Limit = true, maxNameWords
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	out := make([][]nodeID, len(words))
	for i, es := range rows {
		for _, e := range es {
			out[i] = append(out[i], id16(e.Key.Sort))
		}
	}
	return out, nil
}

// entitiesWithWords finds the entities whose names hold all words of a text,
// the last one perhaps only begun; most documents first.
func (s *Snapshot) entitiesWithWords(ctx context.Context, text string) ([]EntityID, error) {
	nodes, err := s.nameNodes(ctx, wordsOf(text))
	if err != nil {
		return nil, err
	}
	ranked, err := s.rankNodes(ctx, nodes)
	if err != nil || len(ranked) == 0 {
		return nil, err
	}
	out := ranked[0]
	for _, more := range ranked[1:] {
		in := map[EntityID]bool{}
		for _, e := range more {
			in[e] = true
		}
		out = slices.DeleteFunc(out, func(e EntityID) bool { return !in[e] })
	}
	return out, nil
}

func (s *Snapshot) searchEntities(ctx context.Context, text string) ([]Hit, error) {
	ids, err := s.entitiesWithWords(ctx, text)
	if err != nil {
		return nil, err
	}
	es, err := s.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, e := range es {
		if e == nil {
			continue
		}
		score, name := 0.70, e.Name
		for _, n := range append([]Alias{{Name: e.Name}}, e.Aliases...) {
			switch f := fold(n.Name); {
			case f == fold(text) && score < 0.90:
				score, name = 0.90, n.Name
			case strings.HasPrefix(f, fold(text)) && score < 0.80:
				score, name = 0.80, n.Name
			}
		}
		score += 0.09 * (1 - 1/float64(1+e.Documents))
		hits = append(hits, Hit{Kind: EntityHit, Entity: e.ID, Score: score, Snippet: name})
	}
	return hits, nil
}

// searchDocuments finds the documents that hold all words of a text.
func (s *Snapshot) searchDocuments(ctx context.Context, text string) ([]Hit, error) {
	stems := stemList(text)
	ranges := make([]kv.Range, len(stems))
	for i, w := range stems {
		ranges[i] = kv.Range{Part: famWord + keyText(w), Limit: maxPostings}
	}
	rows, err := s.r.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	st, err := s.Stats(ctx)
	if err != nil {
		return nil, err
	}
	n := float64(st.Documents + st.Datasets)
	found, score := map[DocumentID]int{}, map[DocumentID]float64{}
	for _, es := range rows {
		idf := math.Log(1 + n/float64(1+len(es)))
		for _, e := range es {
			var c countRec
			if err := decode(e.Key, e.Value, &c); err != nil {
				return nil, err
			}
			id := DocumentID(id16(e.Key.Sort))
			found[id]++
			score[id] += idf * (1 + math.Log(float64(max(c.N, 1))))
		}
	}
	best := 0.0
	for id, k := range found {
		if k == len(stems) {
			best = max(best, score[id])
		}
	}
	var hits []Hit
	for id, k := range found {
		if k == len(stems) {
			hits = append(hits, Hit{Kind: DocumentHit, Document: id, Score: 0.3 + 0.35*score[id]/max(best, 1e-9)})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return cmp16(a.Document, b.Document)
	})
	return hits, nil
}

// searchClaims finds the claims of the best documents that hold the words.
func (s *Snapshot) searchClaims(ctx context.Context, text string, docs []Hit) ([]Hit, error) {
	docs = docs[:min(len(docs), claimDocs)]
	ids, rank := make([]DocumentID, len(docs)), map[DocumentID]float64{}
	for i, d := range docs {
		ids[i] = d.Document
		rank[d.Document] = d.Score
	}
	groups, err := s.documentClaims(ctx, ids)
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, g := range groups {
		g, err := s.withWords(ctx, g, text)
		if err != nil {
			return nil, err
		}
		for _, c := range g {
			score := rank[c.id.Document] * (0.5 + 0.5*min(max(c.sum.Score, 0), 1))
			hits = append(hits, Hit{Kind: ClaimHit, Claim: c.id, Document: c.id.Document, Score: score})
		}
	}
	return hits, nil
}

// snippets fills in words around the match.
func (s *Snapshot) snippets(ctx context.Context, hits []Hit, text string) error {
	docs := map[DocumentID]string{}
	var claims []ClaimID
	for _, h := range hits {
		switch h.Kind {
		case DocumentHit:
			docs[h.Document] = ""
		case ClaimHit:
			claims = append(claims, h.Claim)
		}
	}
	ids := slices.Collect(maps.Keys(docs))
	texts, err := readText(ctx, s.r, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		docs[id] = texts[i]
	}
	got, err := s.Claims(ctx, claims)
	if err != nil {
		return err
	}
	quotes := map[ClaimID]string{}
	for _, c := range got {
		if c != nil {
			quotes[c.ID] = c.Evidence.Quote
		}
	}
	for i := range hits {
		switch h := &hits[i]; h.Kind {
		case DocumentHit:
			h.Snippet = around(docs[h.Document], text)
		case ClaimHit:
			h.Snippet = around(quotes[h.Claim], text)
		}
	}
	return nil
}

// around cuts out the words around the first match of a search.
func around(text, query string) string {
	at := -1
	lower := strings.ToLower(text)
	for _, w := range wordsOf(query) {
		for _, form := range []string{w, stem(w)} {
			if i := strings.Index(lower, form); i >= 0 && (at < 0 || i < at) {
				at = i
			}
		}
	}
	from := min(max(at-snippetBytes/3, 0), len(text))
	for from > 0 && from < len(text) && !utf8.RuneStart(text[from]) {
		from--
	}
	if i := strings.IndexByte(text[from:], ' '); from > 0 && i >= 0 && i < 20 {
		from += i + 1
	}
	return strings.Join(strings.Fields(cut(text[from:], snippetBytes)), " ")
}
