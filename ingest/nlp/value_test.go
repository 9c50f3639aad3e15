package nlp

import (
	"fmt"
	"strings"
	"testing"

	"dossier/ingest/article"
)

func TestValues(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Ostra paid $4.7bn for Pell.", "$4.7bn = money 4.7e+09 USD"},
		{"Ostra paid US$3 million and €20.", "US$3 million = money 3e+06 USD; €20 = money 20 EUR"},
		{"It costs 5 million dollars or 20 euros.", "5 million dollars = money 5e+06 USD; 20 euros = money 20 EUR"},
		{"He earns 300 Canadian dollars.", "300 Canadian dollars = money 300 CAD"},
		{"A £5m deal and a $10-million one.", "£5m = money 5e+06 GBP; $10-million = money 1e+07 USD"},
		{"Sales rose 3.5% or 12 per cent.", "3.5% = percent 3.5 %; 12 per cent = percent 12 %"},
		{"About 40 foreign engineers left.", "40 foreign engineers = number 40 engineers"},
		{"Some 10,000 people and two hundred and fifty dogs.", "10,000 people = number 10000 people; two hundred and fifty dogs = number 250 dogs"},
		{"More than half a million voters came.", "half a million voters = number 500000 voters"},
		{"It came third in the 23rd race.", "third = ordinal 3; 23rd = ordinal 23"},
		{"A two-week review on July 3, 2024.", "two-week = duration 2 week"},
		{"The 34-year-old man.", "34-year-old = number 34 year"},
		{"One of them left.", ""},
		{"A load of 1,234,567.89 tons.", "1,234,567.89 tons = number 1.23456789e+06 tons"},
		{"It paid Sh2bn, Sh2 billion, Rs 500 crore and Rs12,000 crore.", "Sh2bn = money 2e+09 KES; Sh2 billion = money 2e+09 KES; Rs 500 crore = money 5e+09 INR; Rs12,000 crore = money 1.2e+11 INR"},
		{"It paid A$3m, US$12bn, C$6.8 billion and HK$2bn.", "A$3m = money 3e+06 AUD; US$12bn = money 1.2e+10 USD; C$6.8 billion = money 6.8e+09 CAD; HK$2bn = money 2e+09 HKD"},
		{"They took N33.8bn, N10 billion, R5m and RM3bn.", "N33.8bn = money 3.38e+10 NGN; N10 billion = money 1e+10 NGN; R5m = money 5e+06 ZAR; RM3bn = money 3e+09 MYR"},
		{"It cost 15 million reais, 1.5 billion Swiss francs or 40m Hong Kong dollars.", "15 million reais = money 1.5e+07 BRL; 1.5 billion Swiss francs = money 1.5e+09 CHF; 40m Hong Kong dollars = money 4e+07 HKD"},
		{"Try 5 of them, or all 12. Sh had two.", "12 = number 12"},
		{"About 2.5 lakh posts and 9m pensioners, up 11 percentage points.", "2.5 lakh posts = number 250000 posts; 9m pensioners = number 9e+06 pensioners; 11 percentage points = percent 11 percentage point"},
	} {
		an := &Analysis{Text: c.text}
		segment(an, regionsOf(&article.Article{Text: c.text}))
		findTimes(an, published)
		findValues(an)
		var out []string
		for _, v := range an.Values {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s = %s %v %s", v.Text, v.Type, v.Number, v.Unit)))
		}
		if got := strings.Join(out, "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
