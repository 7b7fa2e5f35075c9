email-title = Code per E-Mail
offer-email-registered = Wir senden einen Code an die Adresse, die Sie uns gegeben haben
offer-email-unregistered = Wir senden einen Code an Ihre E-Mail-Adresse
email-ask = Geben Sie Ihre E-Mail-Adresse ein
email-ask-hint = Wir senden einen Code dorthin. Sie geben ihn auf der nächsten Seite ein.
email-ask-malformed = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.com, ohne Namen davor.
email-name = Geben Sie Ihren Benutzernamen ein
email-name-hint = Wir senden einen Code an die E-Mail-Adresse Ihres Kontos.
email-name-malformed = Geben Sie Ihren Benutzernamen ein.
email-code = Geben Sie den Code aus Ihrer E-Mail ein
email-code-hint = Wir haben um { $sent } { $digits } Ziffern an <b>{ $address }</b> gesendet. Sie gelten bis { $until }.
email-code-unnamed = Geben Sie den Code aus Ihrer E-Mail ein
email-code-unnamed-hint = Wenn Ihr Konto eine E-Mail-Adresse hat, haben wir um { $sent } { $digits } Ziffern dorthin gesendet. Sie gelten bis { $until }.
email-wrong = Dieser Code stimmt nicht. Prüfen Sie, ob Sie die zuletzt gekommene Nachricht verwenden.
email-replay = Dieser Code wurde schon verwendet. Fordern Sie einen neuen an.
email-malformed = Geben Sie nur die Ziffern aus der Nachricht ein.
email-expired = Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
email-sending-limit = Wir können noch keinen weiteren Code senden. Warten Sie etwas und sehen Sie solange im Spam-Ordner nach.
email-not-sent = Die Nachricht konnte nicht gesendet werden. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.
mail-code-subject = Ihr Code für { $application }
mail-code-text = Ihr Code für { $application } lautet { $code }.
    Er gilt { $minutes } Minuten, einmal und nur auf der Seite, auf der Sie ihn angefordert haben.

    Wenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun. Geben Sie ihn niemandem, wer auch immer danach fragt.

# Einstellungen, wie die Verwaltung sie zeigt.
kind-email-registered = Code an die E-Mail-Adresse des Benutzers
kind-email-unregistered = Code an eine eingegebene E-Mail-Adresse
line-codeLength = Länge eines Codes
line-codeLength-help = In Ziffern, 6 bis 10. Der Standardwert ist 6.
