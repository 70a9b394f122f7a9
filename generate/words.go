package generate

// The word lists names are made of. They are never written.

var firstNames = [...]string{
	"Ada", "Ahmed", "Aiko", "Alma", "Amara", "Anders", "Anja", "Arun", "Beatriz", "Bram", "Carla", "Chidi", "Clara", "Dai", "Dana",
	"Devi", "Diego", "Edda", "Elif", "Emil", "Esther", "Farah", "Felix", "Freya", "Gita", "Goran", "Hana", "Hugo", "Ifeoma", "Ines",
	"Ivo", "Jana", "Jonas", "Juno", "Kaito", "Karin", "Kofi", "Lea", "Leon", "Lina", "Luca", "Maeve", "Malik", "Mara", "Mateo",
	"Mei", "Milan", "Nadia", "Nils", "Noor", "Olga", "Omar", "Paola", "Petra", "Quentin", "Rafael", "Ravi", "Rosa", "Samir", "Selma",
	"Sofia", "Sven", "Tara", "Teo", "Tomas", "Uma", "Vera", "Viktor", "Wanda", "Yara", "Yusuf", "Zoe",
}

var lastNames = [...]string{
	"Abbas", "Adeyemi", "Almeida", "Andersen", "Baker", "Banerjee", "Becker", "Bianchi", "Bonnet", "Castro", "Chen", "Cohen", "Costa",
	"Dahl", "Das", "Demir", "Dubois", "Eriksen", "Farkas", "Ferrari", "Fischer", "Flores", "Garcia", "Gomez", "Haddad", "Hansen",
	"Hoang", "Horvat", "Hughes", "Ibrahim", "Ito", "Ivanova", "Jansen", "Jensen", "Joshi", "Kaya", "Keller", "Khan", "Kim", "Kovac",
	"Kumar", "Laine", "Larsen", "Leclerc", "Lee", "Lopez", "Maier", "Mensah", "Meyer", "Moreau", "Mori", "Murphy", "Nakamura", "Nguyen",
	"Novak", "Nowak", "Okeke", "Olsen", "Ortiz", "Papas", "Park", "Patel", "Pereira", "Petrov", "Popa", "Ramos", "Reyes", "Rossi",
	"Sato", "Schmid", "Silva", "Singh", "Suzuki", "Tanaka", "Torres", "Vargas", "Virtanen", "Walker", "Weber", "Wong", "Yilmaz", "Zhang",
}

// areas name what the organisation does; a group of units works on one.
var areas = [...]string{
	"Accounts", "Billing", "Bookings", "Care", "Catalogue", "Claims", "Clients", "Contracts", "Credit", "Data", "Delivery", "Devices",
	"Disputes", "Energy", "Fleet", "Fraud", "Grants", "Health", "Identity", "Insight", "Inventory", "Invoices", "Learning", "Lending",
	"Loyalty", "Markets", "Members", "Messaging", "Mobile", "Orders", "Partners", "Payments", "Planning", "Policies", "Pricing",
	"Profiles", "Pensions", "Records", "Returns", "Risk", "Safety", "Savings", "Search", "Service", "Supply", "Support", "Travel", "Wallets",
}

// crafts name what one unit of an area does.
var crafts = [...]string{
	"Platform", "Experience", "Operations", "Intake", "Insights", "Quality", "Growth", "Partnering", "Automation", "Tools",
}

var chiefs = [...]string{"Chief Executive", "Chief Product Officer", "Chief Technology Officer", "Chief Financial Officer"}

// themeWords are the strategic priorities to draw from.
var themeWords = [...]struct{ name, short, statement, why, anti string }{
	{"Keep customers through hard times", "Hard times", "Nobody who asks for help leaves without a plan.", "Half of the people who leave had asked for help first.", "Not an app rating"},
	{"Answer in hours, not in days", "Hours, not days", "Every request gets a clear answer within four hours.", "The second day of waiting costs a third of the customers.", "Not speed of paying out"},
	{"One core that does not fail", "One core", "Everything runs on one core that stays up.", "Two cores cost twice and fail at their seam.", "Not fewer alarms"},
	{"Grow with partners", "Partners", "A partner is live within ten days.", "Partners bring customers we cannot reach alone.", "Not more contracts signed"},
	{"Stay safe with people's data", "Safe data", "We keep what we need and can prove it.", "Trust is slow to earn and quick to lose.", "Not more forms"},
	{"Make each step cost less", "Lower cost", "A standard case costs half by next summer.", "Prices fall faster than our costs.", "Not fewer people in service"},
	{"Learn before we build", "Learn first", "Big bets are tried small within a month.", "Four in ten finished pieces of work are not used.", "Not more surveys"},
	{"Be easy to work with", "Easy", "A new customer is set up in one visit.", "Each extra form loses one in ten.", "Not a new design"},
	{"Enter the northern market", "North", "The first thousand customers in the north are served well.", "Home has stopped growing.", "Not an office opening"},
	{"Halve the waste", "Less waste", "What we send back and redo is halved.", "One day in six is spent on doing things again.", "Not blaming suppliers"},
	{"Right the first time", "Right first", "Cases are right when they leave us.", "Corrections take three times as long.", "Not more checking"},
	{"Know each customer once", "Know once", "Every unit sees the same record of a customer.", "People tell us the same thing four times.", "Not a bigger database"},
}

// metricWords are what an outcome counts: a sentence with the area, a metric, its unit, from, to, and its direction.
var metricWords = [...]struct {
	sentence, metric, unit string
	from, to               float64
	up                     bool
}{
	{"%s answers a request in 4 hours", "median time to answer", "hours", 19, 4, false},
	{"%s loses fewer customers in trouble", "customers lost after a first late payment", "%", 6.2, 3.5, false},
	{"%s is up when it is needed", "time available", "%", 99.4, 99.95, true},
	{"A new partner of %s is live in 10 days", "days from signature to first order", "days", 47, 10, false},
	{"%s can prove what it keeps and why", "records with a stated reason", "%", 61, 98, true},
	{"A standard case in %s costs half", "cost of a standard case", "euros", 14.2, 7, false},
	{"%s tries big bets small first", "bets tried within a month", "%", 15, 80, true},
	{"%s sets up a new customer in one visit", "customers set up in one visit", "%", 44, 85, true},
	{"%s sends fewer things back", "cases sent back", "%", 11.5, 5, false},
	{"%s gets it right the first time", "cases right the first time", "%", 78, 95, true},
	{"%s sees one record of each customer", "customers with one record", "%", 35, 95, true},
	{"%s keeps its promised dates", "promises kept", "%", 58, 90, true},
}

var initiativeVerbs = [...]string{"Self-service for", "One queue for", "Automatic checks for", "New start page of", "Move", "Retire the old", "Early warning for", "Plain letters for", "Shared record of", "Faster route for", "Partner access to", "Trial of"}

var initiativeThings = [...]string{"late cases", "address changes", "refunds", "identity checks", "monthly statements", "consents", "price changes", "complaints", "first orders", "access rights", "audit evidence", "night runs", "customer notes", "contract renewals", "returns", "reminders"}

var workVerbs = [...]string{"Add", "Check", "Clean up", "Document", "Draw", "Fix", "Log", "Measure", "Migrate", "Move", "Order", "Prepare", "Remove", "Rename", "Replace", "Review", "Sort", "Speed up", "Split", "Test", "Translate", "Try out", "Update", "Write"}

var workThings = [...]string{"the address form", "the alert for late runs", "the audit export", "the batch window", "the case list", "the consent text", "the contract letter", "the customer search", "the daily totals", "the date picker", "the duplicate check", "the error page", "the file upload", "the help text", "the hold reason", "the import of rates", "the limit rule", "the login step", "the mail template", "the monthly report", "the name match", "the night run", "the partner feed", "the payment reference", "the price table", "the queue order", "the refund path", "the retry rule", "the role list", "the rounding of cents", "the search index", "the sort order", "the status line", "the test data", "the time-out", "the validation rule", "the waiting page", "the webhook"}

var workPlaces = [...]string{"", " for new customers", " for partners", " in the archive", " in the app", " on phones", " on the start page", " for agents", " in the north", " for large cases", " at month end", " after an outage", " for returns", " for the call centre", " in the old core", " for guests"}

var decisionWords = [...]string{"Which provider for %s?", "Do we move the date of %s?", "Who owns %s?", "How long do we keep data of %s?", "Do we stop %s?", "Is %s open to partners?", "Do we buy or build for %s?", "What comes first in %s?"}

var dependencyWords = [...]string{"A test window for %s", "Events for %s", "Access to the data behind %s", "A freeze date for %s", "A legal reading for %s", "A reviewer for %s", "A stable interface for %s", "Training material for %s"}

var commentWords = [...]string{
	"What would we see if this worked?", "Two units read this differently, let us agree one wording.", "The measure changed last week, please look again.",
	"We can start when the freeze date is fixed.", "Half of this is done already under another name.", "Thank you, that answers it.",
	"Who decides if the date slips?", "The numbers of last month are in.", "This needs a word with the people on the phones.", "Agreed with the owner this morning.",
}

var dimensionWords = [...]struct{ id, name, list, words string }{
	{"stability", "Stability", "value", "it keeps running"},
	{"speed", "Speed", "value", "it is there sooner"},
	{"satisfaction", "Satisfaction", "value", "people like to use it"},
	{"revenue", "Revenue", "value", "it earns money"},
	{"harm", "Somebody can be harmed", "urgency", "a customer loses money or sleep"},
	{"law", "A date set by law", "urgency", "a regulator waits"},
	{"blocked", "A colleague is blocked", "urgency", "somebody cannot go on"},
	{"outcome-moved", "The outcome moved", "success", "the metric went where it should"},
	{"on-date", "Delivered on date", "success", "it was there when promised"},
	{"used", "Used by others", "success", "other units rely on it"},
}
