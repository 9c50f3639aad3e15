// What the server answers, as far as the explorer asks for it.

export type ID = string;

export interface Entity {
  id: ID;
  type: string;
  name: string;
  documentCount: number;
  relationCount: number;
}

export interface Relation {
  id: ID;
  type: string;
  label: string;
  subject: { id: ID; name?: string };
  object: { id: ID; name?: string } | null;
  value?: Value | null;
  claimCount: number;
  documentCount: number;
  independentSourceCount: number;
  supportingCount: number;
  contradictingCount: number;
  modality: string;
  firstSeen: string | null;
  lastSeen: string | null;
  firstTime: string | null;
  lastTime: string | null;
  score: number;
}

export interface Value { type: string; text: string }

export interface Named { id: ID; name: string; type: string }

export interface DocumentHead {
  id: ID;
  kind: string;
  url: string | null;
  title: string | null;
  publisher: string | null;
  published: string | null;
  /** Its first statement, where it was asked for. */
  claims?: { nodes: { evidence: { quote: string } }[] };
}

export interface Mention {
  start: number;
  end: number;
  kind: string;
  entity: Named | null;
}

export interface Region { kind: string; start: number; end: number }

export interface DocumentText extends DocumentHead {
  authors: string[];
  text: string;
  regions: Region[];
  mentions: Mention[];
}

export interface Attribution {
  text: string;
  cue: string;
  channel: string | null;
  speaker: Named | null;
}

export interface Claim {
  id: ID;
  predicate: string;
  polarity: 'AFFIRMED' | 'DENIED';
  modality: string;
  score: number;
  subject: Named | null;
  subjectText: string | null;
  object: Named | null;
  objectText: string | null;
  value: Value | null;
  relation: { id: ID; label: string } | null;
  attributionChain: Attribution[];
  time: { text: string; start: string | null; end: string | null; precision: string } | null;
  utterance: { id: ID; carrierCount: number } | null;
  evidence: {
    quote: string;
    start: number;
    end: number;
    prefix: string;
    suffix: string;
    line: number | null;
    document: DocumentHead;
  };
}

export interface Page<T> {
  nodes: T[];
  totalCount?: number | null;
  pageInfo?: { hasNextPage: boolean; endCursor: string | null };
}

export interface Judgement {
  id: ID;
  verdict: 'SAME' | 'DIFFERENT' | 'UNDECIDED';
  leftName: string;
  rightName: string;
  left: Named | null;
  right: Named | null;
  by: string;
  reason: string | null;
  at: string;
  undoes: { id: ID } | null;
}

export interface EntityTypeInfo { name: string; label: string; plural: string; doc: string; parent: string | null; family: string }
export interface RelationTypeInfo { name: string; label: string; inverse: string; doc: string; parent: string | null }

export interface Stats { documents: number; entities: number; relations: number; claims: number; version: string }
