mail-reset-subject = Choisir un nouveau mot de passe pour { $brand }
mail-reset-text = Bonjour { $name },

    quelqu’un, sans doute vous, a indiqué que votre mot de passe pour { $brand } était oublié. Le lien ci-dessous permet d’en choisir un nouveau. Il fonctionne une seule fois, pendant { $minutes } minutes.

    Si ce n’était pas vous, ne faites rien : votre mot de passe reste inchangé.
mail-reset-link = Choisir un nouveau mot de passe
mail-locked-subject = Les connexions à votre compte sont suspendues
mail-locked-text = Des mots de passe ou des codes erronés ont été saisis trop souvent pour votre compte chez { $brand }. { $minutes ->
        [0] Il reste verrouillé jusqu’à ce que votre assistance l’ouvre.
        [one] Vous pourrez réessayer dans { $minutes } minute.
       *[other] Vous pourrez réessayer dans { $minutes } minutes.
    }

    Si ce n’était pas vous, quelqu’un essaie peut-être de deviner. Votre compte est en sécurité tant que vous seul connaissez le mot de passe ; prévenez votre assistance.
mail-unlocked-subject = Votre compte est de nouveau ouvert
mail-unlocked-text = Un responsable de votre compte chez { $brand } a levé la suspension. Vous pouvez vous reconnecter dès maintenant.

    Si vous ne vous y attendiez pas, prévenez votre assistance.
mail-factor-added-subject = { $method } : ajout à votre compte
mail-factor-added-text = Bonjour { $name },

    { $method } permet désormais de se connecter à votre compte chez { $brand }. Si ce n’était pas vous, changez votre mot de passe sans attendre et prévenez votre assistance.
mail-factor-removed-subject = { $method } : retrait de votre compte
mail-factor-removed-text = Bonjour { $name },

    { $method } ne permet plus de se connecter à votre compte chez { $brand }. Si ce n’était pas vous, changez votre mot de passe sans attendre et prévenez votre assistance.

# What a new store begins with.
founded-password = Mot de passe
founded-everyone = Tout le monde
founded-administrators = Administrateurs
founded-administrator = Administrateur
founded-account = Votre compte
founded-console = Administration
founded-directory = Personnes
setup-name = Saisissez un nom d’utilisateur de 128 caractères au plus.
