package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"dossier/api"
	"dossier/graph"
	"dossier/schema"
)

func (a *app) queryVerb() *cobra.Command {
	var file, variables, operation string
	c := &cobra.Command{
		Use:   "query 'GRAPHQL'",
		Short: "Ask the graph with GraphQL",
		Long: `Runs one GraphQL operation on the store and prints the JSON response. Exit status
1 when the response has errors. 'dossier schema --graphql' prints what can be asked.`,
		Example: `  dossier query '{ entity(name: "Pentagon") { name documentCount relations { nodes { label object { name } } } } }'
  dossier query -f graph.graphql --variables '{"name": "Microsoft"}'
  dossier query -f graph.graphql --variables @names.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := a.queryText(file, args)
			if err != nil {
				return err
			}
			values := []byte(variables)
			if name, ok := strings.CutPrefix(variables, "@"); ok {
				if values, err = os.ReadFile(name); err != nil {
					return err
				}
			}
			return a.query(cmd.Context(), text, operation, values)
		},
	}
	c.Flags().StringVarP(&file, "file", "f", "", "read the query from this file, - for stdin")
	c.Flags().StringVar(&variables, "variables", "", "the operation's variables, a JSON object, or @FILE that holds it")
	c.Flags().StringVar(&operation, "operation", "", "which operation to run, where there are several")
	return c
}

// queryText is the query from the argument, from -f, or from stdin.
func (a *app) queryText(file string, args []string) (string, error) {
	switch {
	case len(args) == 1 && file == "":
		return args[0], nil
	case len(args) == 1:
		return "", errors.New("give the query as an argument or with -f, not both")
	case file == "-":
		data, err := io.ReadAll(a.in)
		return string(data), err
	case file != "":
		data, err := os.ReadFile(file)
		return string(data), err
	}
	return "", errors.New(`no query; for example: dossier query '{ stats { documents entities } }'`)
}

func (a *app) query(ctx context.Context, text, operation string, variables []byte) error {
	return a.read(ctx, func(s *graph.Store, _ *graph.Snapshot, o *schema.Ontology) error {
		x, err := api.NewExecutor(api.Config{Store: s, Ontology: o, Version: version()})
		if err != nil {
			return err
		}
		out, ok, err := x.Execute(ctx, text, operation, variables)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s\n", out)
		if !ok {
			return errSaid
		}
		return nil
	})
}
