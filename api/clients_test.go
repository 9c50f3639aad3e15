package api

import (
	"net/http/httptest"
	"os"
	osexec "os/exec"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/schema"
)

// runNode runs a script of testdata/clients and returns what it printed. It skips
// the test where Node or the packages are missing: npm ci in that folder
// installs them.
func runNode(t *testing.T, args ...string) (string, error) {
	t.Helper()
	const dir = "testdata/clients"
	if _, err := osexec.LookPath("node"); err != nil {
		t.Skip("needs Node: install nodejs and npm")
	}
	if _, err := os.Stat(dir + "/node_modules"); err != nil {
		t.Skip("needs npm packages: npm ci --prefix api/" + dir)
	}
	cmd := osexec.CommandContext(t.Context(), "node", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// serve runs the site on a loopback port.
func serve(t testing.TB, c Config) *httptest.Server {
	t.Helper()
	if c.Ontology == nil {
		c.Ontology = schema.Default()
	}
	if c.Store == nil {
		c.Store = new(graph.Store)
	}
	h, err := NewHandler(c)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(nil)
	srv.Config = NewServer(h)
	srv.Start()
	t.Cleanup(srv.Close)
	return srv
}

func TestServerAudits(t *testing.T) {
	out, err := runNode(t, "audit.mjs", serve(t, Config{}).URL+"/graphql")
	if err != nil || !strings.Contains(out, "61 of 61 audits passed") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestSchemaForClients reads the schema with the tools of JavaScript clients.
func TestSchemaForClients(t *testing.T) {
	out, err := runNode(t, "schema.mjs", serve(t, Config{}).URL)
	if err != nil || !strings.Contains(out, "0 faults") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestRelay compiles an application with Relay's compiler.
func TestRelay(t *testing.T) {
	out, err := runNode(t, "relay.mjs", serve(t, Config{}).URL)
	if err != nil || !strings.Contains(out, "0 faults") {
		t.Errorf("%v\n%s", err, out)
	}
}
