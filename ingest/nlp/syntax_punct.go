package nlp

// Punctuation hangs in a tree by rule, not by meaning: the guidelines of
// Universal Dependencies (https://universaldependencies.org/u/dep/punct.html)
// leave it no choice once the words have their heads. A pair of brackets or quotes hangs on the head of what
// it encloses; any other mark on the highest word beside it whose unit ends or
// begins there, without leaving the pair it stands in.

// closers gives the mark that closes each opening one; ' and " close themselves.
var closers = map[string]string{"(": ")", "[": "]", "{": "}", "“": "”", "‘": "’", "«": "»", "``": "''", "'": "'", `"`: `"`}

// sure is the score from which the parser's head of a mark is kept: the parser,
// unlike the rule, does not suffer from wrong heads of the words around.
const sure = 0.6

// attachPunctuation gives the punctuation of tokens, a whole tree whose heads
// are counted from first, the heads the guidelines ask for, unless the parser is
// sure of others.
func attachPunctuation(text string, tokens []Token, first int) {
	p := punctuation{tokens: tokens, first: first}
	p.head, p.mark = make([]int, len(tokens)), make([]bool, len(tokens))
	words := 0
	for i, t := range tokens {
		p.head[i] = max(t.Head-first, -1)
		p.mark[i] = t.Deprel == "punct"
	}
	for _, h := range p.head {
		if h >= 0 {
			p.mark[h] = false // a mark with dependents is treated as a word
		}
	}
	for _, m := range p.mark {
		if !m {
			words++
		}
	}
	if words == 0 || words == len(tokens) {
		return
	}
	p.pair(text)
	for i := range tokens {
		if !p.mark[i] || tokens[i].Head < 0 || tokens[i].HeadScore >= sure {
			continue
		}
		if h := p.headOf(i); h >= 0 {
			tokens[i].Head = first + h
		}
	}
}

type punctuation struct {
	tokens []Token
	first  int
	head   []int  // in the tokens, -1 for the root
	mark   []bool // punctuation without dependents
	mate   []int  // the other mark of a pair, or -1
	outer  []int  // the opening mark of the innermost pair around, or -1
}

// pair finds the pairs of brackets and quotes.
func (p *punctuation) pair(text string) {
	n := len(p.tokens)
	p.mate, p.outer = make([]int, n), make([]int, n)
	form := func(i int) string { return text[p.tokens[i].Start:p.tokens[i].End] }
	var open []int
	for i := range n {
		p.mate[i] = -1
		if !p.mark[i] {
			continue
		}
		closed := false
		for k := len(open) - 1; k >= 0; k-- {
			if closers[form(open[k])] == form(i) {
				p.mate[i], p.mate[open[k]] = open[k], i
				open, closed = open[:k], true
				break
			}
		}
		if !closed && closers[form(i)] != "" {
			open = append(open, i)
		}
	}
	open = open[:0]
	for i := range n {
		if p.mate[i] >= 0 && p.mate[i] < i {
			open = open[:len(open)-1]
		}
		p.outer[i] = -1
		if len(open) > 0 {
			p.outer[i] = open[len(open)-1]
		}
		if p.mate[i] > i {
			open = append(open, i)
		}
	}
}

// headOf returns the head of a mark, or -1 where the rule finds none.
func (p *punctuation) headOf(i int) int {
	if m := p.mate[i]; m >= 0 {
		if h := p.enclosed(min(i, m), max(i, m)); h >= 0 {
			return h
		}
	}
	low, high := -1, len(p.head)
	if o := p.outer[i]; o >= 0 {
		low, high = o, p.mate[o]
	}
	left := p.climb(p.word(i, -1, low, high), low, i)
	right := p.climb(p.word(i, 1, low, high), i, high)
	switch {
	case left < 0:
		return right
	case right < 0:
		return left
	case p.head[left] < i: // its head is outside: what comes right is the unit
		return right
	case p.head[right] > i || p.head[right] < 0:
		return left
	case p.head[left]-left < right-p.head[right]:
		return left // crossing arcs: the shorter unit
	}
	return right
}

// enclosed returns the first word between two marks whose head is not.
func (p *punctuation) enclosed(open, end int) int {
	for k := open + 1; k < end; k++ {
		if !p.mark[k] && (p.head[k] <= open || p.head[k] >= end) {
			return k
		}
	}
	return -1
}

// word returns the word next to i in a direction, between low and high, or -1.
func (p *punctuation) word(i, direction, low, high int) int {
	for i += direction; i > low && i < high; i += direction {
		if !p.mark[i] {
			return i
		}
	}
	return -1
}

// climb goes from a word to its highest ancestor between low and high.
func (p *punctuation) climb(i, low, high int) int {
	for i >= 0 && p.head[i] > low && p.head[i] < high && p.head[i] >= 0 {
		i = p.head[i]
	}
	return i
}
