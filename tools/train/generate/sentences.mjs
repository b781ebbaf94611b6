/** Sentence shapes: what people say around personal data. Parts in braces are grown by the grammar. */

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const SENTENCES = {
  person: lines(`
    {Please} {contact} {PERSON} {about}{tail}{end}
    {hello} {FIRST}, {please} send me the {thing}{tail}{end}
    {hello} {LAST}, thank you for the {noun}{end}
    {PERSON} {act}{end}
    {PERSON} and {OTHER} {act}{end}
    {FULL}, {OTHER} and {OTHER} {act}{end}
    {PERSON} {said} {pron} would {verb} the {noun}{end}
    "The {noun} is {adjective}," {said} {PERSON}{end}
    {relcap} {PERSON} {act}{end}
    {poss} {rel} {PERSON} {act} {when}{end}
    I saw {PERSON} {where} {when}{end}
    {mr} {LAST} {act}{end}
    {mr} {FULL} {work} {ORG}{end}
    This is {PERSON} speaking{end}
    The {thing} is for {PERSON}{tail}{end}
    I spoke to {PERSON} {about}{end}
    {PERSON} ({job}) {act}{end}
    Signed by {FULL}, {job}{end}
    {PERSON}'s {noun} was {adjective}{end}
    It was {PERSON}'s idea to {verb} the {noun}{end}
    I am {PERSON} and I {verb} {noun}{end}
    Do you know {PERSON}? {Pron} {act}{end}
    Where is {PERSON}?
    {FIRST}, can you {verb} the {noun}?
    thx {FIRST}, see you at {n.time}
    {FIRST} here. The {noun} is {adjective}{end}
    {n.handle} is {PERSON}, right? {n.hashtag}
    {Pron} asked {PERSON} to {verb} {poss} {noun}{end}
    Happy birthday {FIRST}!!
    A song by {FULL} and a film with {FULL}{end}
    {job} {FULL} {said} that the {noun} was {adjective}{end}
    {FULL} is a {adjective} {job} {where}{end}
    {n.common} between {FULL} and {FULL}
    You can ask {FIRST} or {OTHER} if the {noun} breaks{end}
    The account is in the name of {FULL}{end}
    Add {FULL} to the {noun} list{tail}{end}
    Remove {FULL} from {poss} policy{tail}{end}
    Patient {FULL} complains of {noun}{end}
    I never liked {PERSON}. {Pron} {act}{end}
    They called their {animal} {FIRST}{end}
    name's {PERSON}, nice to meet you
    Nickname {FIRST}, real name {FULL}{end}
    {PERSON} vs {OTHER} tonight {n.hashtag}
    Written by {FULL}; edited by {FULL}
    {FULL} was elected {job} {when}{end}
    R.I.P. {FULL}, {poss} {noun} will be missed
    {FIRST} {FIRST} where are you?!
  `),
  plain: lines(`
    {PLAIN} {PERSON} {act}{end}
    {PERSON} {act}{end} {PLAIN}
    {PERSON} {act}, {said} {OTHER}{end}
    {PERSON} {act} {when}{end}
    {PERSON} {act} {where}{end}
    {Pron} {act}. {PLAIN}
    {PLAIN} {Contact} {PERSON}{end}
    {PLAIN} {bye}, {FIRST}
    {hello} {FIRST}, {PLAIN}
    {hello} {mr} {LAST}, {PLAIN}
    {news}
    {news}
    {news}
    {PLAIN} {PLAIN}
    {mr} {FULL} {act}{end}
    {Please} tell {mr} {FULL} that {mr} {LAST} {act}{end}
    {poss} name is {mr} {FULL}, not {mr} {LAST}{end}
    is {mr} {LAST} there? {PLAIN}
    {PERSON} of {PLACE} {act}{end}
    {mr} {LAST} of {ORG} {act}{end}
    My {rel}, {PERSON}, {act}{end}
    {PERSON}, {PERSON}, {OTHER} and {OTHER} {act}{end}
    {PLAIN} {PLACE} is {adjective}{end}
    {PLAIN} {Please} {dial} {PHONE}{tail}{end}
    {PLAIN} {Please} {mailverb} {EMAIL}{tail}{end}
    {PLAIN} {poss} address is {ADDRESS}{end}
    {PLAIN} {poss} card is {CARD}{end}
  `),
  email: lines(`
    {Please} {mailverb} {EMAIL}{tail}{end}
    {Please} {mailverb} {EMAIL} or {dial} {PHONE}{tail}{end}
    You can reach {PERSON} at {EMAIL}{end}
    {PERSON}'s email is {EMAIL}{end}
    The {thing} went to {EMAIL} instead of {EMAIL}{end}
    {PERSON} <{EMAIL}> {said} the {noun} is {adjective}{end}
    From: {EMAIL} To: {EMAIL}
    Questions? {EMAIL}
    my new email: {EMAIL}
    Is {EMAIL} still {poss} address?
    Unsubscribe {EMAIL} from the list{tail}{end}
    I can't log in with {EMAIL} and code {n.plain}{end}
    Bounce for {EMAIL} ({n.code})
    Invite {EMAIL}, {EMAIL} and {EMAIL}{end}
    {mailverb} {EMAIL}
    write to {FULL} ({EMAIL}), {ORG}
    contact: {EMAIL} / {PHONE}
    mailto:{EMAIL}
    ({EMAIL})
    {Pron} used {EMAIL} as login {when}{end}
  `),
  phone: lines(`
    {Please} {dial} {PHONE}{tail}{end}
    {poss} number: {PHONE}
    {PERSON} can be reached on {PHONE}{tail}{end}
    {Please} {contact} {PERSON} on {PHONE} {about}{end}
    Tel. {PHONE}, fax {PHONE}
    tel: {PHONE}
    Mobile {PHONE} (work {PHONE})
    I tried {PHONE} {int} times but nobody answers{end}
    {PHONE} is the number of {PERSON}{end}
    {dial} {PHONE} between {n.time} and {n.time}{end}
    New number {PHONE}, delete the old one{end}
    missed call from {PHONE} at {n.time}
    The helpline of {ORG} is {PHONE}{end}
    {PERSON}, {PHONE}
    {FIRST} {PHONE}
    ☎ {PHONE}
    p: {PHONE} e: {EMAIL} w: {URL}
    {Pron} {act}; {dial} {PHONE}{end}
    For {noun} press {int} or {dial} {PHONE}{end}
    Send the code to {PHONE}{tail}{end}
    sms {PHONE} ok?
    Emergency contact: {FULL}, {rel}, {PHONE}
    My phone {PHONE} was stolen {when}{end}
    {PHONE} or {PHONE}?
    office {PHONE}, home {PHONE}, cell {PHONE}
    Reservation for {FULL}, {int} people, {n.time}, {PHONE}
  `),
  address: lines(`
    {PERSON} lives at {ADDRESS}{end}
    {Please} send the {thing} to {ADDRESS}{tail}{end}
    Ship it to {FULL}, {ADDRESS}{end}
    The office of {ORG} moved to {ADDRESS} {when}{end}
    Our shop is at {ADDRESS}, next to the {noun}{end}
    I live at {ADDRESS} since {YEAR}{end}
    Pick me up at {ADDRESS} at {n.time}{end}
    Deliver to {BLOCK}
    {FULL}
    New address: {BLOCK}
    Where? {ADDRESS}
    {ADDRESS} is the place, {n.time}{end}
    There was a fire at {ADDRESS} {when}{end}
    {Pron} was last seen near {ADDRESS}{end}
    The {noun} on {ADDRESS} is {adjective}{end}
    Party at {FIRST}'s, {ADDRESS}{end}
    {ORG}, {ADDRESS}
    Return address: {ORG}, {ADDRESS}
    I moved from {ADDRESS} to {ADDRESS}{end}
    The house ({ADDRESS}) sold for {n.price}{end}
    Postcode {POSTCODE}, town {PLACE}
    postal code: {POSTCODE}
    Registered office: {ADDRESS}
    Parking near {ADDRESS} costs {n.price}{end}
    Turn left at {ADDRESS} and walk {n.quantity}{end}
    {mr} {FULL}, {ADDRESS}, tel. {PHONE}
    The {n.common} will be held at {ADDRESS}, {n.time}{end}
    Taxi from {ADDRESS} to {ADDRESS}, {n.price}
    {FULL} of {ADDRESS} {act}{end}
    is {ADDRESS} the right address?
  `),
  organization: lines(`
    {PERSON} {work} {ORG}{end}
    {PERSON} {work} {ORG} {when}{end}
    {ORG} announced that the {noun} is {adjective}{end}
    {ORG} and {ORG} agreed to {verb} the {noun}{end}
    {ORG} of {PLACE} bought {ORG} for {n.price}{end}
    {ORG}'s {noun} is {adjective}{end}
    I bought {product} from {ORG} for {n.price}{end}
    The {job} at {ORG} {said} it would {verb}{end}
    My account at {ORG} was closed {when}{end}
    {ORG} is hiring a {job} {where}{end}
    {ORG} opened a branch {where} {when}{end}
    according to {ORG}, the {noun} rose {n.quantity}{end}
    {job}, {ORG}
    {FULL}, {job} at {ORG}, {act}{end}
    Fans of {ORG} went to {PLACE}{end}
    {ORG} shares fell {n.quantity} on {DAY}{end}
    {ORG} beat {ORG} {int}-{int}{end}
    We are {ORG}, a {adjective} company {where}{end}
    The {noun} was made by {ORG}{end}
    {Pron} studied at {ORG} until {YEAR}{end}
    @ {ORG} now {n.hashtag}
    invoice from {ORG}: {n.price}
    {ORG} ({PLACE}) {n.code}
    {ORG} spokesman {FULL} declined to comment{end}
    {FULL} of {ORG}
    Is {ORG} a {adjective} place to work?
    {poss} internship at {ORG}, {ORG} or {ORG}{end}
  `),
  location: lines(`
    {PERSON} {go} {PLACE}{end}
    {PERSON} {go} {PLACE} {when}{end}
    {Pron} {go} {PLACE}{end}
    The weather in {PLACE} is {adjective}{end}
    Flights from {PLACE} to {PLACE} cost {n.price}{end}
    {PLACE} is {adjective} in spring{end}
    The {noun} was found near {PLACE}{end}
    {PLACE}, {PLACE}
    greetings from {PLACE}!
    The government of {PLACE} wants to {verb}{end}
    {PLACE}'s {noun} is {adjective}{end}
    Has anyone been to {PLACE}?
    We drove through {PLACE}, {PLACE} and {PLACE}{end}
    The train to {PLACE} leaves at {n.time}{end}
    {ORG} has offices in {PLACE}, {PLACE} and {PLACE}{end}
    A {noun} from {PLACE} weighs {n.quantity}{end}
    born in {PLACE}, raised in {PLACE}
    Floods hit {PLACE} {when}{end}
    I love {PLACE} {n.hashtag}
    {PLACE} - {PLACE} {n.quantity}
    Our hotel in {PLACE} was {adjective}, {n.price} a night{end}
    War broke out in {PLACE} in {YEAR}{end}
    The {adjective} streets of {PLACE}
    #{int} {PLACE} travel tips
  `),
  date: lines(`
    The deadline is {FULLDATE}{end}
    {PERSON} was born on {BIRTH} {where}{end}
    {PERSON} (born {BIRTH}) {act}{end}
    DOB {BIRTH}
    date of birth: {BIRTH}
    Due date {FULLDATE}, amount {n.price}
    The {noun} started in {YEAR} and ended in {YEAR}{end}
    See you on {DATE} at {n.time}{end}
    Valid from {FULLDATE} to {FULLDATE}
    In {YEAR}, {PERSON} {act}{end}
    On {FULLDATE} the {noun} was {adjective}{end}
    {DAY} or {DAY}?
    Between {YEAR} and {YEAR} the {noun} doubled{end}
    The contract of {FULLDATE} expires on {FULLDATE}{end}
    Created {FULLDATE}, {n.time}
    appointment: {DATE} {n.time}
    Copyright {YEAR} {ORG}
    We married on {FULLDATE} in {PLACE}{end}
    {DATE}: {act}
    {FULL} ({YEAR}-{YEAR}) was a {job}{end}
    class of {YEAR}
    last updated {FULLDATE}
    the {YEAR} {noun} of {ORG}
    by {DATE} at the latest
    It happened {when}{end}
  `),
  age: lines(`
    {PERSON} is {AGE} years old{end}
    {PERSON}, {AGE}, {act}{end}
    A {AGENUM}-year-old {job} {go} {PLACE}{end}
    {Pron} is a {AGENUM} year old {job}{end}
    {PERSON} (aged {AGE}) {act}{end}
    {poss} {rel} is {AGE} now{end}
    age: {AGENUM}
    Age {AGENUM}, height {n.quantity}
    I'm {AGE} and I live in {PLACE}{end}
    {AGENUM}yo, female, {noun} for {n.quantity}
    {AGENUM} y/o from {PLACE}
    At {AGE} {pron} {go} {PLACE}{end}
    {Pron} died at the age of {AGE} {where}{end}
    {PERSON} turns {AGE} {when}{end}
    {FIRST} will be {AGE} next month{end}
    when I was {AGE} we {go} {PLACE}
    {AGENUM}-year-old {FULL} {act}{end}
    {AGENUM} yrs old, {job}
    a woman of {AGE} {act}{end}
    {FIRST} ({AGENUM}), {FIRST} ({AGENUM}) and {FIRST} ({AGENUM})
    The victim, {AGE}, was taken to {ORG}{end}
    {AGENUM}/f/{PLACE}
    M, {AGENUM}, {job}
    {poss} {rel} retired at {AGE}{end}
    {poss} kids are {AGE} and {AGE}{end}
    This {AGENUM}-year old patient has {noun}{end}
    who wouldn't at {AGENUM}? {adjective}
  `),
  card: lines(`
    {poss} card {CARD} was declined{tail}{end}
    {Please} charge {n.price} to {CARD}{tail}{end}
    card number: {CARD} exp {EXPIRY} cvv {n.int3}
    Visa {CARD}, valid thru {EXPIRY}
    The credit card {CARD} belongs to {FULL}{end}
    {CARD} is blocked, {please} send a new one to {ADDRESS}{end}
    cc {CARD}
    Paid {n.price} with {CARD} {when}{end}
    MasterCard no. {CARD} ({FULL})
    I lost my {ORG} card, number {CARD}{end}
    Refund {n.price} to card {CARD}, not {n.masked}{end}
    why was {CARD} charged twice for order {n.code}?
    {CARD}
    Amex: {CARD}
    {Please} remove card {CARD} from {poss} account{end}
    debit card {CARD} issued by {ORG}
  `),
  iban: lines(`
    {Please} transfer {n.price} to {IBAN}{tail}{end}
    IBAN: {IBAN}
    {poss} account is {IBAN} at {ORG}{end}
    Account holder {FULL}, IBAN {IBAN}, BIC {n.bic}
    {IBAN} ({ORG})
    The payment of {n.price} from {IBAN} failed{end}
    wire it to {IBAN}, reference {n.code}
    Is {IBAN} correct?
    Salary goes to {IBAN} {when}{end}
    bank details: {FULL}, {IBAN}
    debit {IBAN} monthly with {n.price}{end}
    Refund to IBAN {IBAN} instead of card {n.masked}{end}
    {FIRST}'s iban: {IBAN}
  `),
  id: lines(`
    {poss} {idname} is {ID}{end}
    {idname}: {ID}
    {idname} {ID}, born {BIRTH}
    {FULL}, {idname} {ID}
    {Please} verify {idname} {ID}{tail}{end}
    The {idname} on the form ({ID}) is wrong{end}
    {PERSON} with {idname} {ID} {act}{end}
    {idname} no. {ID} issued in {PLACE}
    I need to update {poss} {idname} to {ID}{end}
    lost {idname} {ID}, what now?
    {idname} = {ID}
    applicant {FULL} / {idname} {ID} / {BIRTH}
    {idname} number {ID} expires {FULLDATE}{end}
    what is your {idname}? {ID}
  `),
  ip: lines(`
    Login from {IP} at {n.time}{end}
    {Please} block {IP}{tail}{end}
    The server {IP} is {adjective} since {DATE}{end}
    ping {IP} takes {n.quantity}
    ssh root@{IP}
    {IP} is not reachable from {PLACE}{end}
    host {host} has address {IP}
    Connection to {IP}:443 refused ({n.code})
    http request from {IP} to {n.path}
    user {FULL} signed in from {IP} ({PLACE})
    DNS {IP}, {IP}
    {poss} IP is {IP}, firmware {n.version}
    router {IP} gateway {IP} mask 255.255.0.0
    {IP} {IP} {IP}
    failed password for {FIRST} from {IP} port {n.plain}
    WHERE ip = '{IP}' AND id = {int}
    Who owns {IP}?
    allow {IP}; deny all;
    |{IP}| {n.hash} |
  `),
  url: lines(`
    See {URL} for the {noun}{end}
    {Please} visit {URL}{tail}{end}
    {poss} site: {URL}
    {URL}
    I found the {noun} on {URL} and it is {adjective}{end}
    {ORG} ({URL}) sells {product}{end}
    Read more at {URL}{end}
    check this out {URL} {n.hashtag}
    The docs ({URL}) {adverb} explain the {noun}{end}
    {URL} is down{tail}{end}
    Download {n.file} from {URL}{end}
    new post {URL}
    RT {n.handle}: {adjective} {noun} {URL}
    Follow {PERSON} on {URL}{end}
    Sign up at {URL} before {DATE}{end}
    link: {URL}
    git clone {URL}
    <{URL}>
    Website {URL}, mail {EMAIL}
  `),
  mixed: lines(`
    {Contact} {PERSON} at {EMAIL} or {PHONE}{end}
    {Contact} {PERSON} on {PHONE} or {EMAIL}{tail}{end}
    {Contact} {PERSON} ({ORG}) via {EMAIL}{tail}{end}
    {Contact} {PERSON} at {ORG}, {PHONE}, {about}{end}
    {Contact} {PERSON} in {PLACE} {when}{end}
    {FULL}, {AGE}, of {ADDRESS}, {act}{end}
    {FULL} ({EMAIL}, {PHONE}) {work} {ORG} {where}{end}
    {PERSON} paid {n.price} with card {CARD} on {FULLDATE}{end}
    {PERSON} from {PLACE} {work} {ORG} since {YEAR}{end}
    I am {FULL}, born on {BIRTH} in {PLACE}, and {poss} {idname} is {ID}{end}
    {hello}, I'm {FULL} from {ORG}, {dial} {PHONE} or {mailverb} {EMAIL}{end}
    {poss} name is {FULL}, {poss} address is {ADDRESS} and {poss} phone is {PHONE}{end}
    {PERSON} logged in from {IP} with {EMAIL} on {DATE}{end}
    {PERSON}, {AGENUM}, {go} {PLACE} {when} and {work} {ORG}{end}
    Book a table for {FIRST} {when}, {PHONE}{end}
    {ORG}, {ADDRESS}, {PHONE}, {EMAIL}, {URL}
    Details: {FULL}, {BIRTH}, {ADDRESS}, {IBAN}
    {PERSON} told {OTHER} to {verb} the {noun} and {contact} {PERSON}{end}
    {Contact} {EMAIL}{end}
    {Contact} {PERSON}{end}
    Order {n.code} for {FULL} ships to {ADDRESS} on {DATE}{end}
    {PERSON} met {OTHER} {where} {when}{end}
    Yesterday {PERSON} {act} and {OTHER} {act}{end}
    Transfer {n.price} from {FULL} ({IBAN}) to {FULL} ({IBAN}){end}
  `),
};
