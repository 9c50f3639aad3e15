//go:build unix && !aix && !solaris

package badgerkv

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"dossier/graph/kv"
)

// lockedByUs says that lock does what Badger's own guard would do; taken
// before the preflight, which must not touch the files of a running process.
const lockedByUs = true

// lock takes the folder for this process. The lock is the one that Badger's
// own tools take; the file LOCK only tells whose it is.
func lock(dir string) (unlock func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	pidFile := filepath.Join(dir, "LOCK")
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock: %w", err)
		}
		who := ""
		if pid, err := os.ReadFile(pidFile); err == nil {
			who = fmt.Sprintf(" (%s)", strings.TrimSpace(string(pid)))
		}
		return nil, fmt.Errorf("%w%s", kv.ErrLocked, who)
	}
	if err := os.WriteFile(pidFile, fmt.Appendf(nil, "process %d\n", os.Getpid()), 0o600); err != nil {
		f.Close()
		return nil, err
	}
	return func() {
		_ = os.Remove(pidFile) // only a hint
		f.Close()
	}, nil
}

// checkSpace returns kv.ErrNoSpace if less than floor bytes are free.
func checkSpace(dir string, floor int64) error {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return fmt.Errorf("free space of %s: %w", dir, err)
	}
	free := int64(uint64(st.Bavail) * uint64(st.Bsize))
	if free < floor {
		return fmt.Errorf("%w: %d MB free on the disk of %s, %d MB needed", kv.ErrNoSpace, free>>20, dir, floor>>20)
	}
	return nil
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
