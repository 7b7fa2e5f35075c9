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

# Alertes aux membres d’un rôle.
mail-alert-lockout-subject = Le compte de { $name } a été verrouillé
mail-alert-lockout-text = Des mots de passe ou des codes erronés ont été saisis trop souvent pour le compte de { $name } ({ $login }).

    Site : { $site }

    Application : { $application }

    Adresse réseau : { $network }

    Heure : { $time }
mail-alert-unlock-subject = Le compte de { $name } a été déverrouillé
mail-alert-unlock-text = { $actor } a levé le verrouillage du compte de { $name } ({ $login }).

    Site : { $site }

    Heure : { $time }
mail-alert-push-rejection-subject = { $name } a refusé une connexion
mail-alert-push-rejection-text = { $name } ({ $login }) devait confirmer une connexion sur un appareil et a répondu qu’il s’agissait de quelqu’un d’autre.

    Site : { $site }

    Application : { $application }

    Adresse réseau : { $network }

    Heure : { $time }
mail-alert-webhook-failed-subject = Le webhook { $webhook } ne répond pas
mail-alert-webhook-failed-text = Plusieurs envois de suite au webhook { $webhook } ont échoué. Chaque événement est retenté pendant une journée ; ce qui est perdu peut être renvoyé.

    Site : { $site }

    Heure : { $time }
mail-alert-certificate-expiry-subject = Un certificat expire bientôt
mail-alert-certificate-expiry-text = Un certificat de { $object } expire bientôt.

    Site : { $site }

    Heure : { $time }
mail-alert-configuration-change-subject = { $object } a été modifié
mail-alert-configuration-change-text = { $actor } a modifié { $object }.

    Site : { $site }

    Heure : { $time }
mail-alert-more-subject = { $count ->
        [one] { $count } autre alerte
       *[other] { $count } autres alertes
    }
mail-alert-more-text = { $count ->
        [one] Une autre alerte a été retenue pendant la dernière heure, car vous en aviez déjà reçu beaucoup.
       *[other] { $count } autres alertes ont été retenues pendant la dernière heure, car vous en aviez déjà reçu beaucoup.
    } Le journal d’audit les contient toutes.

# What a new store begins with.
founded-password = Mot de passe
founded-everyone = Tout le monde
founded-administrators = Administrateurs
founded-administrator = Administrateur
founded-account = Votre compte
founded-console = Administration
founded-directory = Personnes
founded-ctl = Ligne de commande
setup-name = Saisissez un nom d’utilisateur de 128 caractères au plus.
