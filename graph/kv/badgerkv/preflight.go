package badgerkv

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/badger/v4/y"
	"github.com/dgraph-io/ristretto/v2/z"

	"dossier/graph/kv"
)

func message(format string, args []any) string {
	return strings.TrimSpace(fmt.Sprintf(format, args...))
}

// minTable is less than any table that was written whole.
const minTable = 16

// preflight looks at a folder before Badger does, because Badger repairs by
// deleting: it opens a folder without MANIFEST as an empty store, and removes
// tables that a cut MANIFEST no longer names. It finishes an interrupted Load
// by clearing it, removes log files that a crash left empty, and sets tables
// that the MANIFEST does not name aside, to be judged once the store is open.
func preflight(dir string, o Options) (strays, error) {
	if _, err := os.Stat(filepath.Join(dir, loadingMark)); err == nil {
		if err := clearLoad(dir); err != nil {
			return strays{}, err
		}
	}
	removeEmptyLogs(dir)
	tables, err := tablesIn(dir)
	if err != nil {
		return strays{}, err
	}
	named, err := manifestTables(dir, o, len(tables))
	if err != nil {
		return strays{}, err
	}
	st := strays{dir: filepath.Join(dir, "strays")}
	for id, size := range tables {
		switch {
		case !named[id]:
			if err := st.take(dir, id); err != nil {
				return st, err
			}
		case size < minTable:
			return st, damage("table %06d.sst is cut to %d bytes", id, size)
		}
	}
	for id := range named {
		if _, ok := tables[id]; !ok {
			return st, damage("table %06d.sst is missing", id)
		}
	}
	return st, st.collect()
}

func damage(format string, args ...any) error {
	return fmt.Errorf("%w: %s; nothing was changed: put the folder back from a backup, or move it away and import again",
		kv.ErrDamaged, fmt.Sprintf(format, args...))
}

// clearLoad removes what an interrupted Load left, the mark last.
func clearLoad(dir string) error {
	if err := clearFiles(dir); err != nil {
		return err
	}
	return removeSynced(filepath.Join(dir, loadingMark))
}

// badgers reports whether a file is one that Badger makes. Whatever else lies
// in the folder is somebody's, and stays.
func badgers(name string) bool {
	switch filepath.Ext(name) {
	case ".sst", ".mem", ".vlog":
		return true
	}
	switch name {
	case badger.ManifestFilename, "MANIFEST-REWRITE", badger.KeyRegistryFileName, badger.KeyRegistryRewriteFileName, "DISCARD":
		return true
	}
	return false
}

// clearFiles removes the files of a store, but neither the lock nor the mark.
func clearFiles(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if !badgers(f.Name()) || f.IsDir() {
			continue
		}
		if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
			return err
		}
	}
	return syncDir(dir)
}

// removeEmptyLogs removes .mem and .vlog files of no length: a kill between
// making a file and giving it its size leaves one, and Badger stumbles over it.
func removeEmptyLogs(dir string) (removed int) {
	for _, pattern := range []string{"*.mem", "*.vlog"} {
		paths, _ := filepath.Glob(filepath.Join(escapeGlob(dir), pattern))
		for _, p := range paths {
			if st, err := os.Stat(p); err == nil && st.Size() == 0 && os.Remove(p) == nil {
				removed++
			}
		}
	}
	return removed
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// tablesIn returns the table files of a folder with their sizes.
func tablesIn(dir string) (map[uint64]int64, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	tables := map[uint64]int64{}
	for _, f := range files {
		id, ok := table.ParseFileID(f.Name())
		if !ok {
			continue
		}
		info, err := f.Info()
		if err != nil {
			return nil, err
		}
		tables[id] = info.Size()
	}
	return tables, nil
}

// manifestTables returns the tables that the MANIFEST names.
func manifestTables(dir string, o Options, tables int) (map[uint64]bool, error) {
	f, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if errors.Is(err, os.ErrNotExist) {
		logs, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*.mem"))
		if tables+len(logs) > 0 {
			return nil, damage("the file MANIFEST is missing, though there are %d tables and %d logs", tables, len(logs))
		}
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// A torn last record is cut off here as Badger does; what the cut took away
	// shows in the tables.
	m, _, err := badger.ReplayManifestFile(f, 0, o.badger(dir))
	if err != nil {
		return nil, damage("the file MANIFEST cannot be read (%v)", err)
	}
	named := map[uint64]bool{}
	for id := range m.Tables {
		named[id] = true
	}
	return named, nil
}

// strays are tables that the MANIFEST does not name: harmless leftovers of a
// crash, whose records are all in the store as well, or data that a damaged
// MANIFEST has lost sight of.
type strays struct {
	dir   string
	files []string
}

func (st *strays) take(dir string, id uint64) error {
	if err := os.MkdirAll(st.dir, 0o700); err != nil {
		return err
	}
	from := table.NewFilename(id, dir)
	return os.Rename(from, filepath.Join(st.dir, filepath.Base(from)))
}

// collect lists all files set aside, earlier ones included.
func (st *strays) collect() (err error) {
	st.files, err = filepath.Glob(filepath.Join(escapeGlob(st.dir), "*.sst"))
	return err
}

// settle opens the store at rest, compares it with the strays and removes
// them if it holds all that they do.
func (st strays) settle(dir string, o Options) error {
	if len(st.files) == 0 {
		return nil
	}
	db, err := badger.Open(o.badger(dir).WithNumCompactors(0).WithNumLevelZeroTables(1000).WithNumLevelZeroTablesStall(2000))
	if err != nil {
		return explain(err)
	}
	for _, f := range st.files {
		if err = st.check(db, f, o); err != nil {
			break
		}
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return os.RemoveAll(st.dir)
}

// openWhole opens a table file; nil if it was not written whole, and so never
// was part of the store: the MANIFEST names a table only once it is on disk.
func openWhole(file string, o Options) (t *table.Table, err error) {
	if info, err := os.Stat(file); err != nil || info.Size() < minTable {
		return nil, err
	}
	mf, err := z.OpenMmapFile(file, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil { // how Badger says that the foot of the file makes no sense
			t, err = nil, mf.Close(-1)
		}
	}()
	bo := o.badger("")
	t, err = table.OpenTable(mf, table.Options{BlockSize: bo.BlockSize, Compression: bo.Compression, ReadOnly: true})
	if err != nil {
		return nil, mf.Close(-1)
	}
	if err := t.VerifyChecksum(); err != nil {
		return nil, t.Close(-1)
	}
	return t, nil
}

func (st strays) check(db *badger.DB, file string, o Options) (err error) {
	t, err := openWhole(file, o)
	if t == nil {
		return err
	}
	defer t.Close(-1)
	it := t.NewIterator(0)
	defer it.Close()
	tx := db.NewTransaction(false)
	defer tx.Discard()
	var last []byte
	for it.Rewind(); it.Valid(); it.Next() {
		key := y.ParseKey(it.Key())
		if last != nil && string(last) == string(key) {
			continue // an older version
		}
		last = append(last[:0], key...)
		if !holds(tx, key, y.ParseTs(it.Key())) {
			return damage("table %s, kept in %s, holds records that the file MANIFEST has lost sight of; it must have been cut. "+
				"To go on without them, remove that folder", filepath.Base(file), st.dir)
		}
	}
	return nil
}

// holds reports whether the store has a key in that version or a later one.
func holds(tx *badger.Txn, key []byte, version uint64) bool {
	o := badger.DefaultIteratorOptions
	o.PrefetchValues, o.AllVersions = false, true
	it := tx.NewKeyIterator(key, o)
	defer it.Close()
	it.Rewind()
	return it.Valid() && it.Item().Version() >= version
}

// explain gives Badger's errors at open their meaning in the contract.
func explain(err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "Cannot acquire directory lock"):
		return kv.ErrLocked
	case strings.Contains(text, "checksum"), strings.Contains(text, "corrupt"), strings.Contains(text, "file does not exist for table"), strings.Contains(text, "magic"):
		return fmt.Errorf("%w: %w", kv.ErrDamaged, err)
	}
	return err
}
