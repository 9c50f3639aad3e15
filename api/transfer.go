package api

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

func contextWithin(d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), d)
}

// transferStep is how long one read or write of an import or export may take.
const transferStep = 60 * time.Second

// A format is one that /export writes, and /import reads where reads is set.
type format struct {
	media string
	reads bool
}

var formats = map[string]format{
	"jsonl": {"application/x-ndjson", true}, "csv": {"text/csv", true}, "nquads": {"application/n-quads", true}, "ftm": {"application/x-ndjson", true},
	"graphml": {"application/graphml+xml", false}, "gexf": {"application/gexf+xml", false}, "neo4j": {"text/csv", false}, "jsonld": {"application/ld+json", false},
}

// unknownFormat names the formats there are.
func unknownFormat(reading bool) *Error {
	var names []string
	for _, name := range sortedKeys(formats) {
		if formats[name].reads || !reading {
			names = append(names, name)
		}
	}
	return newError(codeBadRequest, "the parameter format must be one of "+strings.Join(names, ", "))
}

// serveExport streams the whole graph in a batch format. The first bytes
// decide the status; a fault after them breaks the connection off, so that a
// client never takes half a file for a whole one.
func (s *site) serveExport(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("format")
	if name == "" {
		name = "jsonl"
	}
	f, known := formats[name]
	switch {
	case s.cfg.Export == nil:
		s.refuse(w, newError(codeUnavailable, "this server does not export"))
		return
	case !known:
		s.refuse(w, unknownFormat(false))
		return
	case !s.openStream(w):
		return
	}
	defer func() { <-s.streams }()
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Content-Disposition", `attachment; filename="dossier.`+name+`"`)
	out := &patientWriter{w: w, rc: http.NewResponseController(w)}
	buf := bufio.NewWriterSize(out, 64<<10)
	err := s.cfg.Export(r.Context(), name, buf)
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		return
	}
	s.log.Error("export failed", "format", name, "error", err)
	if !out.started {
		h.Del("Content-Disposition")
		s.refuse(w, asError(err))
		return
	}
	panic(http.ErrAbortHandler)
}

// openStream takes a slot for a long answer, or answers that there is none.
func (s *site) openStream(w http.ResponseWriter) bool {
	select {
	case s.streams <- struct{}{}:
		return true
	default:
		s.refuse(w, newError(codeOverloaded, "too many imports, exports and streams are running; try again"))
		return false
	}
}

// A patientWriter gives each write a deadline of its own.
type patientWriter struct {
	w       io.Writer
	rc      *http.ResponseController
	started bool
}

func (p *patientWriter) Write(b []byte) (int, error) {
	p.started = true
	p.rc.SetWriteDeadline(time.Now().Add(transferStep))
	return p.w.Write(b)
}

// A patientReader gives each read a deadline of its own.
type patientReader struct {
	r  io.Reader
	rc *http.ResponseController
}

func (p *patientReader) Read(b []byte) (int, error) {
	p.rc.SetReadDeadline(time.Now().Add(transferStep))
	return p.r.Read(b)
}

// A transferLine is a line of the answer of /import: exactly one part is set.
type transferLine struct {
	Progress *progressLine `json:"progress,omitempty"`
	Refused  *Refusal      `json:"refused,omitempty"`
	Error    *lineError    `json:"error,omitempty"`
}

type progressLine struct {
	Documents int    `json:"documents"`
	Claims    int    `json:"claims"`
	Refused   int    `json:"refused"`
	Total     int    `json:"total,omitempty"`
	Current   string `json:"current,omitempty"`
	Done      bool   `json:"done"`
}

type lineError struct {
	Message string `json:"message"`
	Code    string `json:"code"`
}

// serveImport reads a data set from the body and reports as it goes, a JSON
// object a line: progress, refused inputs, and at the end either progress with
// "done": true or an error.
func (s *site) serveImport(w http.ResponseWriter, r *http.Request) {
	q, fault := importRequest(r.URL.Query())
	switch {
	case s.cfg.ReadOnly:
		s.refuse(w, newError(codeReadOnly, "the server is read-only"))
		return
	case s.cfg.Import == nil:
		s.refuse(w, newError(codeUnavailable, "this server does not import"))
		return
	case fault != nil:
		s.refuse(w, fault)
		return
	case !s.openStream(w):
		return
	}
	defer func() { <-s.streams }()
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-cache")
	rc := http.NewResponseController(w)
	rc.EnableFullDuplex()
	w.WriteHeader(http.StatusOK)

	var mu sync.Mutex // guards the lines
	enc := json.NewEncoder(&patientWriter{w: w, rc: rc})
	enc.SetEscapeHTML(false)
	say := func(l transferLine) {
		mu.Lock()
		defer mu.Unlock()
		if enc.Encode(l) == nil {
			rc.Flush()
		}
	}
	var last Progress
	progress := func(p Progress) {
		mu.Lock()
		last = p
		mu.Unlock()
		p.Done = false // said once, at the end
		s.hub.publish(p)
		say(transferLine{Progress: line(p)})
	}
	refuse := func(f Refusal) { say(transferLine{Refused: &f}) }
	err := s.cfg.Import(r.Context(), q, &patientReader{r.Body, rc}, progress, refuse)
	last.Done = true
	s.hub.publish(last)
	if err != nil {
		e := importError(err)
		s.log.Error("import failed", "format", q.Format, "error", err)
		say(transferLine{Error: &lineError{e.Message, e.Code}})
		return
	}
	say(transferLine{Progress: line(last)})
}

// importRequest reads the parameters of an import.
func importRequest(v url.Values) (q ImportRequest, fault *Error) {
	q = ImportRequest{Format: v.Get("format"), Name: path.Base("/" + v.Get("name")), Dataset: v.Get("dataset"), URL: v.Get("url"),
		Label: v["label"], Alias: v["alias"], Type: v["type"], Mapping: v.Get("mapping"), Stop: v.Get("on-error") == "stop"}
	if q.Name == "/" {
		q.Name = "upload." + q.Format
	}
	known := []string{"format", "name", "dataset", "url", "label", "alias", "type", "mapping", "on-error", "dry-run"}
	for _, name := range sortedKeys(v) {
		if !slices.Contains(known, name) {
			return q, newError(codeBadRequest, fmt.Sprintf("there is no parameter %q; known are %s", clip(name, 80), strings.Join(known, ", ")))
		}
	}
	if e := v.Get("on-error"); e != "" && e != "skip" && e != "stop" {
		return q, newError(codeBadRequest, "the parameter on-error must be skip or stop")
	}
	if v.Has("dry-run") {
		var err error
		if q.DryRun, err = strconv.ParseBool(cmp.Or(v.Get("dry-run"), "true")); err != nil {
			return q, newError(codeBadRequest, "the parameter dry-run must be true or false")
		}
	}
	if !formats[q.Format].reads {
		return q, unknownFormat(true)
	}
	return q, nil
}

func line(p Progress) *progressLine {
	return &progressLine{p.Documents, p.Claims, p.Refused, p.Total, p.Current, p.Done}
}

func importError(err error) *Error {
	e := asError(err)
	if e.Code == codeInternal {
		e = newError(codeInternal, "the import stopped; what was reported before is stored, the server's log says why")
	}
	return e
}
