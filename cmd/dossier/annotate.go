package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"dossier/ingest/article"
	"dossier/ingest/nlp"
)

func (a *app) annotateVerb() *cobra.Command {
	var input string
	c := &cobra.Command{
		Use:   "annotate [FILE]",
		Short: "Print the language layers of a text as CoNLL-U",
		Long: `Reads plain text, or CoNLL-U whose tokens and sentences are kept and whose tags and
heads are ignored, and prints CoNLL-U: lemma, UPOS, XPOS, head, relation, and names
as Entity=B-ORG … in MISC.`,
		Example: "  echo 'Ana Roy met Dan Ode.' | dossier annotate\n  dossier annotate --input conllu gold.conllu",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name, r := "-", a.in
			if len(args) == 1 && args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer f.Close()
				name, r = args[0], f
			}
			return a.annotate(name, r, input)
		},
	}
	c.Flags().StringVar(&input, "input", "text", "what is read: text or conllu")
	return c
}

func (a *app) annotate(name string, r io.Reader, input string) error {
	o, err := a.loadOntology()
	if err != nil {
		return err
	}
	an := nlp.New(o)
	switch input {
	case "conllu":
		sentences, err := nlp.ReadCoNLLU(r, name)
		if err != nil {
			return err
		}
		for _, doc := range nlp.SplitDocuments(sentences) {
			if err := nlp.WriteCoNLLU(a.out, an.AnalyzeTokens(nlp.LayoutCoNLLU(doc), time.Time{}), doc); err != nil {
				return err
			}
		}
		return nil
	case "text":
		data, err := io.ReadAll(io.LimitReader(r, article.MaxArticle+1))
		if err != nil {
			return err
		}
		if len(data) > article.MaxArticle {
			return fmt.Errorf("%s: larger than %d MB; split it", name, article.MaxArticle>>20)
		}
		got := an.Analyze(&article.Article{Text: string(data), Language: "en"})
		return nlp.WriteCoNLLU(a.out, got, nil)
	}
	return fmt.Errorf("--input %q: want text or conllu", input)
}
