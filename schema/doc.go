// Package schema says what can be said.
package schema
