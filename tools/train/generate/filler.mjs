/** Everyday sentences and clauses without personal data, so that ordinary words are met in ordinary company. */

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

/** Whole sentences. */
export const PLAIN = lines(`
  I would like to know why the payment was rejected twice this week.
  Could you explain how the new billing cycle works for existing customers?
  Thank you for getting back to me so quickly, I really appreciate it.
  The application keeps crashing whenever I try to upload a picture.
  We apologise for the inconvenience and are working on a solution.
  There seems to be a mistake on the statement, the amount is incorrect.
  Nobody told us that the meeting had been moved to another building.
  It has been raining all day and the children are bored.
  Who left the lights on in the kitchen again?
  The results were better than expected, although sales remained flat.
  In my opinion the second album is far better than the first one.
  She opened the window, looked outside and started to laugh.
  He never understood why people were so interested in football.
  What time does the pharmacy close on public holidays?
  Several witnesses described a loud noise shortly before the accident.
  You need to enter the verification code within ten minutes.
  Is it possible to withdraw cash abroad without paying a fee?
  My password expired and the reset link does not work anymore.
  The committee will publish its findings early next year.
  Nothing beats a cold drink on a hot summer afternoon.
  Remember to water the plants while we are away.
  They promised a refund but nothing has happened so far.
  Our flight was delayed, so we spent the night at the airport.
  Students are expected to hand in their essays before the end of term.
  The actor plays a tired detective who cannot sleep.
  It was one of those songs that everybody knew by heart.
  Most experts agree that prices will continue to rise.
  The government announced a new programme for young families.
  Please do not reply to this automated message.
  Click the button below to confirm your subscription.
  This medicine should be taken with food twice a day.
  The patient reports mild pain and occasional dizziness.
  Blood pressure was normal and no further tests were needed.
  I am writing to complain about the service I received yesterday.
  Does anyone here speak a foreign language?
  The hotel was clean but the breakfast was disappointing.
  Lol that was so funny, I can't stop laughing.
  omg why is everyone talking about this show
  Can't wait for the weekend, this week has been so long
  just finished my homework, finally free
  I'm so tired of people who never listen
  The museum is closed for renovation until further notice.
  Keep calm, read the instructions and try again.
  The old bridge was destroyed by a storm and rebuilt later.
  Many species of birds spend the winter further south.
  The river flows through a narrow valley before it reaches the sea.
  The company was founded by two brothers and sold a decade later.
  The film received mixed reviews from critics.
  The band split up after their third tour.
  The population grew rapidly during the industrial revolution.
  It is widely regarded as one of the finest examples of its kind.
  The treaty was signed by both parties but never ratified.
  Every account holder must provide proof of identity.
  I forgot to mention that the order has not arrived yet.
  Do you accept credit cards or only cash?
  How long does it take to open a savings account?
  My account has been locked after too many attempts.
  What documents do I need to apply for a loan?
  Please find attached the signed agreement.
  Let me know if you have any questions.
  I hope this message finds you well.
  Looking forward to hearing from you.
  As discussed on the phone, here are the details.
  Sorry for the late reply, I was on vacation.
  Have a great day!
  The warranty covers parts and labour for two years.
  Both teams deserved to win, honestly.
  Whatever you do, don't touch the red wire.
  The train was late again, so was everybody else.
  A small fire broke out but nobody was hurt.
  The judge dismissed the case for lack of evidence.
  Unfortunately, the position has already been filled.
  The recipe calls for fresh basil, garlic and olive oil.
  If the problem persists, restart your computer.
  All passengers must show a valid ticket on request.
  It depends on the weather and on how many of us are coming.
  Good luck with the exam, you will be fine!
  The professor was known for his sense of humour.
  Freedom, Justice and Honour were carved above the door.
  Mother and Father were both away on Business.
  Chief Executive and Managing Director are two different titles.
  The Board approved the Annual Report and the Audit Plan.
`);

/** What somebody does: follows a subject. */
export const PREDICATES = lines(`
  is very {adjective} and {adjective}
  was always the {adjective} one in the family
  wants to know when the {noun} will arrive
  does not answer the phone
  has been working on the {noun} for years
  never mentioned the {noun} to anybody
  needs a new {noun}
  was arrested after a fight in a bar
  won an award for the best {noun}
  grew up with three sisters
  is known for {adjective} songs and {adjective} books
  thinks that the {noun} is too expensive
  used to be a {job}
  became a {job} at an early age
  has an appointment at {n.time}
  will give a talk about the {noun}
  married a {job}
  wrote most of the songs on the album
  scored the winning goal
  was injured in an accident
  refused to comment on the {noun}
  is looking for a flat
  would like to speak to a {job}
  is allergic to nuts
  forgot the password again
  ordered {int} {noun}s
  was born into a family of {job}s
  has agreed to pay {n.price}
  took over from {OTHER}
  thanked {OTHER} for the {noun}
  is the author of a book about the {noun}
  starred in a film about a {noun}
  played the role of the {adjective} {noun}
  couldn't believe it
  is my favourite {job}
  looks so {adjective} in that picture
  and the rest of the crew went home
  passed away peacefully
  was sentenced to {int} years in prison
  is still waiting for the {noun}
  asked whether the {noun} could be changed
  has the best voice ever
  deserves better
  was replaced by {OTHER}
`);

/** Headlines and other short news. */
export const NEWS = lines(`
  {PLACE} wins gold in the {noun} final
  {PLACE} court rejects {noun} appeal
  {PLACE} minister resigns over {noun}
  {PLACE} and {PLACE} sign {noun} agreement
  {PERSON} jailed over {noun}
  {PERSON} returns to {PLACE} after {int} years
  {PERSON} replaces {OTHER} as {job}
  {ORG} cuts {int} jobs in {PLACE}
  {ORG} to buy {ORG}
  {ORG} names {FULL} as {job}
  {ORG} faces {noun} probe in {PLACE}
  Storm hits {PLACE}, {int} injured
  {noun} found in {PLACE} river
  Police in {PLACE} hunt for {FULL}
  {FULL}, {job} of {ORG}, has died at {AGENUM}
  What {ORG} did next
  Why {PLACE} is the new {PLACE}
  {PERSON}: "{PLAIN}"
  "{PLAIN}" - {PERSON}
  Breaking: {n.common} in {PLACE} {URL}
  {FULL} on life after {ORG}
  Interview with {FULL}
  A film by {FULL}, with {FULL} and {FULL}
  {PERSON} feat. {OTHER}
  The {noun} of {PLACE}, by {FULL}
  {ORG} {int} - {int} {ORG}
  {PLACE} {job}: {PLAIN}
`);
