//go:build !race

package nlp_test

const raceDetector = false
