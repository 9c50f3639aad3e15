package api

import "time"

// The limits of one request. They are constants because clients rely on them:
// the `limits` field and the README publish the same numbers.
const (
	maxBytes      = 64 << 10 // of one GraphQL document
	maxTokens     = 8_000    // of one document, strings count as one
	maxBrackets   = 64       // brackets of any kind open at once
	maxName       = 128      // bytes of one name
	maxString     = 8 << 10  // bytes of one string; longer ones are given as variables
	maxFields     = 1_000    // selected fields with all fragments expanded
	maxDepth      = 16       // nested selection sets with all fragments expanded
	maxAliases    = 100      // with all fragments expanded
	maxDirectives = 50
	maxVariables  = 100 // defined by one operation

	maxCost          = 100_000  // fields a response may hold, estimated before execution
	maxFirst         = 100      // items of one page
	defaultFirst     = 20       // items of a page that asks for no number
	maxIDs           = 100      // ids in one list argument; around of `subgraph` takes maxSubgraph
	maxHops          = 8        // of a path
	maxPaths         = 20       // of one `paths`
	maxSubgraph      = 2_000    // entities of one `subgraph`
	maxResponseBytes = 16 << 20 // of one response

	maxBody       = 4 << 20 // bytes of a GraphQL request over HTTP
	maxJSONValues = 20_000  // values in the JSON of a request
	maxJSONDepth  = 32
	maxErrors     = 20 // errors listed in one response

	defaultTimeout = 10 * time.Second // of one query
)
