// Reads one exported file with a parser that others wrote, and prints what it
// found as one line of JSON. Usage: node read.mjs FORMAT FILE
import { readFileSync } from "node:fs";

import Graph from "graphology";
import gexf from "graphology-gexf/node/index.js";
import graphml from "graphology-graphml/node/index.js";
import jsonld from "jsonld";
import { Parser } from "n3";

const readers = {
  graphml: (text) => sum(graphml.parse(Graph.MultiDirectedGraph, text, { addMissingNodes: false })),
  gexf: (text) => sum(gexf.parse(Graph.MultiDirectedGraph, text, { allowUndeclaredAttributes: false, addMissingNodes: false })),
  nquads: (text) => {
    const quads = new Parser({ format: "N-Quads" }).parse(text);
    const graphs = new Set(quads.map((q) => q.graph.value).filter((g) => g !== ""));
    const quotes = quads.filter((q) => q.predicate.value === "http://www.w3.org/ns/oa#exact").map((q) => q.object.value);
    return { quads: quads.length, graphs: graphs.size, quotes };
  },
  jsonld: async (text) => {
    const flat = await jsonld.flatten(JSON.parse(text));
    const claims = flat.filter((n) => (n["@type"] ?? []).includes("https://schema.org/Claim"));
    const quads = await jsonld.toRDF(JSON.parse(text));
    return { nodes: flat.length, quads: quads.length, quotes: claims.map((c) => c["https://schema.org/text"][0]["@value"]) };
  },
};

function sum(graph) {
  const labels = graph.mapNodes((_, a) => a.label).sort();
  const relations = graph.mapEdges((_, a) => a.relation ?? a.kind ?? a.label).sort();
  return { nodes: graph.order, edges: graph.size, labels, relations };
}

const [, , format, file] = process.argv;
console.log(JSON.stringify(await readers[format](readFileSync(file, "utf8"))));
