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
  Zurich Insurance | Generali | Interpol | Europol | UNESCO | OECD | FIFA | UEFA | NBA | NFL |
  IOC | Enron | Citigroup | Citibank | Chase | Bank of America | Wells Fargo | Merrill Lynch |
  Lehman Brothers | Bear Stearns | Credit Suisse | UBS | Barings | Standard Chartered |
  Capital One | American Express | Discover | Fidelity | Vanguard | BlackRock | Charles Schwab |
  E*Trade | Berkshire Hathaway | Moody's | Standard & Poor's | Nasdaq | NYSE | Dow Jones |
  Bloomberg | Thomson Reuters | Associated Press | AP | AFP | Agence France-Presse | Xinhua |
  TASS | Interfax | dpa | ABC News | ABC | NBC | CBS | MSNBC | PBS | C-SPAN | MTV | VH1 |
  Channel 4 | ITV | Time | Newsweek | Forbes | Fortune | The Economist | Der Spiegel | Die Zeit |
  Stern | Bild | Le Figaro | Libération | La Repubblica | Corriere della Sera | USA Today |
  Wall Street Journal | The Wall Street Journal | Los Angeles Times | Chicago Tribune |
  Boston Globe | Miami Herald | The Times | The Independent | The Telegraph | Daily Mail |
  The Sun | Daily Mirror | The Onion | Slate | Salon | Politico | Huffington Post | BuzzFeed |
  Vox | Wired | TechCrunch | Gawker | Rolling Stone | Playboy | Vogue | National Geographic |
  Nature | Science | Springer | Elsevier | Penguin | Random House | HarperCollins |
  Simon & Schuster | O'Reilly | McGraw-Hill | Pearson | Wiley | Wikipedia |
  Wikimedia Foundation | WikiLeaks | Yahoo | Yahoo! | AOL | MSN | Bing | Amazon.com | Netscape |
  Napster | MySpace | Flickr | Skype | WhatsApp | Snapchat | TikTok | Pinterest | Tumblr |
  Quora | Craigslist | Yelp | TripAdvisor | Expedia | Booking.com | Orbitz | Priceline |
  Groupon | Etsy | Alibaba | Tencent | Baidu | Huawei | Xiaomi | Lenovo | ZTE | HTC | LG |
  Panasonic | Toshiba | Hitachi | Sharp | Canon | Nikon | Fujitsu | NEC | Nintendo | Sega |
  Atari | Electronic Arts | EA | Activision | Blizzard | Ubisoft | Valve | Rockstar | Mojang |
  Zynga | Red Hat | Novell | Sun Microsystems | Sun | Compaq | Hewlett-Packard | Gateway |
  Silicon Graphics | Xerox | Kodak | Polaroid | Motorola | Qualcomm | Nvidia | AMD |
  Texas Instruments | Micron | Broadcom | TSMC | ARM | Palm | BlackBerry | RIM | Symantec |
  McAfee | Autodesk | Intuit | Salesforce | Workday | VMware | Dropbox | Slack | Zoom | Stripe |
  Square | Shopify | Cloudflare | Akamai | GoDaddy | Comcast | Time Warner | Cox | DirecTV |
  Dish Network | Sprint | Bell | MCI | WorldCom | Qwest | Deutsche Telekom | BT | O2 | Three |
  Telstra | NTT DoCoMo | SoftBank | Reliance | Tata | Infosys | Wipro | Mahindra | Gazprom |
  Rosneft | Lukoil | Yukos | Sberbank | Aeroflot | Exxon | ExxonMobil | Mobil | Chevron |
  Texaco | ConocoPhillips | Halliburton | Schlumberger | Bechtel | KBR | Blackwater |
  Lockheed Martin | Northrop Grumman | Raytheon | General Dynamics | BAE Systems | Rolls-Royce |
  Thales | Dassault | EADS | Bombardier | Embraer | Cessna | General Electric | GE |
  Westinghouse | Honeywell | 3M | Caterpillar | John Deere | DuPont | Dow Chemical | Monsanto |
  Syngenta | BASF | Bosch | Continental | Michelin | Goodyear | Firestone | Chrysler |
  Chevrolet | Cadillac | Jeep | Dodge | Toyota Motor | Nissan | Mazda | Mitsubishi | Subaru |
  Suzuki | Hyundai | Kia | Peugeot | Citroën | Audi | Porsche | Ferrari | Lamborghini |
  Maserati | Jaguar | Land Rover | Bentley | Saab | Skoda | Lada | Harley-Davidson | Yamaha |
  Kawasaki | Ducati | Amtrak | Greyhound | Eurostar | SNCF | Deutsche Bahn | Union Pacific |
  United Airlines | American Airlines | Southwest Airlines | Continental Airlines |
  Northwest Airlines | US Airways | JetBlue | Alaska Airlines | Air Canada | Air France |
  Alitalia | Iberia | Qantas | Singapore Airlines | Cathay Pacific | Etihad | Qatar Airways |
  Turkish Airlines | easyJet | Virgin Atlantic | Virgin | Carnival | Royal Caribbean | Hertz |
  Avis | Enterprise | U-Haul | Best Western | Holiday Inn | Hyatt | Sheraton | Four Seasons |
  Ritz-Carlton | Motel 6 | Days Inn | Wendy's | Taco Bell | KFC | Subway | Pizza Hut | Domino's |
  Papa John's | Chipotle | Dunkin' Donuts | Olive Garden | Applebee's | Denny's | IHOP |
  Chili's | Red Lobster | Panera | Five Guys | In-N-Out | Nando's | Pret a Manger | Costa |
  Costco | Sam's Club | Kmart | Sears | JCPenney | Macy's | Nordstrom | Bloomingdale's | Kohl's |
  TJ Maxx | Ross | Marshalls | Best Buy | Circuit City | RadioShack | Home Depot | Lowe's |
  Ace Hardware | Staples | Office Depot | OfficeMax | PetSmart | Petco | Toys R Us | GameStop |
  Barnes & Noble | Borders | Waterstones | Walgreens | CVS | Rite Aid | Boots | Safeway |
  Kroger | Publix | Whole Foods | Trader Joe's | Wegmans | Food Lion | Asda | Morrisons |
  Waitrose | Marks & Spencer | John Lewis | Argos | Debenhams | Harrods | Selfridges | Edeka |
  Rewe | Media Markt | Fnac | Auchan | Albert Heijn | Hema | Gap | Old Navy | Banana Republic |
  Abercrombie & Fitch | Levi's | Ralph Lauren | Calvin Klein | Tommy Hilfiger | Prada | Chanel |
  Louis Vuitton | LVMH | Hermès | Dior | Armani | Versace | Rolex | Swatch | Tiffany | Puma |
  Reebok | New Balance | Under Armour | The North Face | Patagonia | Procter & Gamble | P&G |
  Colgate | L'Oréal | Avon | Estée Lauder | Kraft | General Mills | Kellogg's | Heinz |
  Campbell's | Mars | Hershey | Cadbury | Ferrero | Danone | Ben & Jerry's | Budweiser |
  Heineken | Guinness | Carlsberg | Philip Morris | Marlboro | Bacardi | Diageo | Red Bull |
  Dr Pepper | State Farm | Allstate | Geico | Progressive | Aetna | Cigna | Humana | Blue Cross |
  Kaiser Permanente | UnitedHealth | Medicare | Medicaid | AIG | Lloyd's of London | Prudential |
  MetLife | Aflac | Swiss Re | Munich Re | Eli Lilly | Abbott | Amgen | Genentech | Biogen |
  Gilead | Medtronic | Mayo Clinic | Johns Hopkins | Cleveland Clinic | CDC | FDA | EPA | IRS |
  DEA | ATF | FEMA | FAA | FCC | FTC | SEC | FERC | NSA | NIH | NOAA | USGS | USDA | USPS | TSA |
  ICE | INS | DHS | DOJ | DOE | DOD | Pentagon | the Fed | Federal Reserve | Treasury |
  Treasury Department | State Department | Department of Defense | Department of Energy |
  Department of Homeland Security | Department of Education | Department of Transportation |
  Homeland Security | Justice Department | Secret Service | Coast Guard | National Guard |
  Marine Corps | US Army | U.S. Army | US Navy | Navy | Air Force | Marines | Congress |
  House of Representatives | US Senate | House | Knesset | Bundestag | Duma | Lok Sabha |
  House of Lords | Scotland Yard | Metropolitan Police | LAPD | NYPD | MI5 | MI6 | Mossad | KGB |
  FSB | ISI | Kremlin | Downing Street | Home Office | Foreign Office | Ministry of Defence |
  Ministry of Foreign Affairs | Ministry of Education | UN | U.N. | EU | European Union |
  European Parliament | African Union | Arab League | ASEAN | OPEC | OSCE | G8 | G20 | WTO |
  World Trade Organization | World Health Organization | International Monetary Fund | IAEA |
  International Criminal Court | UN Security Council | Security Council | UNHCR | UNDP |
  World Food Programme | Médecins Sans Frontières | Doctors Without Borders |
  Human Rights Watch | Habitat for Humanity | Salvation Army | Goodwill | YMCA | Boy Scouts |
  Girl Scouts | Rotary Club | Lions Club | United Way | Make-A-Wish | PETA | WWF | Sierra Club |
  World Wildlife Fund | ASPCA | Humane Society | NRA | ACLU | NAACP | AARP | AFL-CIO |
  Teamsters | UAW | Planned Parenthood | Republican Party | GOP | Republicans | Democrats |
  Green Party | Conservative Party | Tories | Liberal Democrats | SNP | UKIP | Sinn Féin | CDU |
  SPD | Christian Democratic Union | Front National | Socialist Party | Communist Party | Likud |
  Fatah | Hamas | Hezbollah | Hizbullah | PLO | Taliban | Al Qaeda | al-Qaeda | al Qaida | ISIS |
  IRA | ETA | FARC | Muslim Brotherhood | Baath Party | Ku Klux Klan | Lashkar-e-Taiba | PKK |
  LTTE | Tamil Tigers | Bharatiya Janata Party | BJP | Congress Party |
  African National Congress | ANC | Catholic Church | Vatican | Church of England |
  Anglican Church | Mormon Church | Princeton | Princeton University | Columbia University |
  Cornell | Brown University | Dartmouth | Duke | Duke University | Georgetown | NYU | UCLA |
  USC | UC Berkeley | Berkeley | Caltech | Carnegie Mellon | Georgia Tech | Virginia Tech |
  Notre Dame | Northwestern | University of Chicago | University of Michigan |
  University of Texas | Texas A&M | Rice University | Penn State | Ohio State | Michigan State |
  Purdue | Indiana University | Boston College | Boston University | Tufts | Vanderbilt | Emory |
  Rutgers | Temple University | Syracuse | McGill | University of Toronto | Oxford | Cambridge |
  Imperial College | LSE | King's College | University of Edinburgh | Trinity College |
  Sciences Po | Humboldt University | Heidelberg University | Peking University | Tsinghua |
  University of Sydney | ANU | University of Melbourne | IIT | Harvard Business School |
  Wharton | Harvard Law School | Yale Law School | Lakers | Los Angeles Lakers | Clippers |
  Warriors | Knicks | Nets | Bulls | Heat | Miami Heat | Spurs | Mavericks | Rockets |
  Cavaliers | Pistons | Red Sox | Boston Red Sox | Yankees | Mets | Dodgers | Giants |
  San Francisco Giants | Cubs | White Sox | Cardinals | Braves | Phillies | Orioles | Astros |
  Patriots | New England Patriots | Cowboys | Dallas Cowboys | Packers | Green Bay Packers |
  Steelers | Pittsburgh Steelers | Bears | Vikings | Redskins | Eagles | Jets | Dolphins |
  Broncos | Raiders | 49ers | Seahawks | Saints | Colts | Ravens | Maple Leafs | Canadiens |
  Bruins | Rangers | Penguins | Red Wings | Chelsea | Liverpool | Tottenham | Everton |
  Aston Villa | Newcastle United | West Ham | Man Utd | Man City | Manchester City |
  Leeds United | Celtic | FC Barcelona | Barça | Atlético Madrid | AC Milan | Inter Milan |
  Juve | AS Roma | Napoli | Borussia Dortmund | Schalke | PSG | Paris Saint-Germain | Benfica |
  Galatasaray | Boca Juniors | Flamengo | MLB | NHL | MLS | NCAA | NASCAR | PGA | WWE | UFC |
  Premier League | Champions League | La Liga | Bundesliga | Formula One | FIFA World Cup |
  Olympic Committee | Led Zeppelin | Black Sabbath | AC/DC | Guns N' Roses | Pearl Jam |
  Green Day | Red Hot Chili Peppers | Foo Fighters | Linkin Park | Oasis | Blur | The Who |
  The Doors | The Clash | Sex Pistols | Depeche Mode | The Cure | R.E.M. | Arctic Monkeys |
  One Direction | Backstreet Boys | Spice Girls | Destiny's Child | Wu-Tang Clan | Public Enemy |
  N.W.A | Paramount | Universal | Columbia Pictures | MGM | 20th Century Fox | DreamWorks |
  Lionsgate | Miramax | Marvel | DC Comics | Lucasfilm | Sony Music | EMI | Def Jam | Motown |
  Apple Records | Live Nation | Ticketmaster | Blockbuster | Hulu | SeaWorld | Six Flags |
  Walt Disney Company | Museum of Modern Art | MoMA | Smithsonian | Louvre | British Museum |
  Tate Modern | Metropolitan Opera | Royal Shakespeare Company | Bolshoi | Berlin Philharmonic |
  Microsoft Research | Bell Labs | CERN | ESA | JPL | Max Planck Institute | RAND Corporation |
  Brookings Institution | Heritage Foundation | Cato Institute | Council on Foreign Relations |
  Gates Foundation | Ford Foundation | Rockefeller Foundation | Nobel Committee | Skadden |
  Latham & Watkins | Baker McKenzie | Kirkland & Ellis | Arthur Andersen | Ernst and Young |
  PricewaterhouseCoopers | Boston Consulting Group | Booz Allen | Gartner | Nielsen | Gallup |
  Dynegy | Duke Energy | El Paso | Calpine | Reliant | PG&E | Con Edison | Exelon | TXU | EDF |
  E.ON | RWE | Vattenfall | Enel | Repsol | Eni | Total | Statoil | Petrobras | Pemex | Aramco |
  Vale | Rio Tinto | BHP | Glencore | Cargill | ADM | Tyson | Smithfield | Dole | Chiquita`);

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
