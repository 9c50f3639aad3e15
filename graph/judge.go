package graph

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dossier/graph/kv"

	"github.com/google/uuid"
)

// errPreview ends a step that was only to be looked at.
var errPreview = errors.New("preview")

// ErrUndone tells that a judgement is already taken back.
var ErrUndone = errors.New("judgement is already undone")

// Judge records a judgement about two entities and applies it. It is kept by
// the keys the two have now, so that it holds when their documents come again.
// With preview nothing is recorded.
func (s *Store) Judge(ctx context.Context, left, right EntityID, v Verdict, by, reason string, preview bool) (*Judgement, *Effect, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if left == right {
		return nil, nil, fmt.Errorf("judge %s: both sides are one entity already: %w", left, ErrInvalid)
	}
	var j *Judgement
	e, err := s.ledger(ctx, preview, func(st *step) error {
		var err error
		j = &Judgement{Verdict: v, By: by, Reason: reason, At: s.stamp(), LeftEntity: left, RightEntity: right}
		if j.Left, j.LeftFamily, j.LeftName, err = st.keysOf(ctx, left); err != nil {
			return err
		}
		if j.Right, j.RightFamily, j.RightName, err = st.keysOf(ctx, right); err != nil {
			return err
		}
		j.ID = j.newID()
		return st.addJudgements(ctx, []*Judgement{j})
	})
	if err != nil {
		return nil, nil, fmt.Errorf("judge %s and %s: %w", left, right, err)
	}
	return j, e, nil
}

// Undo takes a judgement back, by a judgement.
func (s *Store) Undo(ctx context.Context, id JudgementID, by, reason string, preview bool) (*Judgement, *Effect, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	var j *Judgement
	e, err := s.ledger(ctx, preview, func(st *step) error {
		if err := st.loadJudgements(ctx, []JudgementID{id}); err != nil {
			return err
		}
		old := st.judged[id]
		if old == nil {
			return ErrNotFound
		}
		in, err := st.inForce(ctx, id)
		if err != nil {
			return err
		}
		if !in {
			return ErrUndone
		}
		j = &Judgement{
			Undoes: id, By: by, Reason: reason, At: s.stamp(), LeftName: old.LeftName, RightName: old.RightName,
			Left: old.Left, Right: old.Right, LeftFamily: old.LeftFamily, RightFamily: old.RightFamily,
		}
		j.ID = j.newID()
		return st.addJudgements(ctx, []*Judgement{j})
	})
	if err != nil {
		return nil, nil, fmt.Errorf("undo %s: %w", id, err)
	}
	return j, e, nil
}

// ImportJudgements adds judgements of another store, as they are.
func (s *Store) ImportJudgements(ctx context.Context, js []Judgement) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err := s.ledger(ctx, false, func(st *step) error {
		in := make([]*Judgement, len(js))
		for i := range js {
			if js[i].ID == (JudgementID{}) {
				return fmt.Errorf("judgement %d: %w: no id", i, ErrInvalid)
			}
			in[i] = &js[i]
		}
		return st.addJudgements(ctx, in)
	})
	if err != nil {
		return fmt.Errorf("import judgements: %w", err)
	}
	return nil
}

// stamp is the time of a judgement, as precise as it is kept.
func (s *Store) stamp() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// newID names a judgement by all it says.
func (j *Judgement) newID() JudgementID {
	return JudgementID(uuid.NewSHA1(spaceJudgement, marshal(encodeJudgement(j))))
}

// ledger runs a step that writes judgements and tells its effect.
func (s *Store) ledger(ctx context.Context, preview bool, fill func(*step) error) (*Effect, error) {
	var last *step
	err := s.step(ctx, func(st *step) error {
		last = st
		if err := fill(st); err != nil || !preview {
			return err
		}
		if err := st.finish(ctx); err != nil {
			return err
		}
		return errPreview
	}, nil)
	if err != nil && !errors.Is(err, errPreview) {
		return nil, err
	}
	return last.effects(), nil
}

// keysOf reads the strong keys of an entity, or where it has none its weak
// ones, with their family and the entity's name.
func (st *step) keysOf(ctx context.Context, id EntityID) (keys []IdentityKey, family, name string, err error) {
	err = getAll(ctx, st.o, []kv.Key{entKey(id, entHeader)}, func(_ int, r *entityRec) { name = r.Name })
	if err != nil {
		return nil, "", "", err
	}
	ms, err := st.members(ctx, []EntityID{id})
	if err != nil {
		return nil, "", "", err
	}
	if len(ms[0]) == 0 {
		return nil, "", "", ErrNotFound
	}
	if err := st.loadNodes(ctx, ms[0]); err != nil {
		return nil, "", "", err
	}
	ns := make([]*node, len(ms[0]))
	for i, m := range ms[0] {
		ns[i] = st.nodes[m]
	}
	keys, family = keysAmong(ns)
	return keys, family, name, nil
}

// Keys of the ledger that lead from one judgement to others.
const listUndo = famJudge + "u" // + judgement + the one that undoes it

// addJudgements writes judgements that are not there yet and puts what they
// change in force or out of it.
func (st *step) addJudgements(ctx context.Context, js []*Judgement) error {
	var ids []JudgementID
	for _, j := range js {
		ids = append(ids, j.ID)
	}
	if err := st.loadJudgements(ctx, ids); err != nil {
		return err
	}
	var added []JudgementID
	for _, j := range js {
		if st.judged[j.ID] != nil {
			continue
		}
		st.judged[j.ID] = j
		added = append(added, j.ID)
		st.o.put(keyJudgement(j.ID), encodeJudgement(j))
		st.o.mark(kv.Key{Part: listJudgeTime, Sort: newestFirst(micros(j.At)) + string(j.ID[:])})
		if j.Undoes != (JudgementID{}) {
			st.o.mark(kv.Key{Part: listUndo, Sort: string(j.Undoes[:]) + string(j.ID[:])})
		}
		st.stats.Judgements++
	}
	for _, id := range added {
		if err := st.enforce(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// inForce reports whether no judgement in force undoes this one.
func (st *step) inForce(ctx context.Context, id JudgementID) (bool, error) {
	r := prefixRange(listUndo, string(id[:]))
	r.KeysOnly = true
	rows, err := st.o.scanAll(ctx, []kv.Range{r})
	if err != nil {
		return false, err
	}
	for _, e := range rows[0] {
		if in, err := st.inForce(ctx, id16(e.Key.Sort)); in || err != nil {
			return false, err
		}
	}
	return true, nil
}

// enforce writes or removes the references of the judgement at the root of a
// chain of undoing, and has its keys resolved anew.
func (st *step) enforce(ctx context.Context, id JudgementID) error {
	seen := map[JudgementID]bool{}
	for {
		if err := st.loadJudgements(ctx, []JudgementID{id}); err != nil {
			return err
		}
		j := st.judged[id]
		if j == nil || seen[id] {
			return nil // what it undoes is not here (yet)
		}
		seen[id] = true
		if j.Undoes == (JudgementID{}) {
			break
		}
		id = j.Undoes
	}
	j := st.judged[id]
	in, err := st.inForce(ctx, id)
	if err != nil {
		return err
	}
	left, right := j.sides()
	all := append(left, right...)
	if err := st.loadNodes(ctx, all); err != nil {
		return err
	}
	for _, n := range all {
		key := nodeKey(n, nodeJudged+string(id[:]))
		if in && j.Verdict != Undecided {
			st.o.mark(key)
		} else {
			st.o.delete(key)
		}
		st.touched[n] = true
	}
	return nil
}

// ListJudgements lists the ledger, newest first.
func (s *Snapshot) ListJudgements(ctx context.Context, p Page) (List[*Judgement], error) {
	out, err := pageIndex(ctx, s.r, kv.Range{Part: listJudgeTime, KeysOnly: true}, p,
		func(ctx context.Context, es []kv.Entry) ([]*Judgement, []bool, error) {
			ids, ok := make([]JudgementID, len(es)), make([]bool, len(es))
			for i, e := range es {
				ids[i], ok[i] = id16(e.Key.Sort), true
			}
			js, err := s.Judgements(ctx, ids)
			return js, ok, err
		})
	if err != nil {
		return out, err
	}
	st, err := s.Stats(ctx)
	out.Total = st.Judgements
	return out, err
}
