package api

// guardJSON refuses JSON that would take far more memory decoded than it has
// bytes: by the number of values and the nesting, in one pass. It does not
// check the syntax; the decoder does.
func guardJSON(b []byte) *Error {
	values, depth := 1, 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if depth++; depth > maxJSONDepth {
				return limitError("the JSON is nested more than %d deep", maxJSONDepth)
			}
			values++
		case '}', ']':
			depth--
		case ',':
			values++
		}
		if values > maxJSONValues {
			return limitError("the JSON has more than %d values", maxJSONValues)
		}
	}
	return nil
}
