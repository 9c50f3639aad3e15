package claim_test

import (
	"strings"
	"testing"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

const benchText = `Ostra agreed on Monday to sell its port in Riga to Pell Mining for $2 billion. Ana Roy, the chairwoman of Ostra,
said the board had not met the ministry. According to the Ledger, engineers working for Teldra found the fault in May, and the
company stopped selling scanners to the army. "We will review every contract," Roy said in a statement. The ministry ordered
Teldra to hand over its logs, which were kept in Norway, and asked prosecutors to find out who had paid the officials. `

// BenchmarkExtract measures claims alone, over a text that is analysed already.
func BenchmarkExtract(b *testing.B) {
	doc := story(strings.Repeat(benchText, 20))
	a := nlp.New(schema.Default()).Analyze(doc)
	x := claim.New(schema.Default())
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		copied := *a
		x.Extract(doc, &copied, claim.Options{})
	}
	b.ReportMetric(float64(len(a.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkAnalyzeExtract measures text to claims.
func BenchmarkAnalyzeExtract(b *testing.B) {
	doc := story(strings.Repeat(benchText, 20))
	an, x := nlp.New(schema.Default()), claim.New(schema.Default())
	tokens := 0
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		a := an.Analyze(doc)
		x.Extract(doc, a, claim.Options{})
		tokens += len(a.Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
