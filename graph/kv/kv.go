// Package kv is the storage contract: ordered keys in partitions. It also
// holds the reference engine, in memory. What is asked for together lies in one
// partition, so that an engine that spreads partitions over machines answers
// from one of them.
package kv

import (
	"context"
	"errors"
	"iter"
)

// Limits every engine keeps, set by the weakest of them.
const (
	MaxKey        = 1 << 10   // bytes of Part and Sort together
	MaxValue      = 256 << 10 // bytes; longer text is chunked by the caller
	MaxTxnBytes   = 4 << 20   // keys and values written by one Update
	MaxTxnEntries = 10_000    // writes in one Update
)

// Errors an engine returns, wrapped with what it knows.
var (
	ErrTooLarge = errors.New("larger than the storage contract allows")
	ErrClosed   = errors.New("store is closed")
	ErrLocked   = errors.New("store is in use by another process")
	ErrNotEmpty = errors.New("store is not empty")
	ErrUnsorted = errors.New("entries are not in ascending key order")
	ErrDamaged  = errors.New("store is damaged")
	ErrNoSpace  = errors.New("not enough free disk space")
	ErrReadOnly = errors.New("store is read-only")
	ErrBusy     = errors.New("store is in use")
)

// A Key addresses one record. Both halves are arbitrary bytes, kept in strings
// so that keys compare and serve as map keys. Order is by Part, then Sort,
// bytewise.
type Key struct{ Part, Sort string }

// An Entry is a key with its value. Values belong to the receiver.
type Entry struct {
	Key   Key
	Value []byte
}

// A Range asks for the keys of one partition with From <= Sort < To ("" as To:
// to the end), forwards or backwards, at most Limit of them (0: as many as fit
// a page of the engine's choosing).
type Range struct {
	Part     string
	From, To string
	Reverse  bool
	Limit    int
	KeysOnly bool
	Resume   string // token from an earlier Page of the same range, or ""
}

// A Page answers a Range. Next is the token for the rest, "" at the end.
type Page struct {
	Entries []Entry
	Next    string
}

// A Reader reads from one consistent snapshot. Reads take many keys or ranges
// at once: one call for each level of a traversal, never one a row.
type Reader interface {
	// Get returns one value per key, in order; nil for an absent key (a present
	// empty value is non-nil and empty).
	Get(ctx context.Context, keys []Key) ([][]byte, error)
	// Scan answers every range, in order.
	Scan(ctx context.Context, ranges []Range) ([]Page, error)
}

// A Txn is a Reader that also sees its own writes. Writes happen when the
// function given to Update returns nil, all or none.
type Txn interface {
	Reader
	Put(key Key, value []byte) error
	Delete(key Key) error
}

// A Snapshot is a Reader that lasts until Close.
type Snapshot interface {
	Reader
	Close()
}

// A Verifier is a DB that can check its own files, beyond what reading every
// entry shows. The error wraps ErrDamaged and names what is damaged.
type Verifier interface {
	Verify(ctx context.Context) error
}

// A DB is an open store. All methods are safe for concurrent use.
type DB interface {
	// Snapshot opens a consistent view of what is committed now.
	Snapshot(ctx context.Context) (Snapshot, error)
	// Update runs fn and commits what it wrote, durably, before it returns. fn
	// may run again after a conflict, so it must not keep state between runs.
	// Two Updates that write the same key conflict; a check that depends on a
	// read must write a guard key of that partition. Nothing else about
	// isolation is promised. The outcome of a lost connection is unknown:
	// callers make every write idempotent.
	Update(ctx context.Context, fn func(Txn) error) error
	// Load fills an empty store from entries in strictly ascending key order;
	// ErrNotEmpty or ErrUnsorted otherwise. It may refuse with ErrBusy while
	// another call runs or a snapshot is open. A Load that fails, or is cut
	// short by a crash, leaves the store empty.
	Load(ctx context.Context, entries iter.Seq2[Entry, error]) error
	// Walk yields every entry whose Part starts with prefix, in key order, from
	// one snapshot. For whole-store passes (verify, export), not for queries.
	Walk(ctx context.Context, prefix string) iter.Seq2[Entry, error]
	// Close waits for running calls and releases the store.
	Close() error
}
