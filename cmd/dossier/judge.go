package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os/user"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"dossier/graph"
	"dossier/schema"
)

// curation holds the flags that the curating verbs share.
type curation struct {
	reason, by string
	yes        bool
}

func (k *curation) flags(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&k.reason, "reason", "", "why; kept with the judgement")
	c.Flags().StringVar(&k.by, "by", userName(), "who says so; kept with the judgement")
	c.Flags().BoolVarP(&k.yes, "yes", "y", false, "do not ask, and do not only preview")
	return c
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

func (a *app) sameVerb() *cobra.Command {
	return a.judgeVerb("same A B", "Say that two entities are one", graph.Same)
}

func (a *app) differentVerb() *cobra.Command {
	return a.judgeVerb("different A B", "Say that two entities are not one", graph.Different)
}

func (a *app) judgeVerb(use, short string, v graph.Verdict) *cobra.Command {
	var k curation
	return k.flags(&cobra.Command{
		Use:   use,
		Short: short,
		Long: short + `. A and B are ids or unambiguous names; two names of one entity may be
said to be different. What changes is shown first.
The judgement is kept for good: it wins over every rule, and survives re-ingest,
rebuild and import. 'dossier undo' takes it back.`,
		Example: "  dossier " + strings.Fields(use)[0] + " \"Peter Lind\" \"Pete Lind\" --reason \"same byline photo\"",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return a.read(ctx, func(s *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				left, err := find(ctx, snap, args[0])
				if err != nil {
					return err
				}
				right, err := find(ctx, snap, args[1])
				if err != nil {
					return err
				}
				what := fmt.Sprintf("%s: %s and %s", v, left.Name, right.Name)
				do := func(preview bool) (*graph.Judgement, *graph.Effect, error) {
					return s.Judge(ctx, left.ID, right.ID, v, k.by, k.reason, preview)
				}
				switch one := left.ID == right.ID; {
				case one && v == graph.Same:
					return fmt.Errorf("%q and %q are one entity already: %s (%s)", args[0], args[1], left.Name, left.ID)
				case one:
					what = fmt.Sprintf("%s: %s and %s, so far both %s", v, args[0], args[1], left.Name)
					do = func(preview bool) (*graph.Judgement, *graph.Effect, error) {
						return s.Part(ctx, left.ID, args[0], args[1], k.by, k.reason, preview)
					}
				}
				return a.carryOut(ctx, snap, k.yes, what, do)
			})
		},
	})
}

func (a *app) undoVerb() *cobra.Command {
	var k curation
	return k.flags(&cobra.Command{
		Use:     "undo JUDGEMENT",
		Short:   "Take a judgement back",
		Long:    "Takes a judgement back, by a judgement: both stay in the ledger. 'dossier judgements' lists ids.",
		Example: "  dossier judgements\n  dossier undo 0b6c0b0e-…",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := uuid.Parse(args[0])
			if err != nil {
				return fmt.Errorf("%q is no judgement's id; 'dossier judgements' lists them", args[0])
			}
			ctx := cmd.Context()
			return a.read(ctx, func(s *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				return a.carryOut(ctx, snap, k.yes, "undo "+args[0], func(preview bool) (*graph.Judgement, *graph.Effect, error) {
					return s.Undo(ctx, graph.JudgementID(id), k.by, k.reason, preview)
				})
			})
		},
	})
}

func (a *app) judgementsVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "judgements",
		Short: "List what people have said about who is who",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.read(ctx, func(_ *graph.Store, snap *graph.Snapshot, _ *schema.Ontology) error {
				page := graph.Page{First: 100}
				var all []*graph.Judgement
				for {
					list, err := snap.ListJudgements(ctx, page)
					if err != nil {
						return err
					}
					all = append(all, list.Items...)
					if !list.HasNext {
						break
					}
					page.After = list.Cursors[len(list.Cursors)-1]
				}
				return a.printJudgements(all)
			})
		},
	}
}

func (a *app) printJudgements(all []*graph.Judgement) error {
	if a.json {
		return a.printJSON(all)
	}
	for _, j := range all {
		what := fmt.Sprintf("%s: %s, %s", j.Verdict, j.LeftName, j.RightName)
		if j.Undoes != (graph.JudgementID{}) {
			what = "undo " + j.Undoes.String()
		}
		fmt.Fprintf(a.out, "%s  %s  %s  by %s", j.ID, j.At.UTC().Format(time.DateTime), what, j.By)
		if j.Reason != "" {
			fmt.Fprintf(a.out, "  (%s)", j.Reason)
		}
		fmt.Fprintln(a.out)
	}
	return nil
}

// carryOut shows what a change does, asks unless told not to, and does it.
func (a *app) carryOut(ctx context.Context, snap *graph.Snapshot, yes bool, what string, do func(preview bool) (*graph.Judgement, *graph.Effect, error)) error {
	_, effect, err := do(true)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.err, what)
	if err := a.printEffect(ctx, snap, effect); err != nil {
		return err
	}
	if !yes && !a.confirm() {
		fmt.Fprintln(a.err, "nothing changed")
		return nil
	}
	j, effect, err := do(false)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(map[string]any{"judgement": j, "effect": effect})
	}
	if j != nil {
		fmt.Fprintf(a.out, "judgement %s\n", j.ID)
	}
	return nil
}

// printEffect words an effect for a person.
func (a *app) printEffect(ctx context.Context, snap *graph.Snapshot, e *graph.Effect) error {
	for _, part := range []struct {
		label string
		ids   []graph.EntityID
	}{{"become one", e.Join}, {"come apart", e.Leave}, {"disappear", e.Entities}} {
		entities, err := snap.Entities(ctx, part.ids)
		if err != nil {
			return err
		}
		for _, x := range entities {
			if x != nil {
				fmt.Fprintf(a.err, "  %s: %s (%s), %s\n", part.label, x.Name, x.Type, plural(x.Documents, "document"))
			}
		}
	}
	if err := a.printLost(ctx, snap, e.Relations); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "  %s change their entity, %s go, %s lose their last support\n",
		plural(e.Moved, "claim"), plural(e.Claims, "claim"), plural(len(e.Relations), "relation"))
	return nil
}

// maxLost is how many relations are named that lose their last support.
const maxLost = 20

// printLost names relations that lose their last support: so far they stand.
func (a *app) printLost(ctx context.Context, snap *graph.Snapshot, ids []graph.RelationID) error {
	named := ids[:min(len(ids), maxLost)]
	var ends []graph.EntityID
	for _, id := range named {
		ends = append(ends, id.Subject, id.Object)
	}
	es, err1 := snap.Entities(ctx, ends)
	rels, err2 := snap.Relations(ctx, named)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	name := func(e *graph.Entity) string {
		if e == nil {
			return "?"
		}
		return e.Name
	}
	for i, id := range named {
		object := name(es[2*i+1])
		if r := rels[i]; es[2*i+1] == nil && r != nil && r.Value != nil {
			object = r.Value.Text
		}
		fmt.Fprintf(a.err, "  loses its last support: %s %s %s\n", name(es[2*i]), id.Type, object)
	}
	if n := len(ids) - len(named); n > 0 {
		fmt.Fprintf(a.err, "  … and %d more\n", n)
	}
	return nil
}

// confirm asks on stderr and reads the answer from stdin; no answer is no.
func (a *app) confirm() bool {
	fmt.Fprint(a.err, "go on? [y/N] ")
	line, _ := bufio.NewReader(a.in).ReadString('\n')
	answer := strings.ToLower(strings.TrimSpace(line))
	return answer == "y" || answer == "yes"
}
