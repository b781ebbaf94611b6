// The labels of the model, with the names and colours that people see.

/** @typedef {'person' | 'contact' | 'place' | 'organization' | 'time' | 'number' | 'other'} Family */

/**
 * @typedef {object} Label
 * @property {string} name
 * @property {string} tag a shorter name, for the small space above an entity
 * @property {Family} family labels of a family share a colour
 */

/** @type {Record<string, Label>} */
const labels = {
  PERSON: { name: 'Person', tag: 'Person', family: 'person' },
  AGE: { name: 'Age', tag: 'Age', family: 'person' },
  EMAIL: { name: 'Email', tag: 'Email', family: 'contact' },
  PHONE: { name: 'Phone', tag: 'Phone', family: 'contact' },
  URL: { name: 'Web address', tag: 'URL', family: 'contact' },
  IP_ADDRESS: { name: 'IP address', tag: 'IP', family: 'contact' },
  ADDRESS: { name: 'Address', tag: 'Address', family: 'place' },
  LOCATION: { name: 'Location', tag: 'Place', family: 'place' },
  ORGANIZATION: { name: 'Organization', tag: 'Org', family: 'organization' },
  DATE: { name: 'Date', tag: 'Date', family: 'time' },
  CREDIT_CARD: { name: 'Credit card', tag: 'Card', family: 'number' },
  IBAN: { name: 'IBAN', tag: 'IBAN', family: 'number' },
  NATIONAL_ID: { name: 'National ID', tag: 'ID', family: 'number' },
};

export const knownLabels = Object.keys(labels);

/**
 * @param {string} label
 * @returns {Label}
 */
export function describeLabel(label) {
  return labels[label] ?? { name: label, tag: label, family: 'other' };
}
