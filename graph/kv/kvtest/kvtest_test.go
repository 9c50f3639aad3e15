package kvtest_test

import (
	"testing"

	"go.uber.org/goleak"

	"dossier/graph/kv"
	"dossier/graph/kv/kvtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openMem(testing.TB) kv.DB { return kv.NewMem() }

func TestMem(t *testing.T) { kvtest.Run(t, openMem) }

func BenchmarkMem(b *testing.B) { kvtest.Bench(b, openMem) }
