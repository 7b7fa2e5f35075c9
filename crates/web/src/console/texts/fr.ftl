# ---- Frame
console-search-label = Chercher un objet ou une page
console-search-hint = Chercher personne, application, méthode …
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
console-page-outboundMappingPolicy = Correspondances sortantes
console-page-inboundPolicy = Correspondances
console-page-inboundMappingPolicy = Correspondances d’utilisateurs
console-page-sosoConfiguration = Configurations SOSO
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
console-day-granted = Connexions en 24 heures
console-day-denied = Échecs en 24 heures
console-day-locked = Blocages en 24 heures
console-hour = Heure
console-as-table = La même chose en tableau
console-lane-most = au plus { $most }, à { $hour }
console-lane-none = aucune
console-lane-said = { $lane } par heure : entre { $least } et { $most }, le plus à { $hour }
console-needs = À traiter
console-needs-count = { $count ->
    [one] Un point attend quelqu’un
   *[other] { $count } points attendent quelqu’un
}
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
console-protocol-saml = SAML 2.0
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Page de ce serveur
console-protocol-oidc-hint = Applications web et mobiles qui envoient les gens se connecter ici
console-protocol-saml-hint = Applications web qui sont des fournisseurs de services SAML
console-protocol-radius-hint = Passerelles VPN, Wi-Fi et équipements réseau
console-protocol-agent-hint = AD FS, ouverture de session Windows, PAM et autres logiciels qui demandent par HTTP
console-protocol-page-hint = Le compte, la console ou une page d’inscription

# ---- Objects
console-object-title = { $title }
console-tab-main = Général
console-tab-lines = Configuration
console-tab-registration = Enregistrement
console-tab-provider = Fournisseur
console-provider-tell = À communiquer au fournisseur
console-provider-tell-hint = Il a besoin de ces adresses.
console-provider-metadata = Nos métadonnées
console-provider-return = Les réponses reviennent à
console-provider-logout = Déconnexion
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
console-hint-list = Un par ligne.
console-hint-numbers = Nombres séparés par des espaces.
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
console-lines-more = Autres réglages
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
console-link-method-inboundMappingPolicy = Correspondance d’utilisateurs
console-link-method-inboundMappingPolicy-hint = Trouve l’utilisateur enregistré derrière ce que la méthode fournit. De confiance : adresses et numéros comptent sans que le fournisseur dise les avoir vérifiés.
console-link-method-sosoConfiguration = Configuration SOSO
console-link-method-sosoConfiguration-hint = Des lignes conservées avec la méthode, montrées et exportées. Rien ici ne les lit.
console-link-method-directory = Annuaire
console-link-method-directory-hint = Où se trouvent les personnes dont la méthode vérifie les identifiants.
console-link-method-site = Sites
console-link-method-site-hint = Où la méthode est visible. Une application ne peut autoriser que des méthodes de son site.
console-link-method-application = Applications
console-link-method-application-hint = Où elle est utilisée.
console-link-method-group = Groupes
console-link-method-group-hint = Là où c’est activé, leurs membres sont toutes les personnes non inscrites qui se sont connectées par cette méthode.
console-link-application-method = Méthodes
console-link-application-method-hint = Ce qu’elle accepte. Activé compte ici comme preuve ; ouvre laisse une connexion commencer par une méthode qui d’ordinaire ne fait que suivre.
console-link-application-allowedTo = Groupes
console-link-application-allowedTo-hint = Qui peut s’y connecter.
console-link-application-policy = Politique
console-link-application-policy-hint = Quels attributs reçoit l’application. Sans politique, elle n’en reçoit aucun.
console-link-application-outboundMappingPolicy = Correspondance sortante
console-link-application-outboundMappingPolicy-hint = Comment les personnes sont appelées auprès de l’application, au lieu de ce que dit son enregistrement.
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
console-link-group-method-hint = Toute personne non inscrite qui se connecte par l’une de celles qui sont activées est membre.
console-link-group-accessTo = Applications
console-link-group-accessTo-hint = À quoi les membres peuvent se connecter.
console-link-group-role = Rôles
console-link-group-role-hint = Ce que les membres peuvent administrer.
console-link-policy-application = Applications
console-link-policy-application-hint = Où cette politique dit ce qui est transmis.
console-link-outboundMappingPolicy-application = Applications
console-link-outboundMappingPolicy-application-hint = Auprès desquelles les personnes sont appelées ainsi.
console-link-inboundPolicy-method = Méthodes
console-link-inboundPolicy-method-hint = Dont cette table renomme les attributs.
console-link-inboundMappingPolicy-method = Méthodes
console-link-inboundMappingPolicy-method-hint = Dont cette table trouve les personnes.
console-link-sosoConfiguration-method = Méthodes
console-link-sosoConfiguration-method-hint = Qui ont ces lignes.
console-link-role-assignedTo = Groupes
console-link-role-assignedTo-hint = Dont les membres ont ce rôle.
console-link-role-grantedTo = Applications
console-link-role-grantedTo-hint = Programmes qui ont ce rôle en leur propre nom.
console-link-directory-method = Méthodes
console-link-directory-method-hint = Ce qui vérifie les identifiants de ses personnes.
console-link-method-nextFactor = Chaînes de facteurs
console-with-enabled = Activé
console-with-opens = Ouvre
console-with-trusted = De confiance
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
console-items-policy-hint = Chaque ligne donne un attribut : une valeur est text:CONSTANTE, user:ATTRIBUT, method:ATTRIBUT ou un texte avec des expressions, par exemple ${ "{" }user.cn{ "}" }. Sans groupe, elle va à tous.
console-items-mapping-hint = Chaque ligne fait un attribut à partir d’autres : la valeur est le nom d’un attribut ou un texte avec des noms entre accolades.
console-items-user-hint = Chaque ligne est une règle : si ses conditions sont remplies, ses recherches cherchent l’utilisateur, ou son service est interrogé. Une seule personne doit être trouvée.
console-items-outbound-hint = Chaque ligne dit comment un utilisateur est appelé : un utilisateur s’écrit site et nom, par exemple demosite/ada. Qui n’a pas de ligne est refusé.
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
console-right-inboundMappingPolicy = Correspondances d’utilisateurs
console-right-sosoConfiguration = Configurations SOSO
console-right-policy = Politiques
console-right-outboundMappingPolicy = Correspondances sortantes
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
console-texts-hint = Un texte par ligne : sa clé, un signe égal et ce que ce site et ceux à l’intérieur disent à la place. Ce qui continue sur plusieurs lignes y est en retrait.
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
console-new-outboundMappingPolicy = Nouvelle correspondance sortante
console-new-inboundPolicy = Nouvelle correspondance
console-new-inboundMappingPolicy = Nouvelle correspondance d’utilisateurs
console-new-sosoConfiguration = Nouvelle configuration SOSO
console-new-role = Nouveau rôle
console-new-webhook = Nouveau webhook
console-new-directory = Nouvel annuaire
console-new-template = Nouveau modèle
console-new-method-button = Créer la méthode
console-new-application-button = Créer l’application
console-new-site-button = Créer le site
console-new-group-button = Créer le groupe
console-new-policy-button = Créer la politique
console-new-outboundMappingPolicy-button = Créer la correspondance sortante
console-format = Noms
console-format-hint = Cela ne change plus ensuite.
console-format-persistent = Persistant : toujours le même, créé ici
console-format-transient = Transitoire : un autre à chaque connexion
console-format-unspecified = Manuel : une table d’utilisateurs
console-new-inboundPolicy-button = Créer la correspondance
console-new-inboundMappingPolicy-button = Créer la correspondance
console-new-sosoConfiguration-button = Créer la configuration
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
console-new-descriptor = Métadonnées du fournisseur de services
console-new-descriptor-hint = L’EntityDescriptor entier, tel que l’application le donne. Donnez à l’application l’adresse du nôtre : /saml2/metadata.
console-new-addresses = Adresses
console-new-addresses-hint = Réseaux d’où elle demande, un par ligne. Un secret est créé maintenant et montré une fois.
console-new-methods = Méthodes qu’elle autorise
console-new-methods-hint = Ce qui compte ici comme preuve. Pour exiger deux facteurs, cochez le second et laissez le premier : celui-ci est demandé avant de toute façon, et seul il ne suffit pas.
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
console-chain-hint = Chaque méthode, ce qui peut la suivre et où cela mène pour l’application choisie.
console-chain-all-hint = Chaque méthode et ce qui peut la suivre. Choisissez une application pour voir qui entre.
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

# ---- Records: Navigation
console-page-user = Utilisateurs
console-page-token = Jetons
console-page-audit = Journal
console-page-whatif = Et si

# ---- Records: Overview
console-lane-granted = Connexions
console-lane-denied = Échecs
console-lane-locked = Blocages
console-home-last = Derniers blocages et échecs

# ---- Records: Users
console-optional = (facultatif)
console-never = Jamais
console-suspend = Suspendre
console-resume = Rétablir
console-new-user = Nouvel utilisateur
console-new-user-button = Créer l’utilisateur
console-user-text = Chercher des personnes
console-user-text-hint = Chaque mot est le début d’un mot du nom ou de l’adresse e-mail.
console-user-group = Groupe
console-user-any-group = Tous les groupes
console-user-login-name = Nom d’utilisateur
console-user-login-name-hint = Ce que la personne saisit pour se connecter. Il ne peut plus changer.
console-user-called = Nom
console-user-email = Adresse e-mail
console-user-site = Site
console-user-state = État
console-user-not-now = Pas maintenant
console-user-directory = Annuaire
console-user-created = Créé
console-user-used = Dernière utilisation
console-user-about = En bref
console-user-acts = Actions
console-user-groups = Groupes
console-user-groups-tab = Groupes et droits
console-user-rights = Donne le rôle
console-user-give-title = Donner un rôle
console-user-give-hint = La personne rejoint un groupe qui y a ce rôle. S’il n’y en a pas, il est créé, et il peut utiliser la console.
console-user-give-role = Rôle
console-user-give-in = Où il vaut
console-user-give = Donner le rôle
console-token-lost = Perdu
console-token-mark = Perdu ou défectueux
console-token-mark-hint = Il ne peut être donné à personne avant d’être de nouveau préparé.
console-user-ways = Moyens de connexion
console-user-sessions = Sessions
console-user-activity = Activité
console-user-more = Autres attributs
console-user-more-hint = Sur chaque ligne, un nom, un signe égal et une valeur. Une ligne retirée retire sa valeur.
finding-console-user-line = La ligne { $line } n’est pas un attribut. Écrivez un nom sans champ propre, un signe égal et une valeur.
console-user-locked-until = Bloqué jusqu’au { $until }
console-user-locked = Bloqué jusqu’à ce que quelqu’un le débloque
console-user-locked-why = { $count ->
    [one] Une mauvaise réponse a été comptée.
   *[other] { $count } mauvaises réponses ont été comptées.
}
console-user-unlock = Débloquer
console-user-unlock-cli = Débloquer en ligne de commande
console-user-outranked = Cet utilisateur a des droits que vos propres rôles n’incluent pas. Vous pouvez regarder, sans rien changer.
console-user-tokens = Jetons de cet utilisateur
console-user-whatif = Et si cette personne se connecte ?
console-user-how = Comment
console-member-listed = Sur la liste
console-member-filter = Par le filtre du groupe
console-member-everyone = Tout le monde est membre
console-member-nested = Par un groupe qu’il contient
console-user-no-groups = Dans aucun groupe
console-user-join = Ajouter à un groupe
console-user-credentials = Ce que la personne peut prouver
console-user-no-credentials = Rien n’est encore configuré
console-user-password-title = Mot de passe
console-user-first-password = Premier mot de passe
console-user-password = Mot de passe
console-user-password-hint = Laissé vide, la personne en choisit un par e-mail ou se connecte autrement.
console-user-must-change = À changer à la prochaine connexion
console-user-new-password = Nouveau mot de passe
console-user-set-password = Définir le mot de passe
console-user-require-change = Demander un nouveau mot de passe à la prochaine connexion
console-user-method = Méthode du mot de passe
console-user-methods = Méthodes
console-user-methods-hint = Une méthode désactivée pour cet utilisateur n’est jamais proposée ni acceptée.
console-user-method-off = Désactivée pour tous
console-user-allowed = Autorisée
console-user-forbidden = Désactivée
console-user-forbid = Désactiver
console-user-allow = Activer
console-user-end = Terminer
console-user-end-all = Terminer toutes les sessions
console-user-no-sessions = Connecté nulle part
console-user-since = Depuis
console-user-until = Jusqu’à
console-user-proven = Prouvé
console-user-consents = Ce qui a été permis aux applications
console-user-scopes = Portées
console-user-delete-hint = L’utilisateur, ses moyens de connexion, ses sessions et ses appartenances disparaissent aussitôt, sans retour. Les jetons reviennent au stock.
console-user-remove-title = Retirer { $label } à { $title } ?
console-user-remove-hint = { $count ->
    [0] Il ne reste rien d’autre pour se connecter.
    [one] Il reste un autre moyen de connexion.
   *[other] Il reste { $count } autres moyens de connexion.
}
console-user-remove-button = Retirer { $label }

# ---- Records: Audit
console-audit-hint = Une entrée par connexion ou changement. Ouvrez-la pour voir chaque étape.
console-audit-export = Exporter :
console-audit-as-csv = CSV
console-audit-as-jsonl = Lignes JSON
console-audit-as-syslog = syslog
console-audit-name = Nom d’utilisateur
console-audit-application = Application
console-audit-result = Résultat
console-audit-success = Succès
console-audit-failure = Échec
console-audit-since = Du
console-audit-until = Au
console-audit-find = Chercher
console-audit-more = Plus de critères
console-audit-method = Méthode
console-audit-action = Action
console-audit-actor = Fait par
console-audit-person = Identifiant de la personne
console-audit-login-id = Référence de la connexion
console-audit-from = Adresse d’origine
console-audit-agent = Navigateur
console-audit-detail = Détails
console-audit-why = Et si, et pourquoi
console-audit-all = Tout dans le journal
console-audit-none = Rien n’a été consigné
console-audit-older = Entrées plus anciennes
console-audit-pages = Pages
console-audit-login = { $name } vers { $application }
console-audit-change = { $actor } : { $object }
console-audit-one = { $name }
console-audit-system = Le serveur
console-audit-erased = D’une personne effacée
console-event-object-put = Modifié
console-event-object-deleted = Supprimé
console-event-user-made = Utilisateur créé
console-event-user-put = Utilisateur modifié
console-event-user-deleted = Utilisateur supprimé
console-event-credential-put = Moyen de connexion modifié
console-event-audit-exported = Journal exporté
console-event-configuration-exported = Configuration exportée avec ses secrets
console-event-management-refused = Refusé à l’API de gestion ou à la console
console-event-management-unproved = Jeton inconnu à l’API de gestion
console-event-token-imported = Jetons importés
console-event-token-activated = Jeton activé
console-event-webhook-tested = Webhook testé
console-event-webhook-failed = Livraison de webhook perdue
console-event-webhook-failing = Webhook en échec
console-event-webhook-replayed = Événements de webhook renvoyés
console-event-agent-refused = Agent refusé
console-event-client-refused = Application refusée
console-event-token-assigned = Jeton attribué
console-event-token-suspended = Jeton suspendu
console-event-token-resumed = Jeton de nouveau actif
console-event-token-locked = Jeton verrouillé
console-event-token-unlocked = Jeton déverrouillé
console-event-token-initialised = Jeton préparé
console-event-token-revoked = Jeton repris
console-event-token-allocated = Jeton déplacé vers un site
console-event-token-deleted = Jeton supprimé
console-event-token-exported = Jetons exportés
console-event-token-resynced = Jeton synchronisé
console-event-token-pin-changed = PIN d’un jeton changé
console-event-token-drift = Horloge d’un jeton corrigée
console-event-token-taken-offline = Codes remis pour un usage hors ligne
console-event-token-issued = Jeton d’accès émis
console-event-token-refreshed = Jeton d’accès renouvelé
console-event-token-replayed = Jeton de renouvellement réutilisé
console-event-token-stolen = Accès volé refusé
console-event-key-made = Clé de signature créée
console-event-key-retired = Clé de signature retirée
console-event-key-dropped = Clé de signature supprimée
console-event-message-sent = Message envoyé
console-event-message-failed = Message non envoyé
console-event-message-limited = Message retenu par une limite
console-event-policy-unmet = Politique non satisfaite
console-event-enrolment-missed = Mauvaise réponse pendant l’ajout d’un moyen
console-event-credential-rehashed = Mot de passe mieux protégé
console-event-credential-suspended = Moyen suspendu
console-event-credential-resumed = Moyen de nouveau actif
console-event-credential-renamed = Moyen renommé
console-event-credential-must-change = Nouveau mot de passe exigé
console-event-user-method-activated = Méthode activée pour la personne
console-event-user-method-deactivated = Méthode désactivée pour la personne
console-event-user-logged-out = Toutes les sessions terminées
console-event-user-language = Langue choisie
console-event-group-member-added = Ajout à un groupe
console-event-group-member-removed = Retrait d’un groupe
console-event-setup-done = Serveur mis en service
console-event-push-rejected = Question sur un appareil : « pas moi »
console-event-certificate-expiring = Certificat bientôt expiré

# ---- Records: What if
console-whatif-hint = Rien n’est envoyé, compté ni changé. La réponse repose sur la configuration de ce moment.
console-whatif-application = Se connecte à
console-whatif-user = Personne
console-whatif-user-hint = Site et nom d’utilisateur, comme acme/ada
console-whatif-elsewhere = Quelqu’un qui vient par un autre fournisseur
console-whatif-by = Vient par la méthode
console-whatif-by-hint = Son nom, par exemple oidc.1
console-whatif-told-subject = S’y appelle
console-whatif-told-subject-hint = Comment la méthode appelle la personne : sujet, NameID ou adresse
console-whatif-attributes = Avec les attributs
console-whatif-attributes-hint = Un par ligne, par exemple email=ada@acme.example
console-whatif-provider = Fournisseur
console-whatif-provider-hint = Identifiant d’entité ou émetteur, si la méthode en a plusieurs
console-whatif-whom = Qui c’est ici
console-whatif-address = Depuis l’adresse
console-whatif-ask = Demander
console-whatif-more = Plus sur la demande
console-whatif-passed = Méthodes déjà passées
console-whatif-passed-hint = Noms dans l’ordre, séparés par des espaces.
console-whatif-wanted = Références demandées
console-whatif-wanted-hint = Ce que nommeraient acr_values ou une requête SAML.
console-whatif-scopes = Portées
console-whatif-front = Arrive par
console-whatif-front-browser = Navigateur
console-whatif-front-radius = RADIUS
console-whatif-front-agent = Agent
console-whatif-strict = Rien de moins ne suffit
console-whatif-passive = Aucune page ne peut être montrée
console-whatif-login = Référence de la connexion
console-whatif-somebody = Quelqu’un
console-whatif-granted = { $name } entre dans { $application }
console-whatif-denied = { $name } n’entre pas dans { $application }
console-whatif-never = { $name } n’entre pas dans { $application }, quoi qui soit prouvé
console-whatif-otherwise = Ce qui serait demandé sinon
console-whatif-asked = { $name } doit d’abord répondre avant { $application }
console-whatif-can = { $name } peut entrer dans { $application }
console-whatif-perhaps = { $name } entre peut-être dans { $application } par un chemin plus long
console-whatif-cannot = { $name } ne peut pas entrer dans { $application }
console-whatif-now = Demandé maintenant :
console-whatif-story = Ce qui s’est passé dans cette connexion
console-whatif-step-one = Demandé : { $methods }
console-whatif-step-choose = Un choix entre { $methods }
console-whatif-step-enrol = À configurer d’abord : { $methods }
console-whatif-step-owed = { $methods } demande encore une chose
console-whatif-step-consent = Invité à autoriser { $methods }
console-whatif-step-grant = Admis
console-whatif-step-deny = Refusé : { $reason }
console-whatif-passes = Si { $method } est passée
console-whatif-sets-up = Si { $method } est configurée
console-whatif-consents = Si la personne l’autorise
console-whatif-cut = La suite est trop longue pour être montrée ici.
console-whatif-not-offered = Non proposé, et pourquoi
console-whatif-method = Méthode
console-whatif-why = Raison
console-whatif-open = Ouvrir
console-whatif-person = La personne
console-whatif-enters = Donne accès
console-whatif-keep = Lien vers cette question
console-whatif-subject = Sujet
console-whatif-methods = Méthodes
console-whatif-acr = acr
console-whatif-amr = amr
console-whatif-class = Classe SAML
console-whatif-declaration = Déclaration SAML
console-whatif-format = Format du nom
console-whatif-groups = Groupes

# ---- Records: Tokens
console-token-title = Jeton { $serial }
console-token-serial = Numéro de série
console-token-of = De l’utilisateur
console-token-owner = Détenteur
console-token-user = Attribuer à
console-token-user-hint = Nom d’utilisateur dans { $site }
console-token-assign = Attribuer
console-token-activate = Activer
console-token-lock = Bloquer
console-token-initialise = Préparer
console-token-revoke = Reprendre
console-token-revoke-title = Reprendre le jeton { $serial } ?
console-token-revoke-hint = Son détenteur ne peut plus s’en servir.
console-token-to = Pourquoi
console-token-to-inventory = Retour au stock
console-token-to-lost = Perdu
console-token-to-faulty = Défectueux
console-token-pin = Code PIN
console-token-pin-hint = Laissé vide, un code est créé et montré une fois.
console-token-set-pin = Définir le code PIN
console-token-first = Premier code
console-token-second = Code suivant
console-token-resync = Synchroniser
console-token-site = Vers le site
console-token-allocate = Déplacer
console-token-delete-hint = Il quitte aussitôt le stock. Importer son fichier le ramène.
console-token-import = Importer des jetons
console-import-title = Importer des jetons
console-import-site = Site qui les reçoit
console-import-method = Méthode dont ils relèvent
console-import-file = Fichier de graines
console-import-file-hint = Collez du PSKC, du CSV ou des URI otpauth. Les clés ne sont plus montrées.
console-import-password = Mot de passe du fichier
console-import-key = Clé du fichier, en Base64
console-import-initialise = À préparer avant de pouvoir être attribués
console-import-button = Importer
console-import-try = Essayer sans rien écrire
console-import-done = { $count ->
    [one] Un jeton a été importé
   *[other] { $count } jetons ont été importés
}
console-import-tried = { $count ->
    [one] Un jeton serait importé
   *[other] { $count } jetons seraient importés
}
console-import-refused = { $count ->
    [one] Un n’a pas été pris
   *[other] { $count } n’ont pas été pris
}
console-import-unchecked = Le fichier porte une signature que personne n’a vérifiée.

# ---- Records: Alerts, mails, webhooks
console-tab-alerts = Alertes
console-alerts-hint = Ce dont les membres de ce rôle sont avertis, dans le site du rôle et ceux qu’il contient.
console-alert-event = Événement
console-alert-by-mail = Par e-mail
console-alert-by-webhook = Par webhook
console-alert-lockout = Quelqu’un a été bloqué
console-alert-unlock = Quelqu’un a été débloqué
console-alert-push-rejection = Sur un téléphone, quelqu’un a répondu « pas moi »
console-alert-webhook-failed = Un webhook est en échec
console-alert-certificate-expiry = Un certificat expire bientôt
console-alert-configuration-change = La configuration a changé
console-tab-mails = E-mails
console-tab-sms = SMS
console-sms-hint = Les passerelles sont essayées dans cet ordre ; si l’une échoue, c’est le tour de la suivante.
console-sms-own = Sans passerelle, celles d’un site au-dessus ou du système sont utilisées.
console-sms-none = Aucune passerelle n’est définie
console-sms-new = Nouvelle passerelle
console-sms-http = Réglages pour HTTP
console-sms-smpp = Réglages pour SMPP
console-sms-place = Place dans l’ordre
console-mail-which = Message
console-mail-language = Langue
console-mail-hint = Les valeurs prennent la place de ces noms :
console-mail-edit = Tous les textes du site au même endroit
console-mail-words = Formulation
console-mail-own = Texte propre
console-mail-original = D’origine
console-mails-hint = Tous les messages que reçoivent les personnes de ce site. La formulation de chacun peut être changée, dans chaque langue.
console-mails-people = À la personne concernée
console-mails-alerts = Alertes aux membres des rôles
console-mails-all = Tous les messages
console-mail-part-subject = Objet
console-mail-part-text = Texte
console-mail-part-link = Texte du lien
console-mail-preview = Aperçu
console-mail-reset = Revenir au texte d’origine
console-mail-shown = Tel qu’il arrive
console-mail-unsaved = Non enregistré
console-mail-code = Code de connexion
console-mail-reset-name = Lien pour choisir un nouveau mot de passe
console-mail-password-changed = Le mot de passe a été changé
console-mail-factor-added = Un moyen de connexion a été ajouté
console-mail-factor-removed = Un moyen de connexion a été retiré
console-mail-backup-used = Un code de secours a été utilisé
console-mail-locked = Le compte a été verrouillé
console-mail-unlocked = Le compte a été déverrouillé
console-tab-deliveries = Livraisons
console-webhook-failures = Échecs de suite
console-webhook-waiting = En attente
console-webhook-delivered = Dernière livraison
console-webhook-acts = Test et secret
console-webhook-rotate-hint = Le nouveau secret est montré une fois. Le précédent signe aussi tant que vous n’y mettez pas fin.
console-webhook-test = Envoyer un test
console-webhook-rotate = Créer un nouveau secret
console-webhook-end-former = Mettre fin au secret précédent
console-webhook-secret = Secret
console-webhook-replay = Renvoyer des événements
console-webhook-replay-hint = Des jours, ou des moments comme 2027-01-31T12:00:00Z. Chaque événement garde son identifiant.
console-webhook-replay-button = Renvoyer
console-webhook-lost = Livraisons perdues
console-webhook-when = Quand
console-webhook-event = Événement
console-webhook-tries = Essais

# ---- Records: Done
console-said-unlocked = Débloqué : { $title }
console-said-role-given = { $title } a maintenant le rôle { $role }, par le groupe { $group }
console-said-role-given-apart = { $title } a maintenant le rôle { $role }, par le groupe { $group }. Ce groupe ne peut pas encore utiliser la console : qui gère cette application doit l’autoriser
console-said-mail-saved = Enregistré : le message « { $title } » emploie ce texte
console-said-mail-reset = Le message « { $title } » a retrouvé son texte d’origine
console-said-sessions-ended = Toutes les sessions de { $title } sont terminées
console-said-session-ended = Une session de { $title } est terminée
console-said-suspended = Enregistré : un moyen de connexion de { $title } est suspendu
console-said-resumed = Enregistré : un moyen de connexion de { $title } est rétabli
console-said-way-removed = Retiré : un moyen de connexion de { $title }
console-said-must-change = Enregistré : { $title } choisira un nouveau mot de passe à la prochaine connexion
console-said-password-set = Enregistré : { $title } a un nouveau mot de passe
console-said-method-on = Enregistré : { $method } est activée pour { $title }
console-said-method-off = Enregistré : { $method } est désactivée pour { $title }
console-said-token-assign = Attribué : { $title }
console-said-token-activate = Activé : { $title }
console-said-token-suspend = Suspendu : { $title }
console-said-token-resume = Rétabli : { $title }
console-said-token-lock = Bloqué : { $title }
console-said-token-unlock = Débloqué : { $title }
console-said-token-initialise = Prêt : { $title }
console-said-token-revoke = Repris : { $title }
console-said-token-allocate = Déplacé : { $title }
console-said-token-setPin = Enregistré : le code PIN de { $title }
console-said-token-resync = Synchronisé : { $title }
console-said-webhook-tested = { $title } a reçu le test
console-said-webhook-former = Enregistré : le secret précédent de { $title } ne signe plus
console-said-webhook-replayed = { $count ->
    [one] Un événement est renvoyé à { $title }
   *[other] { $count } événements sont renvoyés à { $title }
}
console-page-service = Services
console-right-service = Services
console-new-service = Nouveau service
console-new-service-button = Créer le service
console-group-asks = Qui demande
console-event-service-unanswered = Le service n’a pas répondu
