package api

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// scalar returns the graphql-go type of a scalar of the schema. The library
// uses it to validate literals only: values are coerced by coerceScalar and
// written by the resolvers.
func scalar(name, doc string) *graphql.Scalar {
	return graphql.NewScalar(graphql.ScalarConfig{
		Name:        name,
		Description: doc,
		Serialize:   func(v any) any { return v },
		ParseValue:  func(v any) any { return v },
		ParseLiteral: func(v ast.Value) any {
			if name == "JSON" {
				return true
			}
			in, ok := literal(v)
			if !ok {
				return nil
			}
			out, ok := coerceScalar(name, in)
			if !ok {
				return nil
			}
			return out
		},
	})
}

// builtin are the scalars every GraphQL schema has.
var builtin = map[string]*graphql.Scalar{
	"Int": graphql.Int, "Float": graphql.Float, "String": graphql.String,
	"Boolean": graphql.Boolean, "ID": graphql.ID,
}

// literal turns a scalar literal into what the same value would be in JSON.
func literal(v ast.Value) (any, bool) {
	switch v := v.(type) {
	case *ast.IntValue:
		return json.Number(v.Value), true
	case *ast.FloatValue:
		return json.Number(v.Value), true
	case *ast.StringValue:
		return v.Value, true
	case *ast.BooleanValue:
		return v.Value, true
	}
	return nil, false
}

// A moment is a DateTime as a client gave it: an instant or a day.
type moment struct {
	time.Time
	day bool
}

// end is the last instant the moment covers.
func (m moment) end() time.Time {
	if m.day {
		return m.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return m.Time
}

// coerceScalar checks a JSON value (decoded with json.Number) and returns it
// as int, float64, string, bool, int64 or moment. Nothing is converted that
// the GraphQL specification does not convert; an ID takes whole numbers as
// their digits, never through a float.
func coerceScalar(name string, v any) (any, bool) {
	switch name {
	case "Int":
		n, ok := wholeNumber(v)
		return int(n), ok && n >= math.MinInt32 && n <= math.MaxInt32
	case "Int64":
		if s, ok := v.(string); ok {
			n, err := strconv.ParseInt(s, 10, 64)
			return n, err == nil
		}
		return wholeNumber(v)
	case "Float":
		n, ok := v.(json.Number)
		if !ok {
			return nil, false
		}
		f, err := n.Float64()
		return f, err == nil && !math.IsInf(f, 0)
	case "String":
		s, ok := v.(string)
		return s, ok
	case "Boolean":
		b, ok := v.(bool)
		return b, ok
	case "ID":
		if n, ok := v.(json.Number); ok && strings.Trim(n.String(), "-0123456789") == "" {
			return n.String(), true
		}
		s, ok := v.(string)
		return s, ok
	case "DateTime":
		s, ok := v.(string)
		if !ok {
			return nil, false
		}
		return parseMoment(s)
	case "JSON":
		return v, true
	}
	return nil, false
}

// wholeNumber reads an integer; 3.0 and 3e2 are integers too.
func wholeNumber(v any) (int64, bool) {
	num, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	if n, err := num.Int64(); err == nil {
		return n, true
	}
	f, err := num.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func parseMoment(s string) (any, bool) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return moment{t, true}, true
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return moment{t.UTC(), false}, err == nil
}
