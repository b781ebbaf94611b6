/** Sentences in German, French, Spanish, Italian, Dutch and Portuguese: with entities, and plain prose, which has none. */

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

export const FOREIGN = lines(`
  Bitte rufen Sie {PERSON} unter {PHONE} an.
  {FULL} wohnt seit {YEAR} in {PLACE} und arbeitet bei {ORG}.
  Sehr geehrte Frau {LAST}, vielen Dank für Ihre Nachricht vom {FULLDATE}.
  Meine neue Adresse lautet {ADDRESS}.
  Können Sie mir die Rechnung an {EMAIL} schicken?
  Der Termin mit {PERSON} wurde auf {FULLDATE} verschoben.
  Die Firma {ORG} aus {PLACE} hat den Vertrag gekündigt.
  Herr {LAST} ist {AGENUM} Jahre alt und kommt aus {PLACE}.
  Überweisen Sie den Betrag bitte auf das Konto {IBAN}.
  Liebe {FIRST}, wie war der Urlaub in {PLACE}?
  Unser Büro in {PLACE} ist am {DATE} geschlossen.
  {PERSON} und {OTHER} haben sich in {PLACE} kennengelernt.
  Die Anmeldung von {FULL}, geboren am {BIRTH}, ist eingegangen.
  Nach Angaben von {ORG} kamen viele Besucher aus {PLACE}.
  Merci d'appeler {PERSON} au {PHONE} avant midi.
  {FULL} habite à {PLACE} depuis {YEAR} et travaille chez {ORG}.
  Chère Madame {LAST}, nous avons bien reçu votre lettre du {FULLDATE}.
  Mon adresse est {ADDRESS}.
  Vous pouvez m'écrire à {EMAIL} pour plus de détails.
  La réunion avec {PERSON} aura lieu le {FULLDATE} à {PLACE}.
  L'entreprise {ORG}, basée à {PLACE}, cherche un comptable.
  Mon frère {FIRST} a {AGENUM} ans et vit à {PLACE}.
  Le loyer est à verser sur le compte {IBAN}.
  {PERSON} a quitté {ORG} pour s'installer à {PLACE}.
  Selon {ORG}, les travaux à {PLACE} dureront jusqu'au {FULLDATE}.
  Bonjour {FIRST}, tu viens à {PLACE} ce week-end ?
  Por favor, llame a {PERSON} al {PHONE}.
  {FULL} vive en {PLACE} y trabaja en {ORG} desde {YEAR}.
  Estimado señor {LAST}: gracias por su carta del {FULLDATE}.
  Mi dirección es {ADDRESS}.
  Envíe los documentos a {EMAIL} antes del viernes.
  La reunión con {PERSON} será el {FULLDATE} en {PLACE}.
  La empresa {ORG} abrirá una oficina en {PLACE}.
  Mi hermana {FIRST} tiene {AGENUM} años y estudia en {PLACE}.
  Haga la transferencia a la cuenta {IBAN}.
  {PERSON} y {OTHER} viajaron juntos a {PLACE}.
  Hola {FIRST}, ¿cuándo vuelves de {PLACE}?
  Según {ORG}, el proyecto de {PLACE} está terminado.
  Per favore chiama {PERSON} al numero {PHONE}.
  {FULL} abita a {PLACE} e lavora per {ORG} dal {YEAR}.
  Gentile dottoressa {LAST}, la ringrazio per la lettera del {FULLDATE}.
  Il mio indirizzo è {ADDRESS}.
  Mandami la ricevuta a {EMAIL}, grazie.
  L'incontro con {PERSON} si terrà il {FULLDATE} a {PLACE}.
  La società {ORG} di {PLACE} ha cambiato nome.
  Mio figlio {FIRST} ha {AGENUM} anni e gioca a calcio a {PLACE}.
  Il bonifico va fatto sul conto {IBAN}.
  Ciao {FIRST}, ieri ho visto {OTHER} alla stazione di {PLACE}.
  Secondo {ORG}, i lavori a {PLACE} finiranno presto.
  Bel {PERSON} even op {PHONE} voor de afspraak.
  {FULL} woont sinds {YEAR} in {PLACE} en werkt bij {ORG}.
  Geachte heer {LAST}, bedankt voor uw brief van {FULLDATE}.
  Mijn adres is {ADDRESS}.
  Stuur de factuur naar {EMAIL} alstublieft.
  De vergadering met {PERSON} is verplaatst naar {FULLDATE}.
  Het bedrijf {ORG} uit {PLACE} zoekt een chauffeur.
  Mijn dochter {FIRST} is {AGENUM} jaar en studeert in {PLACE}.
  Maak het bedrag over naar {IBAN}.
  Hoi {FIRST}, ga je mee naar {PLACE} met {OTHER}?
  Volgens {ORG} is de brug bij {PLACE} weer open.
  Por favor, ligue para {PERSON} no número {PHONE}.
  {FULL} mora em {PLACE} desde {YEAR} e trabalha na {ORG}.
  Prezada senhora {LAST}, agradecemos a sua carta de {FULLDATE}.
  O meu endereço é {ADDRESS}.
  Envie o contrato para {EMAIL} até sexta-feira.
  A reunião com {PERSON} foi marcada para {FULLDATE} em {PLACE}.
  A empresa {ORG} vai abrir uma loja em {PLACE}.
  Meu filho {FIRST} tem {AGENUM} anos e nasceu em {PLACE}.
  Faça o depósito na conta {IBAN}.
  Oi {FIRST}, você já falou com {OTHER} sobre a viagem a {PLACE}?
  Segundo a {ORG}, as obras em {PLACE} terminam no próximo mês.
  Frau {LAST} wohnt seit drei Jahren in {PLACE}.
  Herr {LAST} arbeitet bei {ORG}.
  Frau Dr. {LAST} ist heute nicht im Haus.
  Ich wohne in der {ADDRESS}.
  Der Termin ist am {FULLDATE} {n.time} in {PLACE}.
  Bitte kommen Sie am {FULLDATE} {n.time} zu {PERSON}.
  Le rendez-vous avec {PERSON} est le {FULLDATE} à {n.time}.
  La cita con {PERSON} es el {FULLDATE}, {n.time}.
  Wir treffen uns bei {FIRST} in {PLACE}.
  Bitte schicken Sie die Unterlagen an {FULL}.
  {FIRST} hat gestern bei {ORG} gekündigt.
  Kennst du {FULL} aus {PLACE}?
  Mein Name ist {FULL}, ich bin {AGENUM} und komme aus {PLACE}.
  Das Paket ging an {FULL}, {ADDRESS}.
  {PLACE} liegt nicht weit von {PLACE}.
  Am {FULLDATE} fährt {FIRST} nach {PLACE}.
  Die Stadt {PLACE} und das Land {PLACE} klagen gegen {ORG}.
  Bonjour, je suis {FULL} et j'habite à {PLACE}.
  Bonjour, je m’appelle {FULL} et j’habite à {PLACE}.
  Monsieur {LAST} travaille chez {ORG} depuis trois ans.
  J'habite au {ADDRESS}.
  Le colis est pour {FULL}, {ADDRESS}.
  {FIRST} et {FIRST} partent en vacances à {PLACE}.
  Avez-vous vu {PERSON} ce matin ?
  Né le {BIRTH} à {PLACE}, {FULL} vit aujourd'hui à {PLACE}.
  La ville de {PLACE} accueille {ORG} cette année.
  Je vous envoie la facture de {ORG} demain.
  Me llamo {FULL} y trabajo en {PLACE}.
  La señora {LAST} no está en la oficina.
  Vivo en {ADDRESS}.
  ¿Conoces a {FULL}, de {PLACE}?
  {FIRST} nació en {PLACE} el {BIRTH}.
  El paquete es para {FULL}, {ADDRESS}.
  {ORG} despidió a {FULL} en {YEAR}.
  De {PLACE} a {PLACE} hay dos horas en coche.
  Dale las gracias a {FIRST} de mi parte.
  Mi chiamo {FULL} e vivo a {PLACE}.
  La signora {LAST} lavora da {ORG}.
  Abito in {ADDRESS}.
  {FULL} è nato a {PLACE} il {BIRTH}.
  Hai sentito {FIRST}? È tornata da {PLACE}.
  Il pacco è per {FULL}, {ADDRESS}.
  Da {PLACE} a {PLACE} ci vogliono due ore.
  {FULL} komt uit {PLACE}.
  Mevrouw {LAST} werkt niet meer bij {ORG}.
  Ik woon op de {ADDRESS}.
  Ik heet {FULL} en ik kom uit {PLACE}.
  Het pakje is voor {FULL}, {ADDRESS}.
  Ken je {FULL} van {ORG}?
  {FIRST} is op {BIRTH} geboren in {PLACE}.
  Van {PLACE} naar {PLACE} is het twee uur rijden.
  Meu nome é {FULL} e moro em {PLACE}.
  A senhora {LAST} trabalha na {ORG}.
  Moro na {ADDRESS}.
  {FULL} nasceu em {PLACE} em {YEAR}.
  O pacote é para {FULL}, {ADDRESS}.
  Você conhece o {FIRST}, de {PLACE}?
  De {PLACE} a {PLACE} são duas horas de carro.
`);

/** Capitals of German nouns, months and weekdays in small letters, and words that look like names elsewhere. */
export const FOREIGN_PROSE = lines(`
  Der Hund schläft unter dem Tisch, und die Katze sitzt am Fenster.
  Gestern Abend haben wir lange über den neuen Vertrag gesprochen.
  Die Straße ist wegen Bauarbeiten gesperrt, bitte nehmen Sie den Umweg.
  Ich hätte gern ein Brötchen mit Käse und einen großen Kaffee.
  Das Wetter wird morgen besser, sagt der Bericht im Radio.
  Wir müssen vor der Reise noch Brot, Milch und Obst kaufen.
  Leider ist der Drucker im zweiten Stock schon wieder kaputt.
  Viele Menschen wissen nicht, wie man diese Maschine bedient.
  Der Zug hatte heute Morgen eine halbe Stunde Verspätung.
  Bitte füllen Sie das Formular vollständig aus und schicken Sie es zurück.
  Die Kinder spielen im Garten, während die Großmutter liest.
  Nach dem Essen gehen wir spazieren, wenn die Sonne scheint.
  Die Rechnung ist falsch, weil der Rabatt vergessen wurde.
  Es tut mir leid, dass die Lieferung nicht pünktlich war.
  Le chat dort sur le canapé pendant que les enfants jouent dehors.
  Nous avons oublié les clés dans la voiture hier soir.
  Le train de ce matin est arrivé avec une heure de retard.
  Il faut remplir le formulaire et le renvoyer avant la fin du mois.
  La soupe était froide, mais le dessert était délicieux.
  Les travaux dans la rue commencent lundi prochain.
  Je voudrais un café et un croissant, s'il vous plaît.
  Personne ne savait comment réparer la machine à laver.
  On se retrouve devant la gare, comme la dernière fois.
  Ma grande sœur apprend à jouer du piano depuis deux ans.
  Le prix a augmenté sans que nous soyons prévenus.
  Après la pluie, le jardin était plein de fleurs.
  El perro duerme debajo de la mesa y el gato mira por la ventana.
  Ayer por la tarde hablamos mucho sobre el nuevo contrato.
  La calle está cerrada por obras, hay que tomar otro camino.
  Me gustaría un bocadillo de queso y un café con leche.
  El tren de esta mañana llegó con media hora de retraso.
  Por favor, rellene el formulario y devuélvalo antes del viernes.
  Los niños juegan en el jardín mientras la abuela lee.
  La factura está mal porque olvidaron el descuento.
  Mañana hará mejor tiempo, según dicen en la radio.
  Nadie sabía cómo funcionaba la máquina nueva.
  Después de comer salimos a pasear por el parque.
  Il cane dorme sotto il tavolo e il gatto guarda dalla finestra.
  Ieri sera abbiamo parlato a lungo del nuovo contratto.
  La strada è chiusa per lavori, bisogna fare un altro giro.
  Vorrei un panino con il formaggio e un caffè grande.
  Il treno di stamattina è arrivato con mezz'ora di ritardo.
  Si prega di compilare il modulo e di rispedirlo entro venerdì.
  I bambini giocano in giardino mentre la nonna legge.
  La fattura è sbagliata perché hanno dimenticato lo sconto.
  Domani il tempo sarà migliore, dicono alla radio.
  Nessuno sapeva come funzionava la macchina nuova.
  Dopo pranzo andiamo a fare una passeggiata.
  De hond slaapt onder de tafel en de kat kijkt uit het raam.
  Gisteravond hebben we lang over het nieuwe contract gepraat.
  De straat is afgesloten, u moet een andere weg nemen.
  Ik wil graag een broodje kaas en een grote koffie.
  De trein had vanochtend een half uur vertraging.
  Vul het formulier volledig in en stuur het voor vrijdag terug.
  De kinderen spelen in de tuin terwijl oma leest.
  De rekening klopt niet omdat de korting is vergeten.
  Morgen wordt het weer beter, zeggen ze op de radio.
  Niemand wist hoe de nieuwe machine werkte.
  Na het eten gaan we een eindje wandelen.
  O cachorro dorme debaixo da mesa e o gato olha pela janela.
  Ontem à noite falamos muito sobre o novo contrato.
  A rua está fechada por causa das obras.
  Queria um sanduíche de queijo e um café grande, por favor.
  O trem desta manhã chegou com meia hora de atraso.
  Preencha o formulário e devolva até sexta-feira.
  As crianças brincam no jardim enquanto a avó lê.
  A conta está errada porque esqueceram o desconto.
  Amanhã o tempo vai melhorar, dizem no rádio.
  Ninguém sabia como a máquina nova funcionava.
  Depois do almoço vamos dar um passeio no parque.
`);
