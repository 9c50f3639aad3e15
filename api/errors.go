package api

import (
	"context"
	"errors"
	"net/http"
	"unicode/utf8"

	"dossier/graph"
)

// The stable codes of errors, in extensions.code. Clients switch on these; the
// message is for people and may change.
const (
	codeParse         = "GRAPHQL_PARSE_FAILED"
	codeValidation    = "GRAPHQL_VALIDATION_FAILED"
	codeVariables     = "BAD_USER_INPUT"      // a variable or argument has a wrong value
	codeOperation     = "OPERATION_NOT_FOUND" // operationName missing, unknown or ambiguous
	codeLimit         = "LIMIT_EXCEEDED"      // the document, or what it asks for, is too large
	codeCost          = "COST_EXCEEDED"
	codeResponseSize  = "RESPONSE_TOO_LARGE"
	codeTimeout       = "TIMEOUT"
	codeCancelled     = "CANCELLED"
	codeOverloaded    = "OVERLOADED"
	codeBadRequest    = "BAD_REQUEST" // the HTTP request is not a GraphQL request
	codeBadID         = "BAD_ID"
	codeNotFound      = "NOT_FOUND"
	codeAmbiguous     = "AMBIGUOUS_NAME" // extensions.candidates lists them
	codeReadOnly      = "READ_ONLY"
	codeUnavailable   = "NOT_OFFERED" // this server was started without it
	codeRefused       = "INPUT_REFUSED"
	codeUnauthorized  = "UNAUTHORIZED"
	codeForbidden     = "FORBIDDEN"
	codeHashUnknown   = "PERSISTED_QUERY_NOT_FOUND"
	codeHashMismatch  = "PERSISTED_QUERY_HASH_MISMATCH"
	codeInternal      = "INTERNAL"
	persistedNotFound = "PersistedQueryNotFound" // the message clients look for
)

// An Error is what a client sees of a fault: a message of our own words, a
// code, and where. Err, the cause, is logged and never sent.
type Error struct {
	Message   string
	Code      string
	Locations []Location
	Path      []any          // of string and int
	Extra     map[string]any // further extensions; values are strings, ints or []map[string]string
	Err       error
	http      int // status, where the code alone does not tell
}

// A Location is a place in a document, counted from 1; columns are characters.
type Location struct{ Line, Column int }

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func (e *Error) Unwrap() error { return e.Err }

func newError(code, message string) *Error { return &Error{Code: code, Message: message} }

// asError turns any error into one that may be shown.
func asError(err error) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Code: codeTimeout, Message: "the query took longer than the server allows", Err: err}
	case errors.Is(err, context.Canceled):
		return &Error{Code: codeCancelled, Message: "the request was cancelled", Err: err}
	case errors.Is(err, graph.ErrTooWide):
		return &Error{Code: codeLimit, Message: "the search takes in too much of the graph: ask for fewer hops, or name types in the filter", Err: err}
	case errors.Is(err, graph.ErrUndone):
		return &Error{Code: codeVariables, Message: "the judgement is already taken back", Err: err}
	case errors.Is(err, graph.ErrCursor):
		return &Error{Code: codeVariables, Message: "after or before is not a cursor of this list", Err: err}
	case errors.Is(err, graph.ErrNotFound):
		return &Error{Code: codeNotFound, Message: "there is no such thing in the graph", Err: err}
	}
	return &Error{Code: codeInternal, Message: "the server could not answer; its log says why", Err: err}
}

// status is the HTTP status of an error that ends a request before execution,
// for responses of type application/graphql-response+json and for everything
// that is not GraphQL.
func (e *Error) status() int {
	if e.http != 0 {
		return e.http
	}
	switch e.Code {
	case codeUnauthorized:
		return http.StatusUnauthorized
	case codeForbidden, codeReadOnly:
		return http.StatusForbidden
	case codeNotFound, codeUnavailable:
		return http.StatusNotFound
	case codeOverloaded:
		return http.StatusServiceUnavailable
	case codeTimeout:
		return http.StatusGatewayTimeout
	case codeHashUnknown:
		return http.StatusOK // clients then send the query itself
	case codeInternal:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// locate turns a byte offset into a line and column.
func locate(src string, at int) Location {
	at = min(at, len(src))
	line, start := 1, 0
	for i := 0; i < at; i++ {
		if src[i] == '\n' || src[i] == '\r' && (i+1 >= len(src) || src[i+1] != '\n') {
			line++
			start = i + 1
		}
	}
	return Location{line, utf8.RuneCountInString(src[start:at]) + 1}
}
