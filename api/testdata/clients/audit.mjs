// Runs graphql-http's audits of GraphQL over HTTP against a server.
// Usage: node audit.mjs http://127.0.0.1:8321/graphql
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
let ok = 0;
for (const r of results) {
  if (r.status === 'ok') ok++;
  else console.log(`${r.status}\t${r.id}\t${r.name}\t${r.reason ?? ''}`);
}
console.log(`${ok} of ${results.length} audits passed`);
process.exit(ok === results.length ? 0 : 1);
