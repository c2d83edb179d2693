/** Ce qui se renouvelle tout seul dans la console. */
export const consoleLive = {
  'console.live.on': 'Cette page se met à jour toute seule.',
  'console.live.lost': 'Cette page ne se met plus à jour toute seule pour le moment.',
  'console.live.many': 'Cette page ne se met plus à jour toute seule : vous en avez ouvert d’autres.',
  'console.live.over': 'Votre session est terminée : cette page n’est plus à jour. Reconnectez-vous.',
  'console.live.again': 'Actualiser',
  'console.outbox.more': 'Travaux suivants',
  'console.erase.page': 'Effacement',
  'console.export': 'Télécharger tout ce qui correspond (CSV)',
  'console.export.done': 'Tout est téléchargé.',
  'console.export.failed': 'Le téléchargement s’est interrompu. Recommencez.',
} as const;
