package api

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// costly are documents within the guard's limits that would cost a careless
// validator or executor much.
func costly() map[string]string {
	rep := strings.Repeat
	var frags, spread strings.Builder
	for i := range 60 {
		fmt.Fprintf(&frags, "fragment G%d on Query{entities{nodes{name}} ...G%d}", i, i+1)
		fmt.Fprintf(&spread, "...G%d ", i)
	}
	frags.WriteString("fragment G60 on Query{limits{maxCost}}")
	var cond strings.Builder
	for _, t := range []string{"Person", "Company", "City", "Country", "Event", "Law", "Court", "System"} {
		fmt.Fprintf(&cond, "...on %s{neighbors{nodes{entity{...E%s}}}}", t, t)
	}
	var unused strings.Builder
	for i := range 400 {
		fmt.Fprintf(&unused, "fragment U%d on Query{limits{maxCost}}", i)
	}
	deep := "id"
	for range 7 {
		deep = "neighbors{nodes{entity{" + deep + "}}}"
	}
	return map[string]string{
		"same field 490 times":          "{" + rep("limits{maxCost}", 490) + "}",
		"same field, other args":        "{" + rep("entities(first:1){totalCount}entities(first:2){totalCount}", 240) + "}",
		"nested repeats":                "{" + rep("node(id:1){"+rep("id ", 30)+"}", 30) + "}",
		"overlapping fragments":         "{" + spread.String() + "}" + frags.String(),
		"unknown fields":                "{" + rep("documens ", 900) + "}",
		"unknown long fields":           "{" + rep(rep("entitie", 17)+" ", 400) + "}",
		"unknown types":                 rep("...on Persom{id}", 300) + "}",
		"types told apart":              "{node(id:1){" + cond.String() + "}}",
		"unused fragments":              unused.String() + "{limits{maxCost}}",
		"fan-out":                       "{entities(first:100){nodes{relations(first:100){nodes{object{relations(first:100){nodes{object{name}}}}}}}}}",
		"deep fan-out":                  "{entities(first:100){nodes{" + deep + "}}}",
		"many arguments":                "{entities(" + rep("first:1 ", 1500) + "){totalCount}}",
		"many unknown arguments":        "{entities(" + rep("frist:1 ", 1500) + "){totalCount}}",
		"large list":                    "{nodes(ids:[" + rep("1 ", 6000) + "]){id}}",
		"large list of enums":           "{entities(filter:{types:[" + rep("Persn ", 6000) + "]}){totalCount}}",
		"many variables":                "query(" + rep("$a:Int ", 99) + "){limits{maxCost}}",
		"long block string":             `{search(query:"""` + rep("\n ", 4000) + `"""){totalCount}}`,
		"long string":                   `{search(query:"` + rep("a", 8000) + `"){totalCount}}`,
		"comments":                      rep("#\n", 30000) + "{limits{maxCost}}",
		"spreads of one fragment":       "{" + rep("...A ", 900) + "}fragment A on Query{limits{maxCost}}",
		"inline fragments side by side": "{" + rep("...{limits{maxCost}}", 400) + "}",
	}
}

// TestCostlyDocuments holds the time from bytes to a decision: run, or refuse.
func TestCostlyDocuments(t *testing.T) {
	e := bare(t)
	for name, doc := range costly() {
		best := time.Hour
		var errs []*Error
		for range 3 { // the best of three: other tests share the machine
			e.docs = newDocCache()
			start := time.Now()
			_, errs = e.prepare(context.Background(), request{query: doc})
			best = min(best, time.Since(start))
		}
		if best > slack*50*time.Millisecond {
			t.Errorf("%s: %v", name, best)
		}
		t.Logf("%-32s %8.2f ms  %v", name, float64(best.Microseconds())/1000, first(errs))
	}
}

func first(errs []*Error) string {
	if len(errs) == 0 {
		return "runs"
	}
	return errs[0].Code
}
