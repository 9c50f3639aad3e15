import React from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/graphiql.css';
import './page.css';

const example = `# Everything the articles say of an entity, with the exact words.
{
  entities(first: 5) {
    nodes {
      name
      type
      documentCount
      relations(first: 3) {
        nodes {
          label
          object { name }
          claims(first: 1) { nodes { evidence { quote document { title } } } }
        }
      }
    }
  }
}
`;

// Headers of the headers tab travel with every request, so that a bearer token
// can be given there.
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const data = part.split('\n').find((line) => line.startsWith('data: '));
      if (part.startsWith('event: complete')) return;
      if (part.startsWith('event: next') && data) yield JSON.parse(data.slice(6));
    }
  }
}

async function fetcher(params, options) {
  const subscription = /^\s*subscription\b/m.test(params.query);
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: subscription ? 'text/event-stream' : 'application/graphql-response+json',
      ...(options?.headers ?? {}),
    },
    body: JSON.stringify(params),
  });
  return subscription && response.ok ? events(response) : response.json();
}

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={fetcher} defaultQuery={example} shouldPersistHeaders={false} />,
);
