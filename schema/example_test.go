package schema_test

import (
	"fmt"

	"dossier/schema"
)

// A folder with one file adds a relation type, a cue and a company; everything
// built in stays.
func ExampleLoadDir() {
	o, err := schema.LoadDir("testdata/example")
	if err != nil {
		fmt.Println(err)
		return
	}
	r := o.RelationType("shipsThrough")
	fmt.Println(r.Label, "/", r.Inverse)
	for _, c := range r.Cues {
		fmt.Println(c.Kind, c.Head, c)
	}
	for _, c := range o.CuesFor(schema.CueVerb, "scoop") {
		fmt.Println(c.Cue.Text, "→", c.Relation.Name)
	}
	fmt.Println(o.FactsNamed("Ostra")[0].Name)
	fmt.Println(o.FactsNamed("Pentagon")[0].Name)
	// Output:
	// ships through / shipping route of
	// verb ship S ship through O
	// verb route S route _ through O
	// noun shipment S's shipment through O
	// S scoop up O → acquires
	// Ostra Lines
	// U.S. Department of Defense
}
