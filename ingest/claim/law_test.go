package claim_test

import (
	"strings"
	"testing"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// FuzzExtract holds that no text and no tree makes the extractor panic, and
// that every claim keeps its promises.
func FuzzExtract(f *testing.F) {
	f.Add("Ostra said, “that to pay up to $10 of it, NBC News reported.", uint32(0))
	f.Add("after doing so according to two not to accused of of back that workers, were said Roy", uint32(77))
	f.Add("In an old cell meant for two held ten, in lieu of bond, the Ledger reported. Whether?", uint32(5))
	o := schema.Default()
	analyzer, extractor := nlp.New(o), claim.New(o)
	f.Fuzz(func(t *testing.T, text string, seed uint32) {
		if len(text) > 400 {
			return
		}
		doc := story(strings.ToValidUTF8(text, "?"))
		a := analyzer.Analyze(doc)
		shake(a, seed)
		checkLaws(t, doc, a, extractor.Extract(doc, a, claim.Options{}))
	})
}

// shake changes heads, relations and tags of an analysis at random, as a
// parser may get them wrong; seed 0 leaves it as it is.
func shake(a *nlp.Analysis, seed uint32) {
	if seed == 0 {
		return
	}
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	rels := strings.Fields("nsubj obj obl advcl acl acl:relcl ccomp xcomp conj parataxis appos mark case cop aux aux:pass nsubj:pass det amod root")
	tags := strings.Fields("VBD VBG VBN VBZ VB NN NNS NNP IN TO")
	for _, s := range a.Sentences {
		for i := s.First; i < s.Last; i++ {
			switch next(6) {
			case 0:
				a.Tokens[i].Head = s.First + next(s.Last-s.First)
			case 1:
				a.Tokens[i].Deprel = rels[next(len(rels))]
			case 2:
				a.Tokens[i].XPOS = tags[next(len(tags))]
			case 3:
				a.Tokens[i].UPOS = []string{"VERB", "NOUN", "PROPN", "AUX"}[next(4)]
			}
		}
	}
}
