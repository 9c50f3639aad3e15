package identity

import "strings"

// fieldOf tells the walk of life of an occupation, of the few that people
// rarely change in the news: somebody who is a goalkeeper in one report and a
// finance minister in another is two people, until a report calls one person
// both.
var fieldOf = fields(map[string]string{
	"office": `minister; prime minister; senator; congressman; congresswoman; mayor; governor; premier; chancellor; lawmaker; parliamentarian; legislator;
		secretary of state; defense secretary; defence secretary; foreign secretary; attorney general; councillor; councilman; councilwoman; alderman; mp; mep;
		prosecutor; judge; commissioner; undersecretary; politician; house speaker; parliamentary speaker; republican; democrat`,
	"sport": `footballer; striker; midfielder; goalkeeper; goalie; winger; fullback; quarterback; linebacker; pitcher; shortstop; outfielder; batsman;
		cricketer; swimmer; sprinter; hurdler; marathoner; athlete; gymnast; boxer; wrestler; cyclist; golfer; rower; skier; snowboarder; skater; jockey;
		tennis player; basketball player; football player; hockey player; rugby player; chess player; weightlifter; sportsman; sportswoman; olympian; midfield player;
		point guard; racing driver; triathlete; high jumper; long jumper; pole vaulter`,
	"stage": `actor; actress; singer; rapper; songwriter; musician; guitarist; drummer; pianist; violinist; cellist; saxophonist; trumpeter; bassist; dancer; ballerina;
		choreographer; soprano; tenor; baritone; comedian; disc jockey; filmmaker; screenwriter`,
	"trade": `firefighter; fireman; fire chief; plumber; electrician; carpenter; welder; mechanic; bricklayer; roofer; nurse; midwife; paramedic; fisherman; lorry driver;
		truck driver; bus driver; taxi driver; postman; hairdresser; butcher; baker; schoolboy; schoolgirl`,
})

// ofState are offices where a country stands beside them: firms have presidents
// too.
var ofState = set(`president vice-president leader dictator monarch`)

// abroad are those who hold an office of one country in another.
var abroad = set(`ambassador envoy consul diplomat representative correspondent candidate nominee`)

func fields(lists map[string]string) map[string]string {
	out := map[string]string{}
	for field, list := range lists {
		for _, w := range strings.Split(list, ";") {
			out[strings.Join(strings.Fields(w), " ")] = field
		}
	}
	return out
}

// usual are surnames that many bear, folded: the first of the censuses and
// registers of countries that are much in the news.
var usual = set(`
	smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez gonzales wilson anderson thomas taylor moore
	jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green
	adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris
	morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez wood
	james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez powell jenkins perry russell sullivan
	bell coleman butler henderson barnes fisher vasquez simmons romero jordan patterson alexander hamilton graham reynolds griffin wallace
	moreno west cole hayes bryant herrera gibson ellis tran medina aguilar stevens murray ford castro marshall owens harrison fernandez woods
	washington kennedy wells vargas henry chen freeman webb tucker guzman burns crawford olson simpson porter hunter gordon mendez silva shaw snyder
	mason dixon munoz hunt hicks holmes palmer wagner black robertson boyd rose stone salazar fox warren mills meyer rice schmidt garza daniels ferguson
	nichols stephens soto weaver ryan gardner payne grant dunn kelley spencer hawkins arnold pierce hansen peters santos hart bradley knight elliott
	cunningham duncan armstrong hudson carroll lane riley andrews alvarado ray delgado berry perkins hoffman johnston matthews pena richards contreras
	willis carpenter lawrence sandoval guerrero george chapman rios estrada ortega watkins greene nunez wheeler valdez harper burke larson santiago
	maldonado morrison franklin carlson austin dominguez carr lawson jacobs obrien lynch singh vega bishop montgomery oliver jensen harvey williamson
	gilbert dean sims espinoza howell li wong reid hanson le mccoy garrett burton fuller wang weber welch rojas lucas marquez fields park yang little
	banks padilla day walsh bowman schultz luna fowler mejia davies lloyd owen kaur khan ahmed ali hussain shah begum miah akhtar malik iqbal rahman chowdhury
	hassan hussein mohammed muhammad ibrahim abdullah mahmoud saleh omar osman yusuf salem mansour khalil haddad nasser abbas hamdan
	zhang liu huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang han cao deng feng peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng
	wei su lu ding ren shen yao lau chan cheung leung ng ho lam tsang choi jung kang cho yoon jang lim shin seo kwon hwang ahn song yoo hong jeon ko moon bae baek nam
	sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu saito
	tran pham hoang phan vu vo dang bui do duong ly kumar sharma gupta verma yadav das reddy rao nair mehta joshi mishra banerjee mukherjee chatterjee
	muller schneider fischer becker schulz bauer koch richter klein wolf schroder neumann schwarz zimmermann braun kruger hofmann hartmann lange
	schmitt werner krause lehmann schmid maier kohler herrmann konig walter huber kaiser fuchs lang scholz moller weiss jung hahn schubert vogel friedrich
	bernard dubois thomas robert richard petit durand leroy moreau simon laurent lefebvre michel bertrand roux david vincent fournier morel girard andre
	mercier dupont lambert bonnet francois rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti costa giordano mancini
	rizzo lombardi moretti ferreira pereira oliveira souza sousa santos rodrigues almeida nascimento lima araujo carvalho gomes ribeiro martins alves
	fernandes lopes marques pinto teixeira mendes correia dias cardoso rocha vieira ramirez navarro iglesias serrano molina suarez blanco
	ivanov ivanova smirnov smirnova kuznetsov kuznetsova popov popova vasiliev vasilieva petrov petrova sokolov sokolova mikhailov mikhailova novikov novikova
	fedorov fedorova morozov morozova volkov volkova alekseev lebedev lebedeva semenov semenova egorov pavlov pavlova kozlov kozlova stepanov nikolaev orlov orlova
	andreev makarov makarova nikitin zakharov zakharova melnyk shevchenko boyko kovalenko bondarenko tkachenko kovalchuk kravchenko oliynyk koval
	nowak kowalski kowalska wisniewski wojcik kaminski lewandowski zielinski szymanski wozniak dabrowski novak svoboda novotny dvorak cerny horvat kovac
	nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas popescu ionescu popa dumitru jovanovic petrovic nikolic markovic djordjevic
	hansen johansen olsen larsen andersen pedersen nilsen kristiansen jensen nielsen christensen rasmussen sorensen johansson karlsson nilsson
	eriksson larsson olsson persson svensson gustafsson korhonen virtanen de jong jansen vries bakker visser smit meijer mulder bos vos peeters janssens maes
	papadopoulos yilmaz kaya demir celik sahin yildiz yildirim ozturk aydin arslan dogan kilic aslan cetin kara koc
	cohen levy levi mizrahi peretz biton friedman katz goldberg shapiro mensah owusu boateng okafor eze okeke adeyemi diallo traore keita ba ndiaye diop
	mwangi otieno kamau nkosi dlamini ndlovu khumalo moyo banda phiri tesfaye bekele juma santoso wijaya`)
