// Package schema says what can be said: entity types, relation types with the
// cues by which English expresses them, and a knowledge base of facts about
// the world that news takes for granted.
//
// Everything is data in YAML (schema/ontology); a user adds a relation type
// without touching Go. Names follow FollowTheMoney where it has one, and the
// PLOVER event categories for what actors do to each other. (PLOVER: Political
// Language Ontology for Verifiable Event Records.)
//
// # Files
//
// An ontology is a folder of *.yaml files, read with all its subfolders in the
// order of their paths. Each file may hold any of five lists:
//
//	entities:  entity types
//	relations: relation types
//	facts:     the knowledge base
//	cues:      more cues for relation types of other files
//	replace:   what to drop from the built-in ontology first
//
// An entity type:
//
//	entities:
//	  - name: Shipyard          # unique; an upper-camel word
//	    label: shipyard
//	    plural: shipyards       # default: the label and "s"
//	    doc: A company that builds ships.
//	    parent: Company         # the supertype; empty for a root
//	    also: [Facility]        # further supertypes
//	    family: org             # person, org, place, thing, group; default: the parent's
//	    heads: [shipyard, shipbuilder]  # common nouns that name one, as lemmas
//	    affix: [Shipyards, Shipbuilding] # words of a proper name that give the type away
//
// Identity merges two entities only within a family.
//
// A relation type:
//
//	relations:
//	  - name: charters          # unique; a lower-camel word
//	    label: charters         # read subject → object
//	    inverse: chartered by   # read object → subject; may be left out if symmetric
//	    doc: S hires the ship O.
//	    parent: uses            # the supertype; empty for a root
//	    domain: [Company]       # entity types of the subject with their subtypes; empty: any
//	    range: [Vessel]         # of the object; also date, number, money, text; empty: any
//	    symmetric: false        # S r O says the same as O r S
//	    functional: false       # one object at a time
//	    lasting: true           # a state, not an event
//	    opposite: stops         # what a denied claim of this type supports
//	    cues: [S charter O, S's charter of O]
//
// # Cues
//
// A cue is a short frame, written with S for the subject and O for the object
// of the relation, "_" for any filler, and lemmas. Every frame holds S and O
// once.
//
//	S acquire O            verb with direct object
//	S look into O          … with preposition
//	S carry out O          … with a particle: up, out, off, down, away, back, apart, together, forward, ahead, aside
//	S take+over O          … with a particle that is mostly a preposition: joined by "+"
//	S sign up for O        … with particle and preposition
//	S provide _ to O       any direct object, then the preposition that holds O
//	S sign deal with O     the direct object must be a deal
//	S charge O with _      something must stand behind the preposition
//	S take O hostage       a complement of the object
//	S call O _             any complement
//	S pull _ out of O      a double preposition
//	_ base S in O          nobody in particular acts: "S is based in O"
//	S be against O         "be" with a preposition
//	S be director of O     a role: "S is a director of O", "S, director of O", "O director S", "O's director, S"
//	S be critical of O     an adjective
//	S's use of O           a noun: "S's use of O", "use of O by S"
//	war between S and O    a noun without possessor
//	O hire S               S and O may stand in either place
//
// Tense, passive voice, negation, relative clauses and the order "give O _"
// for "give _ to O" are found by the claim finder and never written in a cue.
//
// # Facts
//
//	facts:
//	  - id: Q30                 # a Wikidata id, or kb: and small letters, digits, hyphens
//	    type: Country
//	    name: United States     # the name to show
//	    aliases: [US, U.S.]     # other names
//	    weak: [America]         # only sometimes this thing: counts with context alone
//	    demonyms: [American]    # of countries and regions: points at it, is no name of it
//	    titles: []              # of persons and bodies: "Secretary of Defense"
//	    part: Q1065             # id of the body or country it belongs to
//	    capital: Q61            # id of the city
//	    gender: female          # of persons: female, male
//	    doc: country in North America
//
// Names are written without a leading "the" unless it is part of the name. Two
// facts of one family may not share a name or alias, since a curated alias
// makes two mentions one entity: at least one of them lists it under weak. A
// fact whose own name is ambiguous repeats it under weak (Georgia, Chad).
// Flow style keeps a fact on one line:
//
//   - {id: kb:ostra, type: Company, name: Ostra Lines, aliases: [Ostra]}
//
// # Your own files
//
// LoadDir (the flag --ontology) lays a folder over the built-in one. A file
// with the path of a built-in file takes its place, so kb/congress.yaml with
// nothing but a comment drops the Congress; any other file adds. To add a cue
// to a built-in type, or to start from nothing:
//
//	cues:
//	  acquires: [S scoop up O]
//
//	replace: [relations, facts]  # also: entities
//
// replace drops everything built in of that kind, whatever file it is in.
// What clashes with a built-in definition is a fault of the user's file.
//
// Every fault of every file is told at once, as FILE:LINE: reason. Anchors,
// aliases and tags of YAML are not supported.
package schema
