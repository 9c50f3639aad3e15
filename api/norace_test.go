//go:build !race

package api

const slack = 1
