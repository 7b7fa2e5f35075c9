email-title = Code par e-mail
offer-email-registered = Nous envoyons un code à l’adresse que vous nous avez donnée
offer-email-unregistered = Nous envoyons un code à votre adresse e-mail
email-ask = Saisissez votre adresse e-mail
email-ask-hint = Nous y envoyons un code, à saisir sur la page suivante.
email-ask-malformed = Ce n’est pas une adresse e-mail. Écrivez-la comme nom@example.com, sans nom devant.
email-name = Saisissez votre nom d’utilisateur
email-name-hint = Nous envoyons un code à l’adresse e-mail de votre compte.
email-name-malformed = Écrivez votre nom d’utilisateur.
email-code = Saisissez le code reçu par e-mail
email-code-hint = Nous avons envoyé { $digits } chiffres à <b>{ $address }</b> à { $sent }. Ils sont valables jusqu’à { $until }.
email-code-unnamed = Saisissez le code reçu par e-mail
email-code-unnamed-hint = Si votre compte a une adresse e-mail, nous y avons envoyé { $digits } chiffres à { $sent }. Ils sont valables jusqu’à { $until }.
email-wrong = Ce code ne convient pas. Vérifiez que vous utilisez le dernier message reçu.
email-replay = Ce code a déjà servi. Demandez-en un nouveau.
email-malformed = Saisissez les chiffres du message et rien d’autre.
email-expired = Ce code n’est plus valable. Demandez-en un nouveau.
email-sending-limit = Nous ne pouvons pas encore envoyer d’autre code. Attendez un peu et regardez dans les courriers indésirables.
email-not-sent = Le message n’a pas pu être envoyé. Réessayez ou choisissez un autre moyen.
mail-code-subject = Votre code pour { $application }
mail-code-text = Votre code pour { $application } est { $code }.
    Il est valable { $minutes } minutes, une seule fois, sur la page où vous l’avez demandé.

    Si vous ne l’avez pas demandé, vous n’avez rien à faire. Ne le donnez à personne, même à qui vous le demanderait.

# Les réglages, tels que la console les montre.
kind-email-registered = Code à l’adresse e-mail de l’utilisateur
kind-email-unregistered = Code à une adresse e-mail saisie
line-codeLength = Longueur d’un code
line-codeLength-help = En chiffres, de 6 à 10. La valeur par défaut est 6.
