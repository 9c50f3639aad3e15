package graph

import (
	"bytes"
	"context"

	"dossier/graph/kv"
)

type judgementRec struct {
	Left        []keyRec `cbor:"1,keyasint,omitempty"`
	Right       []keyRec `cbor:"2,keyasint,omitempty"`
	LeftName    string   `cbor:"3,keyasint,omitempty"`
	RightName   string   `cbor:"4,keyasint,omitempty"`
	LeftFamily  string   `cbor:"5,keyasint,omitempty"`
	RightFamily string   `cbor:"6,keyasint,omitempty"`
	Verdict     uint8    `cbor:"7,keyasint,omitempty"`
	Undoes      []byte   `cbor:"8,keyasint,omitempty"`
	By          string   `cbor:"9,keyasint,omitempty"`
	Reason      string   `cbor:"10,keyasint,omitempty"`
	At          int64    `cbor:"11,keyasint,omitempty"`
}

func keyJudgement(id JudgementID) kv.Key { return kv.Key{Part: listJudge, Sort: string(id[:])} }

func encodeJudgement(j *Judgement) judgementRec {
	r := judgementRec{
		LeftName: j.LeftName, RightName: j.RightName, LeftFamily: j.LeftFamily, RightFamily: j.RightFamily,
		Verdict: uint8(j.Verdict), Undoes: bytes16(j.Undoes), By: j.By, Reason: j.Reason, At: micros(j.At),
	}
	for _, k := range j.Left {
		r.Left = append(r.Left, keyRec(k))
	}
	for _, k := range j.Right {
		r.Right = append(r.Right, keyRec(k))
	}
	return r
}

func (r *judgementRec) judgement(id JudgementID) *Judgement {
	j := &Judgement{
		ID: id, LeftName: r.LeftName, RightName: r.RightName, LeftFamily: r.LeftFamily, RightFamily: r.RightFamily,
		Verdict: Verdict(r.Verdict), Undoes: from16[JudgementID](r.Undoes), By: r.By, Reason: r.Reason, At: fromMicros(r.At),
	}
	for _, k := range r.Left {
		j.Left = append(j.Left, IdentityKey(k))
	}
	for _, k := range r.Right {
		j.Right = append(j.Right, IdentityKey(k))
	}
	return j
}

// newer orders judgements by time, then id.
func (j *Judgement) newer(k *Judgement) bool {
	if !j.At.Equal(k.At) {
		return j.At.After(k.At)
	}
	return bytes.Compare(j.ID[:], k.ID[:]) > 0
}

// sides returns the keys of both sides.
func (j *Judgement) sides() (left, right []nodeID) {
	for _, k := range j.Left {
		left = append(left, newNodeID(j.LeftFamily, k.Text, k.Strong))
	}
	for _, k := range j.Right {
		right = append(right, newNodeID(j.RightFamily, k.Text, k.Strong))
	}
	return left, right
}

// loadJudgements reads judgements into the step.
func (st *step) loadJudgements(ctx context.Context, ids []JudgementID) error {
	var keys []kv.Key
	for _, id := range ids {
		if st.judged[id] == nil {
			keys = append(keys, keyJudgement(id))
		}
	}
	got, err := st.o.Get(ctx, keys)
	if err != nil {
		return err
	}
	for i, v := range got {
		if v == nil {
			continue
		}
		var r judgementRec
		if err := decode(keys[i], v, &r); err != nil {
			return err
		}
		id := JudgementID(id16(keys[i].Sort))
		st.judged[id] = r.judgement(id)
	}
	return nil
}

// judgementsOn reads the judgements in force that name each key.
func (st *step) judgementsOn(ctx context.Context, nodes []nodeID) ([][]*Judgement, error) {
	ranges := make([]kv.Range, len(nodes))
	for i, n := range nodes {
		ranges[i] = prefixRange(partNode(n), nodeJudged)
	}
	rows, err := st.o.scanAll(ctx, ranges)
	if err != nil {
		return nil, err
	}
	var ids []JudgementID
	for _, r := range rows {
		for _, e := range r {
			ids = append(ids, JudgementID(id16(e.Key.Sort)))
		}
	}
	if err := st.loadJudgements(ctx, ids); err != nil {
		return nil, err
	}
	out := make([][]*Judgement, len(nodes))
	for i, r := range rows {
		for _, e := range r {
			if j := st.judged[JudgementID(id16(e.Key.Sort))]; j != nil {
				out[i] = append(out[i], j)
			}
		}
	}
	return out, nil
}

// A stance is a key's side in a judgement that two things are different.
type stance struct {
	judgement *Judgement
	side      string
}

// judgedLinks returns the links that judgements make at some keys: a judgement
// "same" ties all keys of both its sides together. It notes on which side of
// judgements "different" the keys stand.
func (st *step) judgedLinks(ctx context.Context, nodes []nodeID) ([]link, error) {
	on, err := st.judgementsOn(ctx, nodes)
	if err != nil {
		return nil, err
	}
	var links []link
	done := map[JudgementID]bool{}
	for i, js := range on {
		for _, j := range js {
			left, right := j.sides()
			if j.Verdict == Different {
				st.stances[nodes[i]] = append(st.stances[nodes[i]], stance{j, sideOf(nodes[i], left)})
				continue
			}
			if done[j.ID] {
				continue
			}
			done[j.ID] = true
			all := append(left, right...)
			for _, n := range all[1:] {
				links = append(links, link{a: all[0], b: n, judgement: j})
			}
		}
	}
	return links, nil
}

func sideOf(n nodeID, left []nodeID) string {
	for _, l := range left {
		if l == n {
			return "left"
		}
	}
	return "right"
}
