package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/schema"
)

// A backup is gzip data: the line backupHead, the lossless export, and a last
// line with the SHA-256 of everything before it. A file that is cut off or
// changed has no right last line and is refused whole.
const (
	backupHead    = "dossier backup 1"
	backupTrailer = "sha256 "
)

func (a *app) backupVerb() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Write the whole store to one checksummed file",
		Example: "  dossier backup monday.dossier",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return a.read(ctx, func(_ *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				err := writeFile(args[0], func(w io.Writer) error { return writeBackup(ctx, w, snap) })
				if err == nil {
					fmt.Fprintf(a.err, "wrote %s\n", args[0])
				}
				return err
			})
		},
	}
}

func writeBackup(ctx context.Context, w io.Writer, snap *graph.Snapshot) error {
	z := gzip.NewWriter(w)
	sum := sha256.New()
	both := io.MultiWriter(z, sum)
	if _, err := fmt.Fprintln(both, backupHead); err != nil {
		return err
	}
	if _, err := exchange.Export(ctx, both, snap, "jsonl", exchange.ExportOptions{}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(z, "%s%x\n", backupTrailer, sum.Sum(nil))
	return errors.Join(err, z.Close())
}

func (a *app) restoreVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Read a backup into an empty store",
		Long: `Reads a file that backup wrote into a new or empty store. The whole file is
checked before anything is stored; a damaged one is refused.`,
		Example: "  dossier restore monday.dossier --store ./restored",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.restore(cmd.Context(), args[0])
		},
	}
}

func (a *app) restore(ctx context.Context, file string) error {
	if err := checkBackup(file); err != nil {
		return err
	}
	o, err := a.loadOntology()
	if err != nil {
		return err
	}
	s, err := a.openStore(ctx, o, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := mustBeEmpty(ctx, s, a.store); err != nil {
		return err
	}
	src := exchange.Source{Name: file, Open: func() (io.ReadCloser, error) { return openBackup(file) }}
	report, err := exchange.Import(ctx, s, src, "jsonl", exchange.ImportOptions{OnError: exchange.Stop, Keys: keysUnder(o)})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "restored %d documents, %d claims, %d judgements\n", report.Documents, report.Claims, report.Judgements)
	return nil
}

func mustBeEmpty(ctx context.Context, s *graph.Store, name string) error {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snap.Close()
	stats, err := snap.Stats(ctx)
	if err == nil && stats.Documents+stats.Datasets+stats.Judgements > 0 {
		err = fmt.Errorf("%s is not empty; restore into another with --store", name)
	}
	return err
}

// checkBackup reads a backup to its end and compares the digest.
func checkBackup(file string) error {
	r, err := openBackup(file)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err = io.Copy(io.Discard, r); err != nil {
		return fmt.Errorf("%s is damaged and was not restored: %w", file, err)
	}
	return nil
}

// openBackup opens the export inside a backup. Reading to its end fails where
// the digest is wrong or missing.
func openBackup(file string) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s is no backup of dossier", file), f.Close())
	}
	b := &backupReader{file: f, lines: bufio.NewReaderSize(z, 1<<20), sum: sha256.New()}
	head, err := b.lines.ReadString('\n')
	if err != nil || strings.TrimSpace(head) != backupHead {
		return nil, errors.Join(fmt.Errorf("%s is no backup that this version reads", file), f.Close())
	}
	b.sum.Write([]byte(head))
	return b, nil
}

// A backupReader yields the lines between head and trailer.
type backupReader struct {
	file  *os.File
	lines *bufio.Reader
	sum   hash.Hash
	part  []byte // of the line being handed out
	ended bool
}

func (b *backupReader) Read(p []byte) (int, error) {
	if len(b.part) == 0 {
		if b.ended {
			return 0, io.EOF
		}
		line, err := b.lines.ReadSlice('\n')
		switch {
		case bytes.HasPrefix(line, []byte(backupTrailer)):
			b.ended = true
			return 0, b.compare(string(line))
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return 0, errors.New("it ends early")
		}
		b.sum.Write(line)
		b.part = line
	}
	n := copy(p, b.part)
	b.part = b.part[n:]
	return n, nil
}

func (b *backupReader) compare(trailer string) error {
	want := strings.TrimSpace(strings.TrimPrefix(trailer, backupTrailer))
	if got := hex.EncodeToString(b.sum.Sum(nil)); got != want {
		return errors.New("its checksum does not fit its content")
	}
	return io.EOF
}

func (b *backupReader) Close() error { return b.file.Close() }
