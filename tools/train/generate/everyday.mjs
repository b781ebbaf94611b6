/**
 * What people write to each other and for everyone to read: reviews of shops, questions and answers, office mail, weblogs and news about
 * public affairs. Names stand among long stretches of ordinary words, words with a capital that are no names, and in phrases that
 * only their neighbours tell apart ("in Georgia", "with Georgia", "at Georgia").
 */

import { en, chance, pick } from './random.mjs';
import { coinedName, culturalName } from './names.mjs';

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

const TRADES = (
  'Pizza|Bakery|Café|Coffee|Grill|Diner|Deli|Bistro|Tavern|Pub|Kitchen|BBQ|Sushi|Noodle House|Steakhouse|Ice Cream|Auto Repair|Auto Body|Tire|' +
  'Motors|Plumbing|Heating & Air|Electric|Roofing|Landscaping|Nursery|Cleaners|Laundry|Hair Salon|Barber Shop|Nails|Spa|Fitness|Yoga|' +
  'Dental|Family Dentistry|Chiropractic|Orthodontics|Animal Hospital|Veterinary Clinic|Pet Grooming|Pharmacy|Optical|Medical Center|' +
  'Books|Music|Guitars|Bikes|Cycles|Jewelers|Florist|Flowers|Gifts|Furniture|Mattress|Carpets|Hardware|Lumber|Storage|Moving|Movers|' +
  'Realty|Properties|Apartments|Insurance|Tax Service|Law Offices|Travel|Tours|Photography|Printing|Daycare|Preschool|Elementary|' +
  'Middle School|Community College|Church|Inn|Motel|Lodge|Suites|Cinema|Theatre|Golf Club|Country Club'
).split('|');
const ADORNED = (
  'Golden|Silver|Blue|Green|Red|Royal|Sunny|Sunset|Lakeside|Riverside|Hillside|Oak Tree|Old Town|Downtown|Uptown|First|Premier|Elite|' +
  'Family|Happy|Lucky|Fresh|Quick|Super|Crystal|Northern|Southern|Pacific|Atlantic|Mountain|Valley|Evergreen|Heritage|Liberty|Eagle|Phoenix'
).split('|');

/** A shop, school, practice or office around the corner: "Joe's Pizza", "Lakeside Animal Hospital". */
export function shop() {
  const trade = pick(TRADES);
  const who = chance(0.5) ? culturalName().first : culturalName().last;
  return pick([
    () => `${who}'s ${trade}`,
    () => `${who}'s`,
    () => `${who} ${trade}`,
    () => `${pick(ADORNED)} ${trade}`,
    () => `${pick(ADORNED)} ${trade}`,
    () => `${en.location.city()} ${trade}`,
    () => `${coinedName()} ${trade}`,
    () =>
      `The ${pick(ADORNED)} ${pick(['Bean', 'Spoon', 'Fork', 'Lion', 'Duck', 'Horse', 'Cup', 'Door', 'Room'])}`,
    () => `${culturalName().last} & ${culturalName().last}`,
    () => `${culturalName().last} ${trade} of ${en.location.city()}`,
  ])();
}

const REVIEWS = lines(`
  {SHOP} is the best place in {PLACE} if you ask me{end}
  I took my car to {SHOP} and they fixed the brakes the same day, at half of what {SHOP} wanted{end}
  The staff at {SHOP} were friendly and {FIRST} explained everything twice{end}
  Do not go to {SHOP}! I waited an hour and nobody even said sorry{end}
  We have been going to {SHOP} for years and have never been let down{end}
  {FIRST} at {SHOP} did a wonderful job on my hair{end}
  Dr. {LAST} and everyone at {SHOP} took great care of our dog{end}
  Dr. {LAST} is very patient with children, and the front desk is nice too{end}
  Thank you {FIRST} and {FIRST} for making our wedding day so easy!
  I would give {SHOP} zero stars if I could{end}
  Ordered from {ORG} and it came broken, their support is a joke{end}
  Stayed at {SHOP} for two nights, clean rooms and a good breakfast{end}
  The food at {SHOP} used to be great, but the new owner does not care{end}
  My husband and I drove all the way from {PLACE} to eat at {SHOP}{end}
  Best tacos north of {PLACE}, period{end}
  Great service, fair prices, I will be back. Ask for {FIRST}{end}
  They told me to call {ORG} instead, what a waste of time{end}
  If you live in {PLACE} you know that {SHOP} has the best coffee{end}
  {SHOP} beats {ORG} any day of the week{end}
  Our kids love {SHOP}, and the teachers really care{end}
  I bought my first house with the help of {FULL} from {SHOP}{end}
  My landlord is {SHOP} and they never answer the phone{end}
  I have used {SHOP}, {SHOP} and {SHOP}, and the last one was the cheapest{end}
  Went there on {DAY} with my Mom, the Chef came out and said hello{end}
  Nice little place near {PLACE}, the owner {FIRST} is from {PLACE} and cooks like my grandmother{end}
  Best Italian food ever. Also the only Thai place in town that knows what spicy means{end}
  Very good experience, the Manager called me back within a day{end}
  RUDE staff, cold food, NEVER again!!!
  Five stars. The Caesar Salad and the French Fries are to die for{end}
  Worst customer service I have ever had. They lost my order and then said it was my fault{end}
`);

const ANSWERS = lines(`
  Does anyone know a good dentist in {PLACE}? I just moved here from {PLACE}{end}
  What is there to do in {PLACE} with two kids? We land on {DAY}{end}
  I am going to {PLACE} in the summer. Is it safe to travel from there to {PLACE} by bus?
  Is {PLACE} nicer than {PLACE}? My girlfriend wants to see {PLACE} as well{end}
  Try {SHOP}, they have a branch in {PLACE}{end}
  You could write to {ORG} and ask, they answered me within a week{end}
  I think {ORG} and {ORG} both do that, but {ORG} is cheaper{end}
  How do I get from {PLACE} airport to {PLACE}? Is there a train?
  My cat {FIRST} does not eat any more, should I take her to the Vet?
  I have a snake called {FIRST} and he will not eat frozen mice{end}
  How can I upload a Video to {ORG}? It says the Format is wrong{end}
  Who would win, {FULL} or {FULL}?
  Which {ORG} phone should I buy, I have had one from {ORG} before{end}
  Should I study at {ORG} or at {ORG}? I want to become a nurse{end}
  What is the visa rule for people from {PLACE} who want to work in {PLACE}?
  I want to buy a Camera for my trip through {PLACE}, any tips?
  In {PLACE} you need a permit for that. In {PLACE} nobody asks{end}
  Which is the best Hindu temple near {PLACE}?
  Has anybody ever worked for {ORG}? How is the pay?
  yes, you can. my friend did it in {PLACE} last year and it was fine
  u can try {SHOP} or just google it lol
  I would not. The police do not like it, and the fine is high{end}
  Buy the new one, the old one is too loud. Or wait until Christmas{end}
  What do you call a person from {PLACE}? Just wondering{end}
  My name is {FIRST} and I am from {PLACE}. Can someone tell me how to open a PDF on Windows XP?
`);

const OFFICE = lines(`
  {FIRST},
  {FIRST}, attached please find the draft agreement with {ORG}. Please call me with any questions. {FIRST}
  {FIRST} - can you get me the numbers for {ORG} by {DAY}? Thanks, {FIRST}
  I talked to {FULL} at {ORG} and he is fine with the changes{end}
  Please let {FIRST} or {FIRST} know if you can make the meeting with {ORG}{end}
  {FULL} and I will be in {PLACE} on {DAY} to meet with {ORG}{end}
  The ISDA with {ORG} was signed by {FULL}; {FIRST} has the originals{end}
  As discussed, {ORG} is a counterparty of {ORG}, not of {ORG}{end}
  cc: {FULL}, {FULL}, {FULL}
  To: {FULL}, {FULL} cc: {FULL} Subject: Master Agreement
  {FIRST}/{FIRST}: who handles the {PLACE} office now that {FIRST} has left?
  {FULL} {ORG} {ADDRESS} (phone) {PHONE} (fax) {PHONE} {EMAIL}
  FYI - {FIRST}
  Thanks for your help. {FIRST}
  Regards, {FULL} Senior Counsel, {ORG}
  Let's have lunch when you are back from {PLACE}. Love, {FIRST}
  I'll be out of the office until {DAY}. In urgent cases please call {FIRST} at x{n.plain}{end}
  {FIRST} told me that {ORG} would not accept the Guaranty without the Credit Annex{end}
  Could you have Legal look at the Confirmation before we send it to {ORG}?
  Per {FIRST}'s note, {ORG} wants to terminate the Deal early{end}
  Dear Mr. {LAST}: We have received your letter and forwarded it to {ORG}{end}
  {FULL}@{ORG} wrote: see attached{end}
  The Board meets on {DAY}, and the CEO and the CFO will be there{end}
  Please find the Invoice and the Purchase Order attached{end}
  Mom and Dad are coming for Thanksgiving. Can {FIRST} bring the pie? :)
  {FIRST}, happy birthday!! When are you coming to {PLACE}? {FIRST} and the kids miss you{end}
`);

const AFFAIRS = lines(`
  {ORG} said in a statement that it had nothing to do with the attack in {PLACE}{end}
  President {LAST} flew to {PLACE} to meet Prime Minister {FULL}{end}
  The {LAST} administration wants to talk to {PLACE} and {PLACE} about oil{end}
  Sources close to {ORG} told {ORG} that {FULL} will step down{end}
  In {PLACE}, soldiers opened fire on a crowd, {ORG} reports{end}
  The Shiite parties and the Sunni Arabs could not agree on a Prime Minister{end}
  Senator {LAST} ({ORG}) voted against the bill; {LAST} and {LAST} voted for it{end}
  {FULL} of {ORG} writes in {ORG} that the war was a mistake{end}
  {PLACE} and {PLACE} signed a treaty in {YEAR}, long before {ORG} existed{end}
  Troops from {PLACE} moved into {PLACE}, a town of 20,000 north of {PLACE}{end}
  According to {ORG}, two Americans and a German were killed near {PLACE}{end}
  {LAST} has said that again and again, and {ORG} still prints it{end}
  I watched {FULL} on {ORG} last night and I have to say, what a clown{end}
  The hurricane hit {PLACE} on {DATE} and moved on to {PLACE}{end}
  {ORG} bought {ORG} in {YEAR}, and shares in {ORG} fell{end}
  {ORG} launches a new browser to compete with {ORG}{end}
  The founder of {ORG}, {FULL}, was born in {PLACE} and studied at {ORG}{end}
  Ambassador {FULL} met with {FULL}, the leader of {ORG}, in {PLACE}{end}
  {ORG} spokesman {FULL} told {ORG} that talks with {ORG} had failed{end}
  Judge {FULL} ruled that {ORG} must pay {LAST} and her family{end}
  Scientists at {ORG} say that the ice in {PLACE} melts faster than thought{end}
  {PLACE}'s government accuses {PLACE} of helping {ORG}{end}
  The Muslims and Christians of {PLACE} have lived together for centuries{end}
  {FULL} of {ORG} lost to {FULL} in {PLACE}'s third district{end}
  {ORG} wants more money for {PLACE}, {ORG} says no{end}
  Israeli and Palestinian officials met in {PLACE} again{end}
  Chinese and Japanese companies build factories in {PLACE}{end}
  {LAST}, a Democrat from {PLACE}, and {LAST}, a Republican, wrote the law together{end}
  Posted by {FIRST} at {n.time}
  Posted by: {FULL} | {DATE} {n.time}
  Hat tip to {FULL}{end}
  Iraqi, Iranian and Syrian students protested; the army stayed in the barracks{end}
  The Constitution says otherwise, and {ORG} agreed in {LAST} v. {LAST}{end}
  Global Warming is a Hoax? Ask the people of {PLACE}{end}
  The Second World War ended in {YEAR}, the Cold War much later{end}
  Read "{n.common} and {n.common}" by {FULL}, it changed how I think about {PLACE}{end}
  My favourite film of {YEAR} is by {FULL}, with {FULL} as the villain{end}
  {ORG}'s shuttle and {ORG}'s probe both failed. {FULL}, an engineer at {ORG}, knows why{end}
  The Pope visited {PLACE} and prayed with the Archbishop of {PLACE}{end}
  {FULL}, who teaches at {ORG} in {PLACE}, calls it {adjective}{end}
  Fans in {PLACE} saw {ORG} beat {ORG} for the first time since {YEAR}{end}
  The {PLACE} office of {ORG} did not return calls{end}
  {FULL}'s new album is out on {ORG}, and {ORG} hates it{end}
  The Internet is full of it, everyone complains about {ORG}{end}
`);

/** Airports, stations, sights and neighbourhoods that people name without "city". */
const SIGHTS = (
  "Heathrow|Gatwick|JFK|LaGuardia|O'Hare|Schiphol|Charles de Gaulle|Tegel|Wembley|Times Square|Central Park|Broadway|Hyde Park|Soho|Camden|" +
  'Trafalgar Square|Covent Garden|the Louvre|the Eiffel Tower|Notre-Dame|Montmartre|Alexanderplatz|Kreuzberg|the Colosseum|Trastevere|' +
  'the Prado|Ground Zero|Capitol Hill|the White House|the Kremlin|Red Square|Tahrir Square|the Golden Gate Bridge|Alcatraz|Hollywood|' +
  "Silicon Valley|Wall Street|Chinatown|Harlem|Brooklyn Heights|Fisherman's Wharf|Niagara Falls|Yosemite|Yellowstone|the Grand Canyon|" +
  'Mount Rushmore|Disneyland|Las Ramblas|Bondi Beach|Uluru|Machu Picchu|Angkor Wat|the Taj Mahal|Mount Everest|Kilimanjaro|the Matterhorn|' +
  'Lake Como|Lake Geneva|the Danube|the Rhine|the Thames|the Nile|the Amazon|the Mississippi|the Black Sea|the Baltic|the Gulf of Mexico|' +
  'the Middle East|Scandinavia|Eastern Europe|Latin America|the Balkans|the Caribbean|Central Asia|the West Bank|Gaza|Kurdistan|Kashmir|Chechnya'
).split('|');
export const sight = () => pick(SIGHTS).replace(/^the /, '');

const CHAT = lines(`
  i talked to {FIRST} yesterday, she works for {ORG} in {PLACE}
  i talked to {PERSON} about it, they moved to {PLACE}
  hey {FIRST}, r u coming to {PLACE} w {FIRST}?
  just saw {PERSON} at {SIGHT}!!! {n.hashtag}
  omg {PERSON} is at {SIGHT} right now
  stuck at {SIGHT} again, flight to {PLACE} is late
  lol {FIRST} u r crazy
  does {FIRST} still work at {ORG} or did she quit
  meet me and {FIRST} at {SHOP} on {DAY}
  Meet {FIRST} and {FIRST} on {DAY} at {SHOP}{end}
  pick up {FIRST} from school pls, {FIRST} has a meeting
  my cousin {FIRST} got a job at {ORG}, good for him
  has anyone heard from {FULL}? he was in {PLACE} last i heard
  {FIRST} says hi from {PLACE} :)
  is {SIGHT} worth it or should we go to {PLACE} instead
  {FIRST} & {FIRST} are getting married in {PLACE}!!
  watching {ORG} v {ORG} with {FIRST}
  {PERSON} stayed at the {ORG} in {PLACE}{end}
  {ORG} sued {ORG}{end}
  {SIGHT} was full of tourists, so we took a train to {PLACE}{end}
  We saw {SIGHT}, {SIGHT} and the {noun} museum{end}
  The road to {SIGHT} is closed{end}
`);

export const EVERYDAY = [...REVIEWS, ...ANSWERS, ...OFFICE, ...AFFAIRS, ...CHAT];
