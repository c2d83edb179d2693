/** Groups that are not to be held together (GOV-7). */
export const packs = {
  'enroll.incompatible':
    '« {group} » ne va pas avec « {other} », que vous avez ou demandez : une même personne ne peut pas avoir les deux.{reason} Ne choisissez que l’un des deux, ou rendez d’abord l’autre dans « Mes demandes ».',
  'enroll.nobodyElse': 'Ici, chacun demande ses accès lui-même : la personne concernée peut m’écrire de son côté. Pour le reste, voici ce que je peux faire.',
  'enroll.further': '« {group} » ne va pas avec « {other} », que vous avez ou demandez : un approbateur de plus devra donner son accord.',
  'decide.incompatible':
    '« {group} » ne peut pas être donné : la personne a maintenant « {other} », et une même personne ne peut pas avoir les deux.{reason} Refusez la demande, ou approuvez-la quand l’autre accès aura été rendu.',
  'approval.conflicts': 'Incompatible avec',
};
