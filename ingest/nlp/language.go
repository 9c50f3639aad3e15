package nlp

import (
	"strings"
	"unicode"

	"dossier/ingest/article"

	"github.com/abadojack/whatlanggo"
)

// languageOf names the language most of the article is written in, as an ISO
// 639-1 code. Paragraphs vote with their letters, so a caption in another
// language does not outvote the story. Texts too short to tell are taken as
// declared, else as English.
func languageOf(doc *article.Article) string {
	votes := map[string]int{}
	var short strings.Builder // paragraphs too short to judge alone
	total := 0
	for _, r := range regionsOf(doc) {
		if !r.Kind.Told() && r.Kind != "" {
			continue
		}
		for par := range strings.SplitSeq(doc.Text[r.Start:r.End], "\n") {
			n := letterCount(par)
			if total += n; total > languageSample {
				break
			}
			if n < shortParagraph {
				short.WriteString(par + "\n")
				continue
			}
			votes[languageOfText(par, "")] += n
		}
	}
	delete(votes, "")
	best := "en"
	for _, lang := range sortedKeys(votes) {
		if votes[lang] > votes[best] {
			best = lang
		}
	}
	if len(votes) > 0 {
		return best
	}
	declared, _, _ := strings.Cut(strings.ToLower(doc.Language), "-")
	declared, _, _ = strings.Cut(declared, "_")
	lang := languageOfText(short.String(), declared)
	if lang == "" && total < shortText {
		return "en" // names and headlines hold few of the words that tell
	}
	return lang
}

// shortParagraph is how many letters a paragraph needs to be judged alone.
const shortParagraph = 60

// shortText is how many letters a text needs before the lack of common
// English words says that it is not English.
const shortText = 300

// languageSample is how many letters of an article are looked at.
const languageSample = 20000

// languageOfText names the language of one stretch of text, or returns
// fallback (English when that is empty and the script is Latin).
func languageOfText(s, fallback string) string {
	common, words := englishWords(s)
	if words >= 4 && common*100 >= words*18 {
		return "en"
	}
	info := whatlanggo.Detect(s)
	code := info.Lang.Iso6391()
	latin := info.Script == nil || info.Script == unicode.Latin
	switch {
	case code == "en":
		return "en"
	case !latin && letterCount(s) >= 4:
		return code // the script alone excludes English
	case fallback != "":
		return fallback
	case code != "" && words >= 12 && common*100 < words*6 && info.Confidence > 0.5:
		return code
	case words >= 12 && common*100 < words*6:
		return "" // no opinion
	}
	return "en"
}

// englishWords counts the words of s and those among them that English can
// hardly do without and its neighbours hardly have.
func englishWords(s string) (common, words int) {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		words++
		if englishCommon[strings.ToLower(w)] {
			common++
		}
	}
	return common, words
}

var englishCommon = set(`the of and to that with which this from have has had were their would been said not are it they he his by at as
	but be is for on she her its who will more about after also when what there than other could into our you your we was in a an`)

func letterCount(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
