# ---- Connexion
login-title = Se connecter à { $application }
login-menu-hint = Comment souhaitez-vous prouver votre identité ?
login-next-title = Encore une étape
login-next-hint = Choisissez comment confirmer que c’est bien vous.
login-button = Se connecter
login-back = Revenir à { $application } sans se connecter
login-forgotten = Mot de passe oublié ?
login-or = ou utilisez
login-other-ways = Autres moyens de connexion
login-more = Autres moyens
continue-button = Continuer
prompt-skip = Le faire plus tard
who-proven = Accepté : { $methods }
who-not-you = Ce n’est pas vous ?
wait-button = J’ai répondu sur mon téléphone
wait-until = En attente de votre téléphone jusqu’à { $time }
again-button = envoyer un nouveau code
again-later = Pas de message ? Regardez dans les indésirables. Vous pourrez { $button } après { $time }.
again-now = Pas de message ? Regardez dans les indésirables. Vous pouvez { $button }.
match-said = Le nombre est
match-phone = Votre téléphone

# ---- Lignes sous les moyens de connexion
offer-password = Avec votre nom d’utilisateur
offer-enrol = À configurer maintenant

# ---- Champs
field-optional = (facultatif)
field-username = Nom d’utilisateur
field-password = Mot de passe
field-password-current = Mot de passe actuel
field-new-password = Nouveau mot de passe
field-new-password-again = Nouveau mot de passe, encore une fois
field-new-pin = Nouveau code PIN
field-new-pin-again = Nouveau code PIN, encore une fois
field-email = Adresse e-mail
field-phone = Numéro de téléphone
field-code = Code
field-code-hint = Les espaces ne comptent pas.
field-code-hint-letters = Les espaces, les tirets et les majuscules ne comptent pas.
field-name = Nom de l’appareil
field-name-hint = Pour le reconnaître, par exemple Téléphone du bureau.

# ---- Une clé pour une application
key-step-app = Procurez-vous une application
key-step-app-hint = N’importe quelle application d’authentification convient. Si vous en avez une, continuez.
key-step-scan = Scannez ceci avec l’application
key-step-code = Saisissez le code qu’elle affiche
key-code-hint = Cela prouve que l’application et votre compte vont ensemble.
key-qr-label = Code QR avec la clé pour votre application. La même clé est écrite en dessous.
key-open = Ouvrir dans une application de cet appareil
key-by-hand = Ou saisissez la clé à la main
key-facts =
    { $period ->
        [0] Basé sur un compteur, { $digits } chiffres, { $algorithm }
       *[other] Basé sur le temps, { $digits } chiffres, { $period } secondes, { $algorithm }
    }

# ---- Ce qui ne va pas dans une réponse
reason-wrong = Ce n’est pas correct. Vérifiez et réessayez.
reason-expired = Ce code n’est plus valable. Demandez-en un nouveau.
reason-malformed = Il manque quelque chose. Remplissez le champ et réessayez.
reason-sending-limit = Aucun autre message ne peut être envoyé pour l’instant. Attendez quelques minutes ou choisissez un autre moyen.
reason-next-code = Ce code était juste, mais l’appareil a pris de l’avance. Saisissez le prochain code qu’il affiche.
reason-not-sent = Le message n’a pas pu être envoyé. Réessayez ou choisissez un autre moyen.
reason-unavailable = Ce moyen ne répond pas pour l’instant. Réessayez ou choisissez-en un autre.
reason-link-first = Vous êtes connu là-bas, mais pas encore ici. Connectez-vous ici une fois par un autre moyen : vous pourrez ensuite associer les deux.
reason-upstream-refused = L’autre fournisseur ne vous a pas connecté. Réessayez ou choisissez un autre moyen.
reason-upstream-invalid = La réponse de l’autre fournisseur n’a pas pu être acceptée. Réessayez ou choisissez un autre moyen.
reason-disabled = Ce compte ne peut pas être utilisé maintenant.
reason-other = Cela n’a pas fonctionné. Réessayez.

# ---- Ce qu’une application peut voir
link-ask = Associer { $method } à votre compte ?
link-ask-hint = Vous y êtes connu sous le nom de <b>{ $name }</b>. Désormais, vous connecter là-bas vous connecte ici.
link-button = Associer
link-button-later = Pas maintenant
consent-title = Autoriser { $application } ?
consent-hint = { $application } demande l’autorisation de :
consent-allow = Autoriser
consent-deny = Ne pas autoriser
consent-later = Vous pouvez le retirer à tout moment dans Votre compte.
scope-openid = savoir qui vous êtes
scope-profile = voir votre nom et votre profil
scope-email = voir votre adresse e-mail
scope-phone = voir votre numéro de téléphone
scope-address = voir votre adresse postale
scope-offline-access = rester connectée en votre absence
scope-other = utiliser « { $scope } »

# ---- Et si : les règles qui décident
whatif-offered = Proposé
whatif-enrols = Proposé à l’activation pendant la connexion
whatif-passed = Déjà réussi
whatif-disabled = Désactivé
whatif-not-in-site = Non lié au site { $site }
whatif-not-allowed = Non autorisé pour { $application }
whatif-kind-never-opens = Une méthode de ce genre n’ouvre jamais une connexion
whatif-mfa-never-opens = Réglée pour suivre une autre méthode (mfa true) : elle n’ouvre jamais une connexion
whatif-opens-where-asked = N’ouvre une connexion que si le lien de { $application } le dit (opens)
whatif-follows-with-mfa = Demanderait une adresse au choix de la personne ; ne suit une autre méthode qu’avec mfa true
whatif-attribute-missing = L’attribut { $attribute } manque ou est vide
whatif-no-credential = La personne n’y a rien d’actif
whatif-not-activated = Désactivé pour cette personne
whatif-companion-alone = Utile seulement à côté d’un autre second facteur, et la personne n’en a pas
whatif-unfit = Ses réglages ont un défaut : elle n’est pas proposée aux utilisateurs
whatif-network = L’adresse { $address } est hors de ses réseaux { $networks }
whatif-front-cannot-show = Ne peut être montrée sans navigateur ({ $front })
whatif-hidden = Masquée : montrée seulement si la demande la nomme, ou après une autre méthode s’il ne reste rien d’autre
whatif-context-not-wanted = Ne mène à rien de ce que veut la demande : { $wanted }
whatif-not-next = Aucun lien n’y mène depuis { $after }
whatif-not-asked = L’étape était décidée avant qu’on l’examine
whatif-menu = Rien n’est encore prouvé : les méthodes qui peuvent ouvrir une connexion ici
whatif-second-required = { $after } est autorisée et un second facteur est disponible : il est exigé
whatif-second-always = { $after } seule n’est pas autorisée : un second facteur est toujours exigé
whatif-kept-out = Un second facteur est disponible, mais son réseau, la demande, l’accès ou ses réglages l’écartent ; il n’est jamais omis
whatif-none-available = { $after } est autorisée et aucun second facteur n’est disponible : elle suffit seule
whatif-nothing-follows = { $after } est autorisée et rien ne la suit
whatif-second-unavailable = { $after } seule n’est pas autorisée et la personne n’a aucun second facteur disponible
whatif-enrol-first = Le site laisse activer un premier second facteur pendant la connexion
whatif-demand-unmet = Rien de ce qui a été réussi ne porte ce que la demande exige
whatif-still-owed = Une méthode réussie demande encore quelque chose, par exemple un nouveau mot de passe
whatif-consent-first = La personne décide d’abord de ce que l’application peut voir
whatif-barred = Cette personne ne peut entrer, quoi qu’elle prouve
whatif-silent = La demande n’admet aucune page, et il en faudrait une
whatif-asked-quietly = La demande n’admet aucune page, et le fournisseur peut être interrogé sans page
whatif-policy-unmet = La politique de l’application ne peut être satisfaite : un attribut exigé manque, ou un attribut unique a plusieurs valeurs
whatif-policy-required = La politique de l’application exige { $attribute }, et la personne n’en a pas de valeur
whatif-policy-single = La politique de l’application n’admet qu’une valeur de { $attribute }, et la personne en a plusieurs
whatif-policy-bounds = L’expression pour { $attribute } dans la politique donne plus qu’aucune connexion n’en a besoin
whatif-application-disabled = L’application est désactivée
whatif-application-unfit = Les réglages de l’application ont un défaut : personne n’entre
whatif-site-disabled = Le site est désactivé
whatif-user-disabled = L’utilisateur est désactivé
whatif-user-not-yet = L’utilisateur ne peut se connecter avant { $from }
whatif-user-expired = L’utilisateur est arrivé à son terme le { $since }
whatif-directory-disabled = L’annuaire de l’utilisateur est désactivé ou ne peut être ouvert
whatif-out-of-reach = Les utilisateurs du site { $site } ne se connectent pas aux applications de celui-ci
whatif-in-no-group = Dans aucun groupe admis à { $application }
whatif-locked = Verrouillé après des réponses fausses
whatif-nobody = La question ne portait sur personne en particulier
whatif-another-person = Qui la réussit est une autre personne
whatif-unknown-here = Son annuaire ne connaît personne de ce nom qui puisse se connecter ici
whatif-ambiguous-here = Plusieurs personnes admises ici portent ce nom
whatif-directory-unavailable = Son annuaire ne répond pas
whatif-cannot-pass = Cet utilisateur ne peut la réussir tant qu’il ne peut se connecter
whatif-comes-otherwise = La personne vient par { $method }
whatif-ask-by-provider = Qui elle trouve dépend de ce que dit le fournisseur : interrogez sur quelqu’un qui vient par elle
whatif-rule-not-for = La règle { $mapping } ne s’applique pas : { $condition } n’est pas remplie
whatif-rule-no-directory = La règle { $mapping } n’a pas d’annuaire où chercher
whatif-rule-several-values = La règle { $mapping } compare à une valeur, et plusieurs sont venues
whatif-rule-unvouched = La règle { $mapping } compare une adresse ou un numéro dont personne ne répond
whatif-rule-finds = La règle { $mapping } trouve { $user }
whatif-rule-finds-nobody = La règle { $mapping } ne trouve personne qui puisse se connecter ici
whatif-rule-finds-several = La règle { $mapping } en trouve plusieurs : { $users }
whatif-rule-finds-too-many = Tant de personnes ont ce que compare la règle { $mapping } qu’aucune n’est examinée
whatif-rule-asks = La règle { $mapping } interrogerait le service { $service }, qui n’est pas interrogé ici
whatif-rule-unanswered = La règle { $mapping } interroge le service { $service }, qui n’est pas configuré
whatif-linked = Associée à { $user }
whatif-not-linked = Associée à aucun compte
whatif-link-held = L’association avec un compte est suspendue
whatif-link-unclear = Le nom seul ne dit pas qui c’est : précisez le fournisseur
whatif-found-by-rule = La correspondance d’utilisateurs trouve { $user }
whatif-found-by-link = Le compte associé est { $user }
whatif-stays-unregistered = Dans aucun annuaire : qui la méthode dit
whatif-nobody-found = Des règles de la correspondance d’utilisateurs s’appliquent et aucune ne trouve personne : accès refusé
whatif-several-found = Plus d’une personne peut être visée : accès refusé
whatif-unvouched = Personne ne répond de ce qui a été comparé : accès refusé
whatif-service-decides = Qui c’est dépend d’un service que seule une connexion interroge
whatif-service-unanswered = Un service qu’une règle interroge n’est pas configuré : accès refusé
whatif-links-first = Pas encore de compte : la personne se connecte d’abord à l’un d’eux, puis dit si les deux sont à associer
whatif-account-gone = Le compte n’existe plus

# ---- Accès refusé
denied-back = Revenir à { $application }
denied-restart = Se connecter avec un autre compte
denied-support = Si cela vous semble être une erreur, envoyez la référence ci-dessous à { $address }.
denied-not-allowed-title = { $application } ne vous est pas ouvert
denied-not-allowed-why = Vous avez prouvé votre identité, mais votre compte ne fait pas partie de ceux qui peuvent utiliser { $application }.
denied-not-allowed-todo = Demandez l’accès à la personne qui gère { $application }.
denied-not-allowed-todo-too = Si vous avez un autre compte, connectez-vous avec celui-là.
denied-policy-title = { $application } a besoin d’une donnée qui manque à votre compte
denied-policy-why = Vous avez prouvé qui vous êtes, mais une donnée que { $application } doit connaître manque ou n’est pas claire.
denied-policy-todo = Donnez la référence ci-dessous à qui s’occupe de { $application } : elle mène à ce qui manque.
denied-nothing-offered-title = Impossible de se connecter à { $application } depuis cet endroit
denied-nothing-offered-why = Aucun moyen de connexion n’est prévu pour { $application }, ou aucun n’est permis depuis votre réseau.
denied-nothing-offered-todo = Si vous n’êtes pas à l’endroit habituel, réessayez depuis votre réseau habituel.
denied-second-factor-title = { $application } demande une deuxième étape
denied-second-factor-why = Vous avez prouvé votre identité, mais il faut la confirmer par un deuxième moyen et vous n’en avez pas.
denied-second-factor-todo = Ajoutez un deuxième moyen dans Votre compte, puis réessayez.
denied-second-factor-todo-too = Si vous ne le pouvez pas, demandez à votre assistance de le faire pour vous.
denied-blocked-title = L’étape suivante n’est pas possible d’ici
denied-blocked-why = { $application } demande une deuxième étape, et la vôtre n’est pas permise depuis ce réseau ou ce navigateur.
denied-blocked-todo = Réessayez depuis votre réseau ou votre navigateur habituel.
denied-no-context-title = { $application } demande une autre sorte de connexion
denied-no-context-why = Aucun de vos moyens de connexion n’est de la sorte que demande { $application }.
denied-no-context-todo = Demandez à votre assistance lequel il faut pour { $application }.
denied-wrong-person-title = Vous êtes connecté avec un autre compte
denied-wrong-person-why = { $application } attendait un autre compte que celui que vous avez utilisé.
denied-wrong-person-todo = Connectez-vous avec le compte que { $application } connaît.
denied-disabled-title = Votre compte ne peut pas être utilisé maintenant
denied-disabled-why = Il est désactivé, pas encore valable ou arrivé à son terme.
denied-disabled-todo = Demandez à votre assistance quand il pourra servir.
denied-expired-title = Cette connexion a pris trop de temps
denied-expired-why = Une connexion dure au plus dix minutes, et elles sont passées.
denied-expired-todo = Revenez à { $application } et connectez-vous de nouveau.
denied-unavailable-title = Cela n’a pas fonctionné, et vous n’y êtes pour rien
denied-unavailable-why = Un élément nécessaire pour se connecter à { $application } ne répond pas.
denied-unavailable-todo = Revenez et réessayez dans quelques minutes.
denied-unsettled-title = Nous n’avons pas pu déterminer quel compte est le vôtre
denied-unsettled-why = Ce que nous savons de vous ne mène pas à un seul compte pour { $application }.
denied-unsettled-todo = Revenez et connectez-vous par un autre moyen, si vous en avez un.
denied-other-title = Vous n’êtes pas connecté
denied-other-why = Ce qui a été saisi ne donne pas accès à { $application }.
denied-other-todo = Revenez et réessayez.

# ---- Pages autour d’une connexion
form-post-title = Vers une autre page
gone-title = Cette connexion est terminée
gone-hint = Elle a abouti, a duré plus de dix minutes ou a commencé dans un autre navigateur. Revenez à l’application et connectez-vous de nouveau.
gone-home = Aller à la page d’accueil
logged-out-title = Vous êtes déconnecté
logged-out-hint = Fermez le navigateur si d’autres personnes utilisent cet ordinateur.
logged-out-again = Se connecter de nouveau
landing-title = Se connecter à { $site }
landing-hint = Une fois connecté, vous verrez vos applications et votre compte.
landing-button = Se connecter
start-title = Vos applications
start-hint = Connecté en tant que { $name }.
start-empty = Pas encore d’application
start-empty-hint = Quand quelqu’un vous donnera accès à une application, elle apparaîtra ici.
start-account = Votre compte

# ---- Mot de passe oublié
forgot-title = Mot de passe oublié ?
forgot-hint = Saisissez votre nom d’utilisateur. Nous envoyons un lien à l’adresse e-mail de votre compte.
forgot-button = Envoyer le lien
forgot-sent-title = Consultez votre messagerie
forgot-sent-hint = S’il existe un compte à ce nom avec une adresse e-mail, un lien est en route. Il est valable 15 minutes. Pas de message ? Regardez dans les indésirables.
reset-title = Choisissez un nouveau mot de passe
reset-hint = Il remplace celui que vous avez oublié. Vous vous connecterez ensuite avec lui.
reset-button = Enregistrer le mot de passe
reset-done-title = Votre mot de passe est changé
reset-done-hint = Vous êtes déconnecté partout ailleurs. Connectez-vous avec le nouveau mot de passe.
reset-gone-title = Ce lien ne fonctionne plus
reset-gone-hint = Il a déjà servi, date de plus de 15 minutes ou a été remplacé par un autre.
reset-gone-again = Demander un nouveau lien

# ---- Premier administrateur
setup-title = Mettre ce serveur en service
setup-hint = Saisissez le code de mise en service que le serveur a affiché au démarrage et choisissez votre compte.
setup-code = Code de mise en service
setup-button = Créer l’administrateur
setup-wrong = Ce code de mise en service n’est pas correct, a déjà servi ou date de plus d’une heure.
setup-done-title = Le serveur est en service
setup-done-hint = Connectez-vous avec le compte que vous venez de créer.

# ---- Votre compte
account-title = Votre compte
account-applications = Applications
account-logout = Se déconnecter
account-back = Votre compte
account-cancel = Annuler
account-none-title = Il n’y a pas de pages de compte ici
account-none-hint = Personne n’a prévu de pages de compte pour ce site. Adressez-vous à votre assistance.

ways-title = Moyens de connexion
ways-add = Ajouter un moyen
ways-add-title = Ajouter un moyen de connexion
ways-add-hint = Deux valent mieux qu’un : si vous perdez votre téléphone, l’autre vous laisse entrer.
ways-add-none = Vous avez déjà tous ceux qui sont proposés ici
ways-empty = Rien ici pour l’instant
ways-empty-hint = Les moyens que vous ajoutez apparaissent ici.
ways-codes-few = { $left ->
    [0] Il ne reste aucun code de secours.
    [one] Il ne reste qu’un code de secours.
   *[other] Il ne reste que { $left } codes de secours.
 }
ways-codes-few-hint = Faites une nouvelle liste avant d’en avoir besoin. L’ancienne cesse alors de fonctionner.
day-today = aujourd’hui à { $time }
way-method = { $method }.
way-added = Ajouté : { $date }.
way-used = Dernière utilisation : { $date }.
way-changed = Changé : { $date }.
way-made = Liste faite : { $date }.
way-address = Envoyé à { $address }
way-left = { $left ->
    [one] Il en reste { $left } sur { $total }.
   *[other] Il en reste { $left } sur { $total }.
 }
way-serial = Numéro de série { $serial }.
way-suspended = Désactivé par un administrateur.
way-few = Bientôt épuisés
way-change = Changer
way-remove = Retirer
way-rename = Renommer
way-renew = Faire une nouvelle liste

rename-title = Renommer { $name }
rename-button = Enregistrer le nom
remove-title = Retirer { $name } ?
remove-hint = { $left ->
    [0] C’est votre seul deuxième moyen de connexion. Les applications qui en demandent un ne vous laisseront pas entrer.
    [one] Il vous restera un autre moyen de connexion.
   *[other] Il vous restera { $left } autres moyens de connexion.
 }
remove-codes-too = Vos codes de secours sont retirés en même temps, car ils ne servent qu’à côté d’un autre moyen.
remove-button = Retirer

step-up-title = Connectez-vous d’abord avec votre deuxième étape
step-up-hint = Vous avez un deuxième moyen de connexion, et cette connexion s’est faite sans lui. Pour changer vos moyens de connexion, il faut les deux.

sessions-title = Où vous êtes connecté
sessions-here = Ce navigateur
sessions-end = Déconnecter
sessions-others = Se déconnecter partout ailleurs
session-device = { $browser } sur { $system }
session-device-one = { $name }
session-unknown = Navigateur inconnu
session-facts = { $address }. Depuis { $since }
session-facts-with = { $address }. { $applications }. Depuis { $since }

permissions-title = Ce que peuvent les applications
permission-facts = Peut { $scopes }. Depuis { $since }
permissions-withdraw = Retirer l’autorisation

profile-title = À propos de vous
profile-change = Changer de langue
profile-name = Nom
profile-username = Nom d’utilisateur
profile-email = E-mail
profile-phone = Téléphone
profile-language = Langue
profile-none = Inconnu
profile-edit-title = Langue des pages et des messages
profile-edit-hint = Votre nom et vos adresses sont gérés par votre assistance.
profile-browser = Celle du navigateur
profile-save = Enregistrer

activity-title = Activité récente
activity-all = Les 90 derniers jours
activity-page-title = Ce qui s’est passé avec votre compte
activity-hint = Quelque chose qui n’était pas vous ? Changez votre mot de passe, puis déconnectez-vous partout ailleurs.
activity-empty = Il ne s’est encore rien passé
activity-table = Tableau de l’activité récente
activity-today = Aujourd’hui à { $time }
activity-when = Quand
activity-what = Quoi
activity-where = Où
activity-application = Application
activity-login-granted = Connecté
activity-login-denied = Accès refusé
activity-method-passed = { $method } : accepté
activity-method-missed = { $method } : mauvaise réponse
activity-account-locked = Verrouillé
activity-user-unlocked = Déverrouillé
activity-session-ended = Déconnecté
activity-enrolment-done = Moyen de connexion ajouté
activity-credential-removed = Moyen de connexion retiré
activity-password-changed = Mot de passe changé
activity-reset-asked = Nouveau mot de passe demandé
activity-reset-done = Nouveau mot de passe choisi par e-mail
activity-consent-withdrawn = Autorisation retirée
activity-account-linked = Associé à un autre fournisseur
activity-account-link-declined = Association refusée
activity-consent-given = Autorisation donnée

flash-added = { $name } est ajouté.
flash-removed = { $name } est retiré.
flash-renamed = Le nouveau nom est { $name }.
flash-changed = Votre mot de passe est changé. Vous êtes déconnecté partout ailleurs.
flash-session-ended = { $name } est déconnecté.
flash-others-ended = Vous êtes déconnecté partout ailleurs.
flash-language = La langue est enregistrée.
flash-withdrawn = { $name } ne peut plus rien faire en votre nom.
flash-gone = C’était déjà fait ou cela a pris trop de temps. Recommencez.
