package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"dossier/ingest/train"
)

func (a *app) evaluateVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "evaluate LAYER FILE…",
		Short: "For developers: measure a layer on gold data",
		Long:  "Measures a layer of the extraction on gold data in its public format and prints\ncounts first, ratios last. Layers and formats:\n\n",
		Example: `  dossier evaluate syntax en_ewt-ud-dev.conllu.gz
  dossier evaluate relations train.jsonl --ontology my-ontology`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			o, err := a.loadOntology()
			if err != nil {
				return err
			}
			report, err := train.Evaluate(o, args[0], args[1:])
			if err != nil {
				return err
			}
			return a.printReport(report)
		},
	}
	for _, l := range train.Layers() {
		c.Long += "  " + l + "\n"
	}
	return c
}

// scoreReport is how "evaluate --json" prints a score.
type scoreReport struct {
	Layer     string  `json:"layer"`
	TP        int     `json:"tp"`
	FP        int     `json:"fp"`
	FN        int     `json:"fn"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func (a *app) printReport(r train.Report) error {
	if a.json {
		out := struct {
			Scores  []scoreReport      `json:"scores"`
			Figures map[string]float64 `json:"figures"`
		}{[]scoreReport{}, map[string]float64{}}
		for _, s := range r.Scores {
			out.Scores = append(out.Scores, scoreReport{s.Layer, s.TP, s.FP, s.FN, s.Precision(), s.Recall(), s.F1()})
		}
		for _, f := range r.Figures {
			out.Figures[f.Name] = f.Value
		}
		return a.printJSON(out)
	}
	for _, s := range r.Scores {
		fmt.Fprintln(a.out, s)
	}
	for _, f := range r.Figures {
		fmt.Fprintf(a.out, "%-40s %6.2f\n", f.Name, 100*f.Value)
	}
	return nil
}
