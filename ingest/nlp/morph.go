package nlp

import "strings"

// A detachment turns an inflected ending into a base ending.
type detachment struct{ ending, base string }

// The regular inflections of English; the first that gives a known lemma wins
// in lemmatising, all count for supersenses.
var (
	nounEndings = []detachment{{"ies", "y"}, {"ses", "s"}, {"xes", "x"}, {"zes", "z"}, {"ches", "ch"}, {"shes", "sh"},
		{"men", "man"}, {"ves", "f"}, {"ves", "fe"}, {"s", ""}}
	verbEndings = []detachment{{"ies", "y"}, {"ied", "y"}, {"es", "e"}, {"es", ""}, {"s", ""}, {"ed", "e"}, {"ed", ""},
		{"ing", "e"}, {"ing", ""}}
	adjEndings = []detachment{{"ier", "y"}, {"iest", "y"}, {"er", "e"}, {"est", "e"}, {"er", ""}, {"est", ""}}
)

// FormSenses returns the union of the supersenses of every lemma a form may
// have, as bits of SupersenseNames.
func FormSenses(form string) uint64 {
	if len(form) > 40 {
		return 0
	}
	t := lexicon()
	form = strings.ToLower(form)
	set := t.senses(form)
	if len(form) < 3 {
		return set
	}
	for _, d := range irregular[form] {
		set |= t.senses(d)
	}
	set |= detached(t, form, nounEndings) & nounSenses
	set |= detached(t, form, verbEndings) & verbSenses
	set |= detached(t, form, adjEndings) & (adjSenses | advSenses)
	return set
}

func detached(t *lexiconTable, form string, endings []detachment) (set uint64) {
	for _, d := range endings {
		stem, ok := strings.CutSuffix(form, d.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		set |= t.senses(stem + d.base)
		if n := len(stem); d.base == "" && n > 2 && stem[n-1] == stem[n-2] {
			set |= t.senses(stem[:n-1]) // stopped → stop
		}
	}
	return set
}

// irregular forms that no ending explains, with their lemmas.
var irregular = makeIrregular(`
be:am is are was were been being|become:became|begin:began begun|break:broke broken|bring:brought|build:built|buy:bought
catch:caught|choose:chose chosen|come:came|deal:dealt|die:dying|do:did done does|draw:drew drawn|drink:drank drunk
drive:drove driven|eat:ate eaten|fall:fell fallen|feed:fed|feel:felt|fight:fought|find:found|flee:fled|fly:flew flown
forbid:forbade forbidden|forget:forgot forgotten|forgive:forgave forgiven|freeze:froze frozen|get:got gotten|give:gave given
go:went gone goes|grow:grew grown|hang:hung|have:had has having|hear:heard|hide:hid hidden|hold:held|keep:kept|know:knew known
lay:laid|lead:led|leave:left|lend:lent|lie:lay lain lying|light:lit|lose:lost|make:made|mean:meant|meet:met|pay:paid
ride:rode ridden|ring:rang rung|rise:rose risen|run:ran|say:said|see:saw seen|seek:sought|sell:sold|send:sent|shake:shook shaken
shine:shone|shoot:shot|show:shown|shrink:shrank shrunk|sing:sang sung|sink:sank sunk|sit:sat|sleep:slept|slide:slid|speak:spoke spoken
spend:spent|spin:spun|stand:stood|steal:stole stolen|stick:stuck|strike:struck stricken|strive:strove striven|swear:swore sworn
sweep:swept|swim:swam swum|swing:swung|take:took taken|teach:taught|tear:tore torn|tell:told|think:thought|throw:threw thrown
understand:understood|undertake:undertook undertaken|wake:woke woken|wear:wore worn|weep:wept|win:won|wind:wound|withdraw:withdrew withdrawn
withhold:withheld|write:wrote written|overcome:overcame|overthrow:overthrew overthrown|oversee:oversaw overseen|undergo:underwent undergone
foresee:foresaw foreseen|mislead:misled|rebuild:rebuilt|resell:resold|retake:retook retaken|rewrite:rewrote rewritten|bind:bound
bleed:bled|breed:bred|creep:crept|dig:dug|fling:flung|forgo:forwent forgone|grind:ground|kneel:knelt|leap:leapt|bite:bit bitten
blow:blew blown|bear:bore borne born|beat:beaten|bend:bent|weave:wove woven|string:strung|sting:stung|spring:sprang sprung|tie:tying
child:children|foot:feet|goose:geese|mouse:mice|tooth:teeth|ox:oxen|man:men|woman:women|datum:data|medium:media
criterion:criteria|phenomenon:phenomena|crisis:crises|analysis:analyses|basis:bases|thesis:theses|hypothesis:hypotheses|axis:axes
nucleus:nuclei|index:indices|appendix:appendices|matrix:matrices|curriculum:curricula|memorandum:memoranda|quiz:quizzes|die:dice
good:better best|bad:worse worst|far:further farther furthest farthest|little:less least|many:more most|well:better best`)

func makeIrregular(table string) map[string][]string {
	m := make(map[string][]string)
	for entry := range strings.SplitSeq(strings.ReplaceAll(strings.TrimSpace(table), "\n", "|"), "|") {
		lemma, forms, _ := strings.Cut(entry, ":")
		for form := range strings.FieldsSeq(forms) {
			m[form] = append(m[form], lemma)
		}
	}
	return m
}
