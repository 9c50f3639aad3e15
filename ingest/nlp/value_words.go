package nlp

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// currencySigns maps signs and codes that stand before an amount to ISO 4217.
var currencySigns = map[string]string{
	"$": "USD", "us$": "USD", "usd": "USD", "c$": "CAD", "ca$": "CAD", "cad": "CAD", "a$": "AUD", "au$": "AUD", "aud": "AUD",
	"nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "r$": "BRL", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
	"¥": "JPY", "jpy": "JPY", "rmb": "CNY", "cny": "CNY", "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR", "₽": "RUB", "rub": "RUB",
	"₩": "KRW", "krw": "KRW", "₪": "ILS", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND", "chf": "CHF",
	"sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
}

// currencyWords maps words that stand behind an amount to ISO 4217.
var currencyWords = map[string]string{
	"dollar": "USD", "dollars": "USD", "usd": "USD", "euro": "EUR", "euros": "EUR", "eur": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
	"rupee": "INR", "rupees": "INR", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "shekel": "ILS", "shekels": "ILS",
	"hryvnia": "UAH", "hryvnias": "UAH", "lira": "TRY", "liras": "TRY", "zloty": "PLN", "zlotys": "PLN", "naira": "NGN", "won": "KRW",
	"rand": "ZAR", "sterling": "GBP", "gbp": "GBP", "chf": "CHF",
}

// dollarNations turn "Canadian dollars" into their own currency.
var dollarNations = map[string]string{
	"canadian": "CAD", "australian": "AUD", "singapore": "SGD", "zealand": "NZD", "kong": "HKD", "swiss": "CHF",
}

// multipliers follow a number.
var multipliers = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12,
	"millions": 1e6, "billions": 1e9, "trillions": 1e12,
	"mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "trn": 1e12,
}

// shortMultipliers count only in amounts of money: "$5m".
var shortMultipliers = map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}

var vulgarFractions = map[rune]float64{'½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1. / 3, '⅔': 2. / 3, '⅛': 0.125}

// figure reads a number in figures: "1,000", "4.7", "3½", with a multiplier
// written on to it ("4.7bn"). The rest is what follows the figures.
func figure(w string) (n float64, rest string, ok bool) {
	end := 0
	for end < len(w) && (w[end] >= '0' && w[end] <= '9' || (w[end] == ',' || w[end] == '.') && end > 0 && end+1 < len(w) && w[end+1] >= '0' && w[end+1] <= '9') {
		end++
	}
	if end == 0 {
		f, size := utf8.DecodeRuneInString(w)
		if v := vulgarFractions[f]; v > 0 && size == len(w) {
			return v, "", true
		}
		return 0, "", false
	}
	digits := w[:end]
	if strings.Contains(digits, ",") && !groupsOfThree(digits) {
		if strings.Count(digits, ",") > 1 || strings.Contains(digits, ".") {
			return 0, "", false
		}
		digits = strings.Replace(digits, ",", ".", 1) // a decimal comma
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	if err != nil || math.IsInf(n, 0) {
		return 0, "", false
	}
	rest = w[end:]
	if r, size := utf8.DecodeRuneInString(rest); vulgarFractions[r] > 0 {
		n, rest = n+vulgarFractions[r], rest[size:]
	}
	return n, rest, true
}

// groupsOfThree reports whether commas part the whole number into thousands.
func groupsOfThree(s string) bool {
	whole, _, _ := strings.Cut(s, ".")
	parts := strings.Split(whole, ",")
	if len(parts[0]) > 3 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return true
}
