/** Texts that are not sentences: forms, tables, records, mails, chats, logs, tickets, signatures. */

import { chance, int, pick, shuffle } from './random.mjs';

/** [names of a field, template of its value] */
const FIELDS = [
  [['Name', 'Full name', 'Customer', 'Patient', 'Applicant', 'Contact', 'Account holder', 'Employee', 'Guest', 'Passenger', 'Nom', 'Nome', 'Nombre', 'Naam', 'Namn', 'customer_name', 'fullName', 'Signed by', 'Attn'], '{FULL}'],
  [['First name', 'Given name', 'firstname', 'Vorname', 'Prénom', 'first_name'], '{FIRST}'],
  [['Last name', 'Surname', 'Family name', 'lastName', 'Nachname', 'Maiden name', 'Cognome'], '{LAST}'],
  [['Email', 'E-mail', 'e-mail address', 'Mail', 'email', 'Contact email', 'Correo', 'E-Mail-Adresse'], '{EMAIL}'],
  [['Phone', 'Tel', 'Tel.', 'Telephone', 'Mobile', 'Cell', 'Phone number', 'phone', 'Telefon', 'Fax', 'Handy', 'Contact no', 'Téléphone', 'Work phone', 'Ph'], '{PHONE}'],
  [['Address', 'Home address', 'Street', 'Shipping address', 'Ship to', 'Residence', 'address', 'Adresse', 'Dirección', 'Indirizzo', 'Delivery address', 'Location of incident'], '{ADDRESS}'],
  [['Postcode', 'Postal code', 'PLZ', 'postal_code', 'CAP', 'Zip/Postal'], '{POSTCODE}'],
  [['City', 'Town', 'Country', 'Place of birth', 'Nationality (country)', 'Destination', 'Departure', 'Ort', 'Ville', 'city', 'Region', 'Birthplace'], '{PLACE}'],
  [['Company', 'Employer', 'Organisation', 'Organization', 'Bank', 'School', 'Firma', 'company', 'Insurer', 'Vendor', 'Supplier', 'Hospital', 'Publisher'], '{ORG}'],
  [['Date of birth', 'DOB', 'Born', 'Birth date', 'dob', 'Geburtsdatum', 'birthday', 'Date de naissance'], '{BIRTH}'],
  [['Date', 'Issued', 'Expires', 'Due', 'Check-in', 'Check-out', 'Invoice date', 'created_at', 'Start', 'Valid until', 'Order date', 'Datum'], '{FULLDATE}'],
  [['Age', 'age', 'Alter', 'Patient age', 'Age (years)', 'Edad'], '{AGENUM}'],
  [['Card', 'Card number', 'Credit card', 'CC', 'card_number', 'Visa', 'Payment card', 'Kreditkarte', 'PAN'], '{CARD}'],
  [['IBAN', 'iban', 'Account (IBAN)', 'Bank account', 'Konto'], '{IBAN}'],
  [['{idname}', '{idname}', 'National ID', 'ID number', 'Identity no.', 'Personal ID'], '{ID}'],
  [['IP', 'IP address', 'ip', 'Client IP', 'Remote address', 'Host', 'src', 'Last login IP'], '{IP}'],
  [['Website', 'URL', 'Web', 'Homepage', 'Link', 'url', 'Site', 'LinkedIn', 'Profile'], '{URL}'],
];
const DULL = [[['Order', 'Order no', 'Reference', 'Ref', 'Case', 'Ticket', 'Invoice no.', 'Tracking', 'SKU', 'Booking code'], '{n.code}'], [['Amount', 'Total', 'Price', 'Balance', 'Salary', 'amount'], '{n.price}'], [['Status', 'Type', 'Subject', 'Department', 'Position', 'Plan', 'Role', 'Title'], '{n.common}'],
  [['Quantity', 'Qty', 'Weight', 'Size', 'Height', 'Distance'], '{n.quantity}'], [['Version', 'Build', 'Firmware'], '{n.version}'], [['Time', 'Arrival', 'Hours'], '{n.time}'], [['Id', 'uuid', 'Hash', 'Session', 'token', 'MAC'], '{n.hash}'], [['Number', 'Count', 'Total items', 'Serial', 'Customer no.', 'Account no', 'PIN', 'Meter'], '{n.plain}'],
  [['Occupation', 'Job title', 'Job', 'Profession'], '{job}'], [['Notes', 'Comment', 'Message', 'Description'], '{lorem}'], [['Item', 'Product'], '{product}'], [['Language', 'Gender', 'Religion', 'Nationality', 'Currency'], '{nationality}'], [['File', 'Attachment'], '{n.file}']];

const fields = (least, most, dull = 0.3) => shuffle(FIELDS).slice(0, int(least, most)).flatMap((field) => (chance(dull) ? [field, pick(DULL)] : [field])).map(([names, value]) => [pick(names), value]);
const cased = (name) => (name.includes('{') ? name : pick([name, name, name, name.toLowerCase(), name.toUpperCase()]));
const snake = (name) => (name.includes('{') ? 'id_number' : name.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')) || 'field';

export function form() {
  const colon = pick([': ', ':', ': ', ' : ', ' = ', ':\t', '\t', ' - ', ':   ', ':\n']);
  const bullet = pick(['', '', '', '- ', '* ', '• ', '> ']);
  return fields(2, 7).map(([name, value]) => bullet + cased(name) + colon + (value === '{ADDRESS}' && chance(0.4) ? '{BLOCK}' : value)).join(pick(['\n', '\n', '\n', '\n\n', '; ', ', ', ' | ']));
}

export function json() {
  const space = pick(['', ' ']), open = pick(['{', '{\n  ', '[{']), end = open.includes('\n') ? '\n}' : open === '[{' ? '}]' : '}';
  const between = open.includes('\n') ? ',\n  ' : ',' + space;
  // '{' and '}' of the JSON itself are written as full-width braces until the grammar has run
  const text = fields(2, 6).map(([name, value]) => `"${snake(name)}":${space}"${value}"`).join(between);
  return open.replace('{', '｛') + text + end.replace('}', '｝');
}

export function table() {
  const comma = pick([',', ';', '\t', ' | ', ', ', ',']), columns = fields(3, 6, 0.4), quote = chance(0.2) ? '"' : '';
  const header = columns.map(([name]) => (name.includes('{') ? 'id_no' : snake(name))).join(comma);
  const row = () => columns.map(([, value]) => quote + value + quote).join(comma);
  const rows = Array.from({ length: int(1, 3) }, row);
  return [...(chance(0.6) ? [header] : []), ...rows].join('\n');
}

export function query() {
  return pick([`UPDATE users SET ${fields(1, 2, 0).map(([name, value]) => `${snake(name)} = '${value}'`).join(', ')} WHERE id = {int}`, `INSERT INTO customers VALUES ({int}, ${fields(2, 4, 0.2).map(([, value]) => `'${value}'`).join(', ')});`,
    `<user>${fields(2, 3, 0.1).map(([name, value]) => `<${snake(name)}>${value}</${snake(name)}>`).join('')}</user>`, `${fields(2, 4, 0.1).map(([name, value]) => `${snake(name)}=${value}`).join('&')}`, `user(${fields(2, 3, 0).map(([name, value]) => `${snake(name)}="${value}"`).join(', ')})`]);
}

export const BLOCKS = [
  // signatures and business cards
  '{bye},\n{FULL}', '{bye},\n{FIRST}', '{bye}, {FIRST}', '{bye}\n{FULL}\n{job}\n{ORG}', '--\n{FULL}\n{job} | {ORG}\nT {PHONE} | {EMAIL}', '{FULL}\n{job}, {ORG}\n{BLOCK}\nTel: {PHONE}\n{URL}', '{FULL}\n{ORG}\n{PHONE}\n{EMAIL}',
  '{FULL}\n{job}\n{EMAIL} | {PHONE}\n{PLACE}', '{ORG}\n{BLOCK}\n{PLACE}', '{FULL}\n{BLOCK}', '{mr} {FULL}\n{BLOCK}\n\n{PHONE}', '{FULL}\n{ORG}\n{BLOCK}', '{ORG}\nAttn: {FULL}\n{BLOCK}', '{FULL}\n{BLOCK}\n{EMAIL}\n{PHONE}', '{PHONE} (home)\n{PHONE} (cell)\n{EMAIL}',
  '{FULL}, {job}\n{ORG}, {PLACE}\nMob. {PHONE}\nFax {PHONE}', 'To:\n{FULL}\n{BLOCK}\n\nFrom:\n{ORG}\n{BLOCK}', '{FULL} | {job} | {ORG} | {PLACE}', '{ORG} · {ADDRESS} · {PHONE} · {EMAIL} · {URL}', 'SHIP TO {FULL} {ADDRESS} PH {PHONE}',
  // mail
  'From: {FULL} <{EMAIL}>\nTo: {EMAIL}\nDate: {FULLDATE}\nSubject: {n.common}\n\n{hello} {FIRST},\n\n{s}\n\n{bye},\n{FIRST}', 'To: {FULL} <{EMAIL}>\nCc: {EMAIL}, {FULL} <{EMAIL}>\nSubject: {n.common} {n.code}\n\n{s} {s}', '{hello} {FIRST},\n\n{s} {s}\n\n{bye},\n{FULL}\n{ORG}',
  '{hello} {FIRST},\n{s}\n{bye}\n{FIRST}', 'On {FULLDATE}, {FULL} <{EMAIL}> wrote:\n> {s}\n> {s}', 'On {FULLDATE} at {n.time} {FULL} wrote:\n>{s}', '{hello} team,\n\n{s}\n{s}\n\n{FULL}\n{job}', 'Subject: {n.common}\n{hello} {mr} {LAST},\n{s} {s}\n{bye},\n{FULL}',
  // chat
  '{FIRST}: {s}\n{OTHER}: {s}', '[{n.time}] {FIRST}: {s}\n[{n.time}] {OTHER}: {s}\n[{n.time}] {FIRST}: {s}', '<{FIRST}> {s}\n<{OTHER}> {nothing}', 'Agent: {nothing}\nCustomer: {s}\nAgent: {ask}\nCustomer: {answer}', 'Bot: {ask}\nYou: {answer}', '{ask} {answer}', '{ask}\n{answer}', '{FIRST} ({n.time}): {s}',
  'Q: {ask}\nA: {answer}', 'user> {s}\nassistant> {nothing}', '{n.handle}: {s}', '{FIRST} joined the channel\n{FIRST}: {s}', 'Interviewer: {ask}\n{FULL}: {s}', '- {s}\n- {s}', '"{s}" - {FULL}, {ORG}', '{FULL}: "{s}"',
  // logs
  '{DATE} {n.time} INFO user={EMAIL} ip={IP} {n.path} 200 {n.quantity}', '{IP} - - [{FULLDATE}] "GET {n.path} HTTP/1.1" 200 {n.plain} "{URL}"', '[{FULLDATE} {n.time}] WARN login failed for {EMAIL} from {IP}', '{n.time} ERROR {n.snippet} client={IP}', '{IP} {IP} {n.plain} {n.plain} ACCEPT OK',
  'WARN {n.path} {n.hash} took {n.quantity}', '{FULLDATE} {n.time} [{n.hash}] DEBUG {phrase}', 'level=info msg="sent mail" to={EMAIL} id={n.hash}', 'sshd: Accepted password for {FIRST} from {IP} port {n.plain}', '{n.version} {n.path} {n.quantity} OK', 'GET {URL} 404 {n.quantity}',
  // tickets, records, lists, news
  'Ticket {n.code} | {FULL} | {EMAIL}\n{s}', '#{int} opened by {FULL} on {FULLDATE}: {s}', 'Case {n.code}\nCaller: {FULL}, {PHONE}\nIssue: {nothing}', 'Patient: {FULL}, {AGENUM}, {PLACE}. Admitted {FULLDATE}. {nothing}', 'Invoice {n.code}\n{ORG}\n{BLOCK}\nDate: {FULLDATE}\nTotal: {n.price}\nIBAN: {IBAN}', 'Booking {n.code}\n{FULL}\n{PLACE} - {PLACE}\n{FULLDATE} {n.time}',
  '1. {FULL}\n2. {FULL}\n3. {FULL}', 'Present: {FULL}, {FULL}, {FULL}\nAbsent: {FULL}', '{FULL}, {FULL}, {FULL} and {FULL}', '{PLACE}, {FULLDATE} - {s}', '{PLACE} ({ORG}) - {s} {s}', '- {ORG}\n- {ORG}\n- {ORG}', '{PLACE}\n{PLACE}\n{PLACE}', '{FULL} - {PHONE}\n{FULL} - {PHONE}', '{FULL}\t{BIRTH}\t{PLACE}\t{PHONE}',
  'Directed by {FULL}\nStarring {FULL}, {FULL}\n{YEAR}', 'CV\n{FULL}\nborn {BIRTH} in {PLACE}\n{YEAR}-{YEAR} {job}, {ORG}\n{YEAR}-{YEAR} {job}, {ORG}', 'Education:\n{ORG}, {PLACE}, {YEAR}\nExperience:\n{job}, {ORG} ({YEAR} - {YEAR})', 'WHO: {FULL}\nWHERE: {PLACE}\nWHEN: {FULLDATE}', 'WANTED: {FULL}, {AGE}, last seen in {PLACE}',
  '{n.common}\n{s}\n{s}', '* {nothing}\n* {nothing}', '{nothing}\n{nothing}', '{nothing} {nothing} {nothing}', '{FULL}\n{FULLDATE}\n{n.price}\n{n.code}', 'card: {CARD}\nname: {FULL}\nexp: {EXPIRY}\ncvc: {n.int3}', '{CARD} {EXPIRY} {n.int3} {FULL}', '{ID} {FULL} {BIRTH}', '{FULL} {IBAN} {n.price}',
];

export const ANSWERS = [
  ['What is your name?', 'Your name please?', 'Who is calling?', 'May I have your full name?', 'who are you', 'And the account holder?'], ['{PERSON}', 'My name is {FULL}.', "I'm {FIRST}", "It's {PERSON}", '{FULL}, {BIRTH}', 'this is {PERSON}'],
  ['What is your address?', 'Where do you live?', 'Which address should we use?', 'Delivery to?'], ['{ADDRESS}', "It's {ADDRESS}.", 'at {ADDRESS}', '{ADDRESS}, thanks', 'in {PLACE}'],
  ['Your phone number?', 'Which number can we call?', 'Number?', 'Where can we reach you?'], ['{PHONE}', 'try {PHONE}', "It's {PHONE}.", '{PHONE} or {EMAIL}'],
  ['Your e-mail?', 'Which email did you use?', 'Email on file?'], ['{EMAIL}', "it's {EMAIL}", 'probably {EMAIL}.', '{EMAIL}, I think'],
  ['How old are you?', 'Age?', 'May I ask your age?', 'how old is {FIRST}?'], ['{AGE}', "I'm {AGE}.", '{AGE} years old', 'turned {AGE} last week', '{FIRST} is {AGE}', 'just {AGE}'],
  ['When were you born?', 'Birthday?', 'When did it happen?', 'What date suits you?'], ['{BIRTH}', 'on {BIRTH}', '{DATE}', 'on {DAY}'],
  ['Card number?', 'Which card did you pay with?'], ['{CARD}', "it's {CARD}", 'the one with {CARD}'], ['IBAN please?', 'Which account?'], ['{IBAN}', 'use {IBAN}'],
  ['ID number?', 'Your {idname}?'], ['{ID}', "it's {ID}", '{ID}.'], ['Where do you work?', 'Employer?', 'Which company?'], ['{ORG}', 'at {ORG}', 'I am with {ORG}.', '{ORG}, {PLACE}'],
  ['Where are you from?', 'Which city?', 'Where is it?', 'Country?'], ['{PLACE}', 'from {PLACE}', '{PLACE}, {PLACE}', 'near {PLACE}.'], ['Order number?', 'What is the error code?', 'How much?', 'When do you open?'], ['{n.code}', '{n.price}', 'at {n.time}', '{n.plain}', "it's {n.code}"],
];
