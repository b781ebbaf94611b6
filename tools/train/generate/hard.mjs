/** Words that are names in one sentence and none in the next: May, Will, Paris, Jordan, Ford, and numbers that look like others. */

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** Given names that are words, months, places or brands as well. */
export const AMBIGUOUS = (
  'May Will April June August Mark Grace Hope Rose Bill Sue Pat Jack Frank Art Drew Rich Chase Faith Joy Dawn Paris Sydney ' +
  'Chelsea Austin Dallas Florence Jordan Georgia Savannah Brooklyn Victoria Lincoln Jackson Ford Chester Devon Kent Lance ' +
  'Miles Peg Ray Robin Rusty Sandy Skip Summer Autumn Violet Iris Ivy Jade Ruby Amber Crystal Christian Dean Duke Earl Guy ' +
  'Herb Jasmine Max Melody Misty Nick Penny Rob Rocky Tad Tiffany Wade Wren Young Stone Baker Cook Fisher Hunter Mason Page ' +
  'Price Bush Rice Brown Green White Black Long Short King Bishop Pope Day Monday Friday Holiday Church Wood Hill Lake Field'
).split(' ');

export const HARD = lines(`
  {WORDNAME} will {verb} the {noun} in May{end}
  {WORDNAME} {LAST} {act}{end}
  Ask {WORDNAME} or {WORDNAME} {about}{end}
  {WORDNAME} may come on {DAY}, she said{end}
  Did {WORDNAME} call? {WORDNAME} {act}{end}
  Thanks {WORDNAME}, see you in {PLACE}{end}
  {WORDNAME} {LAST} lives in {PLACE}{end}
  I met {WORDNAME} {LAST} at {ORG}{end}
  You may {verb} the {noun}, and I will {verb} it, too{end}
  Will you mark the {noun} and bill me later?
  May I ask how you will pay? I hope by card{end}
  It may rain, but the sun will rise at dawn{end}
  Please mark the page and sue nobody{end}
  The grace period ends, so chase the {noun} now{end}
  A rose is red, jade is green and amber is neither{end}
  We had rice, a baker's bun and green tea at the lake{end}
  Summer was short, autumn was long and the hill was white with snow{end}
  The pope and a bishop met the king in the church by the field{end}
  I will frankly never skip a holiday{end}
  The long road to the stone church was closed{end}
  The {n.model} is {adjective}; my old {n.model} was not{end}
  I sold my {n.model} and bought a {n.model}{end}
  {WORDNAME} drives a {n.model}{end}
  Our new {job} starts soon; the {job} of {ORG} left{end}
  The Senior {job} and the Chief {department} Officer agreed{end}
  Card number {n.badcard} was refused: not a valid number{end}
  Tracking {n.badcard}, ticket {n.badphone}{end}
  Order {n.badphone} costs {n.price}{end}
  The account {n.badiban} does not exist; check the number{end}
  Serial {n.badiban}, batch {n.code}{end}
  It was {n.temperature} outside and {n.temperature} in the {noun}{end}
  Today: {n.temperature}, tomorrow {n.temperature}{end}
  Upgrade from {n.version} to {n.version} before you {verb}{end}
  Upgrade from {n.version} to {n.version}{tail}{end}
  Windows {n.version} replaces {n.version}{end}
  Changes between {n.version} and {n.version}: the {noun} is {adjective}{end}
  After {n.version} the {noun} broke, so we went back to {n.version}{end}
  {n.file} needs {n.version} or newer{end}
  The ratio was {int}.{int} to {int}.{int}, section {int}.{int}.{int}{end}
  Two Iraqis, a German and three Americans were hurt{end}
  The Palestinians and the Israelis talked, the Russians did not{end}
  Many Sunnis, Shiites, Kurds, Christians and Muslims live there{end}
  Western papers and Eastern readers see it differently{end}
  The Moon, the Earth and the Sun were in one line{end}
  Groups: {n.group}, {n.group}, {n.group}
  Prime Rib and French Fries, what else?
  The Contract, the Guaranty and the Master Agreement are attached{end}
  My Aunt and my Uncle came by train{end}
  The MD, a Professor of Medicine, wrote the RFP{end}
  Room {n.plain}, row {int}, seat {n.code}{end}
  Flight {n.flight} leaves {PLACE} at {n.time}{end}
  See {n.law} and page {n.plain} of {n.isbn}{end}
`);
