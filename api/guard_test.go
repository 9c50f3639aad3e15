package api

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// hostile are documents that must be refused before the parser sees them.
func hostile() map[string]string {
	var chain, diamond strings.Builder
	for i := range 40 {
		fmt.Fprintf(&diamond, "fragment F%d on Query{...F%d ...F%d}", i, i+1, i+1)
	}
	diamond.WriteString("fragment F40 on Query{stats{documents}}{...F0}")
	for i := range 200 {
		fmt.Fprintf(&chain, "fragment C%d on Query{...C%d}", i, i+1)
	}
	chain.WriteString("fragment C200 on Query{stats{documents}}{...C0}")
	var aliases strings.Builder
	aliases.WriteString("{")
	for i := range 10_000 {
		fmt.Fprintf(&aliases, "a%d:stats{documents}", i)
	}
	aliases.WriteString("}")
	return map[string]string{
		"fragment cycle":       "{...A}fragment A on Query{...B}fragment B on Query{...A}",
		"cycle in 34 bytes":    "{...A}fragment A on Query{...A a}",
		"unused cycle":         "{stats{documents}}fragment A on Query{...A}",
		"cycle behind a twin":  "{...A}fragment A on Query{...A}fragment A on Query{stats{documents}}",
		"deep braces":          strings.Repeat("{a", 10_000),
		"a million brackets":   strings.Repeat("{", 1_000_000),
		"deep lists":           "{a(b:" + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + ")}",
		"deep objects":         "{a(b:" + strings.Repeat("{c:", 5_000) + "1" + strings.Repeat("}", 5_000) + ")}",
		"deep types":           "query($a:" + strings.Repeat("[", 5_000) + "Int" + strings.Repeat("]", 5_000) + "){a}",
		"deep selections":      strings.Repeat("{a", 17) + strings.Repeat("}", 17),
		"aliases":              aliases.String()[:60_000],
		"2^40 fields":          diamond.String(),
		"chain of fragments":   chain.String(),
		"repeated field":       "{" + strings.Repeat("stats{documents}", 2_000) + "}",
		"inline fragments":     "{" + strings.Repeat("...{", 60) + "a" + strings.Repeat("}", 60) + "}",
		"tokens":               "{a(b:[" + strings.Repeat("1 ", 20_000) + "])}",
		"directives":           "{a" + strings.Repeat("@skip(if:true)", 100) + "}",
		"variables":            "query(" + strings.Repeat("$a:Int ", 200) + "){a}",
		"long name":            "{" + strings.Repeat("a", 1000) + "}",
		"long string":          `{a(b:"` + strings.Repeat("a", 9000) + `")}`,
		"long document":        "{a}" + strings.Repeat(" ", 100_000),
		"open string":          `{a(b:"`,
		"open block string":    `{a(b:"""`,
		"brackets mismatched":  "{a(b:[1}]",
		"hidden in strings":    `{a(b:"\\") ` + strings.Repeat("{a", 100),
		"hidden in block":      `{a(b:"""\"""""") ` + strings.Repeat("{a", 100),
		"closing only":         "}}}}",
		"fragment alone":       "fragment",
		"control characters":   "{a\x00}",
		"spread to end":        "{...",
		"alias to end":         "{a:",
		"invalid utf-8":        "{a(b:1)\xff}",
		"cycle through inline": "{...A}fragment A on Query{... on Query{... @include(if:true){...A}}}",
	}
}

func TestGuardRefuses(t *testing.T) {
	for name, doc := range hostile() {
		start := time.Now()
		err := guard(doc)
		if err == nil {
			t.Errorf("%s: not refused", name)
		}
		if d := time.Since(start); d > slack*50*time.Millisecond {
			t.Errorf("%s: took %v", name, d)
		}
	}
}

func TestGuardAccepts(t *testing.T) {
	for _, doc := range []string{
		"{stats{documents}}",
		"query Q($a: [Int!]! = [1, 2], $b: In = {c: \"}\"}) @d(e: 1) { a: f(x: $a, y: {z: [1, {}]}) @skip(if: true) { ...F ... on T { b } ... @include(if: $b) { c } } } fragment F on T @x { id }",
		"# {{{{ \n{a(b: \"\"\" { \\\"\"\" { \"\"\", c: \"\\\"{\")}",
		"\ufeff{ fragment on: query }",
		"{a}fragment fragment on T{a}",
		"subscription{graphChanged{at}}",
		strings.Repeat("{a", 16) + strings.Repeat("}", 16),
	} {
		if err := guard(doc); err != nil {
			t.Errorf("%s\nrefused: %v", doc, err)
		}
	}
}

func TestGuardCountsFragments(t *testing.T) {
	frag := func(n, spreads int) string {
		return "{" + strings.Repeat("...A ", spreads) + "}fragment A on Query{" + strings.Repeat("a ", n) + "}"
	}
	if err := guard(frag(100, maxFields/100)); err != nil {
		t.Errorf("%d fields: %v", maxFields, err)
	}
	if err := guard(frag(100, maxFields/100+1)); err == nil || err.Code != codeLimit {
		t.Errorf("%d fields: got %v, want %s", maxFields+100, err, codeLimit)
	}
}

func FuzzGuard(f *testing.F) {
	for _, doc := range hostile() {
		if len(doc) < 2000 {
			f.Add(doc)
		}
	}
	f.Add("query Q($a: Int = 1) { a(b: $a) @skip(if: false) { ...F } } fragment F on T { b }")
	f.Fuzz(func(t *testing.T, doc string) {
		if guard(doc) != nil {
			return
		}
		parseDocument(doc) // must not panic, whatever it says
	})
}
