package claim

import (
	"slices"
	"strings"

	"dossier/schema"
)

// A match is a relation type that a clause or noun expresses, between which heads.
type match struct {
	relation *schema.RelationType
	cue      *schema.Cue
	subject  int // head of the noun phrase, -1 for none
	object   int // head of the noun phrase, -1 for none
	content  int // the object is a clause: its head token, -1 for none
	prep     string
	weight   int // how specific the cue is
}

// matches returns what the ontology's verb cues find in a clause: for every
// pair of participants the most specific type.
func (d *page) matches(c int) []match {
	cl := &d.clauses[c]
	if cl.cop >= 0 || cl.infinite >= 0 && d.clauseAt[cl.infinite] < 0 && d.upos(cl.infinite) == "ADJ" && !judges[d.lemma(cl.head)] {
		return nil
	}
	var out []match
	for _, rc := range d.o.CuesFor(schema.CueVerb, d.lemma(cl.head)) {
		if !d.particleFits(cl, rc.Cue) || !d.fillerFits(cl, rc.Cue) {
			continue
		}
		subjects, okS := d.slot(cl, rc.Cue, rc.Cue.Subject)
		objects, okO := d.slot(cl, rc.Cue, rc.Cue.Object)
		if !okS || !okO {
			continue
		}
		for _, s := range subjects {
			for _, o := range objects {
				m := match{relation: rc.Relation, cue: rc.Cue, subject: s.head, object: o.head, content: -1, prep: rc.Cue.Object.Prep, weight: d.weigh(rc) + d.closeness(rc.Relation.Domain, s.head) + d.closeness(rc.Relation.Range, o.head)}
				if rc.Cue.Head == "name" && rc.Cue.Filler == "" && d.obliqueWith(cl, "in") >= 0 {
					continue // "the report named Lind", "named Lind in a lawsuit": no office
				}
				if rc.Cue.Head == "replace" && rc.Relation.Name == "succeeds" && rc.Cue.Filler == "" && d.obliqueWith(cl, "with") >= 0 {
					continue // "the board replaced Lind with Roy"
				}
				if m.subject != m.object && d.sensible(m) && d.accepts(rc.Relation, s.head, o.head) && d.unambiguous(rc, o.head) {
					out = best(out, m)
				}
			}
			if len(objects) == 0 && rc.Cue.Object.Role == schema.SlotObject && rc.Cue.Subject.Role == schema.SlotSubject {
				if k := d.contentToken(cl); k >= 0 && d.acceptsText(rc.Relation, s.head) && d.tells(cl, rc.Relation) {
					out = best(out, match{relation: rc.Relation, cue: rc.Cue, subject: s.head, object: -1, content: k, weight: d.weigh(rc)})
				}
			}
		}
		if len(subjects) == 0 && cl.passive && cl.link != "acl" && !d.stative(cl) && len(cl.indirect) == 0 && rc.Cue.Subject.Role == schema.SlotSubject {
			for _, o := range objects { // "Lind was fined": who did it is not said
				if d.accepts(rc.Relation, -1, o.head) && d.unambiguous(rc, o.head) && (!manySenses[rc.Cue.Head] && !mishaps[rc.Cue.Head] || rc.Cue.Filler == "_" && rc.Cue.FillerAt.Role == schema.SlotPrep) && !d.mindset(cl, o.head) && !(rc.Relation.Name == saying && d.animate(o.head)) {
					out = best(out, match{relation: rc.Relation, cue: rc.Cue, subject: -1, object: o.head, content: -1, prep: rc.Cue.Object.Prep, weight: d.weigh(rc)})
				}
			}
		}
	}
	return out
}

// obliqueWith returns the clause's oblique behind that preposition, -1 for none.
func (d *page) obliqueWith(cl *clause, prep string) int {
	for i, o := range cl.obliques {
		if o.prep == prep {
			return i
		}
	}
	return -1
}

// mindset reports whether a passive tells what somebody is bent on, or what
// something is for, and not what was done: "Teldra is committed to peace".
func (d *page) mindset(cl *clause, o int) bool {
	l := d.lemma(cl.head)
	return stateParticiples[l] && (l != "commit" || d.animate(o))
}

// unambiguous guards against verbs of many senses: "take", "make" or "hit" with
// a bare object say a relation only if the object's own type fits it.
func (d *page) unambiguous(rc schema.RelationCue, o int) bool {
	q := rc.Cue
	if strings.HasSuffix(q.Object.Prep, "-") {
		return false
	}
	if saysClauses[q.Head] && q.Filler == "" && q.Object.Role == schema.SlotObject && d.isSaying(rc.Relation) {
		t := d.kindOf(o)
		return t != "" && d.o.Is(t, "Document")
	}
	if q.Filler != "" && q.FillerAt.Role == schema.SlotComplement {
		return true // "called the ban illegal"
	}
	if q.Head == "report" && rc.Relation.Name == "reports" && d.kindFamily(o) == string(schema.FamilyPerson) {
		return false // "reported Lind to the police"
	}
	if q.Head == "question" && rc.Relation.Name == "criticizes" && d.kindFamily(o) == string(schema.FamilyPerson) {
		return false // "detectives questioned Lind"
	}
	if q.Head == "beat" && rc.Relation.Name == "assaults" && d.isName(o) {
		return false // "Lind beat Roy by nine votes": in a contest
	}
	if !manySenses[q.Head] || q.Particle != "" || q.Filler != "" && q.Filler != "_" || q.Object.Role != schema.SlotObject {
		return true
	}
	t := d.kindOf(o)
	if v := d.valueOf(o); v != nil {
		t = v.Type
	}
	for _, a := range rc.Relation.Range {
		if a != "Thing" && a != "text" && t != "" && (t == a || d.o.Is(t, a)) {
			return true
		}
	}
	return false
}

// tells guards the content of saying: what someone says, finds or recognises
// is stated, whatever else the verb may mean with a noun.
func (d *page) tells(cl *clause, r *schema.RelationType) bool {
	if cl.content >= 0 && !d.isSaying(r) && (d.clauses[cl.content].mark == "whether" || d.clauses[cl.content].mark == "if") {
		return false // "cannot determine whether": no decision
	}
	if r.Name == noComment && !(cl.content < 0 && cl.infinite >= 0 && answering[d.lemma(cl.infinite)]) {
		return false // "declined to join them"
	}
	if d.lemma(cl.head) == "offer" && cl.content < 0 {
		return false // "offered to mediate" gives nothing yet
	}
	if d.lemma(cl.head) == "maintain" && cl.mark == "to" || phases[d.lemma(cl.head)] && cl.content < 0 {
		return false
	}
	if cl.content < 0 || !isWay(d.lemma(cl.head), waySaid) || d.o.RelationType(saying) == nil {
		return true
	}
	return d.isSaying(r)
}

// noComment is the relation of those who answer no questions.
const noComment = "declinesComment"

// answering are verbs of what somebody who gives no comment declines to do.
var answering = words(`comment answer say discuss speak respond reply elaborate talk address confirm explain provide be`)

// isSaying reports whether a relation is a kind of stating.
func (d *page) isSaying(r *schema.RelationType) bool {
	for n := 0; r != nil && n < 10; n++ {
		if r.Name == saying {
			return true
		}
		r = d.o.RelationType(r.Parent)
	}
	return false
}

// saying is the relation type above all that put words into the world.
const saying = "states"

// best keeps one match for each pair of ends, the most specific.
func best(list []match, m match) []match {
	for i := range list {
		same := list[i].subject == m.subject && list[i].object == m.object && list[i].content == m.content
		turned := m.content < 0 && list[i].subject == m.object && list[i].object == m.subject && !m.relation.Symmetric
		if same || turned {
			if m.weight > list[i].weight {
				list[i] = m
			}
			return list
		}
	}
	return append(list, m)
}

// weigh ranks cues: fillers and prepositions make one specific, then depth in
// the hierarchy of types.
func (d *page) weigh(rc schema.RelationCue) int {
	w := 0
	switch rc.Cue.Filler {
	case "":
	case "_":
		w += 4
	default:
		w += 16
	}
	if rc.Cue.FillerAt.Role == schema.SlotComplement && rc.Cue.Filler != "" {
		w += 8 // "called the sentence dangerous" is no calling of a meeting
	}
	if rc.Cue.Particle != "" {
		w += 8
	}
	if rc.Cue.Object.Role == schema.SlotPrep || rc.Cue.Subject.Role == schema.SlotPrep {
		w += 4
	}
	if !slices.Contains(rc.Relation.Range, "text") && len(rc.Relation.Range) > 0 {
		w += 3 // a type that asks for something definite tells more
	}
	for p, n := rc.Relation.Parent, 0; p != "" && n < 10; n++ {
		w++
		t := d.o.RelationType(p)
		if t == nil {
			break
		}
		p = t.Parent
	}
	return w
}

func (d *page) particleFits(cl *clause, q *schema.Cue) bool {
	if q.Particle == cl.particle {
		return true
	}
	if q.Particle == "" {
		// A particle changes the verb, unless the cue's preposition is what the parser took for one.
		return q.Object.Role == schema.SlotPrep && q.Object.Prep == cl.particle
	}
	for _, k := range d.all(cl.head, "advmod", "case", "obl") {
		if d.lower[k] == q.Particle {
			return true
		}
	}
	for _, o := range cl.obliques {
		if first, _, _ := strings.Cut(o.prep, " "); first == q.Particle {
			return true
		}
	}
	return false
}

func (d *page) fillerFits(cl *clause, q *schema.Cue) bool {
	if q.Filler == "" {
		// "S report to O" does not fit "S reported the theft to O".
		return q.Object.Role != schema.SlotPrep || q.Subject.Role == schema.SlotObject || len(cl.objects) == 0
	}
	if q.FillerAt.Role == schema.SlotComplement {
		return cl.infinite >= 0 && d.clauseAt[cl.infinite] < 0 && len(cl.objects) > 0
	}
	if q.FillerAt.Role == schema.SlotPrep {
		for _, o := range cl.obliques {
			if prepFits(o.prep, q.FillerAt.Prep) && d.isFiller(o.head, q.Filler) {
				return true
			}
		}
		for _, k := range d.all(cl.head, "advcl") { // "charged with taking bribes"
			if q.Filler == "_" && d.xpos(k) == "VBG" && d.has(k, "mark", q.FillerAt.Prep) {
				return true
			}
		}
		return false
	}
	for _, o := range cl.objects {
		if d.isFiller(o, q.Filler) {
			return true
		}
	}
	return q.Filler == "_" && (cl.content >= 0 || cl.infinite >= 0)
}

// isFiller reports whether a noun phrase has the head that a cue asks for.
func (d *page) isFiller(h int, filler string) bool {
	if filler == "_" || d.lemma(h) == filler || filler == "money" && d.valueAt[h] >= 0 && d.a.Values[d.valueAt[h]].Type == "money" {
		return true
	}
	words := strings.Fields(filler)
	n := len(words)
	if n < 2 || d.lemma(h) != words[n-1] {
		return false
	}
	for i := 1; i < n; i++ {
		if k := h - i; k < 0 || d.lemma(k) != words[n-1-i] {
			return false
		}
	}
	return true
}

func prepFits(have, want string) bool {
	return have == want || strings.HasPrefix(have, want+" ") || want == "on" && have == "upon" || want == "to" && have == "unto"
}

// A participant is a noun phrase that fills a slot.
type participant struct{ head int }

// slot returns the fillers of a cue's slot; false when the frame cannot fit.
func (d *page) slot(cl *clause, q *schema.Cue, s schema.Slot) ([]participant, bool) {
	var heads []int
	switch s.Role {
	case schema.SlotSubject:
		heads = cl.subjects
		if len(heads) == 0 && !cl.passive {
			return nil, false
		}
	case schema.SlotObject:
		heads = cl.objects
		if len(heads) == 0 && cl.content >= 0 && d.allVague(cl.indirect) {
			return nil, true // "told her the company would pay": what is told
		}
		if q.Filler == "_" && len(cl.indirect) > 0 {
			heads = cl.indirect
		}
		if len(heads) == 0 && len(cl.indirect) > 0 {
			heads = cl.indirect
		}
		if len(heads) == 0 && cl.content < 0 && cl.infinite < 0 {
			if t := d.bareTimes(cl); len(t) > 0 {
				heads = t // "died 3 May"
				break
			}
			return nil, false
		}
		if len(heads) == 0 && cl.infinite >= 0 && d.nominal(cl.infinite) && d.clauseAt[cl.infinite] < 0 {
			heads = []int{cl.infinite}
		}
	case schema.SlotPrep:
		for _, o := range cl.obliques {
			bare := o.prep == "" && d.timeAt[o.head] >= 0 && (s.Prep == "on" || s.Prep == "in")
			if !bare && !prepFits(o.prep, s.Prep) || o.under >= 0 && q.Filler == "" && s.Prep != "of" {
				continue
			}
			heads = append(heads, o.head)
		}
		if s.Prep == "to" || s.Prep == "for" {
			heads = append(heads, cl.indirect...)
		}
		if s.Prep == "by" && cl.passive {
			heads = append(heads, cl.subjects...)
		}
		if len(heads) == 0 {
			return nil, false
		}
	default:
		return nil, false
	}
	out := make([]participant, 0, len(heads))
	for _, h := range heads {
		out = append(out, participant{h})
	}
	return out, true
}

// bareTimes returns the time expressions of a clause that stand without a preposition.
func (d *page) bareTimes(cl *clause) []int {
	var out []int
	for _, o := range cl.obliques {
		if o.prep == "" && d.timeAt[o.head] >= 0 {
			out = append(out, o.head)
		}
	}
	return out
}

// contentToken returns the head of what is said, planned or stopped when that
// is a clause: "said that …", "stopped selling …", -1 for none.
func (d *page) contentToken(cl *clause) int {
	if cl.content >= 0 {
		return d.clauses[cl.content].head
	}
	return cl.infinite
}
