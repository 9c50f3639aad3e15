module dossier

go 1.26.0

require (
	github.com/abadojack/whatlanggo v1.0.1 // owner: ingest/nlp; language of a text
	github.com/agnivade/levenshtein v1.2.2 // owner: ingest/identity; letters that differ
	github.com/chromedp/cdproto v0.159.0 // tests; browser protocol
	github.com/chromedp/chromedp v0.23.0 // tests; a real browser
	github.com/dgraph-io/badger/v4 v4.9.6 // owner: graph/kv/badgerkv; the embedded engine
	github.com/dgraph-io/ristretto/v2 v2.2.0 // owner: graph/kv/badgerkv; its tables
	github.com/fxamacker/cbor/v2 v2.9.6 // owner: graph; records
	github.com/go-shiori/go-readability v0.0.0-20251205110129-5db1dc9836f0 // owner: ingest/article; fallback
	github.com/goccy/go-yaml v1.19.2 // owner: schema
	github.com/google/go-cmp v0.7.0 // tests
	github.com/google/uuid v1.6.0 // owner: graph; ids
	github.com/graphql-go/graphql v0.8.1 // owner: api; types, parser and validator of GraphQL
	github.com/klauspost/compress v1.20.3 // owner: graph; texts
	github.com/kljensen/snowball v0.10.0 // owner: graph; stems
	github.com/markusmobius/go-htmldate v1.10.1 // owner: ingest/article; bounds of the date search
	github.com/markusmobius/go-trafilatura v1.12.2 // owner: ingest/article; the story in a page
	github.com/prometheus/client_golang v1.25.0 // owner: api; metrics
	github.com/rogpeppe/go-internal v1.16.0 // tests; scripts
	github.com/schollz/progressbar/v3 v3.19.1 // owner: cmd/dossier
	github.com/spf13/cobra v1.10.2 // owner: cmd/dossier
	github.com/yuin/goldmark v1.8.7 // owner: ingest/article; Markdown
	go.uber.org/goleak v1.3.0 // tests
	golang.org/x/net v0.62.0 // owner: ingest/article; HTML
	golang.org/x/sys v0.49.0 // owner: ingest/nlp/neural, graph/kv/badgerkv; processor, disk
	golang.org/x/term v0.47.0 // owner: cmd/dossier
	golang.org/x/text v0.43.0 // owner: ingest/nlp, ingest/identity; normal forms
	golang.org/x/tools v0.52.0 // tests; txtar
	pgregory.net/rapid v1.3.0 // tests; properties
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/RadhiFadlillah/whatlanggo v0.0.0-20240916001553-aac1f0f737fc // indirect
	github.com/andybalholm/cascadia v1.3.5 // indirect
	github.com/araddon/dateparse v0.0.0-20210429162001-6b43995a97de // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/forPelevin/gomoji v1.2.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/go-shiori/dom v0.0.0-20230515143342-73569d674e1c // indirect
	github.com/gogs/chardet v0.0.0-20211120154057-b7413eaefb8f // indirect
	github.com/google/flatbuffers v25.2.10+incompatible // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/markusmobius/go-dateparser v1.4.7 // indirect
	github.com/markusmobius/go-dateutil/v2 v2.9.1 // indirect
	github.com/markusmobius/go-domdistiller v0.0.0-20240926050704-25b8d046ffb4 // indirect
	github.com/mattn/go-colorable v0.1.15 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/rs/zerolog v1.35.1 // indirect
	github.com/spf13/pflag v1.0.10 // indirect
	github.com/tetratelabs/wazero v1.12.0 // indirect
	github.com/wasilibs/go-re2 v1.12.0 // indirect
	github.com/wasilibs/wazero-helpers v0.0.0-20250123031827-cd30c44769bb // indirect
	github.com/x448/float16 v0.8.4 // indirect
	github.com/yosssi/gohtml v0.0.0-20201013000340-ee4748c638f4 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel v1.41.0 // indirect
	go.opentelemetry.io/otel/metric v1.41.0 // indirect
	go.opentelemetry.io/otel/trace v1.41.0 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
