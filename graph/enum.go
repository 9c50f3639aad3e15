package graph

import "slices"

var (
	polarityNames  = []string{"affirmed", "denied"}
	modalityNames  = []string{"asserted", "reported", "alleged", "planned", "ordered", "requested", "expected", "possible", "conditional", "opinion"}
	precisionNames = []string{"unknown", "instant", "day", "week", "month", "year", "decade", "range"}
	verdictNames   = []string{"undecided", "same", "different"}
)

// String returns the polarity's lower-case name.
func (p Polarity) String() string { return nameAt(polarityNames, int(p)) }

// String returns the modality's lower-case name.
func (m Modality) String() string { return nameAt(modalityNames, int(m)) }

// String returns the precision's lower-case name.
func (p Precision) String() string { return nameAt(precisionNames, int(p)) }

// String returns the verdict's lower-case name.
func (v Verdict) String() string { return nameAt(verdictNames, int(v)) }

// ParsePolarity is the inverse of String.
func ParsePolarity(s string) (Polarity, bool) { return parseName[Polarity](polarityNames, s) }

// ParseModality is the inverse of String.
func ParseModality(s string) (Modality, bool) { return parseName[Modality](modalityNames, s) }

// ParsePrecision is the inverse of String.
func ParsePrecision(s string) (Precision, bool) { return parseName[Precision](precisionNames, s) }

// ParseVerdict is the inverse of String.
func ParseVerdict(s string) (Verdict, bool) { return parseName[Verdict](verdictNames, s) }

func nameAt(names []string, i int) string {
	if i >= len(names) {
		return "unknown"
	}
	return names[i]
}

func parseName[T ~uint8](names []string, s string) (T, bool) {
	i := slices.Index(names, s)
	return T(max(i, 0)), i >= 0
}
