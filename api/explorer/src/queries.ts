// All queries in one place, so that each can also be opened in GraphiQL.

const entity = 'id type name documentCount relationCount';
const ends = 'id type label subject { id } object { id } independentSourceCount supportingCount contradictingCount modality';
const rest = 'claimCount documentCount firstSeen lastSeen firstTime lastTime score';
const relation = `${ends} ${rest}`;
const head = 'id kind url title publisher published';
const claim = `id predicate polarity modality score
  subject { id name type } subjectText object { id name type } objectText value { type text }
  relation { id label }
  attributionChain { text cue channel speaker { id name type } }
  time { text start end precision }
  utterance { id carrierCount }
  evidence { quote start end prefix suffix line document { ${head} } }`;
const named = 'id name type';
const next = 'pageInfo { hasNextPage endCursor }';

export const q = {
  ontology: `query Ontology { ontology {
  entityTypes { name label plural doc parent family }
  relationTypes { name label inverse doc parent } } }`,

  stats: 'query Stats { stats { documents entities relations claims version } }',

  search: `query Search($query: String!) { search(query: $query, first: 12) { nodes {
  kind snippet
  entity { ${entity} }
  document { ${head} }
  claim { id subject { ${named} } object { ${named} } subjectText predicate objectText relation { id } evidence { start end document { ${head} } } } } } }`,

  connected: `query Connected($first: Int!) { entities(orderBy: RELATIONS, first: $first) { nodes { ${entity} } totalCount } }`,

  stories: 'query Stories { stories(first: 20) { nodes { id title documentCount firstPublished } } }',

  documents: `query Documents($first: Int!, $after: String) { documents(first: $first, after: $after) {
  nodes { ${head} entityCount claimCount claims(first: 1) { nodes { evidence { quote } } } } totalCount pageInfo { hasNextPage endCursor } } }`,

  story: `query Story($id: ID!) { node(id: $id) { ... on Story { id title documents(first: 20) { nodes {
  id entities(first: 40) { nodes { ${entity} } } } } } } }`,

  documentEntities: `query DocumentEntities($id: ID!) { node(id: $id) { ... on Document { id title
  entities(first: 80) { nodes { ${entity} } } } } }`,

  entities: `query Entities($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity { ${entity} } } }`,

  touching: `query Touching($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity { id relations(first: 100) { nodes { ${relation} } } } } }`,

  among: `query Among($ids: [ID!]!, $depth: Int!, $limit: Int!) { subgraph(around: $ids, depth: $depth, limit: $limit) {
  relations { ${relation} } truncated } }`,
  amongEnds: `query AmongEnds($ids: [ID!]!, $depth: Int!, $limit: Int!) { subgraph(around: $ids, depth: $depth, limit: $limit) { relations { ${ends} } } }`,
  amongRest: `query AmongRest($ids: [ID!]!, $depth: Int!, $limit: Int!) { subgraph(around: $ids, depth: $depth, limit: $limit) { relations { id ${rest} } } }`,

  expand: `query Expand($id: ID!, $first: Int!, $after: String, $filter: RelationFilter) { node(id: $id) { ... on Entity { id
  neighbors(first: $first, after: $after, filter: $filter) {
    nodes { entity { ${entity} } relations { ${relation} } }
    totalCount pageInfo { hasNextPage endCursor } } } } }`,

  paths: `query Paths($from: ID!, $to: ID!, $filter: RelationFilter) { paths(from: $from, to: $to, maxHops: 6, first: 3, filter: $filter) {
  length entities { ${entity} } relations { ${relation} } } }`,

  entity: `query Entity($id: ID!, $after: String) { node(id: $id) { ... on Entity { ${entity} claimCount description firstSeen lastSeen
  aliases { name documentCount } externalIds { scheme value url }
  relations(first: 50, after: $after) { nodes { ${relation} subject { name type } object { name type } value { type text } } totalCount ${next} } } } }`,

  timeline: `query Timeline($id: ID!, $after: String) { node(id: $id) { ... on Entity { id timeline(first: 40, after: $after) { nodes { ${claim} } ${next} } } } }`,

  entityDocuments: `query EntityDocuments($id: ID!, $after: String) { node(id: $id) { ... on Entity { id
  documents(first: 50, after: $after) { nodes { ${head} } totalCount ${next} } } } }`,

  identity: `query Identity($id: ID!) { node(id: $id) { ... on Entity { id
  identity { left right rule score judgement { id verdict by at } } } } }`,

  lookalikes: `query Lookalikes($id: ID!) { node(id: $id) { ... on Entity { id
  lookalikes(first: 10) { score reasons entity { ${entity} } } } } }`,

  dossier: `query Dossier($ids: [ID!]!) { nodes(ids: $ids) { ... on Relation { ${relation}
  subject { name type } object { name type } value { type text }
  claims(first: 12) { nodes { ${claim} } totalCount } } } }`,

  relation: `query Relation($id: ID!, $after: String) { node(id: $id) { ... on Relation { ${relation}
  subject { name type } object { name type } value { type text }
  claims(first: 40, after: $after) { nodes { ${claim} } totalCount ${next} } } } }`,

  texts: `query Texts($ids: [ID!]!) { nodes(ids: $ids) { ... on Document { ${head} authors text
  regions { kind start end }
  mentions { start end kind entity { ${named} } } } } }`,

  documentRelations: `query DocumentRelations($id: ID!, $after: String) { node(id: $id) { ... on Document { id
  claims(first: 100, after: $after, filter: { relation: TYPED }) { nodes { relation { id } } pageInfo { hasNextPage endCursor } } } } }`,

  contradictions: `query Contradictions($after: String) { contradictions(first: 20, after: $after) { nodes { kind explanation
  left { ${claim} } right { ${claim} } } ${next} } }`,

  judgements: `query Judgements($after: String) { judgements(first: 100, after: $after) { nodes { id verdict leftName rightName by reason at
  left { ${named} } right { ${named} } undoes { id } } ${next} } }`,

  judge: `mutation Judge($input: JudgeInput!) { judge(input: $input) { judgement { id } left { ${entity} } right { ${entity} }
  effect { joined { id name } joinedCount separatedCount movedClaimCount } } }`,

  undo: `mutation UndoJudgement($input: UndoJudgementInput!) { undoJudgement(input: $input) { judgement { id undoes { left { ${named} } right { ${named} } } } } }`,

  ingest: `mutation Ingest($input: IngestDocumentInput!) { ingestDocument(input: $input) {
  documents { id title entityCount claimCount } refusals { source line reason } } }`,
};
