// Texts to try. Every person, company and number in them is made up or reserved for examples.

/** @typedef {{id: string, name: string, text: string}} Sample */

const mail = `Hi Mara,

thanks for the call on 14 March 2025. Please send the signed contract to Jonas Lindqvist at Northwind Optics. Their office is at 48 Harbour Street, Bristol BS1 5TY.

You can reach him at jonas.lindqvist@example.com or +44 117 496 0123. The deposit goes to IBAN DE89 3704 0044 0532 0130 00.

Best regards,
Priya Raman
`;

const chat = `Agent: Hello, you are talking to Daniel Okafor. How can I help?
Customer: Hi, I'm Sofia Marino and my card was charged twice. I am 42 years old and have never seen this before.
Agent: I am sorry about that, Ms Marino. Which card is it?
Customer: 4111 1111 1111 1111, and the first payment was on 2 May 2024.
Agent: Thank you. Where should we send the confirmation?
Customer: sofia.marino@example.org, please. If that fails, call me on 020 7946 0958.
Agent: Done. Is there anything else?
Customer: We moved from Turin to Lyon in March 2025, so my old address is wrong.
`;

const form = `Full name: Helena Novak
Date of birth: 23/07/1986
National ID: 078-05-1120
Address: 1208 Maple Avenue, Springfield, IL 62704
Phone: (555) 010-4477
Email: helena.novak@example.net
Employer: Blue Heron Logistics Ltd
Account: GB29 NWBK 6016 1331 9268 19
Website: https://www.example.com/helena
`;

const log = `08:14:02 login user=t.berger@example.com ip=203.0.113.42
08:14:09 profile name="Tobias Berger" phone="+49 30 901820" born=1979-11-30
08:15:37 payment declined card=5555 5555 5555 4444 ip=203.0.113.42
08:16:20 GET https://shop.example.com/orders/8841 from 2001:db8::8a2e:370:7334
08:17:55 order 8841 shipped to Anna Keller, Lindenweg 7, 80331 Munich
`;

/** @type {readonly Sample[]} */
export const samples = [
  { id: 'mail', name: 'Mail', text: mail },
  { id: 'chat', name: 'Support chat', text: chat },
  { id: 'form', name: 'Form', text: form },
  { id: 'log', name: 'Server log', text: log },
  { id: 'empty', name: 'Clear', text: '' },
];

export const firstText = mail;
