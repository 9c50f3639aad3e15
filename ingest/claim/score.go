package claim

import "dossier/graph"

// score estimates how likely a claim is right.
func (d *page) score(c *draft) float64 {
	s := 0.55
	switch c.rule {
	case "role":
		s = 0.9
	case "cue":
		s = 0.75
	case "noun":
		s = 0.7
	}
	if c.Subject.Profile >= 0 {
		s += 0.08
	}
	if c.Object.Profile >= 0 {
		s += 0.08
	}
	if c.Object.Empty() || c.Subject.Empty() {
		s -= 0.15
	}
	if c.Modality != graph.Asserted && c.Modality != graph.Reported {
		s -= 0.03
	}
	return min(max(s, 0.01), 0.99)
}
