backup-title = Codes de secours
offer-backup = Saisir un code de la liste que vous avez gardée
backup-prompt = Saisissez un code de secours
backup-prompt-hint = Dix caractères de votre liste. Chaque code sert une fois ; majuscules, espaces et traits d’union ne comptent pas.
backup-wrong = Ce code n’est pas sur votre liste. Vérifiez chaque caractère ou prenez un autre code.
backup-replay = Ce code a déjà servi. Prenez-en un autre sur votre liste.
backup-malformed = Un code de secours se compose de dix lettres et chiffres.
backup-enrol = Gardez ces { $count } codes
backup-enrol-hint = Chacun vous ouvre la porte une fois quand votre téléphone n’est pas à portée de main. Imprimez-les ou notez-les : cette page ne les montre que maintenant.
backup-enrol-button = J’ai gardé les codes
backup-replaces = Ensuite, les codes de votre ancienne liste ne serviront plus.
mail-backup-used-subject = Un code de secours a été utilisé
mail-backup-used-text = L’un de vos codes de secours vient de servir à se connecter à { $application }.
    { $left ->
        [0] C’était le dernier. Faites une nouvelle liste sur la page de votre compte.
        [one] Il en reste un. Faites bientôt une nouvelle liste sur la page de votre compte.
       *[other] Il en reste { $left }.
    }

    Si ce n’était pas vous, quelqu’un a votre liste. Changez votre mot de passe et faites une nouvelle liste.
finding-hash-weak = Avec { $memory } Kio de mémoire par empreinte, les codes de secours d’une base volée se devinent plus facilement. Utilisez 8192 ou plus.

# Les réglages, tels que la console les montre.
kind-backup = { backup-title }
line-backupCodes = Codes d’une liste
line-backupCodes-help = Combien en a une nouvelle liste, de 5 à 20. La valeur par défaut est 10.
line-backupMemory = Mémoire d’une empreinte
line-backupMemory-help = En Kio, de 8 à 262144. Davantage rend plus coûteux de deviner dans des données volées ; la valeur par défaut est 19456, et moins de 8192 est faible.
line-backupPasses = Passes d’une empreinte
line-backupPasses-help = De 1 à 10. Davantage prend plus de temps, pour tous ; la valeur par défaut est 2.
