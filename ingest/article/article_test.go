package article

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// Each txtar holds one input file and "want": the metadata and the regions,
// line by line.
func TestRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases in testdata")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(ar.Files[0].Name, bytes.NewReader(ar.Files[0].Data))
			if *update {
				ar.Files = []txtar.File{ar.Files[0], {Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(ar.Files[1].Data), got); d != "" {
				t.Errorf("run with -update and read the diff (-want +got):\n%s", d)
			}
		})
	}
}

// describe prints what Read makes of a file.
func describe(name string, r io.Reader) string {
	var b strings.Builder
	for a, err := range Read(name, r) {
		if err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
			continue
		}
		fmt.Fprintf(&b, "%s: title=%q publisher=%q authors=%q published=%s language=%q url=%q\n",
			a.Source, a.Title, a.Publisher, a.Authors, a.Published.Format("2006-01-02"), a.Language, a.URL)
		for _, g := range a.Regions {
			for l := range strings.Lines(a.Text[g.Start:g.End]) {
				if l = strings.TrimSpace(l); l != "" {
					fmt.Fprintf(&b, "%-10s %s\n", g.Kind, clip(l, 90))
				}
			}
		}
	}
	return b.String()
}

// Bad inputs are named with their reason, and what stands beside them is read.
func TestRefusals(t *testing.T) {
	long := `{"text":"` + strings.Repeat("x", MaxArticle) + `"}`
	for _, tc := range []struct{ name, in, want string }{
		{"empty.txt", "", "error: empty.txt: empty\n"},
		{"blank.md", " \n\t\n", "error: blank.md: empty\n"},
		{"nul.txt", "some\x00text", "error: nul.txt: a NUL byte at offset 4: this is not text\n"},
		{"latin.txt", "caf\xe9 society", "error: latin.txt: not UTF-8 at offset 3; convert it first (iconv -f WINDOWS-1252 -t UTF-8, or whatever it was saved in)\n"},
		{"report.txt", "%PDF-1.7\n%…", "error: report.txt: this is a PDF, not text; convert it first (pdftotext)\n"},
		{"a.docx", "PK", "error: a.docx: unknown ending \".docx\"; known: .txt .md .html .htm .jsonl, each also .gz\n"},
		{"a.txt.gz", "plain", "error: a.txt.gz: not a gzip file, though its name ends in .gz\n"},
		{"menu.html", "<html><body><nav>Home</nav></body></html>", "error: menu.html: no article text found in this page\n"},
		{"a.jsonl", "{\"text\":\"One thing.\"}\n\n[1]\n{\"text\":7}\n{\"title\":\"x\"}\n{\"text\":\"a\",\"published\":\"3/4/25\"}\n{\"text\":\"Two.\"}", `a.jsonl:1: title="" publisher="" authors=[] published=0001-01-01 language="" url=""
body       One thing.
error: a.jsonl:3: field "" should be text, not array
error: a.jsonl:4: field "text" should be text, not number
error: a.jsonl:5: neither "text" nor "html" has anything in it
error: a.jsonl:6: published "3/4/25" is no date; write 2025-07-18 or 2025-07-18T09:30:00Z
a.jsonl:7: title="" publisher="" authors=[] published=0001-01-01 language="" url=""
body       Two.
`},
		{"long.jsonl", long + "\n{\"text\":\"After it.\"}\n", `error: long.jsonl:1: line longer than 16 MB
long.jsonl:2: title="" publisher="" authors=[] published=0001-01-01 language="" url=""
body       After it.
`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, describe(tc.name, strings.NewReader(tc.in))); d != "" {
				t.Error(d)
			}
		})
	}
}

// A page is read in its own encoding, also where it names that late or not at all.
func TestEncoding(t *testing.T) {
	padding := "<script>" + strings.Repeat("/* menus */", 200) + "</script>"
	page := func(meta, quote string) string {
		story := strings.Repeat("<p>The harbour board of Lornmouth met on Monday and spoke of the silt in its basins for three hours.</p>\n", 4)
		return "<html><head><title>Harbour</title>" + padding + meta + "</head><body><article>" + story + "<p>The chair said: " + quote + "</p>" + story + "</article></body></html>"
	}
	for _, tc := range []struct{ name, in, want string }{
		{"UTF-8, named late", page(`<meta charset="utf-8">`, "“Café owners don’t pay”"), "“Café owners don’t pay”"},
		{"UTF-8, not named", page("", "“Café owners don’t pay”"), "“Café owners don’t pay”"},
		{"UTF-8, named as another", page(`<meta charset="iso-8859-1">`, "“Café owners don’t pay”"), "“Café owners don’t pay”"},
		{"Windows-1252, not named", page("", "\x93Caf\xe9 owners don\x92t pay\x94"), "“Café owners don’t pay”"},
		{"Windows-1251, named late", page(`<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`, "\xcf\xf0\xe0\xe2\xe4\xe0"), "Правда"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for a, err := range Read("page.html", strings.NewReader(tc.in)) {
				if err != nil || !strings.Contains(a.Text, tc.want) {
					t.Errorf("want %q in %+v (%v)", tc.want, a, err)
				}
			}
		})
	}
}

func TestHeadline(t *testing.T) {
	for _, tc := range [][3]string{
		{"Quay floods - The Helmsby Post", "The Helmsby Post", "Quay floods"},
		{"Quay floods | HELMSBY.example", "Helmsby.example", "Quay floods"},
		{"Life of the Quay", "Quay", "Life of the Quay"},
		{"Quay", "Quay", "Quay"},
		{"- Quay", "Quay", "- Quay"},
		{"Quay floods", "", "Quay floods"},
	} {
		if got := headline(tc[0], tc[1]); got != tc[2] {
			t.Errorf("headline(%q, %q) = %q, want %q", tc[0], tc[1], got, tc[2])
		}
	}
	for _, tc := range [][3]string{
		{"https://social.example/helmsby", "https://www.post.example/a", "post.example"},
		{"https://www.post.example", "", "post.example"},
		{"The Post", "https://www.post.example/a", "The Post"},
	} {
		if got := siteName(tc[0], tc[1]); got != tc[2] {
			t.Errorf("siteName(%q, %q) = %q, want %q", tc[0], tc[1], got, tc[2])
		}
	}
}

// A gzip bomb is refused once it has given more than one article may hold.
func TestGzipBomb(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 200 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
	got := describe("bomb.txt.gz", &b)
	if want := "error: bomb.txt.gz: larger than 16 MB; split it into articles, or give it as JSONL\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, ext := range Formats() {
		f.Add("x"+ext, []byte("# Title\n\nBody text here.\n\nComments\n\nfine"))
		f.Add("x"+ext, []byte("<html><title>T</title><p>Some text.<p>More</html>"))
		f.Add("x"+ext, []byte(`{"text":"A thing.","title":"T","published":"2025-01-02"}`))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		for a, err := range Read(name, bytes.NewReader(data)) {
			if err != nil {
				continue
			}
			if !utf8.ValidString(a.Text) || strings.Contains(a.Text, "\x00") {
				t.Fatalf("text is not clean: %q", a.Text)
			}
			at := 0
			for _, g := range a.Regions {
				if g.Start != at || g.End <= g.Start || !utf8.ValidString(a.Text[g.Start:g.End]) {
					t.Fatalf("region %v does not follow %d in %q", g, at, a.Text)
				}
				at = g.End
			}
			if at != len(a.Text) {
				t.Fatalf("regions cover %d of %d bytes", at, len(a.Text))
			}
		}
	})
}
