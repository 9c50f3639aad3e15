package nlp

import (
	"bytes"
	"strings"
	"testing"
)

const conlluSample = "# newdoc id = d1\n# sent_id = 1\n# text = Vale won't sell.\n" +
	"1\tVale\tVale\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tEntity=(1)\n" +
	"2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_\n" +
	"2\two\twill\tAUX\tMD\t_\t4\taux\t_\t_\n" +
	"3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n" +
	"4\tsell\tsell\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n" +
	"4.1\tit\tit\tPRON\tPRP\t_\t_\t_\t4:obj\t_\n" +
	"5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n" +
	"# newpar id = p2\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"

func TestCoNLLULayoutAndWrite(t *testing.T) {
	got, err := ReadCoNLLU(strings.NewReader(conlluSample), "sample")
	if err != nil {
		t.Fatal(err)
	}
	a := LayoutCoNLLU(got)
	if want := "Vale won't sell.\n\nYes"; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if n := a.Tokens[2]; a.Text[n.Start:n.End] != "n't" || n.Head != 3 || a.Tokens[3].Head != -1 {
		t.Errorf("token 2 is %q with head %d", a.Text[n.Start:n.End], n.Head)
	}
	a.Mentions = []Mention{{First: 0, Last: 1, Kind: Name, Label: "PER"}}
	var out bytes.Buffer
	if err := WriteCoNLLU(&out, a, got); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(conlluSample, "Entity=(1)", "Entity=B-PER", 1)
	want = strings.Replace(want, "4.1\tit\tit\tPRON\tPRP\t_\t_\t_\t4:obj\t_\n", "", 1)
	if out.String() != want {
		t.Errorf("wrote\n%s\nwant\n%s", out.String(), want)
	}
}

func TestCoNLLUErrorsNameTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"1\tone\n":                                   "f:1: 2 columns, want 10",
		"2\ta\t_\t_\t_\t_\t0\t_\t_\t_\n":             `f:1: word id "2", want 1`,
		"1\ta\t_\t_\t_\t_\t7\t_\t_\t_\n\n":           "f:2: word 1 has head 7 of 1 words",
		"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t": "f:2: 4 columns, want 10",
		"1\ta\t_\t_\t_\t_\tx\t_\t_\t_\n":             `f:1: bad head "x"`,
	} {
		if _, err := ReadCoNLLU(strings.NewReader(text), "f"); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(conlluSample)
	f.Add("1-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t0\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadCoNLLU(strings.NewReader(text), "f")
		if err != nil {
			return
		}
		a := LayoutCoNLLU(got)
		for _, tok := range a.Tokens {
			if tok.Start < 0 || tok.End > len(a.Text) || tok.Start >= tok.End || tok.Head >= len(a.Tokens) {
				t.Fatalf("token %+v in %d bytes", tok, len(a.Text))
			}
		}
		if err := WriteCoNLLU(&bytes.Buffer{}, a, got); err != nil {
			t.Fatal(err)
		}
	})
}
