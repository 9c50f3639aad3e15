package api

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
)

// persisted turns parameters into a request. A query may be left out when its
// hash is known from an earlier request (automatic persisted queries).
func (s *site) persisted(p *params) (q request, err *Error) {
	if q.query, err = decodeString(p.Query, "query"); err != nil {
		return q, err
	}
	if q.operation, err = decodeString(p.OperationName, "operationName"); err != nil {
		return q, err
	}
	if q.variables, err = decodeObject(p.Variables, "variables"); err != nil {
		return q, err
	}
	ext, err := decodeObject(p.Extensions, "extensions")
	if err != nil {
		return q, err
	}
	hash, wanted := persistedHash(ext)
	switch {
	case !wanted && q.query == "":
		return q, newError(codeBadRequest, "the parameter query is missing")
	case !wanted:
		return q, nil
	case q.query == "":
		known, ok := s.apq.get(hash)
		if !ok {
			return q, newError(codeHashUnknown, persistedNotFound)
		}
		q.query = known
		return q, nil
	}
	sum := sha256.Sum256([]byte(q.query))
	if hex.EncodeToString(sum[:]) != hash {
		return q, newError(codeHashMismatch, "the hash is not that of the query")
	}
	if len(q.query) <= maxBytes {
		s.apq.put(hash, q.query)
	}
	return q, nil
}

func persistedHash(ext map[string]any) (hash string, wanted bool) {
	p, ok := ext["persistedQuery"].(map[string]any)
	if !ok {
		return "", false
	}
	hash, _ = p["sha256Hash"].(string)
	return strings.ToLower(hash), true
}

// A textCache keeps texts by key within a bound of bytes, least recently used
// out first.
type textCache struct {
	mu    sync.Mutex // guards all below
	texts map[string]*list.Element
	order *list.List // of [2]string{key, text}
	bytes int
	limit int
}

func newTextCache(limit int) *textCache {
	return &textCache{texts: map[string]*list.Element{}, order: list.New(), limit: limit}
}

func (c *textCache) get(key string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.texts[key]
	if e == nil {
		return "", false
	}
	c.order.MoveToFront(e)
	return e.Value.([2]string)[1], true
}

func (c *textCache) put(key, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.texts[key] != nil {
		return
	}
	c.texts[key] = c.order.PushFront([2]string{key, text})
	for c.bytes += len(key) + len(text); c.bytes > c.limit; {
		old := c.order.Remove(c.order.Back()).([2]string)
		delete(c.texts, old[0])
		c.bytes -= len(old[0]) + len(old[1])
	}
}
