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
	"sh": "KES", "shs": "UGX", "ksh": "KES", "kshs": "KES", "kes": "KES", "ush": "UGX", "ushs": "UGX", "ugx": "UGX", "tsh": "TZS", "tshs": "TZS", "tzs": "TZS",
	"n": "NGN", "ngn": "NGN", "r": "ZAR", "zar": "ZAR", "rm": "MYR", "myr": "MYR", "rp": "IDR", "idr": "IDR", "tk": "BDT", "bdt": "BDT", "pkr": "PKR",
	"lkr": "LKR", "ghs": "GHS", "gh¢": "GHS", "gh₵": "GHS", "₵": "GHS", "php": "PHP", "thb": "THB", "try": "TRY", "uah": "UAH", "brl": "BRL", "mxn": "MXN", "mx$": "MXN",
	"sgd": "SGD", "hkd": "HKD", "nzd": "NZD", "ils": "ILS", "nis": "ILS", "sar": "SAR", "aed": "AED", "dh": "AED", "dhs": "AED", "qar": "QAR", "egp": "EGP", "e£": "EGP", "huf": "HUF",
	"czk": "CZK", "ron": "RON", "vnd": "VND", "birr": "ETB", "etb": "ETB", "fcfa": "XAF", "cfa": "XAF", "sfr": "CHF",
	"z$": "ZWL", "j$": "JMD", "fj$": "FJD", "dm": "DEM", "ir£": "IEP",
}

// fusedSigns are the codes that the tokeniser leaves on the figures.
var fusedSigns = map[string]string{"N": "NGN", "R": "ZAR", "RM": "MYR", "Rp": "IDR", "Sh": "KES", "Shs": "UGX", "Ksh": "KES", "KSh": "KES", "KES": "KES", "Rs": "INR",
	"Tk": "BDT", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF", "UGX": "UGX", "NGN": "NGN", "GHS": "GHS", "PKR": "PKR", "INR": "INR", "USh": "UGX", "TSh": "TZS"}

// currencyWords maps words that stand behind an amount to ISO 4217.
var currencyWords = map[string]string{
	"dollar": "USD", "dollars": "USD", "usd": "USD", "euro": "EUR", "euros": "EUR", "eur": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
	"rupee": "INR", "rupees": "INR", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "shekel": "ILS", "shekels": "ILS",
	"hryvnia": "UAH", "hryvnias": "UAH", "lira": "TRY", "liras": "TRY", "zloty": "PLN", "zlotys": "PLN", "naira": "NGN", "won": "KRW",
	"rand": "ZAR", "sterling": "GBP", "gbp": "GBP", "chf": "CHF", "reais": "BRL", "peso": "MXN", "pesos": "MXN", "krona": "SEK", "kronor": "SEK", "krone": "NOK",
	"kroner": "NOK", "franc": "CHF", "francs": "CHF", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "dong": "VND", "taka": "BDT", "cedi": "GHS", "cedis": "GHS", "birr": "ETB",
	"shilling": "KES", "shillings": "KES", "dirham": "AED", "dirhams": "AED", "riyal": "SAR", "riyals": "SAR", "forint": "HUF", "forints": "HUF", "leu": "RON", "koruna": "CZK",
	"dinar": "IQD", "dinars": "IQD", "rial": "IRR", "rials": "IRR",
}

// dollarNations turn "Canadian dollars" into their own currency.
var dollarNations = map[string]string{
	"canadian": "CAD", "australian": "AUD", "singapore": "SGD", "zealand": "NZD", "kong": "HKD", "swiss": "CHF", "taiwan": "TWD", "zimbabwean": "ZWL",
	"pakistani": "PKR", "indian": "INR", "indonesian": "IDR", "nepali": "NPR", "nepalese": "NPR", "sri": "LKR", "egyptian": "EGP", "syrian": "SYP", "lebanese": "LBP", "sudanese": "SDG",
	"mexican": "MXN", "argentine": "ARS", "chilean": "CLP", "colombian": "COP", "philippine": "PHP", "kenyan": "KES", "kenya": "KES", "ugandan": "UGX", "uganda": "UGX",
	"tanzanian": "TZS", "tanzania": "TZS", "swedish": "SEK", "norwegian": "NOK", "danish": "DKK", "icelandic": "ISK", "cfa": "XOF", "kuwaiti": "KWD", "iraqi": "IQD", "jordanian": "JOD",
	"algerian": "DZD", "tunisian": "TND", "libyan": "LYD", "saudi": "SAR", "qatari": "QAR", "omani": "OMR", "iranian": "IRR", "uae": "AED", "emirati": "AED", "moroccan": "MAD",
	"turkish": "TRY", "russian": "RUB", "belarusian": "BYN", "israeli": "ILS", "british": "GBP", "us": "USD", "u.s.": "USD", "american": "USD",
}

// multipliers follow a number.
var multipliers = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12,
	"millions": 1e6, "billions": 1e9, "trillions": 1e12,
	"lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "trn": 1e12,
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
