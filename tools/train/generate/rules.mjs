/** The rules of the grammar. One alternative a line where they are long, '|' between short ones. */

import { CLAUSES } from './clauses.mjs';
import { NEWS, PLAIN, PREDICATES } from './filler.mjs';

/** '|' between alternatives, '~' for nothing; a line may be broken after any '|'. */
const short = (text) =>
  text
    .replace(/\n( {4}| {2}$)/g, '') // the indent, and no blank more: ' asap' keeps its own
    .split('|')
    .map((part) => (part === '~' ? '' : part));
const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const RULES = {
  ...CLAUSES,
  hello: short(`
    Hi|Hello|Hey|Dear|Good morning|Hiya|Morning|Good evening|Hallo|Greetings|Yo|Dear Mr.|Dear Ms|
    Dear Dr.|Hi there
  `),
  bye: short(`
    Best|Regards|Kind regards|Best regards|Cheers|Thanks|Thank you|Sincerely|Yours sincerely|
    Many thanks|Warm regards|Yours|Love|xx|Take care|Rgds|Mit freundlichen Grüßen|Cordialement|
    Saludos
  `),
  mr: short(`
    Mr.|Mr|Mrs.|Mrs|Ms.|Ms|Miss|Dr.|Dr|Prof.|Professor|Sir|Lady|Judge|Senator|Captain|Officer|
    Nurse|Father|Sister|Herr|Frau|Mme|President|Coach|Aunt|Uncle|Rev.|St.
  `),
  rel: short(`
    brother|sister|mother|father|wife|husband|son|daughter|boss|colleague|neighbour|friend|
    flatmate|cousin|uncle|aunt|grandmother|lawyer|doctor|landlord|tenant|assistant|manager|ex|
    best friend|partner|mum|dad|nephew|teacher
  `),
  relcap: short(`
    My brother|My wife|Our manager|Their lawyer|Her sister|His uncle|My flatmate|Our neighbour|
    My old teacher|Her boss|My cousin|The landlord|The driver|The nurse|Our accountant|The witness
  `),
  pron: short('he|she|they|I|we|someone|nobody'),
  Pron: short(`
    He|She|They|I|We|Someone|My colleague|The caller|The customer|The patient|The client|A man|
    A woman|The applicant
  `),
  poss: short('my|his|her|our|their|your|the'),
  said: short(`
    said|says|told me|wrote|replied|asked|insisted|explained|claimed|admitted|announced|added|
    argued|tweeted
  `),
  please: short(`
    please|pls|kindly|could you please|can you|could you|would you mind to|plz|if possible, please
  `),
  Please: short(`
    Please|Pls|Kindly|Could you|Can you|Could someone|I need you to|We ask you to|You should|Just|
    Don't forget to|Remember to|Make sure to|Feel free to
  `),
  contact: short(`
    call|ring|text|phone|contact|reach|reach out to|message|get in touch with|write to|
    follow up with|speak with|talk to|ask for|get back to|notify|cc|ping|meet
  `),
  Contact: short(`
    Call|Contact|Email|Reach|Ask for|Talk to|Speak to|Write to|Reach out to|Message|
    Please contact|Get in touch with|You can reach|Send it to|Invite|Ping|Forward this to
  `),
  dial: short(`
    call|ring|text|phone|WhatsApp|dial|try|use|reach me at|reach him on|get me on|message|
    fax it to|my number is|her mobile is|the office line is|or
  `),
  mailverb: short(`
    email|mail|e-mail|write to|send it to|forward it to|reply to|cc|contact|drop a line to|
    send the file to|write me at|reach me at|reach us at|my address is|my email is
  `),
  tail: short(`
    ~|~|~|~|~| asap| please| today| tomorrow| after {n.time}| before lunch| next week|, thanks|
     if you can| as soon as possible|, ok?| at {n.time}| for details| when you have a minute|
     about order {n.code}| regarding {n.code}| again
  `),
  end: short('.|.|.|.|.|!|~|~|?|...'),
  about: short(`
    about the {noun}|about {noun}|regarding {n.code}|about the {adjective} {noun}|
    on the {noun} project|about invoice {n.code}|concerning {poss} {noun}|about the {job} role|
    with the {noun}
  `),
  when: short(`
    on {DATE}|on {DAY}|since {DATE}|until {FULLDATE}|before {FULLDATE}|by {DATE}|in {YEAR}|
    from {FULLDATE}|last {DAY}|next {DAY}|on the morning of {FULLDATE}|after {FULLDATE}|
    around {DATE}
  `),
  where: short(`
    in {PLACE}|near {PLACE}|from {PLACE}|to {PLACE}|at {ADDRESS}|outside {PLACE}|across {PLACE}|
    in {PLACE}, {PLACE}|around {PLACE}|in downtown {PLACE}|at {ORG}|in the north of {PLACE}
  `),
  go: short(`
    moved to|flew to|drove to|travelled to|went to|arrived in|left|lives in|grew up in|
    was born in|works in|studied in|returned to|is stuck in|settled in|got back from|is visiting|
    loves|passed through|retired to
  `),
  work: short(`
    works for|works at|joined|left|founded|runs|was hired by|got fired from|is the {job} at|
    is a {job} at|consults for|interned at|sued|invested in|retired from|manages|spoke for|
    reports to|is suing|represents|was a {job} with
  `),
  act: [
    ...short(`
    signed the contract|sent the {noun}|called about the {noun}|lost the {noun}|paid the bill|
    asked for a refund|cancelled the order|won the race|wrote a book|is late|is on holiday|
    missed the meeting|left a message|likes {food}|bought a {adjective} {animal}|fixed the {noun}|
    is waiting for you|never answered|will join us|gave the {noun} to {OTHER}|scored twice|
    sang all night|has a {noun}|knows everything about {noun}|plays the guitar|
    recorded a new album|directed the film|resigned
  `),
    ...PREDICATES,
  ],
  PLAIN,
  news: NEWS,
  thing: short(`
    package|parcel|letter|invoice|contract|documents|keys|form|laptop|statement|passport|medicine|
    refund|replacement card|books|order {n.code}|new {product}|{adjective} {noun}|the {noun}
  `),
  nothing: [
    ...PLAIN,
    ...lines(`
    The {adjective} {noun} costs {n.price}{tail}{end}
    Version {n.version} fixes the {noun} and {n.quantity} of {noun}{end}
    Your order {n.code} has shipped, total {n.price}{end}
    Meeting at {n.time} in room {int}, bring the {noun}{end}
    {n.common} and {n.common} are {adverb} {adjective}{end}
    {phrase}
    {n.snippet}
    How do I {verb} the {noun}? I tried {n.version} and it failed {int} times
    The file {n.file} is {n.quantity} and its hash is {n.hash}
    It took {n.quantity} and {n.quantity} to {verb} the {noun}{end}
    {n.isbn} {n.price}
    commit {n.hash} {verb} {n.file}
    Sold {n.plain} units, up {n.quantity} on the year{end}
    tracking number {n.plain}, reference {n.code}
    Ticket {n.code}: the {noun} is {adjective} since {n.version}{end}
    What is the {noun} of a {adjective} {noun}?
    Why does my {noun} {adverb} {verb}?
    We {verb} the {noun} {adverb}. It was {adjective}{end}
    {n.handle} {n.hashtag} lol that {noun} is {adjective}
    RT {n.handle}: {adjective} {noun}!! {n.hashtag}
    Score was {int}-{int}, {n.quantity} left{end}
    {n.common}: {n.common} ({n.code})
    Request id {n.hash} took {n.quantity} at {n.path}
    Location {n.coords}, altitude {n.quantity}
    Mix {n.quantity} of {food} with {n.quantity} of {noun} and wait {n.quantity}{end}
    You have {n.plain} unread messages and {int} tasks{end}
    Our {n.common} is open from {n.time} to {n.time}{end}
    Pay {n.price} by card ending in {n.masked}{end}
    {lorem}
    The {job} must {verb} {bs}{end}
    Press {int} for {n.common}, {int} for {n.common} or hold{end}
    Thanks for your {noun}! It is {adjective}{end}
    I really don't like this {noun}, can we {verb} it?
    Model {n.code}, serial {n.code}, firmware {n.version}
    Table {int}: {noun} by {noun}, n = {n.plain}, p = 0.0{int}
    Is the {noun} covered by {poss} plan? It says {n.price} a month{end}
    {n.common} {n.common} {n.common}
    Temperature {n.quantity}, humidity {n.quantity}, error code {n.code}
    Catalogue no. {n.plain}; lot {n.code}; batch {n.plain}{end}
    The bus {int} leaves every {int} minutes from platform {int}{end}
    Call {n.snippet} twice, then read {n.path}{end}
    Chapter {int}, page {n.plain}: {lorem}
    {Pron} {adverb} thought the {noun} was {adjective}, but nobody cared{end}
    The old {animal} and the {adjective} {animal} slept for {n.quantity}{end}
    Transaction {n.plain} for {n.price} was declined (code {int}){end}
    Reading {n.plain} on meter {n.plain}{end}
    Turn left after {n.quantity}, then go straight on{end}
    ok
    Yes, {n.time} works for me{end}
    No idea. The {noun} is still {adjective}{end}
  `),
  ],
};
