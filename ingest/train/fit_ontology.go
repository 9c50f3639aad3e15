package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dossier/ingest/claim"
	"dossier/ingest/nlp"
	"dossier/schema"
)

// FitOntology learns a ranker for the ontology of a folder from a file of
// examples and writes it there. Examples are KnowledgeNet's JSON lines, of which
// the reported fold is left out, or Text2KGBench's rows, of which the held-out
// tenth is; "FILE#ont_1_movie" takes the rows of one of its ontologies.
func FitOntology(dir, examples string, log io.Writer) error {
	o, err := schema.LoadDir(dir)
	if err != nil {
		return err
	}
	r, err := learnRanker(o, examples, log)
	if err != nil {
		return fmt.Errorf("fit the ranker of %s: %w", dir, err)
	}
	return os.WriteFile(filepath.Join(dir, claim.RankerFile), r.Encode(), 0o644)
}

func learnRanker(o *schema.Ontology, examples string, log io.Writer) (*claim.Ranker, error) {
	a := nlp.New(o)
	passages, items, err := readExamples(examples)
	switch {
	case err != nil:
		return nil, err
	case len(passages) > 0:
		learn, _ := splitFolds(passages)
		fmt.Fprintf(log, "learn from %d passages\n", len(learn))
		return FitRelations(o, a, learn), nil
	case len(items) > 0:
		learn, _ := splitTenth(items)
		fmt.Fprintf(log, "learn from %d sentences\n", len(learn))
		return FitTekGen(o, a, learn)
	}
	return nil, fmt.Errorf("%s holds no examples", examples)
}

// readExamples reads a file in either format, told apart by its first line. Of
// rows it returns those of the ontology named behind "#".
func readExamples(name string) (passages []RelationPassage, items []TekGenItem, err error) {
	file, part, _ := strings.Cut(name, "#")
	f, err := Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	head, _ := in.Peek(1 << 20)
	line, _, _ := strings.Cut(string(head), "\n")
	var probe struct{ Sent string }
	if json.Unmarshal([]byte(line), &probe) != nil || probe.Sent == "" {
		passages, err = ReadKnowledgeNet(in)
		return passages, nil, err
	}
	all, err := ReadTekGen(in)
	for _, it := range all {
		if part == "" || it.Ontology == part {
			items = append(items, it)
		}
	}
	return nil, items, err
}

// splitTenth parts sentences into those to learn from and those held out.
func splitTenth(items []TekGenItem) (learn, held []TekGenItem) {
	for _, it := range items {
		if it.Held {
			held = append(held, it)
		} else {
			learn = append(learn, it)
		}
	}
	return learn, held
}
