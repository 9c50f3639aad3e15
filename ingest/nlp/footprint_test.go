package nlp_test

import (
	"crypto/sha256"
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

// What loading the models may cost, 300 ms on the machines that it was written on: a
// ratio, as processor time rises with what else goes on.
const (
	maxLoad   = 12        // times the processor time of hashing 64 MB in the same process
	maxMemory = 150 << 20 // bytes of live heap, and of resident memory at most
)

// A footprint is what loading and one analysis of a short article take, in a
// fresh process.
type footprint struct {
	Load     int64 // ns of processor time, the analysis itself left out
	Hash     int64 // ns of processor time of hashing 64 MB
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
	t.Logf("load %v, %.1f times hashing 64 MB; live heap %d MB, resident %d MB", time.Duration(f.Load).Round(time.Millisecond), f.ratio(), f.Heap>>20, f.Resident>>20)
	if raceDetector {
		return // it has memory and time of its own
	}
	if f.Heap > maxMemory || f.Resident > maxMemory {
		t.Errorf("live heap %d MB, resident %d MB, want %d at most", f.Heap>>20, f.Resident>>20, maxMemory>>20)
	}
	for range 4 { // a busy machine is given a few tries
		if f.ratio() <= maxLoad {
			return
		}
		f = freshFootprint(t)
	}
	t.Errorf("load takes %.1f times hashing 64 MB, want %d at most", f.ratio(), maxLoad)
}

func (f footprint) ratio() float64 { return float64(f.Load) / float64(max(f.Hash, 1)) }

func freshFootprint(t testing.TB) (f footprint) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestFootprint$", "-test.v")
	child.Env = append(os.Environ(), "NLP_FOOTPRINT=1")
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, result, _ := strings.Cut(string(out), "footprint {")
	if _, err := fmt.Sscanf(result, "%d %d %d %d}", &f.Load, &f.Hash, &f.Heap, &f.Resident); err != nil {
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
	sha256.Sum256(make([]byte, 64<<20))
	hashed, _ := used()
	f.Hash = int64(hashed - end)
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
