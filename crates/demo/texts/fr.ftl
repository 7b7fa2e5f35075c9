# ---- Le monde de la démonstration
demo-site = Démo
demo-app = Application de démonstration
demo-spa = Application de démonstration sans secret
demo-agent = Agent de démonstration
demo-vpn = VPN de démonstration (RADIUS)
demo-account = Votre compte
demo-ctl = Ligne de commande
demo-directory = Personnes de la démonstration
demo-everyone = Tout le monde
demo-method-password = Mot de passe
demo-method-totp = Application d’authentification
demo-method-mail = Code par e-mail
demo-method-backup = Code de secours

# ---- Page d’accueil
demo-start-title = Essayer Symbolon
demo-start-hint = Voici un serveur complet qui contient un petit monde. Rien n’y est secret et aucun message n’en sort. Supprimez son dossier pour recommencer à zéro.
demo-start-app = Ouvrir l’application de démonstration
demo-start-mail = Lire la boîte de réception
demo-start-account = Votre compte
demo-back = Retour à l’accueil de la démonstration
demo-about = À propos de la démonstration
demo-people = Qui vous pouvez être
demo-people-hint = Deux personnes vivent ici. Les mots de passe ont été tirés au hasard au premier démarrage.
demo-name = Nom d’utilisateur
demo-password = Mot de passe
demo-email = E-mail
demo-second = Deuxième étape
demo-second-mail = Un code par e-mail
demo-second-app = Une application d’authentification, ou un code par e-mail
demo-key = Clé pour une application d’authentification
demo-key-hint = Scannez-la avec l’application de votre choix, ou saisissez la clé.
demo-key-label = Code QR contenant la clé de { $name }
demo-try = Que tester
demo-link-inbox = boîte de réception
demo-link-app = application de démonstration
demo-link-account = compte
demo-link-forgot = mot de passe oublié
demo-try-mail = Connectez-vous à l’{ $app } en tant que <b>ada</b>. Après le mot de passe, un code est envoyé ; lisez-le dans la { $inbox }.
demo-try-totp = Connectez-vous à l’{ $app } en tant que <b>bob</b>, avec le code que votre application d’authentification affiche pour sa clé.
demo-try-claims = Regardez ce que l’{ $app } a appris sur vous, et comment vous avez prouvé votre identité.
demo-try-enrol = En tant qu’ada, ouvrez votre { $account }, ajoutez une application d’authentification avec le code QR et créez des codes de secours.
demo-try-forgot = Signalez un { $forgot } et suivez le lien reçu dans la { $inbox }.
demo-try-logout = Déconnectez-vous dans l’application : vous l’êtes alors partout.
demo-own = Relier quelque chose à vous
demo-own-hint = Deux clients sont enregistrés pour les programmes de cette machine. Leurs identifiants, secrets et adresses figurent dans le fichier ci-dessous, dans le dossier de la démonstration.
demo-own-issuer = Émetteur
demo-own-discovery = Découverte
demo-own-facts = Tout pour les scripts
demo-own-ca = Autorité de certification à approuver

# ---- Boîte de réception
demo-mail-title = Boîte de réception de la démonstration
demo-mail-hint = Messages que le serveur aurait envoyés. Ils sont gardés jusqu’à son arrêt.
demo-mail-again = Actualiser
demo-mail-empty = Vider la boîte
demo-mail-head = À { $to }, { $at }
demo-mail-none = Aucun message pour l’instant
demo-mail-none-hint = Connectez-vous en tant qu’ada, ou demandez un nouveau mot de passe.

# ---- L’application
demo-app-title = Application de démonstration
demo-app-hint = Voici une application indépendante. Elle ne sait rien de vous tant que vous ne vous connectez pas avec Symbolon.
demo-app-login = Se connecter
demo-app-in-title = Bonjour, { $name }
demo-app-in-hint = Symbolon a dit à cette application qui vous êtes. Voici tout ce qu’elle a appris.
demo-app-logout = Se déconnecter
demo-app-again = Réessayer
demo-id-token = Jeton d’identité
demo-userinfo = Informations sur l’utilisateur
demo-claim = Information
demo-value = Valeur
demo-app-trouble-title = Cela n’a pas fonctionné
demo-app-trouble = L’application n’a pas compris la réponse, ou la connexion a été commencée dans un autre navigateur. Réessayez.
demo-app-denied = Vous n’avez pas été connecté. Vous pouvez réessayer à tout moment.
