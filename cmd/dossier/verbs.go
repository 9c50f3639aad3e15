package main

import "github.com/spf13/cobra"

// verbs lists every verb, in the order of the help.
func (a *app) verbs() []*cobra.Command {
	return []*cobra.Command{
		a.demoVerb(), a.ingestVerb(), a.extractVerb(), a.annotateVerb(),
		a.queryVerb(), a.serveVerb(),
		a.entityVerb(), a.pathVerb(), a.statsVerb(),
		a.sameVerb(), a.differentVerb(), a.undoVerb(), a.judgementsVerb(), a.forgetVerb(),
		a.importVerb(), a.exportVerb(), a.rebuildVerb(), a.verifyVerb(), a.backupVerb(), a.restoreVerb(),
		a.schemaVerb(), a.trainVerb(), a.evaluateVerb(),
	}
}
