// Package ingest is the pipeline from files to applied batches.
package ingest
