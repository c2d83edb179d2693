import { everyFiller } from './conversation.ts';

/**
 * Small words by which a language is known that Guichet does not speak, without accents. None is French or English. One with an asterisk is enough;
 * of the others it takes two.
 */
const words: readonly string[] = [
  `hola* necesito* contrasena* clave olvide* olvidado* olvidaste quiero* puedo cuenta usuario acceso gracias* buenos buenas dias tardes tengo estoy esta como
    perdon hablo* entiendo* ingles frances olvido* perdi* restablecer* habla* hablas* hablan* espanol* correo ayuda favor bloqueada bloqueado entrar mi pero donde cambiar he ayudame* puede hacer`,
  `sprechen* sprichst* deutsch* ich* passwort* kennwort* vergessen* kann nicht* mein meine meinem meinen konto* bitte* hallo danke* brauche* zugang* wie und habe einloggen* gesperrt* guten*
    tag mochte* anmelden* hilfe* bin wurde sie mir zuruck* zurucksetzen*`,
  `parla* parli* italiano* ciao* buongiorno* dimenticato* grazie* posso mio mia accesso bloccato* vorrei* ho della sono non riesco* accedere* cambiare aiuto* utente conto perche*
    come il per favore invitare* cliente`,
  `fala* portugues* ola esqueci* senha* minha meu obrigado* obrigada* preciso* conta nao* bom dia acesso consigo entrar ajuda bloqueada estou* uma`,
  `spreek* spreekt* nederlands* ik* wachtwoord* vergeten* mijn* hallo dank bedankt* kan niet* heb toegang* graag* goedemorgen* geblokkeerd* inloggen* een het`,
  `zapomnialem* zapomniałem* zapomnialam* zapomniałam* hasła* hasło* mogę* się* pamiętam* pamietam* zalogowac* zalogować* mam hasla* haslo* konta nie moge dzien* dobry prosze* dziekuje* potrzebuje*`,
  `sifremi* sifre* unuttum* hesap* hesabim* merhaba* lutfen* tesekkurler* istiyorum*`,
];

const languages = words.map((each) => new Map(each.split(/\s+/).map((word) => [word.replace('*', ''), word.endsWith('*') ? 2 : 1])));

/** Whether a message is written in a language other than French and English: in another script, or with more of its words than of ours (TALK-10). `enough`: their
 * weight at least. */
export function isOtherLanguage(text: string, said: readonly string[], enough = 2): boolean {
  const letters = [...text.matchAll(/\p{L}/gu)].length;
  const latin = [...text.matchAll(/\p{Script=Latin}/gu)].length;
  if (letters > 0 && latin * 2 < letters) return true;
  const ours = said.filter((word) => everyFiller.has(word)).length;
  return languages.some((language) => {
    const weight = [...new Set(said)].reduce((sum, word) => sum + (language.get(word) ?? 0), 0);
    return weight >= enough && weight > ours;
  });
}
