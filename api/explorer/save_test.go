package explorer_test

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// save chooses an item of the menu "Save" and returns the file it gives.
func (p *page) save(item string) []byte {
	p.t.Helper()
	p.js(`(() => { if (!window.saved) { const make = URL.createObjectURL.bind(URL); URL.createObjectURL = (b) => { saved.push(b); return make(b); }; } window.saved = []; })()`, nil)
	p.press("Save")
	p.press(item)
	p.wait("saved.length === 1")
	var b64 string
	p.js("new Promise((r) => { const f = new FileReader(); f.onload = () => r(f.result.split(',')[1]); f.readAsDataURL(saved[0]); })", &b64)
	data, err := base64.StdEncoding.DecodeString(b64)
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

// lines are the lines of the picture as "subject label object", in
// alphabetical order.
func (p *page) lines() []string {
	p.t.Helper()
	var out []string
	p.js("(() => { const g = document.querySelector('.canvas').canvas.graph; const n = (id) => g.getNodeAttribute(id, 'label'); return g.mapEdges((_, a, s, t) => n(s) + ' ' + a.label + ' ' + n(t)).sort(); })()", &out)
	return out
}

// saves takes the view away in every format and compares each with what is on
// the canvas.
func saves(t *testing.T, p *page) {
	names, lines := p.names(), p.lines()
	same := func(format string, got, want []string) {
		t.Helper()
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s holds %q, the picture %q", format, got, want)
		}
	}

	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(p.save("Table (CSV)"), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("CSV: %v", err)
	}
	var got []string
	for _, r := range rows[1:] {
		got = append(got, fmt.Sprintf("%s %s %s", r[0], r[2], r[3]))
	}
	same("CSV", got, lines)

	var gexf struct {
		Nodes []struct {
			ID    string `xml:"id,attr"`
			Label string `xml:"label,attr"`
		} `xml:"graph>nodes>node"`
		Edges []struct {
			Source string `xml:"source,attr"`
			Target string `xml:"target,attr"`
			Label  string `xml:"label,attr"`
		} `xml:"graph>edges>edge"`
	}
	if err := xml.Unmarshal(p.save("Graph for Gephi (GEXF)"), &gexf); err != nil {
		t.Fatalf("GEXF: %v", err)
	}
	label := map[string]string{}
	for _, n := range gexf.Nodes {
		label[n.ID] = n.Label
	}
	got = nil
	for _, e := range gexf.Edges {
		got = append(got, label[e.Source]+" "+e.Label+" "+label[e.Target])
	}
	same("GEXF", got, lines)

	var data struct {
		View      string
		Entities  []struct{ ID, Name string }
		Relations []struct {
			Label   string
			Subject struct{ ID string }
			Object  struct{ ID string }
		}
	}
	if err := json.Unmarshal(p.save("Data (JSON)"), &data); err != nil {
		t.Fatalf("JSON: %v", err)
	}
	called := map[string]string{}
	got = nil
	for _, e := range data.Entities {
		called[e.ID] = e.Name
		got = append(got, e.Name)
	}
	same("JSON", got, names)
	got = nil
	for _, r := range data.Relations {
		got = append(got, called[r.Subject.ID]+" "+r.Label+" "+called[r.Object.ID])
	}
	same("JSON", got, lines)

	var svg struct {
		Texts []string `xml:"text"`
		Lines []struct {
			Title string `xml:"title"`
		} `xml:"g"`
	}
	if err := xml.Unmarshal(p.save("Picture (SVG)"), &svg); err != nil {
		t.Fatalf("SVG: %v", err)
	}
	for _, name := range names {
		if !slices.Contains(svg.Texts, name) {
			t.Errorf("SVG: %s is not written: %q", name, svg.Texts)
		}
	}
	if want := len(names) + len(lines); len(svg.Lines) != want {
		t.Errorf("SVG: %d shapes, want %d", len(svg.Lines), want)
	}

	img, err := png.Decode(bytes.NewReader(p.save("Picture (PNG)")))
	if err != nil {
		t.Fatalf("PNG: %v", err)
	}
	colours := map[string]bool{}
	for y := 0; y < img.Bounds().Dy(); y += 3 {
		for x := 0; x < img.Bounds().Dx(); x += 3 {
			colours[fmt.Sprint(img.At(x, y))] = true
		}
	}
	if img.Bounds().Dx() < 1000 || len(colours) < 20 {
		t.Errorf("PNG: %v with %d colours", img.Bounds(), len(colours))
	}
}

// TestDossier prints an entity: its relations, what is said of each and by
// whom, and the sources by number. On the screen nothing of it shows.
func TestDossier(t *testing.T) {
	s := serve(t, harbour()...)
	p := open(t, s.URL+"/")
	p.js("(window.print = () => { window.printed = document.body.className }, 1)", nil)
	p.find("fenn mining")
	p.press("Save")
	p.press("Printable dossier")
	p.wait("window.printed")
	if got := p.text("getComputedStyle(document.querySelector('.print')).display + ' ' + printed"); got != "none printing" {
		t.Errorf("on the screen, and while it prints: %s", got)
	}
	p.media("print")
	p.shot("dossier")
	got := p.text("document.querySelector('.print').innerText")
	for _, want := range []string{
		"Fenn Mining", "company", "Tarn Corp acquires Fenn Mining", "1 denial", "“Tarn Corp will buy Fenn Mining.”", "planned, for 10 Feb 2031",
		"“Tarn Corp did not buy Fenn Mining.”", "denied, stated as fact, happened 4 Mar 2031", "Sources", "Fenn says no. The Post. 5 Mar 2031. https://example.org/3",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the dossier lacks %q:\n%s", want, got)
		}
	}
	if seen := p.text("getComputedStyle(document.querySelector('#app')).display"); seen != "none" {
		t.Error("the page itself is printed too")
	}
	p.media("")
	p.js("(dispatchEvent(new Event('afterprint')), 1)", nil)
	p.wait("!document.body.classList.contains('printing')")
}
