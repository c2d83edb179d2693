/** Ce qui est répondu à la manière de le dire : une plainte, un refus, un signalement, un merci, une question sur le bot. */
export const talk = {
  'talk.denied': 'D’accord, je n’y touche pas. S’il vous faut autre chose, dites-le-moi.',
  'talk.denied.running': 'D’accord, je n’ai rien changé. Vous en étiez là ; écrivez « annuler » pour arrêter.',
  'talk.complaint.title': 'Désolé que cela ne marche pas',
  'talk.complaint.text':
    'De quoi s’agit-il ? Choisissez ce qui s’en approche le plus, ou dites en une phrase de quel portail il s’agit et ce que vous y voyez.',
  'talk.complaint.running': 'Vous en étiez à « {procedure} ». Tout ce que vous avez saisi est gardé.',
  'talk.after.next': 'C’est terminé de mon côté',
  'talk.after.trouble': 'Désolé, voyons cela',
  'talk.after.password.next': 'Il ne reste qu’à ouvrir {thePortal} et à vous connecter : « {label} », puis le mot de passe que vous venez de choisir.',
  'talk.after.password.trouble':
    'Vérifiez d’abord que c’est bien {thePortal} qui est ouvert, que « {label} » est saisi en entier et que la touche Verr. maj. est éteinte. Un mot de passe enregistré dans le navigateur est peut-être l’ancien : saisissez le nouveau à la main. Si rien n’y fait, choisissez ci-dessous.',
  'talk.after.other.next': '« {procedure} » est fait. Si une réponse est attendue, elle vous parvient ici et par e-mail, sans que vous ayez rien à faire.',
  'talk.after.other.trouble':
    '« {procedure} » est enregistré. S’il manque quelque chose, déconnectez-vous de {thePortal} et reconnectez-vous : les droits ne se voient parfois qu’ensuite. Sinon, le support regarde avec vous.',
  'talk.abuse.title': 'Vous n’avez rien demandé ?',
  'talk.abuse.safe':
    'Votre mot de passe reste le même tant que personne n’ouvre le lien de cet e-mail pour en choisir un autre. Ne l’ouvrez pas, et ne donnez le code à personne : ici, personne ne vous le demandera jamais.',
  'talk.abuse.changed':
    'Si votre mot de passe a changé sans vous, ou si quelqu’un est entré dans votre compte, prévenez le support tout de suite : il peut le bloquer.',
  'talk.abuse.report': 'Prévenir le support',
  'support.stop': 'Arrêter ce qui est en cours',
  'support.stop.text':
    'Je peux arrêter les liens, les codes et les demandes qui attendent pour votre boîte mail, puis prévenir le support avec ce que j’en sais. Je vérifie d’abord que cette boîte est la vôtre. Sinon, envoyez simplement ce message au support.',
  'support.prove':
    'Pour arrêter ce qui est en cours, je vérifie que le compte est le vôtre : j’envoie un code à son adresse enregistrée. Ce code est le seul que vous ayez demandé.',
  'abuse.ended.title': 'C’est arrêté',
  'abuse.ended.text': 'Ces demandes ne mènent plus à rien : leurs liens et leurs codes ne servent plus. Votre mot de passe n’a pas changé.',
  'abuse.nothing.title': 'Rien n’est en cours',
  'abuse.nothing.text': 'Aucun lien ni aucun code n’attend plus pour votre boîte mail. Si votre mot de passe a changé sans vous, réinitialisez-le maintenant.',
  'abuse.others': 'D’autres conversations sont liées à ce compte : {who}. Si vous ne les connaissez pas, dissociez-les.',
  'abuse.others.label': 'Autres conversations liées au compte',
  'abuse.told': 'Le support en est prévenu. Votre numéro de dossier : {reference}.',
  'abuse.ties': 'Voir les conversations liées',
  'abuse.reset': 'Choisir un nouveau mot de passe',
  'abuse.own': 'par vous',
  'abuse.somebody': 'par une personne qu’on ne connaît pas',
  'abuse.by': 'par {who}',
  'talk.about.title': 'Je suis Guichet, un programme et non une personne',
  'talk.about.text': 'Je vous accompagne pas à pas pour obtenir et garder l’accès à vos portails. Une personne prend le relais dès que vous le souhaitez.',
  'talk.about.privacy':
    'Ce que vous écrivez sert à ce que vous demandez. Une phrase que je n’ai pas comprise est gardée sans votre nom, pour que l’on puisse m’améliorer. Je ne vois jamais vos mots de passe : ils se choisissent sur une page web.',
  'talk.lost.title': 'Je ne comprends toujours pas',
  'talk.lost.text': 'Nommez le portail et ce qu’il vous faut, par exemple « mot de passe Octopus oublié ». Ou laissez quelqu’un vous aider.',
  'talk.language.title': 'Je parle français et anglais',
  'talk.attachment.picture': 'Je ne sais pas lire les images. Écrivez ce qui s’y trouve, ou ce que vous étiez en train de faire.',
  'talk.attachment.voice': 'Je ne peux pas écouter les messages vocaux. Écrivez-le en une phrase.',
  'talk.attachment.file': 'Je ne peux pas ouvrir les fichiers. Écrivez en une phrase ce dont vous avez besoin.',
  'talk.click': 'Une décision se prend d’un clic : appuyez sur « {label} » sur la carte.',
  'talk.second': 'J’ai aussi noté : {procedure}. J’y reviendrai ensuite.',
  'talk.next': 'Ensuite : {procedure}',
  'talk.next.title': 'Et ensuite ?',
  'talk.insult': 'Je comprends que vous soyez agacé. Dites-moi ce qu’il vous faut, ou laissez quelqu’un vous aider.',
  'talk.resume.nothing': 'Il n’y a rien à reprendre.',
  'talk.question.sent': 'J’ai transmis votre réponse à l’approbateur.',
  'cancelled.one': '« {procedure} »',
  'cancelled.all': 'J’ai tout arrêté : {procedures}. Les e-mails déjà envoyés restent valables aussi longtemps qu’ils l’indiquent.',
  'mailed.help.title.notReceived': 'Toujours rien ?',
  'mailed.help.title.linkExpired': 'Le lien ne marche plus ?',
  'mailed.help.title.codeRefused': 'Le code est refusé ?',
  'mailed.help.title.done': 'Pas encore',
  'mailed.help.title.complaint': 'Désolé, qu’est-ce qui bloque ?',
  'mailed.help.asked': 'Demandé le {when}, pour {to}.',
  'mailed.help.notReceived':
    'Un e-mail met parfois quelques minutes. Regardez dans le courrier indésirable et vérifiez votre saisie. S’il n’y a pas de compte, rien n’arrive ; par sécurité, je ne peux pas dire ici s’il y en a un.',
  'mailed.help.linkExpired': 'Un lien ne sert qu’une fois, pendant un temps limité, et seul celui du dernier e-mail compte. Je peux en envoyer un autre.',
  'mailed.help.codeRefused':
    'Seul compte le code du dernier e-mail : 6 chiffres. Celui que la page web envoie est un autre, pour cette page. Je peux envoyer un nouvel e-mail.',
  'mailed.help.done':
    'Aucun mot de passe n’est encore enregistré sur la page. Ouvrez le lien de l’e-mail, choisissez-le et validez : je reprendrai ici dès que ce sera fait.',
  'mailed.help.complaint': 'Voici ce qui aide le plus souvent à ce moment. Tout ce que vous avez saisi est gardé.',
} as const;
