package badgerkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/pb"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"github.com/dgraph-io/ristretto/v2/z"

	"dossier/graph/kv"
)

// A tableWriter writes entries that come in key order into table files,
// numbered from 1. While one table is written, the next is being built.
type tableWriter struct {
	dir   string
	o     table.Options
	b     *table.Builder
	some  bool // the builder has an entry
	key   []byte
	room  int           // memory that the builder uses
	n     int           // tables
	slots chan struct{} // tables being written
	wg    sync.WaitGroup

	mu  sync.Mutex
	err error // guarded by mu
}

const (
	loadVersion = 1        // of all entries of a Load
	tableSlots  = 2        // tables written at a time
	tableRoom   = 30 << 20 // bytes of memory after which a table ends, however well they compress
	tableSize   = 16 << 20 // of which a builder takes twice as much, in one piece
)

// roomOf is about how much memory a builder uses for an entry: its place in a
// block, which has grown to twice its size for a large one, and as much again
// to compress into.
func roomOf(size, block int) int {
	size += 24 // header, offset, expiry and part of the block's end
	if size < block/2 {
		return size * 9 / 4
	}
	if size < block {
		return block + size
	}
	return 4*size + block
}

func newTableWriter(dir string, o Options) *tableWriter {
	b := o.badger(dir)
	w := &tableWriter{dir: dir, slots: make(chan struct{}, tableSlots), o: table.Options{
		AllocPool: z.NewAllocatorPool(tableSlots + 1), TableSize: tableSize, BlockSize: b.BlockSize, BloomFalsePositive: b.BloomFalsePositive,
		ChkMode: b.ChecksumVerificationMode, Compression: b.Compression,
	}}
	w.b = table.NewTableBuilder(w.o)
	return w
}

// add adds an entry. full tells that a table is full and gets written.
func (w *tableWriter) add(e kv.Entry) (full bool, err error) {
	if full = w.room >= tableRoom; full {
		if err := w.finish(); err != nil {
			return false, err
		}
		w.b = table.NewTableBuilder(w.o)
		w.some, w.room = false, 0
	}
	w.key = appendKey(w.key[:0], e.Key)
	w.key = binary.BigEndian.AppendUint64(w.key, ^uint64(loadVersion))
	w.b.Add(w.key, y.ValueStruct{Value: e.Value}, 0)
	w.some = true
	w.room += roomOf(len(w.key)+len(e.Value), w.o.BlockSize)
	return full, nil
}

// finish lets the table be written and returns the error of an earlier one.
func (w *tableWriter) finish() error {
	w.n++
	w.slots <- struct{}{}
	b, file := w.b, table.NewFilename(uint64(w.n), w.dir)
	w.b = nil
	w.wg.Go(func() {
		defer func() { <-w.slots }()
		defer b.Close()
		if err := writeFile(file, b.Finish()); err != nil {
			w.mu.Lock()
			w.err = errors.Join(w.err, err)
			w.mu.Unlock()
		}
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// close waits for the tables, the last one included if all went well, and
// tells how many there are.
func (w *tableWriter) close(last bool) (n int, err error) {
	switch {
	case w.b == nil:
	case last && w.some:
		err = w.finish()
	default:
		w.b.Finish() // ends the goroutines that compress
		w.b.Close()
	}
	w.wg.Wait()
	w.o.AllocPool.Release()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.n, errors.Join(err, w.err)
}

func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// writeManifest writes the file that tells Badger of tables 1 to n in its
// lowest level: magic and version, then one set of changes with its length and
// checksum before it, in the wire format of protocol buffers.
func writeManifest(dir string, o Options, n int) error {
	b := o.badger(dir)
	var set []byte
	for id := 1; id <= n; id++ {
		var c []byte
		for _, f := range [][2]uint64{ // field number and value of a pb.ManifestChange; CREATE is 0 and left out
			{1, uint64(id)}, {3, uint64(b.MaxLevels - 1)}, {5, uint64(pb.EncryptionAlgo_aes)}, {6, uint64(b.Compression)},
		} {
			if f[1] != 0 {
				c = binary.AppendUvarint(append(c, byte(f[0]<<3)), f[1])
			}
		}
		set = append(binary.AppendUvarint(append(set, 1<<3|2), uint64(len(c))), c...)
	}
	data := append([]byte("Bdgr"), 0, 0, 0, manifestVersion)
	data = binary.BigEndian.AppendUint32(data, uint32(len(set)))
	data = binary.BigEndian.AppendUint32(data, crc32.Checksum(set, y.CastagnoliCrcTable))
	file := filepath.Join(dir, badger.ManifestFilename)
	if err := errors.Join(writeFile(file, append(data, set...)), syncDir(dir)); err != nil {
		return err
	}
	named, err := manifestTables(dir, o, n)
	if err == nil && len(named) != n {
		err = fmt.Errorf("the file MANIFEST names %d tables of %d", len(named), n)
	}
	return err
}

// manifestVersion is the version of the MANIFEST that Badger v4 writes.
const manifestVersion = 8
