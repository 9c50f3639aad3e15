package api

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"dossier/graph"
	"dossier/schema"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestSDLGolden(t *testing.T) {
	const file = "testdata/schema.graphql"
	got := SDL(schema.Default())
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the schema differs from %s; run with -update and read the diff", file)
	}
}

// bare is an engine without data, for what needs none.
func bare(t testing.TB) *engine {
	e, err := newEngine(Config{Store: new(graph.Store), Ontology: schema.Default(), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func ask(t testing.TB, e *engine, query string) string {
	body, _, err := (&Executor{e}).Execute(context.Background(), query, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(body) {
		t.Fatalf("not JSON: %s", body)
	}
	return string(body)
}

const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
 types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
 fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
 inputFields { ...InputValue } interfaces { ...TypeRef }
 enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
 ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func TestIntrospection(t *testing.T) {
	e := bare(t)
	a, b := ask(t, e, introspection), ask(t, bare(t), introspection)
	if strings.Contains(a, `"errors"`) {
		t.Fatalf("%.2000s", a)
	}
	if a != b {
		t.Error("two engines describe themselves differently")
	}
	for _, want := range []string{`{"kind":"OBJECT","name":"Person"`, `"defaultValue":"SOURCES"`, `{"name":"AFFIRMED"`} {
		if !strings.Contains(a, want) {
			t.Errorf("no %s in the introspection", want)
		}
	}
}

func TestErrorsHaveCodes(t *testing.T) {
	e := bare(t)
	for query, want := range map[string]string{
		`{`:                          `"code":"GRAPHQL_PARSE_FAILED"`,
		`{nope}`:                     `"code":"GRAPHQL_VALIDATION_FAILED"`,
		`{a:limits{maxCost} b:nope}`: `"locations":[{"line":1,"column":20}]`,
		`query A{__typename} query B{__typename}`:                                                 `"code":"OPERATION_NOT_FOUND"`,
		`query($a:Int!){entities(first:$a){totalCount}}`:                                          `"code":"BAD_USER_INPUT"`,
		`{entities(first:101){totalCount}}`:                                                       `"code":"LIMIT_EXCEEDED"`,
		`{entities(first:0){totalCount}}`:                                                         `"code":"LIMIT_EXCEEDED"`,
		`{entities(first:1,last:2){totalCount}}`:                                                  `"code":"BAD_USER_INPUT"`,
		`{entities(first:100){nodes{relations(first:100){nodes{claims(first:100){nodes{id}}}}}}}`: `"code":"COST_EXCEEDED"`,
		`subscription{ingestProgress{done}}`:                                                      `"code":"OPERATION_NOT_FOUND"`,
		`subscription{ingestProgress{done} graphChanged{entityCount}}`:                            `"code":"GRAPHQL_VALIDATION_FAILED"`,
		`type A { a: Int } {__typename}`:                                                          `"code":"GRAPHQL_VALIDATION_FAILED"`,
	} {
		if got := ask(t, e, query); !strings.Contains(got, want) || strings.Contains(got, `"data"`) {
			t.Errorf("%s\ngot  %.600s\nwant %s", query, got, want)
		}
	}
}
