package neural

// A Shape gives the sizes of the network.
type Shape struct {
	Rows   int // rows of the feature table
	Width  int // of a feature row
	Hidden int // LSTM units a direction
	MLP    int // units of each of the four projections
	Tags   int
	Labels int
}

// Directions of an LSTM layer; the columns of Wx, of its bias and of its output
// are those of the forward direction, then those of the backward one.
const (
	Forward = iota
	Backward
)

// A Layer is a bidirectional LSTM. Gates stand in the order input, forget,
// candidate, output.
type Layer struct {
	Wx Matrix    // in × 8·Hidden
	B  Matrix    // 1 × 8·Hidden
	Wh [2]Matrix // Hidden × 4·Hidden, for each direction
}

// Params are the weights of a joint tagger and biaffine parser (after Dozat &
// Manning 2017, with the tagger between the two LSTM layers as in Hashimoto
// et al. 2017).
type Params struct {
	Shape
	Embed    Matrix // Rows × Width: a token is the sum of its features' rows
	Lower    Layer
	TagW     Matrix // 2·Hidden × Tags
	TagB     Matrix
	TagEmbed Matrix // Tags × 2·Hidden: the tag distribution times this joins the upper layer's input
	Upper    Layer
	LateW    Matrix // 2·Hidden × Tags: a second tagger, above the upper layer
	LateB    Matrix
	MLPW     Matrix // 2·Hidden × 4·MLP: arc dependent, arc head, label dependent, label head
	MLPB     Matrix
	ArcU     Matrix // MLP × MLP
	ArcBias  Matrix // 1 × MLP: how likely a token is to have dependents at all
	Root     Matrix // 2 × MLP: the root's arc head and label head
	Distance Matrix // 1 × DistanceBuckets
	LabelW   Matrix // MLP × Labels
	LabelB   Matrix
}

// NewParams returns zero weights of that shape.
func NewParams(s Shape) *Params {
	p := &Params{Shape: s}
	for _, f := range p.fields() {
		*f.m = NewMatrix(f.rows, f.cols)
	}
	return p
}

// All returns every weight matrix under its name, in a fixed order, the feature
// table first.
func (p *Params) All() (names []string, all []*Matrix) {
	for _, f := range p.fields() {
		names = append(names, f.name)
		all = append(all, f.m)
	}
	return names, all
}

type field struct {
	name       string
	m          *Matrix
	rows, cols int
}

func (p *Params) fields() []field {
	h, m := p.Hidden, p.MLP
	layer := func(name string, l *Layer, in int) []field {
		return []field{
			{name + ".x", &l.Wx, in, 8 * h}, {name + ".bias", &l.B, 1, 8 * h},
			{name + ".forward", &l.Wh[Forward], h, 4 * h}, {name + ".backward", &l.Wh[Backward], h, 4 * h},
		}
	}
	all := []field{{"embed", &p.Embed, p.Rows, p.Width}}
	all = append(all, layer("lower", &p.Lower, p.Width)...)
	all = append(all, field{"tag.w", &p.TagW, 2 * h, p.Tags}, field{"tag.bias", &p.TagB, 1, p.Tags},
		field{"tag.embed", &p.TagEmbed, p.Tags, 2 * h})
	all = append(all, layer("upper", &p.Upper, 2*h)...)
	return append(all, field{"late.w", &p.LateW, 2 * h, p.Tags}, field{"late.bias", &p.LateB, 1, p.Tags},
		field{"mlp.w", &p.MLPW, 2 * h, 4 * m}, field{"mlp.bias", &p.MLPB, 1, 4 * m},
		field{"arc.u", &p.ArcU, m, m}, field{"arc.bias", &p.ArcBias, 1, m}, field{"root", &p.Root, 2, m},
		field{"distance", &p.Distance, 1, DistanceBuckets},
		field{"label.w", &p.LabelW, m, p.Labels}, field{"label.bias", &p.LabelB, 1, p.Labels})
}

// DistanceBuckets is the number of classes of signed arc length.
const DistanceBuckets = 32

const rootBucket = 15

// DistanceBucket returns the class of an arc from the token at position head to
// the one at dependent, both from 1; head 0 is the root.
func DistanceBucket(dependent, head int) int {
	if head == 0 {
		return rootBucket
	}
	d, side := head-dependent, 16
	if d < 0 {
		d, side = -d, 0
	}
	switch {
	case d <= 8:
		return side + d - 1
	case d <= 10:
		return side + 8
	case d <= 13:
		return side + 9
	case d <= 17:
		return side + 10
	case d <= 23:
		return side + 11
	case d <= 31:
		return side + 12
	case d <= 47:
		return side + 13
	}
	return side + 14
}
