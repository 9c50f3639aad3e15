package claim

import (
	"cmp"
	"math"
	"slices"

	"dossier/ingest/nlp"
	"dossier/schema"
)

// A Ranker scores pairs of candidates for the relations of one ontology by
// logistic regression over hashed features. It is learnt from examples
// (ingest/train) and lies in the ontology's folder as RankerFile; what the
// cues find is among its features, so that they stay the readable part.
type Ranker struct {
	Wide      bool    // reads titles and common nouns too, not only what the language layer found
	Floor     float64 // pairs less likely than this are not taken
	Relations []Ranked
	table     table

	// Of a wide ranker: table tells of which pair of a sentence a relation holds
	// if it holds at all, holds whether it does, ends which candidates are subjects
	// and objects of anything. Mix weighs what speaks for a prediction.
	Mix   [4]float64
	holds table
	ends  [2]table
}

// RankerFile is the file of an ontology's folder that holds its ranker.
const RankerFile = "ranker.bin"

// A Ranked is one relation of a ranker.
type Ranked struct {
	Name        string
	Slope, Bias float64         // from the sum of weights to log odds (Platt 1999)
	Types       map[string]bool // pairs of candidate types seen with it
}

// A Learned is one relation, or one end, as it comes from training: a weight
// for each of RankBuckets places.
type Learned struct {
	Ranked
	Weights []float32
}

// NewRanker builds a ranker of what was learnt: for each relation of which
// pairs it holds, and for a wide one also whether it holds at all, and how
// subjects and how objects look.
func NewRanker(relations, holds, ends []Learned) *Ranker {
	r := &Ranker{Wide: len(ends) == 2}
	dense := make([][]float32, 0, len(relations))
	for _, l := range relations {
		r.Relations = append(r.Relations, l.Ranked)
		dense = append(dense, l.Weights)
	}
	least := 1.0
	if r.Wide {
		least = 4 // most of the many weights of a wide ranker are next to nothing
	}
	r.table = newTable(dense, least)
	dense = nil
	for _, l := range holds {
		dense = append(dense, l.Weights)
	}
	r.holds = newTable(dense, least)
	for i := range ends {
		r.ends[i] = newTable([][]float32{ends[i].Weights}, least)
	}
	return r
}

// How many candidates of a sentence a wide ranker pairs.
const (
	mostSubjects = 6
	mostObjects  = 14
)

// An end is a candidate with how sure it is to be an end of a relation.
type end struct {
	Candidate
	sure   float64
	margin float64 // by how much it is surer than any that overlaps it
}

// EndFeatures returns the candidates of each sentence with the features by
// which a wide ranker tells whether they are ends of relations.
func (x *Extractor) EndFeatures(a *nlp.Analysis, visit func(sentence int, c Candidate, features []uint32)) {
	for _, sc := range x.sentences(a, true) {
		for _, c := range sc.all {
			visit(sc.n, c, sc.p.span(c))
		}
	}
}

// sentenceCandidates are the candidates of one sentence.
type sentenceCandidates struct {
	n   int
	p   pairer
	all []Candidate
}

func (x *Extractor) sentences(a *nlp.Analysis, wide bool) []sentenceCandidates {
	all, names := x.Candidates(a, wide), []Candidate(nil)
	if names = all; wide {
		names = x.Candidates(a, false)
	}
	out := make([]sentenceCandidates, 0, len(a.Sentences))
	in := func(c Candidate, s nlp.Sentence) bool { return c.First >= s.First && c.Last <= s.Last }
	for n, s := range a.Sentences {
		sc := sentenceCandidates{n: n, p: pairer{a: a, sent: s}}
		for _, c := range all {
			if in(c, s) {
				sc.all = append(sc.all, c)
			}
		}
		for _, c := range names {
			if in(c, s) {
				sc.p.names = append(sc.p.names, c)
			}
		}
		out = append(out, sc)
	}
	return out
}

// Pairs returns the pairs of candidates of an analysis that lie inside a
// stretch of it, sentence by sentence. cues are the facts that cues find there.
func (x *Extractor) Pairs(r *Ranker, a *nlp.Analysis, in nlp.Span, cues []Fact) []Pair {
	var out []Pair
	for _, sc := range x.sentences(a, r.Wide) {
		if sc.p.sent.End <= in.Start || sc.p.sent.Start >= in.End {
			continue
		}
		subjects, objects := r.sorted(&sc)
		var context []uint32
		if r.Wide {
			context = sc.p.context(cues)
		}
		for _, s := range subjects {
			for _, o := range objects {
				if overlap(s.Span, o.Span) || s.Start < in.Start || s.End > in.End || o.Start < in.Start || o.End > in.End || s.Type == "DATE" || s.Type == "NAT" {
					continue
				}
				types := s.Type + ">" + o.Type
				sc.p.pair(s.Candidate, o.Candidate)
				sc.p.cues(s.Candidate, o.Candidate, types, cues)
				if r.Wide {
					sc.p.certain(&s, &o, types)
					sc.p.lexical(s.Candidate, o.Candidate)
				}
				out = append(out, Pair{s.Candidate, o.Candidate, sc.n, types, sc.p.taken(), context})
			}
		}
	}
	return out
}

// sorted returns the candidates that may be subjects and objects; of a wide
// ranker those most likely.
func (r *Ranker) sorted(sc *sentenceCandidates) (subjects, objects []end) {
	if !r.Wide {
		for _, c := range sc.all {
			subjects = append(subjects, end{Candidate: c})
		}
		return subjects, subjects
	}
	for _, c := range sc.all {
		f := sc.p.span(c)
		var s, o [1]float64
		r.ends[0].score(f, s[:])
		r.ends[1].score(f, o[:])
		subjects, objects = append(subjects, end{c, s[0], 0}), append(objects, end{c, o[0], 0})
	}
	margins(subjects)
	margins(objects)
	return surest(subjects, mostSubjects), surest(objects, mostObjects)
}

// margins sets by how much each end is surer than those that overlap it.
func margins(list []end) {
	for i := range list {
		e := &list[i]
		e.margin = 9
		for k := range list {
			if k != i && overlap(list[k].Span, e.Span) {
				e.margin = min(e.margin, e.sure-list[k].sure)
			}
		}
	}
}

// surest returns the n surest ends in text order.
func surest(list []end, n int) []end {
	slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(b.sure, a.sure) })
	list = list[:min(n, len(list))]
	slices.SortStableFunc(list, func(a, b end) int { return a.Start - b.Start })
	return list
}

// Sums returns the sums of a pair's weights for each of the ranker's
// relations; minus infinity for pairs of types never seen with one.
func (r *Ranker) Sums(p *Pair) []float64 {
	out := make([]float64, len(r.Relations))
	r.table.score(p.Features, out)
	for k := range out {
		if !r.Relations[k].Types[p.Types] {
			out[k] = math.Inf(-1)
		}
	}
	return out
}

// A Prediction says how likely a relation holds of a pair.
type Prediction struct {
	*Pair
	Relation    int        // index in Relations
	Evidence    [4]float64 // what the log odds are a sum of, weighed by the ranker's Mix: one, …
	Probability float64
}

// Predict returns the relations of pairs, the likeliest first, none below the
// floor.
func (r *Ranker) Predict(pairs []Pair, floor float64) []Prediction {
	var out []Prediction
	if r.Wide {
		out = r.predictWide(pairs)
	} else {
		for i := range pairs {
			for k, x := range r.Sums(&pairs[i]) {
				if rel := &r.Relations[k]; !math.IsInf(x, -1) {
					out = append(out, Prediction{&pairs[i], k, [4]float64{1, x}, logistic(rel.Slope*x + rel.Bias)})
				}
			}
		}
	}
	out = slices.DeleteFunc(out, func(p Prediction) bool { return p.Probability < floor })
	slices.SortStableFunc(out, func(a, b Prediction) int { return cmp.Compare(b.Probability, a.Probability) })
	return out
}

// knows reports whether a relation is one of the ranker's.
func (r *Ranker) knows(relation string) bool {
	return slices.ContainsFunc(r.Relations, func(x Ranked) bool { return x.Name == relation })
}

// under leaves out the relations that an ontology does not have.
func (r *Ranker) under(o *schema.Ontology) *Ranker {
	for k := range r.Relations {
		if o.RelationType(r.Relations[k].Name) == nil {
			r.Relations[k].Types = nil
		}
	}
	return r
}

// Ranks reports whether the Extractor has a ranker.
func (x *Extractor) Ranks() bool { return x.ranker != nil }

// WithRanker returns an Extractor that uses a ranker, or none, in the place of
// the ontology's own.
func (x *Extractor) WithRanker(r *Ranker) *Extractor {
	y := *x
	y.ranker = r
	if r != nil {
		y.ranker = r.under(x.ontology)
	}
	return &y
}
