package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dossier/api"
	"dossier/graph"
	"dossier/graph/exchange"
	"dossier/ingest"
	"dossier/ingest/article"
	"dossier/schema"
)

// A server holds the flags of serve.
type server struct {
	addr, tokenFile, cert, key string
	hosts                      []string
	insecure, readOnly         bool
	timeout                    time.Duration
	log                        slog.Level
}

func (a *app) serveVerb() *cobra.Command {
	f := server{log: slog.LevelWarn}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the explorer, GraphQL and exports over HTTP",
		Long: `Serves the explorer at /, GraphQL at /graphql, GraphiQL at /graphiql and exports.

By default only this machine can connect. An address that others can reach needs
--token-file (every request carries it as a bearer token) and TLS (--cert, --key),
or --insecure. Browsers reach it by localhost, by the address it listens on, and
by names given with --host.`,
		Example: "  dossier serve\n  dossier serve --addr 0.0.0.0:8321 --token-file token --cert site.pem --key site.key",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.loadOntology()
			if err != nil {
				return err
			}
			s, err := a.openStore(cmd.Context(), o, false)
			if err != nil {
				return err
			}
			defer s.Close()
			tuneGC()
			return a.serve(cmd.Context(), s, o, f, nil)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8321", "address to listen on")
	flags.StringVar(&f.tokenFile, "token-file", "", "file with the token that every request must carry")
	flags.StringVar(&f.cert, "cert", "", "TLS certificate, PEM")
	flags.StringVar(&f.key, "key", "", "TLS key, PEM")
	flags.StringSliceVar(&f.hosts, "host", nil, "name by which browsers may reach this server, besides its addresses (repeatable)")
	flags.BoolVar(&f.insecure, "insecure", false, "listen beyond this machine without token and TLS")
	flags.BoolVar(&f.readOnly, "read-only", false, "refuse everything that changes the graph")
	flags.TextVar(&f.log, "log", slog.LevelWarn, "least `level` of what is logged, debug, info, warn or error: info has every request")
	flags.DurationVar(&f.timeout, "timeout", 0, "longest time for one query (default 10s)")
	return c
}

// servingGC is the growth of the heap, in percent of what is in use, after
// which a server collects garbage. What readers asked for last fills much of the
// heap and stays, so Go's 100 would go through it twice as often.
const servingGC = 200

// tuneGC leaves the collector alone where the user has set GOGC. GOMEMLIMIT
// bounds the memory either way.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(servingGC)
	}
}

// serve listens until ctx ends, then lets running requests finish. ready, if
// not nil, is called with the address once it listens.
func (a *app) serve(ctx context.Context, s *graph.Store, o *schema.Ontology, f server, ready func(url string)) error {
	token, err := f.check()
	if err != nil {
		return err
	}
	h, err := api.NewHandler(a.apiConfig(s, o, f, token))
	if err != nil {
		return err
	}
	srv := api.NewServer(h)
	srv.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(a.err, nil), slog.LevelDebug)
	srv.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	l, scheme, err := f.listen()
	if err != nil {
		return err
	}
	url := fmt.Sprintf("%s://%s/", scheme, l.Addr())
	if ready == nil {
		fmt.Fprintf(a.err, "dossier is at %s (end with Ctrl-C)\n", url)
	} else {
		ready(url)
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		return srv.Close()
	}
	return nil
}

// check refuses to open the graph to a network by accident, and returns the
// token.
func (f *server) check() (token string, err error) {
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return "", fmt.Errorf("--addr %q: want HOST:PORT, for example 127.0.0.1:8321", f.addr)
	}
	ip := net.ParseIP(host)
	local := host == "localhost" || ip != nil && ip.IsLoopback()
	if !local && !f.insecure && (f.tokenFile == "" || f.cert == "" || f.key == "") {
		return "", fmt.Errorf("--addr %s can be reached by others: give --token-file, --cert and --key, or --insecure", f.addr)
	}
	if (f.cert == "") != (f.key == "") {
		return "", errors.New("--cert and --key go together")
	}
	if f.tokenFile == "" {
		return "", nil
	}
	data, err := os.ReadFile(f.tokenFile)
	if err != nil {
		return "", err
	}
	if token = strings.TrimSpace(string(data)); len(token) < 16 {
		return "", fmt.Errorf("%s: a token needs at least 16 characters", f.tokenFile)
	}
	return token, nil
}

// names are the host names that may be asked for, besides those of loopback:
// the given ones and the addresses listened on. A page of another site can make
// a name lead to this server, but not an address.
func (f *server) names() []string {
	host, _, err := net.SplitHostPort(f.addr)
	if err != nil {
		return f.hosts
	}
	if ip := net.ParseIP(host); host != "" && (ip == nil || !ip.IsUnspecified()) {
		return append(slices.Clone(f.hosts), host)
	}
	names := slices.Clone(f.hosts)
	addrs, _ := net.InterfaceAddrs() // without them the given names remain
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok {
			names = append(names, n.IP.String())
		}
	}
	return names
}

func (f *server) listen() (l net.Listener, scheme string, err error) {
	if l, err = net.Listen("tcp", f.addr); err != nil {
		return nil, "", fmt.Errorf("listen on %s: %w (another --addr?)", f.addr, err)
	}
	if f.cert == "" {
		return l, "http", nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		_ = l.Close()
		return nil, "", err
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}), "https", nil
}

// apiConfig wires the site to the pipeline and to the formats.
func (a *app) apiConfig(s *graph.Store, o *schema.Ontology, f server, token string) api.Config {
	p := ingest.New(o, 0)
	return api.Config{
		Store: s, Ontology: o, Log: slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: f.log})),
		ReadOnly: f.readOnly, Token: token, Hosts: f.names(), Timeout: f.timeout, Version: version(),
		Ingest: func(ctx context.Context, name string, r io.Reader) ([]graph.DocumentID, []api.Refusal, error) {
			ids, refused, err := p.Upload(ctx, s, name, r)
			return ids, refusals(refused), told(err)
		},
		Import: func(ctx context.Context, q api.ImportRequest, r io.Reader, progress func(api.Progress), refuse func(api.Refusal)) error {
			return importStream(ctx, s, o, q, r, progress, refuse)
		},
		Export: func(ctx context.Context, format string, w io.Writer) error {
			snap, err := s.Snapshot(ctx)
			if err != nil {
				return err
			}
			defer snap.Close()
			_, err = exchange.Export(ctx, w, snap, format, exchange.ExportOptions{})
			return err
		},
	}
}

func refusals(errs []*article.Error) []api.Refusal {
	var out []api.Refusal
	for _, e := range errs {
		out = append(out, api.Refusal(*e))
	}
	return out
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}
