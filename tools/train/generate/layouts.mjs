/** Texts that are not sentences: forms, tables, records, mails, chats, logs, tickets, signatures. */

import { chance, int, pick, shuffle } from './random.mjs';
import { quoted } from './threads.mjs';

/** [names of a field, template of its value] */
const FIELDS = [
  [
    [
      'Name',
      'Full name',
      'Customer',
      'Patient',
      'Applicant',
      'Contact',
      'Account holder',
      'Employee',
      'Guest',
      'Passenger',
      'Nom',
      'Nome',
      'Nombre',
      'Naam',
      'Namn',
      'customer_name',
      'fullName',
      'Signed by',
      'User',
      'Owner',
      'Author',
      'Assignee',
      'Sender',
      'Recipient',
      'Witness',
      'Attn',
    ],
    '{FULL}',
  ],
  [['First name', 'Given name', 'firstname', 'Vorname', 'Prénom', 'first_name'], '{FIRST}'],
  [
    ['Last name', 'Surname', 'Family name', 'lastName', 'Nachname', 'Maiden name', 'Cognome'],
    '{LAST}',
  ],
  [
    [
      'Email',
      'E-mail',
      'e-mail address',
      'Mail',
      'email',
      'Contact email',
      'Correo',
      'E-Mail-Adresse',
    ],
    '{EMAIL}',
  ],
  [
    [
      'Phone',
      'Tel',
      'Tel.',
      'Telephone',
      'Mobile',
      'Cell',
      'Phone number',
      'phone',
      'Telefon',
      'Fax',
      'Handy',
      'Contact no',
      'Téléphone',
      'Work phone',
      'Ph',
    ],
    '{PHONE}',
  ],
  [
    [
      'Address',
      'Home address',
      'Street',
      'Shipping address',
      'Ship to',
      'Residence',
      'address',
      'Adresse',
      'Dirección',
      'Indirizzo',
      'Delivery address',
      'Location of incident',
    ],
    '{ADDRESS}',
  ],
  [['Postcode', 'Postal code', 'PLZ', 'postal_code', 'CAP', 'Zip/Postal'], '{POSTCODE}'],
  [
    [
      'City',
      'Town',
      'Country',
      'Place of birth',
      'Nationality (country)',
      'Destination',
      'Departure',
      'Ort',
      'Ville',
      'city',
      'Region',
      'Birthplace',
    ],
    '{PLACE}',
  ],
  [
    [
      'Company',
      'Employer',
      'Organisation',
      'Organization',
      'Bank',
      'School',
      'Firma',
      'company',
      'Insurer',
      'Vendor',
      'Supplier',
      'Hospital',
      'Publisher',
    ],
    '{ORG}',
  ],
  [
    [
      'Date of birth',
      'DOB',
      'Born',
      'Birth date',
      'dob',
      'Geburtsdatum',
      'birthday',
      'Date de naissance',
    ],
    '{BIRTH}',
  ],
  [
    [
      'Date',
      'Issued',
      'Expires',
      'Due',
      'Check-in',
      'Check-out',
      'Invoice date',
      'created_at',
      'Start',
      'Valid until',
      'Order date',
      'Datum',
    ],
    '{FULLDATE}',
  ],
  [['Age', 'age', 'Alter', 'Patient age', 'Age (years)', 'Edad'], '{AGENUM}'],
  [
    [
      'Card',
      'Card number',
      'Credit card',
      'CC',
      'card_number',
      'Visa',
      'Payment card',
      'Kreditkarte',
      'PAN',
    ],
    '{CARD}',
  ],
  [['IBAN', 'iban', 'Account (IBAN)', 'Bank account', 'Konto'], '{IBAN}'],
  [['{idname}', '{idname}', 'National ID', 'ID number', 'Identity no.', 'Personal ID'], '{ID}'],
  [
    ['IP', 'IP address', 'ip', 'Client IP', 'Remote address', 'Host', 'src', 'Last login IP'],
    '{IP}',
  ],
  [['Website', 'URL', 'Web', 'Homepage', 'Link', 'url', 'Site', 'LinkedIn', 'Profile'], '{URL}'],
];
const DULL = [
  [
    [
      'Order',
      'Order no',
      'Reference',
      'Ref',
      'Case',
      'Ticket',
      'Invoice no.',
      'Tracking',
      'SKU',
      'Booking code',
    ],
    '{n.code}',
  ],
  [['Amount', 'Total', 'Price', 'Balance', 'Salary', 'amount'], '{n.price}'],
  [['Status', 'Type', 'Subject', 'Department', 'Position', 'Plan', 'Role', 'Title'], '{n.common}'],
  [['Quantity', 'Qty', 'Weight', 'Size', 'Height', 'Distance'], '{n.quantity}'],
  [['Version', 'Build', 'Firmware'], '{n.version}'],
  [['Time', 'Arrival', 'Hours'], '{n.time}'],
  [['Id', 'uuid', 'Hash', 'Session', 'token', 'MAC'], '{n.hash}'],
  [
    ['Number', 'Count', 'Total items', 'Serial', 'Customer no.', 'Account no', 'PIN', 'Meter'],
    '{n.plain}',
  ],
  [['Occupation', 'Job title', 'Job', 'Profession'], '{job}'],
  [['Notes', 'Comment', 'Message', 'Description'], '{lorem}'],
  [['Item', 'Product'], '{product}'],
  [['Language', 'Gender', 'Religion', 'Nationality', 'Currency'], '{nationality}'],
  [['File', 'Attachment'], '{n.file}'],
];

const fields = (least, most, dull = 0.3) =>
  shuffle(FIELDS)
    .slice(0, int(least, most))
    .flatMap((field) => (chance(dull) ? [field, pick(DULL)] : [field]))
    .map(([names, value]) => [pick(names), value]);
const cased = (name) =>
  name.includes('{') ? name : pick([name, name, name, name.toLowerCase(), name.toUpperCase()]);
const snake = (name) =>
  (name.includes('{')
    ? 'id_number'
    : name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_|_$/g, '')) || 'field';

export function form() {
  const colon = pick([': ', ':', ': ', ' : ', ' = ', ':\t', '\t', ' - ', ':   ', ':\n']);
  const bullet = pick(['', '', '', '- ', '* ', '• ', '> ']);
  return fields(2, 7)
    .map(
      ([name, value]) =>
        bullet + cased(name) + colon + (value === '{ADDRESS}' && chance(0.4) ? '{BLOCK}' : value),
    )
    .join(pick(['\n', '\n', '\n', '\n\n', '; ', ', ', ' | ', ',', ';']));
}

export function json() {
  const space = pick(['', ' ']),
    open = pick(['{', '{\n  ', '[{']),
    end = open.includes('\n') ? '\n}' : open === '[{' ? '}]' : '}';
  const between = open.includes('\n') ? ',\n  ' : ',' + space;
  // '{' and '}' of the JSON itself are written as full-width braces until the grammar has run
  const text = fields(2, 6)
    .map(([name, value]) => `"${snake(name)}":${space}${quoted(value)}`)
    .join(between);
  return open.replace('{', '｛') + text + end.replace('}', '｝');
}

export function table() {
  const comma = pick([',', ';', '\t', ' | ', ', ', ',']),
    columns = fields(3, 6, 0.4),
    quote = chance(0.2) ? '"' : '';
  const header = columns.map(([name]) => (name.includes('{') ? 'id_no' : snake(name))).join(comma);
  const row = () => columns.map(([, value]) => quote + value + quote).join(comma);
  const rows = Array.from({ length: int(1, 3) }, row);
  return [...(chance(0.6) ? [header] : []), ...rows].join('\n');
}

export function query() {
  return pick([
    `UPDATE users SET ${fields(1, 2, 0)
      .map(([name, value]) => `${snake(name)} = '${value}'`)
      .join(', ')} WHERE id = {int}`,
    `INSERT INTO customers VALUES ({int}, ${fields(2, 4, 0.2)
      .map(([, value]) => `'${value}'`)
      .join(', ')});`,
    `<user>${fields(2, 3, 0.1)
      .map(([name, value]) => `<${snake(name)}>${value}</${snake(name)}>`)
      .join('')}</user>`,
    `${fields(2, 4, 0.1)
      .map(([name, value]) => `${snake(name)}=${value}`)
      .join('&')}`,
    `user(${fields(2, 3, 0)
      .map(([name, value]) => `${snake(name)}="${value}"`)
      .join(', ')})`,
  ]);
}
