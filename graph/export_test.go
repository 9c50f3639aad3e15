package graph

import (
	"time"

	"dossier/graph/kv"

	"pgregory.net/rapid"
)

// What the tests in graph_test need of the generators here.
var (
	ErrPower      = errPower
	Dump          = dump
	FirstDiffers  = firstDifference
	TestProblems  = problems
	CutUp         = cutUp
	SmallDataset  = func() *Batch { return dataset("ds", 6, 1) }
	KeepOpen      = func(db kv.DB) kv.DB { return keepOpen{db} }
	TestTime      = testTime
	OptionsOfTest = testOptions
)

// NewFrail makes a store whose power fails after some Updates.
func NewFrail(db kv.DB, left int, done bool) kv.DB { return &frail{DB: db, left: left, done: done} }

// Shrink makes a store commit in many small Updates.
func (s *Store) Shrink(entries, remove int) { s.limits = limits{entries, 1 << 20, remove, 1000} }

// At sets the clock of a store.
func (s *Store) At(t time.Time) { s.now = func() time.Time { return t } }

// GenDocuments draws documents over a small world of names that overlap; about
// half of them carry one report's passages, so that stories come about.
func GenDocuments(rt *rapid.T, n int) []*Batch {
	samples := genSamples(rt, n)
	for i := range samples {
		if rapid.Bool().Draw(rt, "wire") {
			samples[i] = wire(samples[i].name, samples[i].published, samples[i].says...)
		}
	}
	return batchesOf(samples)
}
