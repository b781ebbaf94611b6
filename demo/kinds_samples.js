// Texts to try with kinds to find in them. Every person and number in them is made up or reserved for examples.

/** @typedef {{name: string, labels: string[], text: string}} KindsSample */

const letter = `Dear Dr Okafor,

thank you for seeing Helena Novak, who came to us on 3 March with a dry cough and a fever of 38.9 °C. We started amoxicillin 500 mg three times a day and stopped ramipril, which may have caused the cough. An X-ray of the chest showed pneumonia on the left.

She is allergic to sulfonamides, and takes metformin 850 mg for diabetes.

Kind regards,
Samir Haddad, St Brigid's Hospital
`;

const notice = `In the matter of Northwind Optics Ltd v Lindqvist, case no. HC-2025-000417, the High Court in Bristol orders that the defendant, Jonas Lindqvist, pay £18,400 within 28 days. Ms Priya Raman appeared for the claimant. The lease of 12 June 2021 on the premises at 48 Harbour Street ends on 30 September 2025, under section 21 of the Housing Act 1988.
`;

const ticket = `Since the update to version 4.2.1 the Aurora X3 restarts whenever I plug in the headphones. It ran well on Linux 6.1 for a year. Error code 0x8024 shows up twice, then the screen goes black. I bought it from Blue Heron in Lyon for 649 euros, order 88-4102.

Sofia
`;

const record = `Applicant: Tobias Berger, born 30 November 1979
Passport C01X00T47, driving licence B072RRE2I55
Account DE89 3704 0044 0532 0130 00, card 4111 1111 1111 1111
Lives at Lindenweg 7, 80331 Munich, user name t_berger79
Phone +49 30 901820, mail t.berger@example.com
`;

/** @type {readonly KindsSample[]} */
export const kindsSamples = [
  {
    name: 'Doctor’s letter',
    labels: ['person', 'medication', 'dose', 'symptom', 'disease', 'hospital'],
    text: letter,
  },
  {
    name: 'Court order',
    labels: ['person', 'organization', 'case number', 'court', 'amount of money', 'law', 'date'],
    text: notice,
  },
  {
    name: 'Bug report',
    labels: ['product', 'software version', 'error code', 'operating system', 'price', 'person'],
    text: ticket,
  },
  {
    name: 'Personal data',
    labels: [
      ...['person', 'date of birth', 'passport number', 'driving licence', 'bank account'],
      ...['credit card number', 'address', 'username', 'phone number', 'email'],
    ],
    text: record,
  },
];
