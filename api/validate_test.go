package api

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"

	"dossier/schema"
)

// A null in a list is a value that may not be there, not an error of syntax.
func TestNullInList(t *testing.T) {
	e := bare(t)
	for q, want := range map[string]string{
		`{nodes(ids:["a", null]){id}}`:                                      `argument \"ids\"[1] must not be null`,
		`{entities(filter:{types:[null]}){totalCount}}`:                     `types[0] must not be null`,
		`query($a:[ID!]!=[null]){nodes(ids:$a){id}}`:                        `must not be null`,
		`query($a:[ID]=["a" null]){nodes(ids:$a){id}}`:                      `$a has type [ID]`,
		`query($a:[EntityType]=[null]){entities(filter:{types:$a}){edges}}`: `$a has type [EntityType]`,
	} {
		if got := ask(t, e, q); !strings.Contains(got, want) || !strings.Contains(got, codeValidation) {
			t.Errorf("%s\ngot %s\nwant %s", q, got, want)
		}
	}
}

// TestValidationAgrees holds the package's validator against graphql-go's: a
// document is valid for both or for neither.
func TestValidationAgrees(t *testing.T) {
	e := bare(t)
	for _, c := range []struct {
		valid bool
		doc   string
	}{
		{true, `{limits{maxCost}}`},
		{true, `query A{limits{maxCost}} query B{limits{maxCost}}`},
		{false, `query A{limits{maxCost}} query A{limits{maxCost}}`},
		{false, `query A{limits{maxCost}} {limits{maxCost}}`},
		{false, `{nope}`},
		{false, `{limits}`},
		{false, `{limits{maxCost{x}}}`},
		{true, `{__typename limits{__typename}}`},
		{true, `{node(id:"x"){id ...on Person{name} ...on Entity{type}}}`},
		{false, `{node(id:"x"){name}}`},
		{false, `{node(id:"x"){...on Limits{maxCost}}}`},
		{false, `{node(id:"x"){...on DateTime{maxCost}}}`},
		{false, `{node(id:"x"){...on Nope{maxCost}}}`},
		{false, `{limits{...on Stats{documents}}}`},
		{true, `{...F}fragment F on Query{limits{maxCost}}`},
		{false, `{...F}`},
		{false, `{limits{maxCost}}fragment F on Query{limits{maxCost}}`},
		{false, `{...F}fragment F on Limits{maxCost}`},
		{true, `{entities(first:1){totalCount}}`},
		{true, `{entities(first:1,after:null){totalCount}}`},
		{true, `{entities(after:null){totalCount}}`},
		{true, `{entities(filter:{types:null,document:null}){totalCount}}`},
		{true, `query($n:Int=null){entities(first:$n){totalCount}}`},
		{false, `{node(id:null){id}}`},
		{false, `{nodes(ids:["a", null]){id}}`},
		{false, `{entities(filter:{types:[Person null]}){totalCount}}`},
		{false, `query($a:[ID!]=[null]){nodes(ids:$a){id}}`},
		{true, `{search(query:"[null]"){totalCount} null:limits{null:maxCost}}`},
		{false, `{null:limits{null:null}}`},
		{false, `{entities(first:"1"){totalCount}}`},
		{false, `{entities(first:1.5){totalCount}}`},
		{false, `{entities(first:1,first:1){totalCount}}`},
		{false, `{entities(frist:1){totalCount}}`},
		{false, `{node{id}}`},
		{true, `{node(id:12){id}}`},
		{false, `{node(id:true){id}}`},
		{true, `{entities(orderBy:NAME){totalCount}}`},
		{false, `{entities(orderBy:"NAME"){totalCount}}`},
		{false, `{entities(orderBy:NOPE){totalCount}}`},
		{true, `{entities(filter:{types:[Person,City]}){totalCount}}`},
		{true, `{entities(filter:{types:Person}){totalCount}}`},
		{false, `{entities(filter:{types:[Nope]}){totalCount}}`},
		{false, `{entities(filter:{nope:1}){totalCount}}`},
		{false, `{entities(filter:{minDocuments:1,minDocuments:2}){totalCount}}`},
		{false, `{entities(filter:3){totalCount}}`},
		{true, `{entities(filter:{seenSince:"2031-01-02"}){totalCount}}`},
		{false, `{entities(filter:{seenSince:"yesterday"}){totalCount}}`},
		{true, `query($n:Int){entities(first:$n){totalCount}}`},
		{true, `query($n:Int!){entities(first:$n){totalCount}}`},
		{false, `query($n:String){entities(first:$n){totalCount}}`},
		{false, `query($n:[Int]){entities(first:$n){totalCount}}`},
		{false, `query{entities(first:$n){totalCount}}`},
		{false, `query($n:Int){limits{maxCost}}`},
		{false, `query($n:Int,$n:Int){entities(first:$n){totalCount}}`},
		{false, `query($n:Nope){entities(first:$n){totalCount}}`},
		{false, `query($n:Person){entities(first:$n){totalCount}}`},
		{false, `query($n:Int="x"){entities(first:$n){totalCount}}`},
		{true, `query($n:Int=3){entities(first:$n){totalCount}}`},
		{false, `query($id:ID){node(id:$id){id}}`},
		{true, `query($id:ID="x"){node(id:$id){id}}`},
		{true, `query($t:EntityType!){entities(filter:{types:[$t]}){totalCount}}`},
		{false, `query($t:EntityType){entities(filter:{types:[$t]}){totalCount}}`},
		{true, `query($t:[EntityType!]){entities(filter:{types:$t}){totalCount}}`},
		{true, `query($n:Int){...F}fragment F on Query{entities(first:$n){totalCount}}`},
		{false, `query A($n:Int){...F} query B{...F}fragment F on Query{entities(first:$n){totalCount}}`},
		{true, `{limits @skip(if:true){maxCost}}`},
		{true, `query($b:Boolean!){limits @include(if:$b){maxCost}}`},
		{false, `query($b:Boolean){limits @include(if:$b){maxCost}}`},
		{false, `{limits @skip{maxCost}}`},
		{false, `{limits @nope{maxCost}}`},
		{false, `query @skip(if:true){limits{maxCost}}`},
		{true, `{a:limits{maxCost} b:limits{maxCost}}`},
		{true, `{a:limits{maxCost} a:limits{maxFirst}}`},
		{false, `{a:limits{maxCost} a:stats{documents}}`},
		{false, `{entities(first:1){totalCount}entities(first:2){totalCount}}`},
		{true, `{entities(first:1){totalCount}entities(first:1){nodes{id}}}`},
		{false, `{limits{a:maxCost a:maxFirst}}`},
		{false, `{limits{a:maxCost} ...F}fragment F on Query{limits{a:maxFirst}}`},
		{false, `{limits{a:maxCost a:maxFirst @skip(if:true)}}`},
		{true, `{node(id:1){...on Person{a:name} ...on Story{a:title}}}`},
		{false, `{node(id:1){...on Person{a:name} ...on Story{a:documentCount}}}`},
		{false, `{node(id:1){...on Relation{a:subject{x:name}} ...on Claim{a:evidence{x:start}}}}`},
		{false, `{node(id:1){...on Person{a:relations(first:1){totalCount}} ...on Entity{a:relations(first:2){totalCount}}}}`},
		{true, `{node(id:1){...on Person{a:relations(first:1){totalCount}} ...on City{a:relations(first:2){totalCount}}}}`},
		{true, `mutation{judge(input:{left:1,right:2,verdict:SAME,by:"x"}){preview}}`},
		{false, `mutation{judge(input:{left:1,right:2,verdict:SAME}){preview}}`},
		{true, `{__schema{types{name}} __type(name:"Query"){name}}`},
		{false, `{__type{name}}`},
	} {
		d, err := parseDocument(c.doc)
		if err != nil {
			t.Errorf("%s: %v", c.doc, err)
			continue
		}
		ours := e.validate(d)
		if (len(ours) == 0) != c.valid {
			t.Errorf("%s\nvalid is %v, want %v: %v", c.doc, len(ours) == 0, c.valid, first(ours))
		}
		theirs := graphql.ValidateDocument(e.schema, d.doc, nil)
		if theirs.IsValid != c.valid {
			t.Errorf("graphql-go thinks otherwise of %s", c.doc)
		}
	}
}

func FuzzRequest(f *testing.F) {
	for _, doc := range costly() {
		if len(doc) < 2000 {
			f.Add(doc, `{"a":1}`)
		}
	}
	f.Add(introspection, ``)
	f.Add(`query($a:Int!,$b:[EntityType!]){entities(first:$a,filter:{types:$b}){nodes{id name}}}`, `{"a":3,"b":["Person"]}`)
	e := engineOn(f, Config{Store: openWorld(f, parseWorld(f, "# 2031-01-02 A: B\nPerson Ada Moss | leads | Company Tarn Corp")...)})
	f.Fuzz(func(t *testing.T, doc, vars string) {
		body, _, err := (&Executor{e}).Execute(context.Background(), doc, "", []byte(vars))
		if err == nil && len(body) == 0 {
			t.Error("an empty response")
		}
	})
}

// FuzzHTTP sends requests of any kind: none is answered with a fault of the
// server, nor with anything but JSON where that is promised.
func FuzzHTTP(f *testing.F) {
	world := parseWorld(f, "# 2031-01-02 A: B\nPerson Ada Moss | leads | Company Tarn Corp")
	h, err := NewHandler(Config{Store: openWorld(f, world...), Ontology: schema.Default()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("POST", "", "application/json", "*/*", `{"query":"{__typename}","variables":{},"operationName":null,"extensions":{}}`)
	f.Add("GET", "query={__typename}&variables={}", "", "application/graphql-response+json", "")
	f.Add("POST", "", "application/json; charset=utf-8", "text/event-stream", `{"query":"{stats{documents}}"}`)
	for _, docs := range []map[string]string{hostile(), costly()} {
		for _, doc := range docs {
			if len(doc) < 500 {
				f.Add("POST", "", "application/json", "application/graphql-response+json", asBody(doc))
			}
		}
	}
	f.Fuzz(func(t *testing.T, method, query, kind, accept, body string) {
		if strings.Contains(body+query, "ubscription") || method != "POST" && method != "GET" {
			return // a stream lasts as long as its client
		}
		r := httptest.NewRequest(method, "http://localhost/graphql", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if strings.Contains(w.Header().Get("Content-Type"), "json") && !json.Valid(w.Body.Bytes()) {
			t.Errorf("not JSON: %s", w.Body)
		}
	})
}
