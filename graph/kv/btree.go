package kv

import (
	"slices"
	"strings"
)

// maxNode is how many entries a leaf, or children an inner node, may hold.
const maxNode = 64

// Compare orders keys as every engine does: by Part, then Sort, bytewise.
func (k Key) Compare(other Key) int {
	if c := strings.Compare(k.Part, other.Part); c != 0 {
		return c
	}
	return strings.Compare(k.Sort, other.Sort)
}

// A tree is a B+ tree that is copied on write: clone costs nothing, and from
// then on both copies change without the other seeing it. Deleting never merges
// nodes, it only drops empty ones: the depth stays that of the largest size.
type tree struct {
	root  *node
	owner *owner
	size  int
}

// An owner marks the nodes that a tree may change in place. It has a field so
// that each one has an address of its own.
type owner struct{ _ byte }

type node struct {
	owner *owner
	items []Entry // leaf
	seps  []Key   // inner: seps[i] <= every key of kids[i+1]
	kids  []*node
}

func newTree() *tree {
	o := &owner{}
	return &tree{root: &node{owner: o}, owner: o}
}

// clone returns a copy. Both trees give up the right to change shared nodes.
func (t *tree) clone() *tree {
	t.owner = &owner{}
	return &tree{root: t.root, owner: &owner{}, size: t.size}
}

func (t *tree) own(n *node) *node {
	if n.owner == t.owner {
		return n
	}
	return &node{owner: t.owner, items: slices.Clone(n.items), seps: slices.Clone(n.seps), kids: slices.Clone(n.kids)}
}

// find returns the index of the first item not below key.
func (n *node) find(key Key) (int, bool) {
	return slices.BinarySearchFunc(n.items, key, func(e Entry, k Key) int { return e.Key.Compare(k) })
}

// kid returns the index of the child that key belongs to.
func (n *node) kid(key Key) int {
	i, found := slices.BinarySearchFunc(n.seps, key, Key.Compare)
	if found {
		i++
	}
	return i
}

func (t *tree) get(key Key) ([]byte, bool) {
	n := t.root
	for n.kids != nil {
		n = n.kids[n.kid(key)]
	}
	i, found := n.find(key)
	if !found {
		return nil, false
	}
	return n.items[i].Value, true
}

func (t *tree) put(key Key, value []byte) {
	left, sep, right := t.insert(t.root, key, value)
	if right != nil {
		left = &node{owner: t.owner, seps: []Key{sep}, kids: []*node{left, right}}
	}
	t.root = left
}

// insert returns the changed node and, where it had to be split, the part that
// was split off with its smallest key.
func (t *tree) insert(n *node, key Key, value []byte) (left *node, sep Key, right *node) {
	n = t.own(n)
	if n.kids == nil {
		i, found := n.find(key)
		if found {
			n.items[i].Value = value
			return n, Key{}, nil
		}
		t.size++
		n.items = slices.Insert(n.items, i, Entry{key, value})
		if len(n.items) <= maxNode {
			return n, Key{}, nil
		}
		cut := t.cut(i, len(n.items))
		right = &node{owner: t.owner, items: slices.Clone(n.items[cut:])}
		clear(n.items[cut:])
		n.items = n.items[:cut]
		return n, right.items[0].Key, right
	}
	i := n.kid(key)
	kid, sep, split := t.insert(n.kids[i], key, value)
	n.kids[i] = kid
	if split == nil {
		return n, Key{}, nil
	}
	n.seps = slices.Insert(n.seps, i, sep)
	n.kids = slices.Insert(n.kids, i+1, split)
	if len(n.kids) <= maxNode {
		return n, Key{}, nil
	}
	cut := t.cut(i+1, len(n.kids))
	sep = n.seps[cut-1]
	right = &node{owner: t.owner, seps: slices.Clone(n.seps[cut:]), kids: slices.Clone(n.kids[cut:])}
	clear(n.kids[cut:])
	n.seps, n.kids = n.seps[:cut-1], n.kids[:cut]
	return n, sep, right
}

// cut returns where to split a node of n after an insert at i: in the middle,
// or at the end when it grew there, so that ascending inserts leave full nodes.
func (t *tree) cut(i, n int) int {
	if i == n-1 {
		return n - 1
	}
	return n / 2
}

func (t *tree) delete(key Key) {
	if _, found := t.get(key); !found {
		return
	}
	t.size--
	t.root = t.remove(t.root, key)
	if t.root == nil {
		t.root = &node{owner: t.owner}
	}
	for len(t.root.kids) == 1 {
		t.root = t.root.kids[0]
	}
}

// remove returns the node without key, which it holds; nil if nothing is left.
func (t *tree) remove(n *node, key Key) *node {
	n = t.own(n)
	if n.kids == nil {
		i, _ := n.find(key)
		n.items = slices.Delete(n.items, i, i+1)
		if len(n.items) == 0 {
			return nil
		}
		return n
	}
	i := n.kid(key)
	kid := t.remove(n.kids[i], key)
	if kid != nil {
		n.kids[i] = kid
		return n
	}
	n.kids = slices.Delete(n.kids, i, i+1)
	switch {
	case len(n.kids) == 0:
		return nil
	case i > 0:
		n.seps = slices.Delete(n.seps, i-1, i)
	default:
		n.seps = slices.Delete(n.seps, 0, 1)
	}
	return n
}

// ascend calls yield with every entry whose key is not below from, in order,
// until it returns false.
func (t *tree) ascend(from Key, yield func(Entry) bool) { t.root.ascend(from, true, yield) }

func (n *node) ascend(from Key, bounded bool, yield func(Entry) bool) bool {
	i := 0
	if n.kids == nil {
		if bounded {
			i, _ = n.find(from)
		}
		for ; i < len(n.items); i++ {
			if !yield(n.items[i]) {
				return false
			}
		}
		return true
	}
	if bounded {
		i = n.kid(from)
	}
	for ; i < len(n.kids); i++ {
		if !n.kids[i].ascend(from, bounded, yield) {
			return false
		}
		bounded = false
	}
	return true
}

// descend calls yield with every entry whose key is below to, backwards, until
// it returns false.
func (t *tree) descend(to Key, yield func(Entry) bool) { t.root.descend(to, true, yield) }

func (n *node) descend(to Key, bounded bool, yield func(Entry) bool) bool {
	if n.kids == nil {
		i := len(n.items)
		if bounded {
			i, _ = n.find(to)
		}
		for i--; i >= 0; i-- {
			if !yield(n.items[i]) {
				return false
			}
		}
		return true
	}
	i := len(n.kids) - 1
	if bounded {
		i = n.kid(to)
	}
	for ; i >= 0; i-- {
		if !n.kids[i].descend(to, bounded, yield) {
			return false
		}
		bounded = false
	}
	return true
}
