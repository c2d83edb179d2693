/** Spellings of one thing that phrases need not repeat: found in normalised text, written as the word on the left. */
export const aliases: readonly (readonly [word: string, spellings: RegExp])[] = [
  ['password', /\bmots? ?de ?passe?s?\b|\bm(?:o|to)t de pas+e?\b|\bmdps?\b|\bpwd\b|\bpass ?words?\b|\bpasscode\b/g],
  ['email', /\be ?mails?\b|\bcourriels?\b|\bmails?\b|\bmels?\b/g],
  ['signin', /\b(?:log|sign)(?:ging|ning|ing)? ?(?:in|on)\b|\blogging in\b|\b(?:re)?connecter\b|\bconnexion\b|\bconnecte\b/g],
  ['signup', /\bsign(?:ing)? ?up\b|\bregister(?:ing)?\b|\bregistration\b|\binscri(?:re|ption|ptions|t|s|te|vez)\b|\benregistrer\b/g],
  ['username', /\buser ?(?:name|id)\b|\bnoms? d ?utilisateurs?\b|\bidentifiants?\b|\bcompte unifie\b|\bunified account\b|\blogin (?=oublie|perdu)/g],
  ['twofactor', /\b2 ?fa\b|\bmfa\b|\btotp\b|\b(?:two|2) (?:factors?|steps?)\b|\b(?:double|deux|2) (?:authentification|facteurs?|etapes)\b|\bauthenticator\b/g],
  ['organisation', /\borganizations?\b|\borganisations?\b|\bcompan(?:y|ies)\b|\bsocietes?\b|\bentreprises?\b/g],
];
