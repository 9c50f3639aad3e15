package exchange

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The XML formats keep to the schemas under testdata/schema, and the schemas
// see what does not. Needs xmllint of libxml2.
func TestXMLSchema(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("needs xmllint: apt-get install libxml2-utils")
	}
	s := sampleGraph(t)
	for format, broken := range map[string][][2]string{
		"graphml": {{` target="`, ` target="x`}, {`<data key="n_`, `<data key="m_`}, {`attr.type="int"`, `attr.type="integer"`}, {`<edge `, `<edge length="2" `}},
		"gexf":    {{` source="`, ` source="x`}, {` weight="1"`, ` weight="one"`}, {`start="2020-01-02"`, `start="2.1.2020"`}, {`type="integer"`, `type="number"`}},
	} {
		out := exported(t, s, format, ExportOptions{})
		check := func(text string) (string, error) {
			file := filepath.Join(t.TempDir(), "graph.xml")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			told, err := exec.Command(lint, "--nonet", "--noout", "--schema", filepath.Join("testdata", "schema", format+".xsd"), file).CombinedOutput()
			return string(told), err
		}
		if told, err := check(out); err != nil {
			t.Errorf("%s: %v\n%s", format, err, told)
		}
		for _, b := range broken {
			if !strings.Contains(out, b[0]) {
				t.Errorf("%s: the sample has no %s", format, b[0])
			}
			if told, err := check(strings.Replace(out, b[0], b[1], 1)); err == nil {
				t.Errorf("%s: %s instead of %s goes unseen: %s", format, b[1], b[0], told)
			}
		}
	}
}
