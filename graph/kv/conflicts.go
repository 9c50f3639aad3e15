package kv

import "sync"

// Conflicts finds write–write conflicts among the Updates of one process, for
// engines whose own detection differs from the contract. The zero value is
// ready. Every Begin needs one End. It remembers only writes that an Update
// still running could conflict with: a single writer pays nothing.
type Conflicts struct {
	mu     sync.Mutex
	seq    uint64            // guarded by mu, as all below; number of the latest commit
	active map[uint64]int    // running Updates, by the seq they began at
	last   map[Key]uint64    // latest commit of each remembered key
	log    []conflictsCommit // remembered commits, oldest first
}

type conflictsCommit struct {
	seq  uint64
	keys []Key
}

// Begin notes an Update. Call it before opening the snapshot that the Update
// reads from; pass the result to Commit and End.
func (c *Conflicts) Begin() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active == nil {
		c.active, c.last = map[uint64]int{}, map[Key]uint64{}
	}
	c.active[c.seq]++
	return c.seq
}

// Commit reports false if another Update wrote one of keys since start.
// Otherwise it calls commit, which must give the writes their place in the
// order before it returns, though they need not be durable by then. Commits
// run one at a time.
func (c *Conflicts) Commit(start uint64, keys []Key, commit func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range keys {
		if c.last[k] > start {
			return false
		}
	}
	commit()
	c.seq++
	if len(c.active) > 1 || c.active[start] > 1 {
		c.log = append(c.log, conflictsCommit{c.seq, keys})
		for _, k := range keys {
			c.last[k] = c.seq
		}
	}
	return true
}

// End takes an Update off the list, whether it committed or not.
func (c *Conflicts) End(start uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.active[start]--; c.active[start] == 0 {
		delete(c.active, start)
	}
	oldest := c.seq
	for s := range c.active {
		oldest = min(oldest, s)
	}
	done := 0
	for ; done < len(c.log) && c.log[done].seq <= oldest; done++ {
		for _, k := range c.log[done].keys {
			if c.last[k] == c.log[done].seq {
				delete(c.last, k)
			}
		}
	}
	c.log = c.log[done:]
}
