/**
 * Personal names as cultures write them: particles, several surnames, the surname first. And the two parts of all names: a tenth
 * is held out, so that a test text has no name that a training text has.
 */

import { chance, locale, pick } from './random.mjs';
import { SYLLABLES } from './words.mjs';

/** FNV-1a: the same name is in the same part in every run. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const character of text.toLowerCase()) {
    value = Math.imul(value ^ character.codePointAt(0), 0x01000193) >>> 0;
  }
  return value >>> 8;
}

const isHeldOut = (name) => hash(name) % 10 === 0;
let heldOut = false;

/** From now on all names are of the held-out tenth, or none is. */
export const useHeldOutNames = (value) => (heldOut = value);

/** A personal name that no list holds. */
export function coinedName() {
  const text = pick(SYLLABLES) + pick(SYLLABLES) + (chance(0.4) ? pick(SYLLABLES) : '');
  return text[0].toUpperCase() + text.slice(1);
}

/** A name of the part in use: makes names until there is one; a short list may have none. */
export function ofOurPart(make) {
  for (let tries = 0; ; ++tries) {
    const name = tries < 100 ? make() : coinedName();
    if (isHeldOut(name) === heldOut) return name;
  }
}

/** Given names and surnames of cultures that faker has no list for, or writes in another script. */
const WRITTEN = [
  [
    'Aarav Aditi Amit Ananya Arjun Deepika Divya Farhan Ishaan Kavya Lakshmi Meera Nikhil Pooja Priya Rahul Rohan Sanjay Shreya Vikram',
    'Agarwal Bose Chatterjee Desai Gupta Iyer Joshi Kapoor Khan Kulkarni Mehta Menon Nair Patel Rao Reddy Sharma Singh Subramanian Verma',
  ],
  [
    'Ahmad Aisha Amina Bilal Fatima Hassan Huda Ibrahim Karim Khalid Layla Mahmoud Mariam Mustafa Nadia Omar Rania Samir Yasmin Youssef Zainab',
    'Abbas Abdullah Al-Farsi Al-Hashimi Al-Sayed Awad Aziz Barakat El-Masry Farouk Haddad Hamdan Hussein Khoury Mansour Nasser Rahman Saleh Suleiman Zaki',
  ],
  [
    'Akira Aiko Daichi Emi Haruto Hiroshi Keiko Kenji Mei Naoko Ren Sakura Satoshi Takeshi Yuki Yumi',
    'Abe Fujimoto Hayashi Inoue Ito Kobayashi Matsumoto Mori Nakamura Okada Saito Sato Suzuki Takahashi Tanaka Watanabe Yamamoto Yoshida',
  ],
  [
    'Bo Chen Fang Hao Hui Jian Jing Jun Lan Lei Li Ling Mei Min Qiang Wei Xiaoming Xin Yan Ying Yu Zhen',
    'Cao Chen Deng Guo Han He Huang Li Liang Lin Liu Luo Ma Song Sun Tang Wang Wu Xie Xu Yang Zhang Zhao Zheng Zhou Zhu',
  ],
  [
    'Dong-hyun Eun-ji Hye-jin Ji-hoon Ji-woo Jae-won Min-jun Min-seo Seo-yeon Seung-ho Soo-jin Sung-min Yoon-a Young-ho',
    'Ahn Bae Choi Chung Han Hwang Jang Jeong Jung Kang Kim Kwon Lee Lim Moon Noh Oh Park Seo Shin Song Yoon',
  ],
  [
    'Abena Adaeze Ama Amara Chidi Chinedu Ebele Emeka Folasade Funmi Ifeoma Kofi Kwabena Kwame Ngozi Nneka Obinna Olumide Temitope Tunde Yaa Zola',
    'Abiola Achebe Adebayo Adeyemi Afolabi Asante Balogun Boateng Chukwu Danjuma Eze Mensah Mwangi Nkosi Nwosu Obi Ochieng Okafor Okonkwo Osei Owusu Zulu',
  ],
  [
    'Aleksei Anastasia Andrei Boris Dmitri Ekaterina Galina Igor Irina Ivan Ksenia Maxim Mikhail Natalia Oksana Oleg Pavel Sergei Svetlana Taras Tatiana Vladimir Yulia',
    'Bondarenko Fedorov Ivanova Kovalenko Kozlov Kuznetsov Lebedeva Morozov Novikov Orlova Pavlov Petrov Popova Romanov Shevchenko Smirnov Sokolova Tkachenko Volkov',
  ],
  [
    'Aroha Hemi Kahurangi Kalani Keanu Leilani Mana Mere Moana Ngaire Rangi Sione Tama Tane Wiremu',
    'Aperahama Fonoti Kaawa Kahananui Kealoha Leota Ngata Paki Parata Tamihana Tapueluelu Tuilagi Vaifale',
  ],
].map((lists) => lists.map((list) => list.split(' ')));

const PARTICLES = [
  ...[
    'de',
    'de la',
    'del',
    'de los',
    'da',
    'do',
    'dos',
    'di',
    'della',
    'van',
    'van de',
    'van den',
    'van der',
  ],
  ...[
    'von',
    'von der',
    'zu',
    'le',
    'la',
    'ten',
    'ter',
    'al-',
    'bin',
    'ibn',
    'ben',
    'bint',
    "O'",
    'Mc',
    'Mac',
    "D'",
    'St. ',
  ],
];

/** {first, last} of a culture. */
export function culturalName() {
  if (chance(0.3)) {
    const [given, family] = pick(WRITTEN);
    return { first: ofOurPart(() => pick(given)), last: ofOurPart(() => pick(family)) };
  }
  const { faker } = locale();
  const first = ofOurPart(() => faker.person.firstName());
  const last = ofOurPart(() => faker.person.lastName());
  if (chance(0.12)) return { first, last: withParticle(last) };
  return { first, last };
}

/** "van der Berg", "O'Neill" */
export function withParticle(last) {
  const particle = pick(PARTICLES);
  return /['\-]$|^Ma?c$/.test(particle) ? particle + last : `${particle.trim()} ${last}`;
}
