package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pages scraped to plain text carry the furniture of the page around the
// story. It is told by the lines that furniture consists of: these are the
// conventions of content systems and publishers, not of any one site.

// headings that begin a stretch of another kind. A final one runs to the end
// of the text or the next heading of this table; the others cover the short
// lines that follow, until running text comes again.
var headings = []struct {
	re    *regexp.Regexp
	kind  RegionKind
	final bool
}{
	{whole(`(\d+|no) (comments?|replies|responses)( (yet|so far))?( ?[-–|:].*)?|comments?( \(\d+\))?|leave a (reply|comment)|(post|add|write) a comment|` +
		`join the (conversation|discussion)|(view|show|read|load)( all| more)?( \d+)? comments|reader comments|discussion|comments are closed`), Comment, true},
	{whole(`related (articles?|stories|news|posts?|topics?|content|coverage|reading)|more (stories|articles|news|headlines)|(more|latest) from .{2,60}|` +
		`you (may|might|could) (also|like|be interested).{0,40}|recommended( for you| stories| articles| reading)?|(most|more) (read|popular|viewed|shared|recent)|` +
		`don.t miss|up next|also (in|on) .{2,60}|editor.?s.? picks?|popular (posts|stories|now|articles)|top (stories|news|headlines)|` +
		`trending( now| stories)?|(latest|recent|other) (news|stories|posts|articles|headlines|comments)|further reading|what to read next|more on this (story|topic)`), Related, true},
	{whole(`(read|see|watch) (more|also|next)`), Related, false},
	{whole(`key (takeaways?|points|facts|findings)|highlights|at a glance|in brief|tl;?dr|the gist|summary|what (you need )?to know`), Summary, false},
	{whole(`sources?|references|links?|tags?|share( this)?( article| story| post| page| on .*)?|follow us.{0,40}|topics|filed under|categories`), Navigation, false},
}

// single lines that are furniture wherever they stand.
var furniture = []struct {
	re   *regexp.Regexp
	kind RegionKind
}{
	{whole(`advert(s|isements?|ising|orial)?|sponsored( content| by .*| post)?|promoted( content)?|(story|article) continues (below|after).*|skip (ad|advert).*|` +
		`getting your .{0,30}audio player ready.*|listen to this article.*|listen( \d.*)?|paid (content|post)`), Advert},
	{whole(`your email address will not be published.*|required fields are marked.*|(please )?(log|sign) in to (comment|reply|join).*|save my name, email.*|` +
		`notify me of (new|follow).*|no comments( yet)?\W*|be the first to comment.*|.{0,20}please note the rules for commenting.*|(report|reply|upvote|like|flag)( \(\d+\))?`), Comment},
	{whole(`(read|see|watch|learn|find out) (more|also|next|:).{0,160}|related:.{0,200}|also read:?.{0,200}|read:.{0,200}|more:.{0,200}|recommended:.{0,200}|click here .{0,120}`), Related},
	{whole(`(sign up|subscribe|register) .{0,60}(newsletter|updates|inbox|alerts).{0,120}|this (entry|article|post) was (posted|filed|published|originally published) .*|` +
		`bookmark the permalink.*|posted in .{0,120}|tagged.{0,120}|(tags?|topics?|keywords):.{0,200}|our standards:.{0,120}|filed under:?.{0,120}|categor(y|ies):.{0,120}|share( this)?( article| story| post| page)?:?( (on|via|with) .{0,40})?|` +
		`(click|tap) to .{0,80}|(copy|print|email)( this)?( link| article| page)?|(facebook|twitter|x|linkedin|whatsapp|reddit|telegram|pinterest|flipboard|email|print|tweet|share|save|link|menu|search|home|source|next|previous|close|back to top|skip to (main )?content)|` +
		`(copyright|©|\(c\)) ?.{0,160}|unsubscribe.{0,80}|was this (email|newsletter) forwarded to you.{0,80}|((media|press) )?contacts?:.{0,160}|[-–# ]*(#{2,}|-?30-|ends)[-–# ]*|.{0,80}all rights reserved.{0,80}|(privacy|cookie) (policy|settings|notice).{0,60}|terms (of|and) (use|service|conditions).{0,60}|` +
		`we use cookies.{0,200}|follow (us|@).{0,80}|(try|explore) (our|what) .{0,80}(features?|for you):?|download (our|the) app.{0,60}|` +
		`(have|got) a (tip|story|news tip).{0,120}|https?://\S+|(estimated )?(reading|read) time:?.{0,30}|\d+ ?-?min(ute)?s? read|\d+ shares?|view (original|source).{0,80}`), Navigation},
	{whole(`(from|to|cc|date|sent|reply-to): .{1,160}|.{3,120} contributed (to this (report|story|article)|reporting)( from .{2,60})?|by (?-i:\p{Lu}[\p{L}.'’-]+,?( (and |& )?\p{Lu}[\p{L}.'’-]*,?){1,8})( ?[|–-].{0,60})?|by .{3,40} (desk|staff|reporters?|correspondents?|team|writers?|agencies)|(published|updated|posted|last (updated|modified)|date|created)( on| at)?:? .{0,80}|` +
		`(reporting|additional reporting|edited|editing|written|compiled) by .{1,160}|(story|words|text) by .{1,80}`), Byline},
	{whole(`(file )?(photo|image|picture|photograph|video|graphic|illustration|screenshot|credit|caption)( credit)?((s|graph)?( by| courtesy of) .{0,100}|: ?.{0,300})|getty images|(ap|reuters|afp) photo.{0,60}`), Caption},
}

// whole compiles a pattern that must match a line from end to end, whatever
// its case.
func whole(p string) *regexp.Regexp { return regexp.MustCompile(`(?i)^\W{0,3}(?:` + p + `)\W{0,3}$`) }

// longest line that can be furniture or a heading, in bytes.
const maxFurniture = 320

// classify gives each line its kind; known holds those that markup has told
// already ("" elsewhere). titled says that the first line may be a title.
func classify(lines []line, known []RegionKind, titled bool) []RegionKind {
	kinds := make([]RegionKind, len(lines))
	var within RegionKind // the stretch a heading began, "" in the body
	var final, begun bool // whether it runs to the end; whether the body has begun
	listed := false       // whether it is a list
	head := headKinds(lines, known, titled)
	for i, l := range lines {
		s := strings.TrimSpace(l.text)
		if known[i] != "" && !(final && known[i] == Quote) {
			kinds[i] = known[i]
			continue
		}
		if i < len(head) && head[i] != "" {
			kinds[i], titled = head[i], titled && head[i] != Title
			continue
		}
		if s == "" {
			kinds[i] = before(kinds, i)
			continue
		}
		if kind, runs, ok := heading(s, begun); ok {
			within, final, listed = kind, runs, false
			kinds[i] = kind
			continue
		}
		if within != "" && !final && endsBlock(within, s, listed) {
			within = ""
		}
		listed = listed || isItem(s)
		switch kind, ok := furnitureKind(s); {
		case within != "" && (final || within == Summary):
			kinds[i] = within
		case ok:
			kinds[i] = kind
		case within != "":
			kinds[i] = within
		case titled && !begun && isTitle(s, next(lines, i)):
			kinds[i], titled = Title, false
		default:
			kinds[i], begun = Body, true
		}
	}
	return kinds
}

// before is the kind a blank line takes: that of the line before it.
func before(kinds []RegionKind, i int) RegionKind {
	if i == 0 {
		return Body
	}
	return kinds[i-1]
}

// next returns the next line with something on it, or "".
func next(lines []line, i int) string {
	for _, l := range lines[i+1:] {
		if s := strings.TrimSpace(l.text); s != "" {
			return s
		}
	}
	return ""
}

// heading returns the stretch that a line begins. Before the body has begun
// only a summary may come: menus at the top of a page name comments too.
func heading(s string, begun bool) (kind RegionKind, final, ok bool) {
	if len(s) > 90 {
		return "", false, false
	}
	for _, h := range headings {
		if (begun || h.kind == Summary) && h.re.MatchString(s) {
			return h.kind, h.final, true
		}
	}
	return "", false, false
}

func furnitureKind(s string) (RegionKind, bool) {
	if len(s) > maxFurniture {
		return "", false
	}
	if _, _, ok := ParseDate(strings.Trim(s, " .|•·")); ok || datesOnly(s) || contact.MatchString(s) {
		return Byline, true
	}
	if isMenu(s) {
		return Navigation, true
	}
	for _, f := range furniture {
		if f.re.MatchString(s) && !narrates(s, f.kind) {
			return f.kind, true
		}
	}
	return "", false
}

// narrates guards prose against furniture patterns that begin like it: a
// sentence of some length with a full stop inside is told, not furniture.
func narrates(s string, kind RegionKind) bool {
	switch kind {
	case Navigation, Related, Caption:
		return len(s) > 100 && strings.HasSuffix(s, ".") && strings.Contains(s, ". ")
	}
	return false
}

// endsBlock reports whether a line is running text again, after the short
// lines or the list that belong to a heading.
func endsBlock(kind RegionKind, s string, listed bool) bool {
	switch {
	case isItem(s):
		return false
	case kind == Summary && !listed:
		return len(s) > 200
	}
	return len(s) > 120 || strings.HasSuffix(s, ".") && (listed || len(s) > 60)
}

// isItem reports whether a line is an item of a list.
func isItem(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if unicode.IsDigit(r) {
		s = strings.TrimLeft(s, "0123456789")
		return strings.HasPrefix(s, ". ") || strings.HasPrefix(s, ") ")
	}
	return strings.ContainsRune("-*•–—·‣▪", r) && strings.HasPrefix(s[n:], " ")
}

// isTitle reports whether the first line of a text is its headline: short, no
// sentence end, and prose after it.
func isTitle(s, following string) bool {
	if len(s) > 220 || following == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(".,;:", last) {
		return false
	}
	return len(strings.Fields(s)) >= 2
}
