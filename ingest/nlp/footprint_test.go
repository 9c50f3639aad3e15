package nlp_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// What loading the models may cost.
const (
	maxLoad   = 300 * time.Millisecond // of processor time
	maxMemory = 150 << 20              // bytes of live heap, and of resident memory at most
)

// A footprint is what loading and one analysis of a short article take, in a
// fresh process.
type footprint struct {
	Load     int64 // ns of processor time, the analysis itself left out
	Heap     uint64
	Resident uint64 // growth of the resident size; 0 where unknown
}

// TestFootprint measures in a process of its own: this one has loaded already.
func TestFootprint(t *testing.T) {
	if os.Getenv("NLP_FOOTPRINT") != "" {
		fmt.Println("footprint", takeFootprint(t))
		return
	}
	f := freshFootprint(t)
	t.Logf("load %v, live heap %d MB, resident %d MB", time.Duration(f.Load).Round(time.Millisecond), f.Heap>>20, f.Resident>>20)
	if raceDetector {
		return // it has memory and time of its own
	}
	if f.Heap > maxMemory || f.Resident > maxMemory {
		t.Errorf("live heap %d MB, resident %d MB, want %d at most", f.Heap>>20, f.Resident>>20, maxMemory>>20)
	}
	for range 4 { // a busy machine is given a few tries
		if time.Duration(f.Load) <= maxLoad {
			return
		}
		f = freshFootprint(t)
	}
	t.Errorf("load %v, want %v at most", time.Duration(f.Load), maxLoad)
}

func freshFootprint(t testing.TB) (f footprint) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestFootprint$", "-test.v")
	child.Env = append(os.Environ(), "NLP_FOOTPRINT=1")
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, result, _ := strings.Cut(string(out), "footprint {")
	if _, err := fmt.Sscanf(result, "%d %d %d}", &f.Load, &f.Heap, &f.Resident); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return f
}

func takeFootprint(t *testing.T) (f footprint) {
	text := harbour(t)
	start, before := used()
	a := nlp.New(schema.Default())
	a.Analyze(&article.Article{Text: text})
	middle, after := used()
	a.Analyze(&article.Article{Text: text})
	end, _ := used()
	f.Load, f.Resident = int64(middle-start-(end-middle)), after-before
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	f.Heap = m.HeapAlloc
	runtime.KeepAlive(a)
	return f
}

// used returns the processor time of this process so far and, on Linux, its
// resident size.
func used() (time.Duration, uint64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	var size, resident uint64
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		fmt.Sscan(string(b), &size, &resident)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), resident * uint64(os.Getpagesize())
}

// BenchmarkLoad prints the footprint of a fresh process.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		f := freshFootprint(b)
		b.ReportMetric(float64(f.Load)/1e6, "load-ms")
		b.ReportMetric(float64(f.Heap>>20), "heap-MB")
		b.ReportMetric(float64(f.Resident>>20), "resident-MB")
	}
}
