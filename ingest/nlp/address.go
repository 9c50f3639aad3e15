package nlp

import "strings"

// findAddress returns the web or e-mail address in a chunk, without the
// brackets and punctuation around it; an empty span where there is none.
func findAddress(text string, in Span) Span {
	chunk := text[in.Start:in.End]
	if len(chunk) < 4 || !strings.ContainsAny(chunk, ".:@") {
		return Span{}
	}
	start, end := 0, len(chunk)
	for start < end && strings.IndexByte("<([{\"'", chunk[start]) >= 0 {
		start++
	}
	if cut := strings.IndexAny(chunk[start:], "<>\""); cut >= 0 {
		end = start + cut
	}
	for end > start {
		c := chunk[end-1]
		if c == ')' && strings.IndexByte(chunk[start:end], '(') >= 0 {
			break // a bracket that belongs to the address
		}
		if strings.IndexByte(".,;:!?)]}'\"", c) < 0 {
			break
		}
		end--
	}
	core := chunk[start:end]
	if !isURL(core) && !isEmail(core) && !isDomain(core) {
		return Span{}
	}
	return Span{Start: in.Start + start, End: in.Start + end}
}

// isURL reports "scheme://…" and "www.…".
func isURL(s string) bool {
	if len(s) > 4 && strings.EqualFold(s[:4], "www.") {
		return true
	}
	at := strings.Index(s, "://")
	return at > 1 && at <= 8 && isWordBytes(s[:at]) && len(s) > at+3
}

// isEmail reports "name@host.tld" in ASCII.
func isEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 1 || at > 64 || at+3 > len(s) || strings.IndexByte(s[at+1:], '@') >= 0 {
		return false
	}
	for i := 0; i < at; i++ {
		if c := s[i]; asciiClassOf(c) != classLetter && asciiClassOf(c) != classDigit && strings.IndexByte("._%+-", c) < 0 {
			return false
		}
	}
	host := s[at+1:]
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && dot+2 < len(host) && isHost(host)
}

// topDomains are endings that make a bare "name.tld" an address. Endings that
// are also words or abbreviations ("us", "it", "is", "no") are left out.
var topDomains = map[string]bool{
	"com": true, "org": true, "net": true, "gov": true, "edu": true, "mil": true, "int": true,
	"io": true, "uk": true, "de": true, "fr": true, "eu": true, "ru": true, "cn": true, "jp": true,
	"au": true, "ca": true, "nl": true, "ch": true, "info": true, "biz": true, "tv": true,
}

// isDomain reports "name.tld" and "name.tld/path".
func isDomain(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	dot := strings.LastIndexByte(host, '.')
	if dot < 2 || len(host) > 253 || !isHost(host) {
		return false
	}
	// As written: "said.De Vries" is a missing space, not a German address.
	return topDomains[host[dot+1:]]
}

func isHost(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; asciiClassOf(c) != classLetter && asciiClassOf(c) != classDigit && c != '.' && c != '-' {
			return false
		}
		if s[i] == '.' && (i == 0 || s[i-1] == '.') {
			return false
		}
	}
	return s != ""
}

func isWordBytes(s string) bool {
	for i := 0; i < len(s); i++ {
		if k := asciiClassOf(s[i]); k != classLetter && k != classDigit {
			return false
		}
	}
	return true
}

// asciiClassOf is classOf for one byte; bytes of longer runes count as punctuation.
func asciiClassOf(c byte) charClass {
	if c >= 0x80 {
		return classPunct
	}
	return asciiClass[c]
}
