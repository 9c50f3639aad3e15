// Subscribes with the client of GraphQL over SSE, in distinct connections mode,
// while others write.
// Usage: node sse.mjs http://127.0.0.1:8321/graphql
import { createClient } from 'graphql-sse';

const client = createClient({ url: process.argv[2], retryAttempts: 0 });
let faults = 0;
function check(what, ok, seen) {
  if (ok) return;
  faults++;
  console.log(`${what}: ${JSON.stringify(seen)}`);
}

async function all(query, most = Infinity) {
  const results = [];
  for await (const result of client.iterate({ query })) {
    results.push(result);
    if (results.length >= most) break;
  }
  return results;
}

const [answer, ...more] = await all('{ limits { maxFirst } }');
check('a query', answer.data.limits.maxFirst === 100 && more.length === 0, [answer, ...more]);
const [refused] = await all('{ nope }');
check('a wrong query', refused.errors?.[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED' && !('data' in refused), refused);
const changes = await all('subscription { graphChanged { documentIds documentCount entities { name } } }', 5);
const documents = new Set(changes.flatMap((c) => c.data.graphChanged.documentIds));
check('changes', changes.length === 5 && documents.size >= 5, changes);
client.dispose();
console.log(`${documents.size > 0 ? changes.length : 0} changes, ${faults} faults`);
process.exit(faults ? 1 : 0);
