package claim

// entityBehind returns the oblique whose entity is the claim's real object
// when the direct object is mere words, -1 for none.
func (d *page) entityBehind(cl *clause) int {
	for _, o := range cl.objects {
		if d.entityOf(o) >= 0 {
			return -1
		}
	}
	if i := d.lightObject(cl); i >= 0 {
		return i
	}
	for i, o := range cl.obliques {
		if d.entityOf(o.head) < 0 || d.vague(o.head) || o.prep == "up from" || o.prep == "down from" {
			continue
		}
		switch o.prep {
		case "from":
			if !transfers[d.lemma(cl.head)] && (o.under >= 0 || !isWay(d.lemma(cl.head), wayRequested)) {
				continue // "uncovered the use of engineers from China"
			}
		case "to":
			if v := d.lemma(cl.head); o.under >= 0 && !transfers[v] && !lightVerbs[v] && !isWay(v, wayAllowed) && !isWay(d.lemma(o.under), waySaid) {
				continue // "urged an end to the siege"
			}
		case "with", "against":
		case "for", "on", "at":
			if o.under >= 0 {
				continue
			}
		default:
			continue
		}
		if r := d.roleOf(o); r == "time" || r == "amount" || r == "place" && o.prep != "to" && o.prep != "from" {
			continue
		}
		return i
	}
	return -1
}

// lightObject returns what an idiom of a light verb is about: of "made changes
// to the port" the port; -1 for none.
func (d *page) lightObject(cl *clause) int {
	if !lightVerbs[d.lemma(cl.head)] || len(cl.objects) != 1 || d.valueAt[cl.objects[0]] >= 0 || d.timeAt[cl.objects[0]] >= 0 {
		return -1
	}
	beside := -1
	for i, o := range cl.obliques {
		if o.prep == "of" || d.vague(o.head) || d.timeAt[o.head] >= 0 {
			continue
		}
		if o.under == cl.objects[0] {
			return i
		}
		if beside < 0 && o.under < 0 && o.head > cl.objects[0] && lightPreps[o.prep] && !channels[d.lemma(o.head)] {
			beside = i
		}
	}
	return beside
}

// lightPreps are the prepositions by which the noun of "have a part in" takes its object.
var lightPreps = words(`in with to on over into against`)

// mainOblique returns the oblique that completes an intransitive verb: the
// first that names an entity, else the first that is no time or manner.
func (d *page) mainOblique(cl *clause) int {
	first := -1
	for i, o := range cl.obliques {
		if o.under >= 0 || d.vague(o.head) || o.prep == "according to" || o.prep == "up from" || o.prep == "down from" || o.prep == "compared with" || o.prep == "compared to" || o.prep == "" || d.timeAt[o.head] >= 0 {
			continue
		}
		if isWay(d.lemma(cl.head), waySaid) && (channels[d.lemma(o.head)] || cl.content >= 0) {
			continue // by which words it was said
		}
		if d.entityOf(o.head) >= 0 {
			if first >= 0 && cl.obliques[first].at == cl.head+1 && d.roleOf(o) == "place" {
				return first // "relied on pilots in Norway"
			}
			return i
		}
		if first < 0 && d.roleOf(o) != "time" {
			first = i
		}
	}
	return first
}

// anyTime returns the first date among a clause's obliques, -1 for none.
func (d *page) anyTime(cl *clause) int {
	for i, o := range cl.obliques {
		if t := d.timeAt[o.head]; t >= 0 && !d.a.Times[t].Duration {
			return i
		}
	}
	return -1
}

// timeOblique returns the date behind a preposition that completes a verb
// without any other object: "the talks end in May"; -1 for none.
func (d *page) timeOblique(cl *clause) int {
	for i, o := range cl.obliques {
		if t := d.timeAt[o.head]; t >= 0 && o.prep != "" && o.under < 0 && !d.a.Times[t].Duration {
			return i
		}
	}
	return -1
}
