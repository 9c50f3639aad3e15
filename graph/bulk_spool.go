package graph

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// A spool keeps claims in a file until it is known to which entities they
// belong.
type spool struct {
	dir string
	f   *os.File
	w   *bufio.Writer
}

func newSpool(dir string) *spool { return &spool{dir: dir} }

func (s *spool) write(id ClaimID, payload []byte) error {
	if s.f == nil {
		f, err := os.CreateTemp(s.dir, "dossier-claims-*")
		if err != nil {
			return err
		}
		s.f, s.w = f, bufio.NewWriterSize(f, 1<<18)
	}
	var head [24]byte
	copy(head[:], id.Document[:])
	binary.BigEndian.PutUint32(head[16:], id.N)
	binary.BigEndian.PutUint32(head[20:], uint32(len(payload)))
	if _, err := s.w.Write(head[:]); err != nil {
		return err
	}
	_, err := s.w.Write(payload)
	return err
}

func (s *spool) each(visit func(id ClaimID, payload []byte) error) error {
	if s.f == nil {
		return nil
	}
	if err := s.w.Flush(); err != nil {
		return err
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := bufio.NewReaderSize(s.f, 1<<18)
	var payload []byte
	for {
		var head [24]byte
		if _, err := io.ReadFull(r, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		id := ClaimID{Document: DocumentID(head[:16]), N: binary.BigEndian.Uint32(head[16:])}
		n := int(binary.BigEndian.Uint32(head[20:]))
		if cap(payload) < n {
			payload = make([]byte, n)
		}
		payload = payload[:n]
		if _, err := io.ReadFull(r, payload); err != nil {
			return err
		}
		if err := visit(id, payload); err != nil {
			return err
		}
	}
}

func (s *spool) close() error {
	if s.f == nil {
		return nil
	}
	return errors.Join(s.f.Close(), os.Remove(s.f.Name()))
}
