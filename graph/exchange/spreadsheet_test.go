package exchange

import (
	"errors"
	"strings"
	"testing"
)

// Dates as spreadsheets show them.
func TestDates(t *testing.T) {
	for _, c := range []struct{ date, order, want string }{
		{"1.2.2020", "", "2020-02-01"}, {"1/31/2020", "", "2020-01-31"}, {"31/1/2020", "", "2020-01-31"}, {"3/3/2020 12:00:00 AM", "", "2020-03-03"},
		{"1/2/2020", "", "?"}, {"1/2/2020", "mdy", "2020-01-02"}, {"01-02-2020", "dmy", "2020-02-01"}, {"2020-05-06", "mdy", "2020-05-06"},
		{"about 1900", "", "about 1900"}, {"1.2", "", "1.2"}, {"10.0.0.2020", "", "10.0.0.2020"},
	} {
		got, err := isoDay(c.date, c.order)
		if err != nil {
			got = "?"
		}
		if got != c.want {
			t.Errorf("%q %s: got %q, want %q", c.date, c.order, got, c.want)
		}
	}
}

// Texts in other encodings: those that say so, and those of which one has to.
func TestEncodings(t *testing.T) {
	const table = ":ID,name\n1,Müller\n"
	utf16 := "\xff\xfe"
	for _, r := range table {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, c := range map[string]struct{ encoding, text string }{
		"UTF-8": {"", table}, "with mark": {"windows-1252", "\ufeff" + table}, "UTF-16": {"", utf16},
		"windows-1252": {"windows-1252", strings.ReplaceAll(table, "ü", "\xfc")},
	} {
		s := newStore(t)
		imported(t, s, text("e.csv", c.text), "csv", ImportOptions{Encoding: c.encoding})
		if out := exported(t, s, "jsonl", ExportOptions{}); !strings.Contains(out, "Müller") {
			t.Errorf("%s: %s", name, out)
		}
	}
	if _, err := Import(t.Context(), newStore(t), text("e.csv", table), "csv", ImportOptions{Encoding: "runes"}); !errors.Is(err, ErrFormat) {
		t.Errorf("no such encoding: %v", err)
	}
	_, err := Import(t.Context(), newStore(t), text("e.csv", ":ID,n\xfcme\n1,Ada\n"), "csv", ImportOptions{})
	if err == nil || !strings.Contains(err.Error(), "header") {
		t.Errorf("a header that cannot be read: %v", err)
	}
}
