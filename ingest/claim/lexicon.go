package claim

// A way is how a verb, adjective or noun puts forward what depends on it. The
// classes follow the work on implicative and factive predicates (Karttunen
// 1971; Nairn, Condoravdi and Karttunen 2006): "managed to" did it, "failed
// to" did not, "planned to" leaves it open.
type way uint8

const (
	wayNone way = iota
	wayDone
	wayUndone
	wayPlanned
	wayOrdered
	wayRequested
	wayExpected
	wayPossible
	wayAllowed
	wayForced
	wayAlleged
	waySaid
	wayOpinion
	wayDenied
	wayAsked
	wayKnown
	wayDismissed
)

var waysOf = map[way]string{
	wayDone: `manage begin start continue go help get come happen dare bother remember proceed keep serve finish use resume
		succeed hasten hurry join return turn spend see watch hear catch find move team rally combine`,
	wayUndone: `refuse decline fail stop cease quit avoid neglect forget halt end suspend prevent ban bar prohibit forbid block
		balk baulk abstain refrain resist discontinue abandon scrap drop cancel hesitate delay postpone pause reject unable unwilling
		reluctant refusal failure inability unprepared ineligible loath ban`,
	wayPlanned: `plan intend decide agree promise pledge vow offer want seek aim hope try attempt prepare choose wish like love
		commit threaten propose strive mean opt undertake swear resolve volunteer elect set arrange prefer desire long need due
		ready vote willing eager keen determined poised prepared committed anxious decision effort intention promise proposal
		goal agreement bid move campaign commitment drive scheme threat aim push going consider contemplate weigh mull
		struggle endeavor endeavour look scramble race rush battle fight work campaign`,
	wayOrdered: `order command direct instruct require demand mandate oblige obligate must task charge assign summon
		order requirement directive mandate instruction obligation duty`,
	wayRequested: `ask request urge beg appeal invite encourage advise recommend press push petition remind call lobby beseech
		implore pressure entreat counsel caution suggest plead request appeal demand invitation recommendation`,
	wayExpected: `expect schedule slate anticipate predict forecast project tip estimate likely bound expected scheduled slated
		set certain sure expectation forecast prediction prospect`,
	wayPossible: `seem appear tend possible unlikely potential risk fear possibility chance likelihood danger threat
		doubtful uncertain afraid scared frightened speculate suspect wonder able capable free ability capacity capability opportunity chance power right
		authority freedom permission option way means time reason hope hint imply concern worry probable conceivable`,
	wayAllowed: `allow permit enable let authorize authorise entitle empower approve clear license`,
	wayForced:  `force make cause compel lead have drive prompt induce persuade convince get bring help oversee`,
	wayAlleged: `allege accuse suspect charge claim rumor rumour purport believe think assume presume say report know consider
		allegation accusation claim suspicion rumor rumour assertion insinuation speculation charge`,
	waySaid: `say tell state announce report add insist confirm explain note write post tweet declare warn reveal disclose
		detail describe acknowledge admit concede point emphasize emphasise stress mention recall observe testify reply respond
		answer remark comment assert contend publish read show indicate find inform notify assure quote affirm
		reiterate repeat caution conclude signal underline underscore highlight relate recount outline advise brief advertise
		boast complain lament quip retort recognize recognise cite uncover document state proclaim pronounce continue elaborate
		clarify specify chime argue share email message text go whisper shout uncover learn discover attest
		declaration announcement statement report news word disclosure revelation admission confirmation finding message warning`,
	wayOpinion: `think believe feel opine argue reckon guess suppose imagine consider hold view assess deem fear hope doubt
		opinion view belief feeling impression argument notion idea conviction`,
	wayDenied:    `deny dispute refute rebut reject contradict disprove disavow denial`,
	wayDismissed: `dismiss discount debunk discredit brush`,
	wayAsked:     `ask wonder inquire enquire question determine decide check examine investigate assess evaluate debate see probe test`,
	wayKnown:     `know realize realise understand see notice regret forget remember prove demonstrate ensure mean fact proof knowledge`,
}

// ways maps a lemma to its class. Where a lemma is in several lists the class
// is the first of this order that fits the kind of complement, see complementWay.
var ways = func() map[string][]way {
	m := map[string][]way{}
	for w := wayDone; w <= wayDismissed; w++ {
		for _, l := range fields(waysOf[w]) {
			m[l] = append(m[l], w)
		}
	}
	return m
}()

// class returns the way in which a verb governs an infinitive.
func class(lemma string) way {
	for _, w := range ways[lemma] {
		switch w {
		case wayDone, wayUndone, wayPlanned, wayOrdered, wayRequested, wayExpected, wayPossible, wayAllowed, wayForced, wayAlleged:
			return w
		}
	}
	return wayNone
}

// isWay reports whether a lemma belongs to a class.
func isWay(lemma string, want ...way) bool {
	for _, w := range ways[lemma] {
		for _, x := range want {
			if w == x {
				return true
			}
		}
	}
	return false
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range fields(s) {
		m[w] = true
	}
	return m
}

func fields(s string) []string {
	var out []string
	start := -1
	for i, r := range s + " " {
		space := r == ' ' || r == '\n' || r == '\t'
		if space && start >= 0 {
			out, start = append(out, s[start:i]), -1
		} else if !space && start < 0 {
			start = i
		}
	}
	return out
}

var (
	// Verbs with two objects: of their passive the grammatical subject receives.
	dative   = words(`give tell ask show award grant offer send teach pay promise deny hand allow lend assign order instruct`)
	spending = words(`spend face serve mark celebrate last take waste name choose set schedule call commemorate`)
	// Verbs whose infinitive belongs to the subject although there is an object.
	subjectControl = words(`promise threaten vow pledge use swear`)
	// Verbs whose "of", "for", "with" phrase is an accusation against the object.
	accusing = words(`accuse suspect charge blame criticize criticise condemn indict arrest fine sue investigate jail convict
		praise thank sentence prosecute censure fault slam sanction punish rebuke`)
	// Of these the act is established, or at least acted upon, by the one who accuses.
	established = words(`convict fine thank praise jail sentence punish`)
	// Verbs that say somebody did not do it.
	acquitting = words(`acquit clear exonerate absolve`)
	// Verbs that promise their content to come true.
	assuring   = words(`assure ensure make guarantee see sure certain`)
	forcing    = words(`force cause compel lead prompt induce persuade convince help get enable drive push`)
	lightVerbs = words(`have make put pose take reach announce express face get receive voice unveil launch drop give sign propose pursue abandon`)
	// A relative clause on these nouns leaves an adverb out, not an object.
	abstractAntecedent = words(`time day way reason place moment year week month point extent case manner period night morning fact hour minute`)
	negators           = words(`not n't never no neither nor nowhere hardly scarcely barely nobody nothing none cannot`)
	onlys              = words(`only just merely simply solely`)
	negativePronouns   = words(`nobody nothing none neither`)
	hedges             = words(`reportedly allegedly supposedly purportedly ostensibly apparently presumably seemingly`)
	maybes             = words(`possibly probably perhaps maybe likely potentially conceivably arguably`)
	conditions         = words(`if unless provided providing supposing lest should`)
	relativePronouns   = words(`who which that whom whose what`)
	vaguePronouns      = words(`it this that these those they he she we i you there one something anything everything someone anyone
		everyone what which who them him her us me himself herself itself themselves some others another all many most both each
		such ones more much few anybody everybody here so myself yourself ourselves yourselves whom whoever whatever whichever and/or a
		the former latter rest none nobody nothing neither either its their his our my your hers theirs ours yours oneself`)
)

// Verbs of how somebody looks at a thing.
var viewing = words(`see view regard describe perceive interpret portray characterize characterise`)

// Nouns whose clause nobody vouches for.
var mereThoughts = words(`idea notion suggestion theory prospect myth possibility hypothesis question hope fear fantasy illusion misconception`)

// Nouns by which words reach the public; the channel of an attribution.
var channels = words(`post letter statement interview video tweet message email e-mail report article memo speech blog briefing
	filing conference call note testimony hearing press release thread podcast broadcast address document affidavit complaint
	lawsuit book study paper column editorial announcement newsletter transcript survey poll account story website page
	indictment ruling dispatch telegram bulletin advisory comment remark tv television radio`)

// Common nouns for people and groups that act.
var people = words(`engineer employee worker staff contractor subcontractor official officer soldier troop police citizen
	people person man woman child resident voter protester demonstrator activist lawyer prosecutor judge investigator researcher
	scientist expert analyst journalist reporter student teacher doctor nurse patient team crew group gang militant rebel fighter
	hacker attacker customer client user member leader executive director manager minister lawmaker senator politician diplomat
	ambassador president chairman chairwoman chief head secretary governor mayor personnel labor labour labourer migrant refugee
	critic supporter opponent ally partner rival competitor company firm government ministry department agency committee court
	bank union party organization organisation association authority regulator council board escort inspector monitor specialist
	developer programmer consultant adviser advisor aide spokesman spokeswoman spokesperson negotiator delegate delegation family
	mother father son daughter wife husband brother sister victim witness suspect defendant owner shareholder investor founder
	farmer driver pilot sailor fisherman miner trader dealer broker seller buyer supplier vendor operator guard agent spy
	technician mechanic colleague foreigner individual force army navy military militia unit squad brigade coalition alliance
	administration parliament congress senate cabinet commission panel newspaper outlet broadcaster magazine maker startup
	subsidiary manufacturer airline carrier retailer lender insurer miner producer operator majority minority public`)

// Verbs whose sense depends on their object more than on anything else.
var manySenses = words(`make take hold get have give put hit enter see find keep call play run break cover lead raise cut drop catch
	land show test present address draw set turn leave beat carry strike pass fill spend lose win open close move follow meet join
	cross draft check act fire shoot try train mine trade share file seek miss face serve produce gain save drive
	book push press pick charge note cast host sink grow return hurt contest choose engage secure capture adopt release issue recall license settle hear fly evacuate
	mark form add pump mass touch check claim record bug send reach consider sponsor spend clear deliver treat produce`)

// Verbs whose passive needs nobody who does it: "was injured in the quake".
var mishaps = words(`injure hurt harm damage destroy wreck devastate maim affect shake disrupt`)

// Participles that with "be" say a state of mind or make, and no deed of
// anybody: "Teldra is committed to peace", "the exercise is intended to help".
var stateParticiples = words(`commit intend involve design mean suppose interest concern dedicate devote determine prepare engage know`)

// Verbs of the phases of a deed, which say nothing beside the deed's own verb:
// "started to hope".
var phases = words(`start begin commence continue resume proceed`)

// Verbs that say something when a clause follows, and mostly something else
// when a noun does.
var saysClauses = words(`maintain find show hold observe note share add suggest indicate write read learn discover present introduce record
	cover see know understand believe post`)

// Participles that serve as prepositions.
var prepositional = words(`following including regarding concerning given considering excluding barring pending depending according owing`)
