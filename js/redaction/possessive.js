// The possessive of a name: "Maria's" is Maria with an ending. Models label whole words, so it is a part of the entity.

/** The ending, at the end of a word: 's, or the apostrophe of "James'". */
export const possessive = /['’ʼ]s?$/iu;

/** What the names of people, places and organizations do not have. */
const foreign = /[^\p{L}\p{M}\s.,&'’ʼ-]/u;
const endsInLetter = /[\p{L}\p{M}]$/u;

/**
 * The entity without its possessive, which stays in the text: so "Maria" and "Maria's" share a placeholder, and a sentence
 * keeps its grammar. An entity with a digit or a sign that names do not have is returned as it is: of a password nothing may stay.
 * @template {{start: number, end: number, word: string}} T
 * @param {T} entity word is its text
 * @returns {T}
 */
export function withoutPossessive(entity) {
  const word = entity.word.replace(possessive, '');
  if (word === entity.word || foreign.test(word) || !endsInLetter.test(word)) return entity;
  return { ...entity, word, end: entity.start + word.length };
}
