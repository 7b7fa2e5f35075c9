# ---- Frame
console-search-label = Chercher un objet ou une page
console-search-hint = Chercher application, méthode, groupe …
console-account = Mon compte
console-logout = Se déconnecter
console-crumbs = Où vous êtes
console-undo = Annuler l’opération
console-back = Retour à la vue d’ensemble
console-cli = Faire de même en ligne de commande
console-now = maintenant

# ---- Nobody, nothing
console-none-title = Il n’y a pas de console
console-none-hint = Aucun site n’a d’application de console. Un administrateur peut en créer une en ligne de commande.
console-nobody-title = La console ne vous est pas ouverte
console-nobody-hint = Vous êtes connecté, mais aucun de vos groupes n’a de rôle. Demandez à un administrateur d’en attribuer un à un groupe dont vous faites partie.
console-nobody-home = Mes applications
console-nobody-account = Mon compte
console-missing-title = Il n’y a rien ici
console-missing-hint = Cela n’existe pas ou a été supprimé. Trouvez ce qu’il vous faut avec la recherche ci-dessus.
console-forbidden-title = Vos rôles ne vont pas jusque-là
console-forbidden-hint = Demandez à un administrateur du site un rôle qui le comprend.
console-outranked-title = Cela donnerait plus que ce que vous avez
console-outranked-hint = Cela donnerait, ou toucherait, des droits que vos propres rôles ne comprennent pas. Quelqu’un qui les a peut le faire.
console-moved-title = Quelqu’un d’autre a modifié ceci avant vous
console-moved-hint = Rien n’a été fait. Rouvrez la page et voyez si c’est encore nécessaire.
console-conflict-title = Ce n’est pas possible maintenant
console-conflict-hint = Son état actuel ne le permet pas.
console-invalid-title = Ceci ne peut pas être enregistré
console-invalid-hint = La configuration serait défectueuse.
console-unsupported-title = Cela ne se fait pas ici
console-unsupported-hint = La page qui a envoyé ceci est peut-être périmée. Rouvrez-la.
console-ended-title = Votre session est terminée
console-ended-hint = Ce que vous avez écrit est toujours là. Connectez-vous dans une nouvelle fenêtre, revenez ici et envoyez-le.
console-ended-login = Se connecter dans une nouvelle fenêtre
console-ended-send = Envoyer maintenant

# ---- Navigation
console-nav-site = Site
console-nav-all = Tous les sites
console-nav-mine = Tous mes sites
console-nav-now = Maintenant
console-nav-people = Personnes
console-nav-ways = Accès
console-nav-system = Système
console-nav-own = Apparence et langue
console-page-overview = Vue d’ensemble
console-page-group = Groupes
console-page-method = Méthodes
console-page-chains = Chaînes de facteurs
console-page-application = Applications
console-page-policy = Politiques
console-page-inboundPolicy = Correspondances
console-page-site = Sites
console-page-directory = Annuaires
console-page-role = Rôles
console-page-webhook = Webhooks
console-page-template = Modèles
console-page-server = Réglages
console-site-find = Chercher un site
console-site-find-hint = Chercher parmi { $count } sites …

# ---- Overview
console-home-title = Ce qui vous attend
console-as-of = État au { $at }.
console-again = Relire
console-open-list = Ouvrir la liste
console-day = Les dernières 24 heures
console-day-hint = Chaque ligne a sa propre échelle
console-hour = Heure
console-as-table = La même chose en tableau
console-lane-most = au plus { $most }, à { $hour }
console-lane-said = { $lane } par heure : entre { $least } et { $most }, le plus à { $hour }
console-needs = À traiter
console-needs-none = Rien ne vous attend
console-needs-none-hint = Ici figureraient par exemple des méthodes auxquelles il manque quelque chose ou des applications que personne ne peut ouvrir.
console-needs-more = { $count ->
    [one] Un autre point figure avec son objet.
   *[other] { $count } autres points figurent avec leurs objets.
}

# ---- Findings
console-severity-broken = Défectueux
console-severity-unfit = Inapte
console-severity-warning = Avertissement
console-finding = { $finding }
console-finding-open = Ouvrir
console-line = Ligne { $line }
console-not-saved = { $count ->
    [one] Non enregistré : un point est à corriger
   *[other] Non enregistré : { $count } points sont à corriger
}

# ---- Search
console-search-title = Chercher
console-search-for = Recherche « { $text } »
console-search-page-hint = Tapez une partie d’un nom ou d’un titre. Ctrl+K mène au champ depuis chaque page.
console-search-found = { $count ->
    [one] Un résultat
   *[other] { $count } résultats
}
console-search-none = Rien ne porte cela dans son nom ou son titre
console-search-none-hint = N’importe quelle partie du nom suffit, en majuscules ou en minuscules.
console-search-pages = Pages
console-search-more = Tous les résultats

# ---- Lists
console-total = { $count ->
    [0] Aucun élément
    [one] Un élément
   *[other] { $count } éléments
}
console-name = Nom
console-type = Type
console-class = Classe
console-head-title = Titre
console-head-type = Type
console-head-protocol = Protocole
console-head-role = Sorte de rôle
console-head-rows = Lignes
console-head-members = Membres
console-head-findings = Constats
console-head-below = Sites à l’intérieur
console-head-noun = Quoi
console-head-number = Ligne
console-enabled = Activé
console-disabled = Désactivé
console-box-enabled = { $title }, { $name }, activé
console-update = Mettre à jour
console-update-hint = Enregistre les cases. Une méthode désactivée cesse aussitôt de compter, même dans les connexions en cours.
console-filter = Filtrer
console-filter-text = Titre ou nom
console-filter-shown = Affichés
console-filter-all = Tous
console-filter-all-types = Tous les types
console-filter-findings = Avec constats
console-filter-none = Rien ne correspond au filtre
console-filter-clear = Tout afficher
console-list-none = Il n’y en a pas encore
console-next = Page suivante
console-findings-count = { $count ->
    [one] Un constat
   *[other] { $count } constats
}
console-members-everyone = Tout le monde
console-members-listed = Énumérés
console-protocol-oidc = OpenID Connect
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Page de ce serveur
console-protocol-oidc-hint = Applications web et mobiles qui envoient les gens se connecter ici
console-protocol-radius-hint = Passerelles VPN, Wi-Fi et équipements réseau
console-protocol-agent-hint = AD FS, ouverture de session Windows, PAM et autres logiciels qui demandent par HTTP
console-protocol-page-hint = Le compte, la console ou une page d’inscription

# ---- Objects
console-object-title = { $title }
console-tab-main = Général
console-tab-lines = Configuration
console-tab-registration = Enregistrement
console-tab-items = Lignes
console-tab-rights = Droits
console-tab-texts = Textes
console-tab-look = Apparence
console-tab-children = Sites à l’intérieur
console-about = Utilisation
console-see-chains = La voir dans les chaînes de facteurs
console-save = Enregistrer
console-discard = Abandonner les modifications
console-cancel = Annuler
console-read-only = Vos rôles vous laissent lire ceci, pas le modifier.
console-more-languages = Autres langues
console-delete = Supprimer
console-delete-disable-first = Pour la supprimer, désactivez-la d’abord
console-delete-title = Supprimer { $title } ?
console-delete-hint = La suppression est immédiate et définitive. Ce qui y est lié perd le lien.
console-delete-button = Supprimer { $title }
console-hint-list = Un par ligne
console-hint-numbers = Nombres séparés par des espaces
console-hint-range = De { $low } à { $high }.
console-hint-default = { $value } si rien ne figure ici.
console-hint-secret = Un secret s’affiche { $mask }. Laissez-le pour le conserver.
console-json = Le tout en JSON
console-json-label = L’enregistrement en JSON
console-json-save = Enregistrer le JSON
finding-console-number = Ce n’est pas un nombre entier. N’écrivez que des chiffres.
finding-console-json = Le JSON est illisible à la ligne { $line }. Corrigez-le là.
finding-console-link-missing = Il n’y a rien à { $path }. Choisissez quelque chose qui existe.
finding-console-text-line = La ligne { $line } n’est pas un texte. Écrivez une clé, un signe égal et le texte.
finding-console-text-unknown = Aucun texte n’a la clé { $key }. Corrigez la clé.
finding-console-text-unreadable = Le texte de { $key } est illisible. Les accolades désignent des valeurs et doivent être fermées.
finding-console-text-variable = Le texte de { $key } nomme une valeur que l’original n’a pas.
console-choice-true = Oui
console-choice-false = Non
console-choice-default = Comme d’habitude ({ $value })
console-choice-none-set = Non défini
console-choice-starttls = STARTTLS
console-choice-tls = TLS dès le début
console-choice-none = Aucun, en clair
console-choice-sans = Sans empattements
console-choice-serif = Avec empattements
console-choice-rounded = Arrondie
console-choice-separate = Un secret à la fois
console-choice-password-code = Mot de passe, puis code
console-choice-code-password = Code, puis mot de passe
console-yes = oui
console-no = non

# ---- Groups of fields
console-group-who = Qui peut l’utiliser
console-group-told = Ce qu’apprennent les applications
console-group-sending = Limites d’envoi
console-group-people = Ce qui est proposé aux gens
console-group-mail = Serveur de courrier
console-group-list = Dans la liste des gens
console-group-session = Sessions
console-group-passcode = Ce que contient le code
console-group-members = Membres
console-group-tokens = Jetons d’accès et de renouvellement
console-group-contexts = Contextes d’authentification

# ---- Lines
console-lines = Configuration
console-lines-label = Tous les réglages en lignes
console-lines-hint = Un nom et une valeur par ligne. Les secrets s’affichent ******** ; laissez-les ainsi pour les conserver.
console-lines-save = Enregistrer les lignes

# ---- Links
console-links-none = Rien n’est lié
console-links-more = { $count ->
    [one] Un de plus n’est pas affiché. Ouvrez-le par la recherche.
   *[other] { $count } de plus ne sont pas affichés. Ouvrez l’un d’eux par la recherche.
}
console-link-add = Ajouter
console-link-button = Ajouter
console-link-replace = Remplacer
console-link-path = Son chemin, par exemple demosite/everyone
console-link-fixed = Fixé à la création.
console-link-method-inboundPolicy = Correspondances
console-link-method-inboundPolicy-hint = Avec une table, seuls les attributs qu’elle nomme passent aux politiques et aux applications. Sans table, tous passent.
console-link-method-directory = Annuaire
console-link-method-directory-hint = Où se trouvent les personnes dont la méthode vérifie les identifiants.
console-link-method-site = Sites
console-link-method-site-hint = Où la méthode est visible. Une application ne peut autoriser que des méthodes de son site.
console-link-method-application = Applications
console-link-method-application-hint = Où elle est utilisée.
console-link-method-group = Groupes
console-link-method-group-hint = Leurs membres sont toutes les personnes non inscrites qui se sont connectées par cette méthode.
console-link-application-method = Méthodes
console-link-application-method-hint = Ce qu’elle accepte. Activé compte ici comme preuve ; ouvre laisse une connexion commencer par une méthode qui d’ordinaire ne fait que suivre.
console-link-application-allowedTo = Groupes
console-link-application-allowedTo-hint = Qui peut s’y connecter.
console-link-application-policy = Politique
console-link-application-policy-hint = Quels attributs reçoit l’application. Sans politique, elle n’en reçoit aucun.
console-link-application-role = Rôles
console-link-application-role-hint = Ce que l’application peut faire ici en son propre nom.
console-link-site-method = Méthodes
console-link-site-method-hint = Ce que les applications de ce site peuvent autoriser.
console-link-site-share = Connexions partagées
console-link-site-share-hint = Une connexion à l’un de ces sites vaut connexion à l’autre.
console-link-group-member = Groupes à l’intérieur
console-link-group-member-hint = Les membres de ces groupes sont membres ici.
console-link-group-memberOf = Membre de
console-link-group-memberOf-hint = Groupes à l’intérieur desquels se trouve celui-ci.
console-link-group-method = Méthodes
console-link-group-method-hint = Toute personne non inscrite qui se connecte par l’une d’elles est membre.
console-link-group-accessTo = Applications
console-link-group-accessTo-hint = À quoi les membres peuvent se connecter.
console-link-group-role = Rôles
console-link-group-role-hint = Ce que les membres peuvent administrer.
console-link-policy-application = Applications
console-link-policy-application-hint = Où cette politique dit ce qui est transmis.
console-link-inboundPolicy-method = Méthodes
console-link-inboundPolicy-method-hint = Dont cette table renomme les attributs.
console-link-role-assignedTo = Groupes
console-link-role-assignedTo-hint = Dont les membres ont ce rôle.
console-link-role-grantedTo = Applications
console-link-role-grantedTo-hint = Programmes qui ont ce rôle en leur propre nom.
console-link-directory-method = Méthodes
console-link-directory-method-hint = Ce qui vérifie les identifiants de ses personnes.
console-link-method-nextFactor = Chaînes de facteurs
console-with-enabled = Activé
console-with-opens = Ouvre
console-with-hint = Enregistre les cases.
console-remove = Retirer
console-both-title = Retirer { $method } de { $from } ?
console-both-hint = { $count ->
    [one] Une application du site autorise encore la méthode. Elle la perdrait aussi.
   *[other] { $count } applications du site autorisent encore la méthode. Elles la perdraient aussi.
}
console-both-button = { $count ->
    [one] Retirer les deux
   *[other] Retirer les { $count } et le lien
}

# ---- Rows, rights, texts, look
console-row = Ligne { $row }, { $column }
console-row-remove = Retirer la ligne { $row }
console-items-none = La table est vide
console-items-more = Les lignes vides sont omises. Enregistrez pour en obtenir d’autres.
console-items-policy-hint = Chaque ligne transmet un attribut : la valeur est text:CONSTANTE, user:ATTRIBUT ou method:ATTRIBUT. Sans groupe, il va à tout le monde.
console-items-mapping-hint = Chaque ligne fait un attribut à partir d’autres : la valeur est le nom d’un attribut ou un texte avec des noms entre accolades.
console-rights-built-in = Les droits de { $role } ne changent jamais.
console-rights-copy = Les copier dans un rôle à vous
console-rights-site = Ils valent dans ce site et ceux à l’intérieur.
console-rights-system = Ils valent partout.
console-right-all = Tout
console-right-server = Réglages
console-right-site = Sites
console-right-directory = Annuaires
console-right-group = Groupes
console-right-method = Méthodes
console-right-inboundPolicy = Correspondances
console-right-policy = Politiques
console-right-template = Modèles
console-right-role = Rôles
console-right-application = Applications
console-right-webhook = Webhooks
console-right-user = Utilisateurs
console-right-token = Jetons
console-right-session = Sessions
console-right-audit = Journal
console-right-whatif = Et si
console-right-configuration = La configuration entière
console-right-through = compris
console-verb-all = Tout
console-verb-read = Lire
console-verb-write = Modifier
console-verb-delete = Supprimer
console-verb-act = Aider
console-role-administrator = Administrateur du système
console-role-siteManager = Gestionnaire de site
console-role-operator = Opérateur
console-role-auditor = Auditeur
console-role-helpdesk = Assistance
console-role-own = Droits propres
console-texts-hint = Un texte par ligne : sa clé, un signe égal et ce que ce site et ceux à l’intérieur disent à la place.
console-children-none = Aucun site n’est à l’intérieur de celui-ci
console-children-hint = Les sites à l’intérieur héritent des textes, de l’apparence et des administrateurs.
console-colours = Ce qui est utilisé de cette couleur
console-colour-scheme = Thème
console-colour-light = Clair
console-colour-dark = Sombre
console-colour-given = Donnée
console-colour-used = Utilisée
console-colour-worst = Contraste le plus bas
console-colour-text = Texte dessus
console-colour-why = Pourquoi
console-colour-kept = Lisible telle quelle.
console-colour-moved = Déplacée jusqu’à ce qu’un texte de cette couleur ait un contraste de 4,5 sur chaque fond.

# ---- Something new
console-new-method = Nouvelle méthode
console-new-application = Nouvelle application
console-new-site = Nouveau site
console-new-group = Nouveau groupe
console-new-policy = Nouvelle politique
console-new-inboundPolicy = Nouvelle correspondance
console-new-role = Nouveau rôle
console-new-webhook = Nouveau webhook
console-new-directory = Nouvel annuaire
console-new-template = Nouveau modèle
console-new-method-button = Créer la méthode
console-new-application-button = Créer l’application
console-new-site-button = Créer le site
console-new-group-button = Créer le groupe
console-new-policy-button = Créer la politique
console-new-inboundPolicy-button = Créer la correspondance
console-new-role-button = Créer le rôle
console-new-webhook-button = Créer le webhook
console-new-directory-button = Créer l’annuaire
console-new-template-button = Créer le modèle
console-new-method-hint = Quel type de méthode ?
console-new-in = À l’intérieur de
console-site-none = Le système entier
console-new-name-hint = Sert dans les protocoles et l’API. Il ne peut pas changer ensuite.
console-new-client-hint = C’est aussi son client_id. Il ne peut pas changer ensuite.
console-new-title-hint = Ce que lisent les gens. D’autres langues peuvent s’ajouter ensuite.
console-new-copy = Ses droits seront d’abord ceux de { $from }.
console-new-no-site = Il n’y a aucun site où vous puissiez en créer une
console-new-needs = Ce qu’il lui faut
console-new-uris = Adresses de retour
console-new-uris-hint = Adresses exactes, une par ligne.
console-new-keeps = Elle sait garder un secret
console-new-keeps-hint = Un serveur le sait ; une page dans un navigateur ou une application mobile, non. Le secret est créé maintenant et montré une fois.
console-new-addresses = Adresses
console-new-addresses-hint = Réseaux d’où elle demande, un par ligne. Un secret est créé maintenant et montré une fois.
console-new-methods = Méthodes qu’elle autorise
console-new-methods-none = Le site n’a pas encore de méthodes. Un administrateur du système peut en lier.
console-new-groups = Qui peut se connecter
console-new-groups-none = Il n’y a pas encore de groupes. Ajoutez-en un ensuite.
console-template-source = Source
console-factor-knowledge = Quelque chose que la personne sait
console-factor-possession = Quelque chose que la personne a
console-factor-inherence = Quelque chose que la personne est
console-factor-elsewhere = Prouvé par quelqu’un d’autre

# ---- Secrets
console-client-id = Identifiant du client
console-secret-new-title = Un nouveau secret
console-secret-new-hint = L’ancien cesse aussitôt de fonctionner.
console-secret-new = Nouveau { $label }
console-secret-title = { $title } : nouveau secret
console-secret-once = Il n’est montré que maintenant
console-secret-once-hint = Copiez-le là où il faut avant de continuer.
console-secret-kept = Je l’ai copié

# ---- Somebody else saved first
console-race-title = { $title } : deux modifications se sont croisées
console-race = Quelqu’un d’autre a enregistré pendant que vous écriviez
console-race-hint = { $count ->
    [0] Rien de ce que vous avez écrit ne diffère de ce qui est enregistré.
    [one] Choisissez la valeur qui reste.
   *[other] Choisissez pour chaque champ la valeur qui reste.
}
console-race-mine = La mienne
console-race-theirs = Enregistrée par quelqu’un d’autre
console-race-empty = (vide)
console-race-save = Enregistrer le choix
console-race-leave = Laisser en l’état

# ---- Factor chains
console-chain-hint = Lisez de gauche à droite : une méthode, ce qui peut la suivre et où cela mène pour l’application choisie.
console-chain-all-hint = Lisez de gauche à droite : une méthode et ce qui peut la suivre. Choisissez une application pour voir qui entre.
console-chain-seen-by = Vu par l’application
console-chain-no-application = Aucune : toutes les méthodes
console-chain-show = Afficher
console-chain-starts = Commence par { $method }
console-chain-single = N’a besoin de rien de plus
console-chain-none = Personne ne peut commencer une connexion ici
console-chain-none-hint = Liez des méthodes au site et autorisez-les pour l’application.
console-chain-allowed = Autorisée
console-chain-not-allowed = Non autorisée
console-chain-disabled = Désactivée
console-chain-unfit = Inapte
console-chain-needs = nécessite { $attribute }
console-chain-nothing = Rien de disponible
console-chain-nothing-hint = La personne n’a rien de ce qui suit
console-chain-add = Ajouter la suite
console-chain-remove = Retirer le lien
console-chain-add-title = Ajouter un facteur suivant
console-chain-add-button = Ajouter le lien
console-chain-add-hint = Un lien vaut pour chaque application qui autorise la seconde méthode. Les méthodes qui ramèneraient à leur propre début ne peuvent pas être choisies.
console-chain-after = Après
console-chain-comes = Vient
console-chain-ring = formerait un cercle
console-chain-there = y est déjà
console-end-in = Connecté
console-end-out = Refusé
console-end-granted = { $amr }
console-end-granted-acr = acr { $acr }, amr { $amr }
console-end-disabled = Une méthode désactivée n’est jamais proposée ni acceptée.
console-end-unfit = Les méthodes inaptes ne sont jamais proposées, ni jamais sautées en silence.
console-end-not-offered = L’application ne l’autorise pas ; elle n’est donc pas proposée.
console-end-alone = { $method } seule n’est pas autorisée ici, et rien ne la suit.
console-end-second-needed = Un second facteur est toujours nécessaire ici, car { $method } seule n’est pas autorisée.

# ---- What was done
console-said-saved = Enregistré : { $title }
console-said-made = Créé : { $title }
console-said-deleted = Supprimé : { $title }
console-said-enabled = Enregistré : { $title } est activée
console-said-disabled = Enregistré : { $title } est désactivée
console-said-updated = Enregistré : { $count } méthodes modifiées
console-said-linked = Ajouté : { $title }
console-said-unlinked = Retiré : { $title }
console-said-chain-added = Ajouté : { $to } peut suivre { $from }
console-said-chain-removed = Retiré : { $to } ne suit plus { $from }
