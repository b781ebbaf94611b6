/** Clauses in which persons, companies and places do things to each other: subject, verb, object, in many words. */

const split = (text) =>
  text
    .trim()
    .split('|')
    .map((part) => part.replace(/\s+/g, ' ').trim());
const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const CLAUSES = {
  did: split(`met | called | invited | thanked | blamed | married | hired | fired | saw | followed | visited | beat |
    replaced | joined | interviewed | praised | attacked | ignored | helped | taught | forgave | missed | warned |
    accused | robbed | loved | hated | admired | kissed | hugged | recommended | nominated | contacted | emailed |
    sued | killed | arrested | remembered | forgot | introduced | trusted | supported | criticised | coached |
    trained | treated | examined | quoted | mentioned | described | portrayed | produced | directed | smiled at |
    looked at | waved to | listened to | argued with | worked with | played with | lived with | travelled with |
    ran into | waited for | voted for | cared for | apologised to | lied to | complained about | talked about |
    wrote about | sang about | heard about | dreamed of | thought of | yelled at | laughed at | danced with |
    fell in love with | broke up with | had dinner with | is married to | is related to | looks like | reminds me of |
    lost against | played for | was inspired by | was raised by | was found by | got a call from | took after |
    has never met | would never hurt | can't stand | always defends | should call | might know | has been stalking`),
  gave: split(`gave | sent | showed | offered | lent | sold | handed | promised | owed | brought | bought | taught |
    has given | will send | should pay | never told | left | refused | wrote | mailed | forwarded`),
  object:
    split(`a letter | the keys | some money | a present | the report | a cup of tea | the whole story | a lift |
    two tickets | the truth | a second chance | the wrong file | a copy of the contract | an apology | the address |
    a job | his old car | her phone | their notes | the password | a picture | nothing | the news | a book`),
  trait:
    split(`kind | generous | honest | funny | strict | busy | ill | angry | famous | proud | nervous | calm |
    talented | hard-working | unbearable | polite | stubborn | clever | brave | lovely | late | pregnant | missing |
    a good listener | a genius | the best | my hero | an idiot | a great cook | a real friend | the boss here |
    an excellent singer | a legend | a bit strange | not at home | on leave | in hospital | out of town | the winner |
    an only child | a quiet person | a terrible driver | my favourite writer | the new neighbour | a born leader`),
  is: split(`is | was | is very | was so | will be | has always been | seems | looked | became | can be | is not |
    isn't | used to be | is still | must be | is probably | is known to be | was never | might be | is really`),
  open: split(`Last night, | In the end | After the show | However, | Yesterday | Apparently | Back then | On the way home |
    As far as I know, | To be honest, | Later that day, | In the second half, | For the record, | Meanwhile, |
    According to {PERSON}, | In {YEAR}, | On {DAY} | At the party | Because of the weather, | When I came in, |
    Two years later | Thankfully | I think | I heard that | It is said that | She told me that | We believe that |
    Did you know that | He wrote that | Rumour has it that | It turns out | No wonder`),
  close:
    split(`, and everybody knew it | , but it was too late | because nobody else would | while we were away |
    , which surprised us | in front of the whole team | for the first time | without saying a word | , as usual |
    during the meeting | at the airport | over the phone | a year ago | , if I remember correctly | in the kitchen |
    after the concert | before the trial | on television | in a long interview | , she said | for no reason |
    by accident | at the last minute | , so please be nice`),
  subject: lines(`
    {PERSON}
    {PERSON}
    {PERSON}
    {FULL}
    {FIRST}
    {mr} {LAST}
    {mr} {FULL}
    {poss} {rel} {FIRST}
    {PERSON} and {OTHER}
    {PERSON}'s {rel}
    {PERSON} of {ORG}
    {PERSON} from {PLACE}
    {job} {FULL}
    {FULL}, {AGENUM},
    {FULL} ({ORG})
    {Pron}
    The {job}
    {poss} {rel}
    the {ORG} {job} {FULL}
    {PERSON}, who {did} {OTHER},
    {PERSON}, the {job},
  `),
  deed: lines(`
    {did} {OTHER}
    {did} {OTHER}
    {did} {poss} {rel}
    {did} {poss} {rel} {OTHER}
    {gave} {OTHER} {object}
    {gave} {object} to {OTHER}
    {is} {trait}
    {is} {trait}
    {is} {trait} and {trait}
    {act}
    {did} {OTHER} and {OTHER}
    {did} {ORG}
    {work} {ORG}
    {go} {PLACE}
    {did} {OTHER} {where}
    {did} {OTHER} {when}
  `),
};

export const CLAUSE_SENTENCES = lines(`
  {subject} {deed}{end}
  {subject} {deed}{end}
  {subject} {deed} {close}{end}
  {open} {subject} {deed}{end}
  {open} {subject} {deed} {close}{end}
  {subject} {deed}, but {subject} {deed}{end}
  {subject} {deed} and {subject} {deed}{end}
  {subject} {deed}. {subject} {deed}{end}
  "{PLAIN}" {subject} {said}{end}
  "{PLAIN}" {said} {subject}{end}
  {subject} {said}: "{PLAIN}"
  {subject} {said}, "{PLAIN}"
  {FIRST}! {PLAIN}
  {FIRST}, come here!
  come on {FIRST}, {PLAIN}
  Who is {PERSON}?
  Did {PERSON} call back?
  When will {PERSON} be here?
  Have you met {PERSON}?
  What did {PERSON} say about {OTHER}?
  Are you {PERSON}?
  Is it true that {subject} {deed}?
  Why would {PERSON} do that to {OTHER}?
  How is {FIRST} doing?
  {OTHER} was replaced by {PERSON} {when}{end}
  The letter was signed by {PERSON} and {OTHER}{end}
  My favourite {noun} is by {PERSON}{end}
  There is something about {PERSON} that I like{end}
  I think {PERSON} {is} {trait}{end}
  I miss {FIRST} so much{end}
  They are called {FIRST}, {FIRST} and {FIRST}{end}
  Everyone calls {poss} {rel} {FIRST}{end}
  Under the name {FULL}, {pron} {work} {ORG}{end}
  The winners are {FULL} of {ORG}, {FULL} of {ORG} and {ORG}'s {FULL}{end}
  {FULL} from {ORG}, {FULL} from {ORG}
  {FULL} ({ORG}), {FULL} ({ORG}) and {FULL} ({ORG}) were there{end}
  {ORG} {did} {ORG}{end}
  {ORG}, {ORG} and {ORG} {did} {ORG}{end}
  {open} {ORG} announced a new {noun}{end}
  The {ORG} {noun} is {adjective}{end}
  The {ORG} website says: "{PLAIN}"
  I have been with {ORG} for {int} years{end}
  She applied at {ORG} and at {ORG}{end}
  {ORG} is a {adjective} {noun} company{end}
  {ORG} was founded in {YEAR} by {FULL} and {FULL}{end}
  The {adjective} startup {ORG} raised {n.price}{end}
  He quit {ORG} to join {ORG}{end}
  {PLACE}-based {ORG} {did} {ORG}{end}
  {poss} order from {ORG} never arrived{end}
  {PLACE} {is} {adjective}{end}
  {open} we {go} {PLACE}{end}
  We {go} {PLACE} {close}{end}
  The {job} of {PLACE} {act}{end}
  The {PLACE} {noun} is {adjective}{end}
  People in {PLACE} {adverb} eat {food}{end}
  {PLACE} declared war on {PLACE}{end}
  {PLACE}'s {job} {said} "{PLAIN}"
  Everyone in {PLACE} knows {PERSON}{end}
  {subject} {go} {PLACE} {close}{end}
  {subject} lives on {ADDRESS}{end}
  {subject} sent {poss} {thing} to {ADDRESS}{end}
  {open} {subject} moved to {ADDRESS}{end}
  The bus stops at {ADDRESS}{end}
  I'll wait for you at {ADDRESS} {close}{end}
  {subject} was {AGE} when {pron} {did} {OTHER}{end}
  {subject} just celebrated {poss} {AGENUM}th birthday{end}
  {subject}, only {AGE}, {deed}{end}
  {subject} can be reached at {PHONE}{end}
  {poss} registered number is {PHONE}, please update it{end}
  I keep getting calls from {PHONE} {close}{end}
  {subject} never answers at {PHONE}{end}
`);
