/** Word lists that faker does not have. */

const words = (text) => text.trim().split(/\s*\|\s*/);

export const COMPANIES = words(`
  Google | Microsoft | Apple | Amazon | Siemens | Deutsche Bank | BBC | Toyota | Volkswagen |
  IKEA | Spotify | Netflix | Nestlé | Unilever | Shell | BP | Samsung | Sony | Nokia | Ericsson |
  Philips | ING | HSBC | Barclays | Lloyds | Santander | BNP Paribas | Société Générale |
  Airbus | Boeing | NASA | UNICEF | WHO | United Nations | Red Cross | Greenpeace |
  Amnesty International | Oxfam | European Commission | European Central Bank | World Bank |
  IMF | FBI | CIA | NHS | NATO | Supreme Court | Department of Justice | Ministry of Health |
  House of Commons | Senate | Parliament | Labour Party | Democratic Party | Manchester United |
  Real Madrid | Bayern Munich | Arsenal | Liverpool FC | Boston Celtics | Chicago Bulls |
  New York Yankees | Ajax | Juventus | Stanford University | Harvard | MIT | Oxford University |
  ETH Zürich | Sorbonne | University of Tokyo | KU Leuven | Yale | Cambridge University Press |
  The New York Times | The Guardian | Reuters | Le Monde | El País | Washington Post | CNN |
  Fox News | Sky News | Al Jazeera | NPR | ESPN | Financial Times | Ford | General Motors |
  Tesla | BMW | Mercedes-Benz | Renault | Fiat | Volvo | Honda | Delta Air Lines | Lufthansa |
  Ryanair | British Airways | KLM | Emirates | IBM | Intel | Oracle | SAP | Cisco | Adobe |
  Dell | HP | Facebook | Meta | Twitter | YouTube | Instagram | LinkedIn | Reddit | GitHub |
  Mozilla | OpenAI | PayPal | eBay | Uber | Airbnb | Coca-Cola | Pepsi | McDonald's | Starbucks |
  Burger King | Tesco | Sainsbury's | Walmart | Target | Aldi | Lidl | Carrefour | H&M | Zara |
  Nike | Adidas | Gucci | Goldman Sachs | JP Morgan | JPMorgan Chase | Morgan Stanley |
  Deloitte | KPMG | PwC | Ernst & Young | McKinsey & Company | Accenture | Bain & Company |
  Visa | Mastercard | Pfizer | Novartis | Roche | Bayer | AstraZeneca | Johnson & Johnson |
  GlaxoSmithKline | Merck | Sanofi | Moderna | Vodafone | Orange | Telefónica | AT&T | Verizon |
  T-Mobile | The Beatles | Rolling Stones | Coldplay | Radiohead | Metallica | Nirvana | Queen |
  U2 | Pink Floyd | Abba | Warner Bros | Disney | Universal Music | Paramount Pictures | HBO |
  Pixar | FedEx | DHL | UPS | Royal Mail | Post NL | Maersk | Marriott | Hilton | Allianz | AXA |
  Zurich Insurance | Generali | Interpol | Europol | UNESCO | OECD | FIFA | UEFA | NBA | NFL | IOC`);

export const ORG_TAILS = words(`
  Inc | Inc. | LLC | Ltd | Ltd. | GmbH | AG | S.A. | SA | B.V. | Corp | Corp. | Corporation |
  Group | Holdings | Partners | Consulting | Solutions | Systems | Technologies | Labs |
  Software | Bank | Insurance | Logistics | Foundation | Institute | Studios | Media | Records |
  Pharma | Energy | Motors | Airlines | Hotels | Capital | Ventures | Analytics | Dental |
  Law Firm | Architects | Bakery | Brewery | Clinic | Academy | Association | Council |
  Research | Industries | Design | Publishing | Networks | Health | AB | A/S | Oy | S.p.A. |
  s.r.o. | Sp. z o.o.`);

export const CITIES = words(`
  London | Paris | Berlin | Madrid | Rome | Amsterdam | Vienna | Zurich | Geneva | Brussels |
  Lisbon | Porto | Dublin | Edinburgh | Glasgow | Manchester | Leeds | Bristol | Cardiff |
  Belfast | Oslo | Stockholm | Gothenburg | Copenhagen | Aarhus | Helsinki | Tallinn | Riga |
  Vilnius | Warsaw | Kraków | Gdańsk | Prague | Brno | Bratislava | Budapest | Bucharest |
  Sofia | Athens | Thessaloniki | Istanbul | Ankara | Izmir | Moscow | Kyiv | Lviv | Minsk |
  Belgrade | Zagreb | Ljubljana | Sarajevo | Tirana | Skopje | Milan | Naples | Turin |
  Florence | Venice | Bologna | Barcelona | Valencia | Seville | Bilbao | Lyon | Marseille |
  Toulouse | Nice | Bordeaux | Lille | Strasbourg | Hamburg | Munich | München | Cologne | Köln |
  Frankfurt | Stuttgart | Leipzig | Dresden | Hannover | Rotterdam | The Hague | Utrecht |
  Eindhoven | Antwerp | Ghent | New York | New York City | Los Angeles | San Francisco |
  Chicago | Boston | Seattle | Portland | Houston | Dallas | Austin | Miami | Atlanta | Denver |
  Phoenix | Philadelphia | Detroit | Minneapolis | Las Vegas | San Diego | Washington |
  Washington, D.C. | Baltimore | Toronto | Montreal | Vancouver | Ottawa | Calgary |
  Mexico City | Guadalajara | Havana | Bogotá | Lima | Quito | Santiago | Buenos Aires |
  Montevideo | São Paulo | Rio de Janeiro | Brasília | Cairo | Lagos | Abuja | Nairobi | Accra |
  Johannesburg | Cape Town | Casablanca | Tunis | Algiers | Jerusalem | Tel Aviv | Beirut |
  Damascus | Baghdad | Tehran | Dubai | Abu Dhabi | Doha | Riyadh | Karachi | Lahore | Delhi |
  New Delhi | Mumbai | Bangalore | Chennai | Kolkata | Dhaka | Colombo | Kathmandu | Bangkok |
  Hanoi | Ho Chi Minh City | Singapore | Kuala Lumpur | Jakarta | Manila | Hong Kong | Taipei |
  Beijing | Shanghai | Shenzhen | Seoul | Busan | Tokyo | Osaka | Kyoto | Sydney | Melbourne |
  Brisbane | Perth | Auckland | Wellington | Brooklyn | Soho | Camden`);

export const COUNTRIES = words(`
  United States | USA | U.S. | UK | United Kingdom | England | Scotland | Wales |
  Northern Ireland | Ireland | Germany | France | Spain | Italy | Portugal | Netherlands |
  Belgium | Luxembourg | Switzerland | Austria | Poland | Czech Republic | Czechia | Slovakia |
  Hungary | Romania | Bulgaria | Greece | Turkey | Cyprus | Malta | Norway | Sweden | Denmark |
  Finland | Iceland | Estonia | Latvia | Lithuania | Russia | Ukraine | Belarus | Georgia |
  Armenia | Serbia | Croatia | Slovenia | Bosnia | Albania | Canada | Mexico | Cuba | Jamaica |
  Brazil | Argentina | Chile | Peru | Colombia | Venezuela | Ecuador | Bolivia | Uruguay |
  China | Japan | South Korea | North Korea | India | Pakistan | Bangladesh | Sri Lanka | Nepal |
  Afghanistan | Iran | Iraq | Syria | Israel | Palestine | Lebanon | Jordan | Saudi Arabia |
  Yemen | Qatar | Egypt | Libya | Tunisia | Algeria | Morocco | Nigeria | Ghana | Kenya |
  Ethiopia | Somalia | Sudan | South Africa | Zimbabwe | Uganda | Rwanda | Senegal | Australia |
  New Zealand | Indonesia | Malaysia | Thailand | Vietnam | Philippines | Singapore | Taiwan |
  Deutschland | España | Italia | Sverige`);

export const REGIONS = words(`
  Europe | Asia | Africa | South America | North America | Latin America | California | Texas |
  Florida | Ohio | Oregon | Alaska | Hawaii | New Jersey | Virginia | North Carolina | Georgia |
  Michigan | Bavaria | Catalonia | Tuscany | Normandy | Brittany | Cornwall | Yorkshire | Kent |
  Devon | Flanders | Silesia | Crimea | Siberia | Scandinavia | Middle East | Silicon Valley |
  Wall Street | Hyde Park | Central Park | Times Square | Heathrow | Lake Geneva |
  Lake Michigan | River Thames | Danube | Rhine | Mississippi River | Amazon | Alps | Pyrenees |
  Himalayas | Mount Everest | Sahara | Atlantic Ocean | Pacific | Mediterranean | Baltic Sea |
  Manhattan | Hollywood | Ontario | Quebec | Queensland | New South Wales | Punjab | Kerala |
  Kashmir | Tibet | Gaza | West Bank | Balkans | Caribbean | Long Island | Bay Area |
  Eiffel Tower | White House | Buckingham Palace | Golden Gate Bridge | Sicily | Crete | Ibiza |
  Bali`);

export const SYLLABLES = words(`
  ba | be | bo | bra | bri | ca | ce | chi | co | cor | da | de | di | do | dra | el | en | er |
  fa | fe | fi | fo | fra | ga | gi | go | gra | ha | he | hu | in | ja | je | jo | ka | ke |
  ki | ko | kra | kur | la | le | li | lo | lu | ma | mar | me | mi | mo | mu | na | nar | ne |
  ni | no | nor | o | ol | pa | pe | pi | po | pra | qui | ra | re | ri | ro | ru | sa | sel |
  sha | si | so | ste | su | ta | te | thi | ti | to | tra | tu | u | va | ve | vi | vo | wa |
  we | win | xa | ya | yo | za | ze | zo | ander | berg | dov | field | gren | holm | ley | man |
  mann | nik | sen | ski | sson | stein | ton | vic | vik | well | worth | ez | ini | escu |
  oglu | idis | ova | enko | ard | ett | ane | ian | wen | lyn`);

export const COMMON = words(`
  Wisdom | Patience | Order | Project | Invoice | Update | Account | Spring | Summer | Winter |
  Marketing | Sales | Engineering | Finance | Reception | Delivery | Payment | Security |
  Settings | Dashboard | Report | Meeting | Agenda | Budget | Contract | Policy | Manager |
  Director | Engineer | Nurse | Teacher | Captain | President | Doctor | Customer | Patient |
  Student | Applicant | Tenant | Driver | Terms | Privacy | Notice | Warning | Introduction |
  Summary | Chapter | Appendix | Monitor | Keyboard | Coffee | Internet | English | German |
  French | Christmas | Easter | Catholic | Python | Java | Windows | Android | Linux | Excel |
  Bluetooth | Battery | Premium | Standard | Deluxe | Version`);
