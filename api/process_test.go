package api

import (
	"encoding/json"
	"io"
	"os"
	osexec "os/exec"
	"testing"
)

// A process is this test program once more, as a child, with one duty. The two
// exchange JSON values; the child ends when its input does.
type process struct {
	pid int
	in  *json.Encoder
	out *json.Decoder
}

// A duty is what a child does.
type duty func(t *testing.T, in *json.Decoder, out *json.Encoder)

const dutyVariable = "DOSSIER_TEST_DUTY"

// TestProcess is the process of a child.
func TestProcess(t *testing.T) {
	do := map[string]duty{"loader": loadOnOrder, "attacker": attackOnOrder, "world": serveWorld, "dull": serveDully}[os.Getenv(dutyVariable)]
	if do == nil {
		t.Skip("runs as a child of other tests")
	}
	do(t, json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout))
}

func startProcess(t testing.TB, duty string) *process {
	t.Helper()
	cmd := osexec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProcess$")
	cmd.Env = append(os.Environ(), dutyVariable+"="+duty)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		io.Copy(io.Discard, out)
		cmd.Wait()
	})
	return &process{cmd.Process.Pid, json.NewEncoder(in), json.NewDecoder(out)}
}

// tell sends a value to the child and reads its answer.
func (p *process) tell(t testing.TB, what, answer any) {
	t.Helper()
	if err := p.in.Encode(what); err != nil {
		t.Fatal(err)
	}
	p.hear(t, answer)
}

// hear reads what the child says.
func (p *process) hear(t testing.TB, answer any) {
	t.Helper()
	if err := p.out.Decode(answer); err != nil {
		t.Fatal(err)
	}
}
