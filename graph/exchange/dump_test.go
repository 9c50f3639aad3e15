package exchange

import (
	"strings"
	"testing"
)

// Dumps as they are published: a slice of Wikidata, whose labels come in many
// languages and name the properties too; an entity stream of Aleph.
func TestDumps(t *testing.T) {
	const wikidata = `<http://www.wikidata.org/entity/Q1> <http://www.w3.org/2000/01/rdf-schema#label> "Анна Рой"@ru .
<http://www.wikidata.org/entity/Q1> <http://www.w3.org/2000/01/rdf-schema#label> "Anna Roy"@en-gb .
<http://www.wikidata.org/entity/Q1> <http://www.wikidata.org/prop/direct/P69> <http://dbpedia.org/resource/Saint_John%27s> .
<http://www.wikidata.org/entity/P69> <http://www.w3.org/2000/01/rdf-schema#label> "educated at"@en .
`
	s := newStore(t)
	imported(t, s, text("slice.nt", wikidata), "nquads", ImportOptions{})
	equal(t, edges(t, s), []string{"Anna Roy educatedAt Saint John's"})
	if out := exported(t, s, "csv", ExportOptions{Table: "entities"}); !strings.Contains(out, "Anna Roy,Анна Рой") {
		t.Errorf("the Russian name is lost: %s", out)
	}

	const aleph = `{"id":"p","schema":"Person","caption":"Ana Roy","properties":{"firstName":["Ana"]},"datasets":["x"],"target":true}
{"id":"c","schema":"Company","properties":{"name":["Pell Mining"]}}
{"id":"s","schema":"Sanction","properties":{"entity":["p"],"program":["Harbours Act"]}}
{"id":"o","schema":"Ownership","properties":{"owner":["p"],"asset":["c"],"percentage":["51"],"role":["founder"],"startDate":["2019"]}}
{"id":"y","schema":"Payment","properties":{"payer":["c"],"beneficiary":["p"],"amount":["90"],"currency":["EUR"],"date":["2020-02-03"]}}
`
	s = newStore(t)
	imported(t, s, text("aleph.ftm", aleph), "ftm", ImportOptions{})
	equal(t, edges(t, s), []string{"Ana Roy firstName Ana", "Ana Roy ownerOf Pell Mining", "Harbours Act entity Ana Roy", "Harbours Act program Harbours Act", "Pell Mining pays Ana Roy"})
	out := exported(t, s, "ftm", ExportOptions{})
	for _, want := range []string{
		`"percentage":["51"],"role":["founder"],"startDate":["2019-01-01"]`, `"amount":["90"]`, `"currency":["EUR"],"endDate":["2020-02-03"]`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
}
