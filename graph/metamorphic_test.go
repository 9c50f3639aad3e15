package graph_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// A way is a detour by which the same documents come into a store.
type way struct {
	name string
	take func(rt *rapid.T, s *graph.Store, mem kv.DB, batches []*graph.Batch) error
}

func apply(rt *rapid.T, s *graph.Store, batches []*graph.Batch) error {
	for i := 0; i < len(batches); {
		n := min(rapid.IntRange(1, 4).Draw(rt, "call"), len(batches)-i)
		if _, err := s.Apply(context.Background(), batches[i:i+n]...); err != nil {
			return err
		}
		i += n
	}
	return nil
}

// some draws a part of the documents.
func some(rt *rapid.T, batches []*graph.Batch) []*graph.Batch {
	var out []*graph.Batch
	for _, b := range batches {
		if rapid.Bool().Draw(rt, "this one") {
			out = append(out, b)
		}
	}
	return out
}

func shuffled(rt *rapid.T, batches []*graph.Batch) []*graph.Batch {
	return rapid.Permutation(batches).Draw(rt, "order")
}

var ways = []way{
	{"in another order, over other calls", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		return apply(rt, s, shuffled(rt, bs))
	}},
	{"some twice", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		return apply(rt, s, shuffled(rt, append(some(rt, bs), bs...)))
	}},
	{"after other revisions", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		return errors.Join(apply(rt, s, graph.GenDocuments(rt, len(bs))), apply(rt, s, shuffled(rt, bs)))
	}},
	{"with power cuts", func(rt *rapid.T, s *graph.Store, mem kv.DB, bs []*graph.Batch) error {
		entries, remove := rapid.SampledFrom([]int{5, 40, 100_000}).Draw(rt, "entries"), rapid.SampledFrom([]int{3, 1000}).Draw(rt, "remove")
		for range 2 {
			db := graph.NewFrail(graph.KeepOpen(mem), rapid.IntRange(1, 40).Draw(rt, "cut"), rapid.Bool().Draw(rt, "done"))
			frail, err := graph.Open(context.Background(), db, graph.OptionsOfTest())
			if err == nil {
				frail.Shrink(entries, remove)
				err = apply(rt, frail, shuffled(rt, bs))
			}
			if err != nil && !errors.Is(err, graph.ErrPower) {
				return err
			}
		}
		again, err := graph.Open(context.Background(), graph.KeepOpen(mem), graph.OptionsOfTest())
		if err != nil {
			return err
		}
		return apply(rt, again, bs)
	}},
	{"with some joined, and that undone", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		first := some(rt, bs)
		if err := apply(rt, s, first); err != nil {
			return err
		}
		undo, err := judge(rt, s)
		if err != nil {
			return err
		}
		return errors.Join(apply(rt, s, shuffled(rt, bs)), undo())
	}},
	{"with some forgotten, then read again", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		if err := apply(rt, s, bs); err != nil {
			return err
		}
		gone := some(rt, bs)
		for _, b := range shuffled(rt, gone) {
			if _, err := s.Retract(context.Background(), b.Document.ID, false); err != nil {
				return err
			}
		}
		return apply(rt, s, shuffled(rt, gone))
	}},
	{"by an export", func(rt *rapid.T, s *graph.Store, _ kv.DB, bs []*graph.Batch) error {
		other, err := graph.Open(context.Background(), kv.NewMem(), graph.OptionsOfTest())
		if err != nil {
			return err
		}
		defer other.Close()
		if err := apply(rt, other, bs); err != nil {
			return err
		}
		data, err := export(other)
		if err != nil {
			return err
		}
		src := exchange.Source{Name: "all.jsonl", Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
		_, err = exchange.Import(context.Background(), s, src, "jsonl", exchange.ImportOptions{})
		return err
	}},
}

// judge says that two entities are the same or different; undo takes it back.
func judge(rt *rapid.T, s *graph.Store) (undo func() error, err error) {
	ctx := context.Background()
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	l, err := snap.ListEntities(ctx, graph.EntityQuery{Page: graph.Page{First: 50}})
	snap.Close()
	if err != nil || len(l.Items) < 2 {
		return func() error { return nil }, err
	}
	a := rapid.IntRange(0, len(l.Items)-2).Draw(rt, "left")
	b := rapid.IntRange(a+1, len(l.Items)-1).Draw(rt, "right")
	s.At(graph.TestTime)
	j, _, err := s.Judge(ctx, l.Items[a].ID, l.Items[b].ID, rapid.SampledFrom([]graph.Verdict{graph.Same, graph.Different}).Draw(rt, "verdict"), "tester", "", false)
	if err != nil {
		return nil, err
	}
	return func() error {
		s.At(graph.TestTime.Add(time.Hour))
		_, _, err := s.Undo(ctx, j.ID, "tester", "", false)
		return err
	}, nil
}

func export(s *graph.Store) ([]byte, error) {
	snap, err := s.Snapshot(context.Background())
	if err != nil {
		return nil, err
	}
	defer snap.Close()
	var b bytes.Buffer
	_, err = exchange.Export(context.Background(), &b, snap, "jsonl", exchange.ExportOptions{})
	return b.Bytes(), err
}

// withoutLedger drops the lines of judgements from an export: what was undone
// stays in the ledger, and is all that may stay.
func withoutLedger(data []byte) string {
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if !strings.Contains(line, `"judgement"`) {
			line, _, _ = strings.Cut(line, `,"judgements":`) // how many, at the end
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// Whatever the way, the same documents give the same export, byte for byte,
// and a store that verifies. Each way has its own cases, a hundred by default
// and as many as -rapid.checks says.
func TestEveryWayGivesTheSameExport(t *testing.T) {
	cases := 0
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				cases++
				batches := append(graph.GenDocuments(rt, rapid.IntRange(2, 6).Draw(rt, "documents")), graph.CutUp(graph.SmallDataset(), 3)...)
				articles := batches[:len(batches)-2]
				straight, err := graph.Open(context.Background(), kv.NewMem(), graph.OptionsOfTest())
				if err != nil {
					rt.Fatal(err)
				}
				defer straight.Close()
				if _, err := straight.Apply(context.Background(), batches...); err != nil {
					rt.Fatal(err)
				}
				mem := kv.NewMem()
				defer mem.Close()
				s, err := graph.Open(context.Background(), graph.KeepOpen(mem), graph.OptionsOfTest())
				if err != nil {
					rt.Fatal(err)
				}
				if _, err := s.Apply(context.Background(), batches[len(articles):]...); err != nil {
					rt.Fatal(err)
				}
				if err := w.take(rt, s, mem, articles); err != nil {
					rt.Fatal(err)
				}
				if s, err = graph.Open(context.Background(), graph.KeepOpen(mem), graph.OptionsOfTest()); err != nil {
					rt.Fatal(err)
				}
				want, err1 := export(straight)
				got, err2 := export(s)
				if err := errors.Join(err1, err2); err != nil {
					rt.Fatal(err)
				}
				if a, b := withoutLedger(got), withoutLedger(want); a != b {
					rt.Fatalf("another export: %s", graph.FirstDiffers(a, b))
				}
				if cases%4 == 0 {
					if ps := graph.TestProblems(s); ps != "" {
						rt.Fatalf("verify: %s", ps)
					}
				}
			})
		})
	}
	t.Logf("%d cases", cases)
}
