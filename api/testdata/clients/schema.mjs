// Reads a server's schema as tools of JavaScript do: the SDL is valid, says the
// same as introspection, and TypeScript is generated from it with documents.
// Usage: node schema.mjs http://127.0.0.1:8321
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, validate, validateSchema } from 'graphql';

const base = process.argv[2];
const sdl = await (await fetch(`${base}/schema.graphql`)).text();
const schema = buildSchema(sdl);
const faults = validateSchema(schema);
const print = (s) => printSchema(lexicographicSortSchema(s));
const everything = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
let seen;
for (const options of [{}, everything]) {
  const answer = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery(options) }),
  });
  const { data, errors } = await answer.json();
  if (errors) faults.push(...errors.map((e) => e.message));
  else if (print((seen = buildClientSchema(data))) !== print(schema)) faults.push('introspection and SDL differ');
}

const document = parse(`
  query Around($id: ID!, $first: Int) {
    entity(id: $id) {
      ...Head
      neighbors(first: $first) { edges { cursor node { entity { ...Head } relations { label } } } pageInfo { endCursor hasNextPage } }
    }
    node(id: $id) { __typename ... on Person { name } ... on Claim { evidence { quote start end } } }
  }
  fragment Head on Entity { id name type firstSeen }
  mutation Same($left: ID!, $right: ID!) {
    judge(input: { left: $left, right: $right, verdict: SAME, by: "me", preview: true }) { effect { joinedCount joined { name } } }
  }
  subscription Changes { graphChanged { entityIds } }
`);
faults.push(...validate(seen, document));
const code = await codegen({
  filename: 'types.ts',
  schema: parse(sdl),
  schemaAst: schema,
  documents: [{ location: 'documents.graphql', document }],
  config: {},
  plugins: [{ typescript: {} }, { operations: {} }],
  pluginMap: { typescript, operations },
});
if (!code.includes('export type AroundQuery')) faults.push('no types for the query');
for (const f of faults) console.log(String(f));
console.log(`${Object.keys(seen.getTypeMap()).length} types, ${code.length > 0 ? 'TypeScript generated' : 'no code'}, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
