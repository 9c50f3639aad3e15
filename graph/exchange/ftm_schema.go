package exchange

import "slices"

// FollowTheMoney (https://followthemoney.tech) keeps entities of fixed
// schemata, one JSON object a line. Some schemata are things, others are links
// between two things, with dates and roles of their own.

// A ftmLink is a schema that links two things: the properties that hold its
// ends, the relation it is here, and the property that holds a role.
type ftmLink struct{ source, target, relation, role string }

var ftmLinks = map[string]ftmLink{
	"Ownership":          {"owner", "asset", "ownerOf", "role"},
	"Directorship":       {"director", "organization", "holdsPosition", "role"},
	"Membership":         {"member", "organization", "memberOf", "role"},
	"Employment":         {"employee", "employer", "employedBy", "role"},
	"Family":             {"person", "relative", "familyOf", "relationship"},
	"Associate":          {"person", "associate", "affiliatedWith", "relationship"},
	"Representation":     {"agent", "client", "represents", "role"},
	"UnknownLink":        {"subject", "object", "unknownLink", "role"},
	"Payment":            {"payer", "beneficiary", "pays", "purpose"},
	"Debt":               {"debtor", "creditor", "owes", "role"},
	"ProjectParticipant": {"participant", "project", "participatesIn", "role"},
	"ContractAward":      {"supplier", "contract", "contractorOf", "role"},
	"Succession":         {"predecessor", "successor", "precedes", "role"},
	"Occupancy":          {"holder", "post", "holdsPosition", "status"},
	"Documentation":      {"document", "entity", "documents", "role"},
	"CourtCaseParty":     {"party", "case", "partyTo", "role"},
	"Similar":            {"candidate", "match", "similarTo", "role"},
}

// ftmLinkOwn are the other properties that our links keep on the way out, by
// schema.
var ftmLinkOwn = map[string][]string{
	"Ownership": {"percentage", "sharesCount", "sharesValue", "sharesCurrency", "sharesType", "ownershipType"},
	"Payment":   {"amount", "amountUsd", "amountEur", "currency", "transactionNumber"},
	"Debt":      {"amount", "amountUsd", "amountEur", "currency"},
}

// ftmCaptions are the properties that name a thing that has no name, the best
// first.
var ftmCaptions = []string{"caption", "full", "title", "subject", "fileName", "program", "authority", "number", "registrationNumber"}

// ftmThings are the schemata of things.
var ftmThings = []string{
	"Address", "Airplane", "Article", "Asset", "Assessment", "Audio", "BankAccount", "Call", "CallForTenders", "Company", "Contract", "CourtCase", "CryptoWallet",
	"Document", "EconomicActivity", "Email", "Event", "Folder", "HyperText", "Identification", "Image", "LegalEntity", "License", "Mention",
	"Message", "Note", "Organization", "Package", "Page", "Pages", "Passport", "Person", "PlainText", "Position", "Project", "PublicBody",
	"RealEstate", "Risk", "Sanction", "Security", "Table", "TaxRoll", "Territory", "Thing", "Trip", "UserAccount", "Value", "Vehicle", "Vessel", "Video",
	"Workbook",
}

// ftmKnown reports whether a schema is one of FollowTheMoney's.
func ftmKnown(schema string) bool {
	_, link := ftmLinks[schema]
	return link || slices.Contains(ftmThings, schema)
}

// ftmIDs are properties that hold ids of other schemes.
var ftmIDs = map[string]string{
	"wikidataId": "wikidata", "leiCode": "lei", "imoNumber": "imo", "ogrnCode": "ogrn", "swiftBic": "bic", "isin": "isin", "opencorporatesUrl": "opencorporates",
}

// ftmHolders are the schemata that have the properties of ids; Things have those
// that are not here.
var ftmHolders = map[string][]string{
	"leiCode": ftmLegal, "ogrnCode": ftmLegal, "swiftBic": ftmLegal, "opencorporatesUrl": ftmLegal, "imoNumber": {"Vessel"}, "isin": {"Security"},
}

var ftmLegal = []string{"LegalEntity", "Organization", "Company", "PublicBody"}

// ftmNames are the properties that hold names.
var ftmNames = map[string]bool{"name": true, "alias": true, "previousName": true, "weakAlias": true, "caption": true}

// ftmSchema is the schema under which an entity of ours is written, by type.
// A type that is not here is a Thing.
var ftmSchema = map[string]string{
	"Agent": "LegalEntity", "LegalEntity": "LegalEntity", "Person": "Person", "Organization": "Organization", "Company": "Company",
	"PublicBody": "PublicBody", "Legislature": "PublicBody", "Court": "PublicBody", "Military": "PublicBody", "Police": "PublicBody",
	"InternationalOrganization": "Organization", "PoliticalParty": "Organization", "University": "Organization", "Nonprofit": "Organization",
	"ArmedGroup": "Organization", "SportsTeam": "Organization", "Publication": "Organization", "Group": "LegalEntity", "Facility": "RealEstate",
	"Asset": "Asset", "Vessel": "Vessel", "Airplane": "Airplane", "Security": "Security", "Document": "Document", "Law": "Document",
	"Contract": "Contract", "Program": "Project", "Position": "Position", "Event": "Event", "Meeting": "Event", "Conflict": "Event",
	"Attack": "Event", "Crime": "Event", "CourtCase": "CourtCase", "Election": "Event", "Protest": "Event", "Disaster": "Event",
}
