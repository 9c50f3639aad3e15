// Compiles an application of Relay against a server's schema with Relay's own
// compiler: connections both ways, fragments with arguments, refetching
// through node(id:), a mutation and a subscription.
// Usage: node relay.mjs http://127.0.0.1:8321
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import compiler from 'relay-compiler';

const app = `
import { graphql } from 'relay-runtime';

graphql\`
  query appPageQuery($id: ID!, $types: [RelationType!]) {
    entity(id: $id) {
      ...app_head
      ...app_neighbors @arguments(count: 5)
      ...app_relations
      documents(first: 3) { edges { node { title published story { title documentCount } } } }
    }
    subgraph(around: [$id], depth: 2, filter: { types: $types }) {
      entities { id ...app_head }
      relations { id label subject { id } object { id } value { text number unit } }
      truncated
    }
  }
\`;
graphql\`
  fragment app_head on Entity {
    id
    __typename
    name
    aliases { name documentCount }
    ... on Person { firstSeen lastSeen }
    ... on Company { externalIds { scheme value url } }
  }
\`;
graphql\`
  fragment app_neighbors on Entity
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "appNeighborsQuery") {
    neighbors(first: $count, after: $cursor) @connection(key: "app_neighbors") {
      edges { node { entity { ...app_head } sourceCount relations { label } } }
      pageInfo { hasNextPage }
    }
  }
\`;
graphql\`
  fragment app_relations on Entity
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "appRelationsQuery") {
    relations(last: $count, before: $cursor, orderBy: LAST_SEEN) @connection(key: "app_relations", filters: ["orderBy"]) {
      edges { node { ...app_relation } }
    }
  }
\`;
graphql\`
  fragment app_relation on Relation @refetchable(queryName: "appRelationQuery") {
    independentSourceCount
    claims(first: 2) { nodes { evidence { quote prefix suffix document { url } } polarity modality attribution { speaker { name } } } }
  }
\`;
graphql\`
  mutation appSameMutation($input: JudgeInput!) {
    judge(input: $input) { judgement { id at } effect { joinedCount joined { name } } }
  }
\`;
graphql\`
  subscription appChangesSubscription { graphChanged { entityIds } }
\`;
`;

const base = process.argv[2];
const dir = mkdtempSync(join(tmpdir(), 'relay-'));
let faults = 0;
try {
  mkdirSync(join(dir, 'src', 'artifacts'), { recursive: true });
  writeFileSync(join(dir, 'schema.graphql'), await (await fetch(`${base}/schema.graphql`)).text());
  writeFileSync(join(dir, 'src', 'app.js'), app);
  writeFileSync(join(dir, 'relay.config.json'), JSON.stringify({
    src: './src', schema: './schema.graphql', language: 'typescript', artifactDirectory: './src/artifacts', eagerEsModules: true,
    customScalarTypes: { DateTime: 'string', Int64: 'number', JSON: 'unknown' },
  }));
  const run = spawnSync(compiler, ['--repersist', 'relay.config.json'], { cwd: dir, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const made = readdirSync(join(dir, 'src', 'artifacts')).filter((f) => f.endsWith('.graphql.ts'));
  if (run.status !== 0) {
    faults++;
    console.log(run.error ?? '', run.stdout, run.stderr);
  }
  for (const name of ['appPageQuery', 'appNeighborsQuery', 'appRelationsQuery', 'appRelationQuery', 'appSameMutation', 'appChangesSubscription']) {
    if (!made.includes(`${name}.graphql.ts`)) {
      faults++;
      console.log(`${name} was not compiled`);
    }
  }
  const next = made.includes('appNeighborsQuery.graphql.ts') && readFileSync(join(dir, 'src', 'artifacts', 'appNeighborsQuery.graphql.ts'), 'utf8');
  if (next && !next.includes('node(id: $id)')) {
    faults++;
    console.log('neighbours are not refetched through node(id:)');
  }
  console.log(`${made.length} artifacts, ${faults} faults`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
process.exit(faults ? 1 : 0);
