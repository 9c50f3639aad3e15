package graph

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what a document is compared by: the smallest hashes, so that two
// documents keep the same ones.
const (
	maxPhrases = 128
	maxWords   = 160
)

// phrasesOf hashes the content words of a text, and the pairs of neighbouring
// ones: "digital escort", "mine sale". Reports of one event differ in wording
// and share many of both; names are left out, because the same people meet in
// many events, and so are words that stand in every article. Words are stems,
// those of a pair in either order, with only function words between them.
// Sorted, each once.
func phrasesOf(text string) (words, phrases []print) {
	memo := map[string]string{}
	last := ""
	for _, w := range contentWords(text) {
		if w == "" {
			last = ""
			continue
		}
		s, ok := memo[w]
		if !ok {
			s = stem(w)
			memo[w] = s
			if len(s) > 3 {
				words = append(words, short(s))
			}
		}
		if last != "" && last != s {
			phrases = append(phrases, short(min(last, s)+" "+max(last, s)))
		}
		last = s
	}
	return least(words, maxWords), least(phrases, maxPhrases)
}

// short hashes a text to 32 bits: enough to compare two documents by.
func short(s string) print { return hashPrint([]byte(s)) >> 32 }

func least(ps []print, n int) []print {
	slices.Sort(ps)
	ps = slices.Compact(ps)
	return ps[:min(len(ps), n)]
}

func packShort(ps []print) []byte {
	b := make([]byte, 0, 4*len(ps))
	for _, p := range ps {
		b = binary.BigEndian.AppendUint32(b, uint32(p))
	}
	return b
}

func unpackShort(b []byte) []print {
	out := make([]print, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, print(binary.BigEndian.Uint32(b)))
	}
	return out
}

// contentWords lists the words of a text that are neither names nor function
// words, with "" where a phrase ends: at marks, names, numbers and words that
// every article has.
func contentWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		open, end := strings.IndexFunc(w, wordRune), strings.LastIndexFunc(w, wordRune)
		if open < 0 {
			out = append(out, "")
			continue
		}
		_, n := utf8.DecodeRuneInString(w[end:])
		core, tail := w[open:end+n], w[end+n:]
		if open > 0 {
			out = append(out, "")
		}
		for part := range strings.FieldsFuncSeq(core, func(r rune) bool { return !wordRune(r) && r != '\'' && r != '’' }) {
			low := strings.ToLower(part)
			if i := strings.IndexAny(low, "'’"); i >= 0 {
				low = low[:i]
			}
			first, _ := utf8.DecodeRuneInString(part)
			switch {
			case functionWords[low]:
			case !unicode.IsLower(first), everyday[low], len(low) < 3:
				out = append(out, "")
			default:
				out = append(out, low)
			}
		}
		if tail != "" {
			out = append(out, "")
		}
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// functionWords may stand between the words of a phrase.
var functionWords = wordSet(`a an the of in on at to for from by with and or as into onto its their his her our your my
	this that these those some any no each every all both such own so-called`)

// everyday words say nothing of the event that an article is about.
var everyday = wordSet(`am is are was were be been being has have had having do does did done will would can could may might must shall should
	i you he she it we they them him us me who whom whose which what when where why how there here not nor but if then than because while
	although though since until before after during about above below over under between among against through without within across
	also just only even still already again later earlier now today yesterday tomorrow soon once ever never often always more most much many few
	less least very too well better best good great new old first second third last next former current recent early late long short high low big
	large small major same other another one two three four five six seven eight nine ten hundred thousand million billion percent per half
	year years month months week weeks day days hour hours time times monday tuesday wednesday thursday friday saturday sunday
	say says said saying tell tells told telling add adds added ask asks asked announce announced announces report reports reported reporting
	according statement spokesman spokeswoman spokesperson interview reporter reporters journalist journalists news press release
	make makes made making take takes took taken taking give gives gave given giving get gets got go goes went gone going come comes came
	see sees saw seen know knows knew known think thinks thought want wants wanted use uses used using call calls called calling
	keep keeps kept let lets put set need needs needed show shows showed shown become becomes became include includes included including
	people person man woman men women thing things way ways part parts place case number lot country countries company companies government
	official officials leader leaders member members group groups public national local state states world work works worked working
	told like around back up down out off away along however meanwhile despite due another whether either read comment comments share email`)
