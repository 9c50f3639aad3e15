//go:build race

package api

// slack is how much longer things may take with the race detector.
const slack = 10
