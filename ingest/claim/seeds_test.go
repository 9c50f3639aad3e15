package claim_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/ingest/article"
	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// A seedFact is what one of the founding articles must give: the name of the
// subject's and the object's entity ("" for any words), the relation types that
// say it, and its polarity.
type seedFact struct {
	id, subject string
	relations   string
	object      string
	polarity    graph.Polarity
}

var seedFacts = []seedFact{
	{"F01", "Microsoft", "changes", "", graph.Affirmed},
	{"F02", "", "provides aids", "", graph.Denied},
	{"F03", "Microsoft", "uses", "", graph.Affirmed},
	{"F04", "ProPublica", "reports", "", graph.Affirmed},
	{"F07", "", "supervises monitors", "", graph.Affirmed},
	{"F13", "Frank Shaw", "holdsPosition", "Microsoft", graph.Affirmed},
	{"F15", "Pete Hegseth", "holdsPosition leads", "U.S. Department of Defense", graph.Affirmed},
	{"F16", "Tom Cotton", "holdsPosition memberOf", "United States Senate", graph.Affirmed},
	{"F17", "Tom Cotton", "leads", "", graph.Affirmed},
	{"F18", "Tom Cotton", "memberOf", "", graph.Affirmed},
	{"F19", "Tom Cotton", "sendsLetterTo", "Pete Hegseth", graph.Affirmed},
	{"F28", "Pete Hegseth", "orders", "", graph.Affirmed},
	{"F29", "China", "worksOn participatesIn", "", graph.Denied},
	{"F32", "Pete Hegseth", "agrees", "Tom Cotton", graph.Affirmed},
	{"F33", "U.S. Department of Defense", "investigates", "", graph.Affirmed},
	{"F58", "Microsoft", "contractorOf", "", graph.Affirmed},
}

// TestSeeds holds the facts that the founding articles must give, and that
// none of them makes a country do what its people did (trap T01).
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared(t, "seeds"), "*.txt"))
	if len(files) == 0 {
		t.Skip("needs the shared folder beside the repository (../shared): no seeds")
	}
	o := schema.Default()
	an, x := nlp.New(o), claim.New(o)
	found := map[string]bool{}
	total := 0
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for doc, err := range article.Read(filepath.Base(file), f) {
			if err != nil {
				t.Fatal(err)
			}
			a := an.Analyze(doc)
			claims := x.Extract(doc, a, claim.Options{})
			checkLaws(t, doc, a, claims)
			total += len(claims)
			for _, c := range claims {
				checkSeedClaim(t, a, c, found)
			}
			break // the main story; related ones are documents of their own
		}
		f.Close()
	}
	missing := []string{}
	for _, f := range seedFacts {
		if !found[f.id] {
			missing = append(missing, f.id)
		}
	}
	t.Logf("%d claims, %d of %d facts", total, len(seedFacts)-len(missing), len(seedFacts))
	if len(missing) > 0 {
		t.Errorf("missing: %s", strings.Join(missing, " "))
	}
}

func checkSeedClaim(t *testing.T, a *nlp.Analysis, c graph.Claim, found map[string]bool) {
	t.Helper()
	subject, object := nameOf(a, c.Subject), nameOf(a, c.Object)
	if subject == "China" && c.Polarity == graph.Affirmed && strings.Contains(" provides aids supplies supports maintains ", " "+c.Relation+" ") {
		t.Errorf("a country for its people: %s", describe(a, c))
	}
	for _, f := range seedFacts {
		if c.Polarity == f.polarity && c.Relation != "" && strings.Contains(" "+f.relations+" ", " "+c.Relation+" ") &&
			(f.subject == "" || f.subject == subject) && (f.object == "" || f.object == object) {
			found[f.id] = true
		}
	}
}

func nameOf(a *nlp.Analysis, x graph.Argument) string {
	if x.Profile < 0 {
		return ""
	}
	return a.Entities[x.Profile].Name
}
