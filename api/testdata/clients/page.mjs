// Pages through lists both ways with graphql-request while others write.
// Usage: node page.mjs http://127.0.0.1:8321/graphql
// What was there before and after a pass must be in it, and nothing twice.
import { GraphQLClient, gql } from 'graphql-request';

const client = new GraphQLClient(process.argv[2]);

const queries = {
  entities: gql`
    query ($first: Int, $after: String, $last: Int, $before: String) {
      list: entities(orderBy: NAME, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  `,
  relations: gql`
    query ($first: Int, $after: String, $last: Int, $before: String) {
      list: relations(orderBy: TYPE, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  `,
  documents: gql`
    query ($first: Int, $after: String, $last: Int, $before: String) {
      list: documents(orderBy: TITLE, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  `,
};

async function forwards(query, size) {
  const ids = [];
  for (let after = null; ; ) {
    const { list } = await client.request(query, { first: size, after });
    ids.push(...list.edges.map((e) => e.node.id));
    if (!list.pageInfo.hasNextPage) return ids;
    after = list.pageInfo.endCursor;
  }
}

async function backwards(query, size) {
  const ids = [];
  for (let before = null; ; ) {
    const { list } = await client.request(query, { last: size, before });
    ids.unshift(...list.edges.map((e) => e.node.id));
    if (!list.pageInfo.hasPreviousPage) return ids;
    before = list.pageInfo.startCursor;
  }
}

let faults = 0;
function check(what, ids, must) {
  const seen = new Set(ids);
  if (seen.size !== ids.length) {
    faults++;
    console.log(`${what}: ${ids.length - seen.size} repeats among ${ids.length}`);
  }
  const gaps = must.filter((id) => !seen.has(id));
  if (gaps.length) {
    faults++;
    console.log(`${what}: ${gaps.length} gaps among ${ids.length}`);
  }
}

let passes = 0;
for (const [name, query] of Object.entries(queries)) {
  let before = await forwards(query, 100);
  for (const size of [3, 7, 50]) {
    for (const pass of [forwards, backwards]) {
      const ids = await pass(query, size);
      const after = await forwards(query, 100);
      const there = new Set(after);
      check(`${name} ${pass.name} by ${size}`, ids, before.filter((id) => there.has(id)));
      before = after;
      passes++;
    }
  }
}
console.log(`${passes} passes, ${faults} faults`);
process.exit(faults ? 1 : 0);
