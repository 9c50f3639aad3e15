package api

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dossier/graph"
)

// metrics count what the server does, in a registry of its own.
type metrics struct {
	reg      *prometheus.Registry
	requests *prometheus.CounterVec
	httpTime *prometheus.HistogramVec
	queries  *prometheus.CounterVec
	time     *prometheus.HistogramVec
}

func newMetrics(store *graph.Store) *metrics {
	m := &metrics{
		reg: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_http_requests_total", Help: "HTTP requests by handler and status."}, []string{"handler", "status"}),
		httpTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dossier_http_request_seconds", Help: "Time to answer an HTTP request.", Buckets: seconds}, []string{"handler"}),
		queries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dossier_graphql_operations_total", Help: "GraphQL operations by kind and code of their first error."}, []string{"kind", "code"}),
		time: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dossier_graphql_operation_seconds", Help: "Time to answer a GraphQL operation.", Buckets: seconds}, []string{"kind"}),
	}
	m.reg.MustRegister(m.requests, m.httpTime, m.queries, m.time, &storeCollector{store},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// seconds are the bounds of the histograms.
var seconds = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.reg, promhttp.HandlerOpts{})
}

// routes are the handlers that are counted by name; all else is "other", so
// that clients cannot make new series.
var routes = map[string]string{
	"/": "root", "/graphql": "graphql", "/graphiql": "graphiql", "/schema.graphql": "schema", "/import": "import",
	"/export": "export", "/metrics": "metrics", "/healthz": "health", "/readyz": "health",
}

var statusNames = map[int]string{1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"}

func (m *metrics) http(r *http.Request, status int, took time.Duration) {
	route := routes[r.URL.Path]
	if route == "" {
		route = "other"
	}
	m.requests.WithLabelValues(route, statusNames[max(status, 200)/100]).Inc()
	m.httpTime.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) query(kind string, errs []*Error, took time.Duration) {
	code := "OK"
	if len(errs) > 0 {
		code = errs[0].Code
	}
	m.queries.WithLabelValues(kind, code).Inc()
	m.time.WithLabelValues(kind).Observe(took.Seconds())
}

// A storeCollector reports what the store holds when it is asked.
type storeCollector struct{ store *graph.Store }

var storeThings = prometheus.NewDesc("dossier_store_things", "Things in the store by kind.", []string{"kind"}, nil)

// Describe implements prometheus.Collector.
func (c *storeCollector) Describe(ch chan<- *prometheus.Desc) { ch <- storeThings }

// Collect implements prometheus.Collector. A store that does not answer within
// a second reports nothing.
func (c *storeCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := contextWithin(time.Second)
	defer cancel()
	snap, err := c.store.Snapshot(ctx)
	if err != nil {
		return
	}
	defer snap.Close()
	st, err := snap.Stats(ctx)
	if err != nil {
		return
	}
	for kind, n := range map[string]int{
		"document": st.Documents, "dataset": st.Datasets, "mention": st.Mentions, "profile": st.Profiles, "claim": st.Claims,
		"entity": st.Entities, "relation": st.Relations, "story": st.Stories, "utterance": st.Utterances, "judgement": st.Judgements,
	} {
		ch <- prometheus.MustNewConstMetric(storeThings, prometheus.GaugeValue, float64(n), kind)
	}
}
