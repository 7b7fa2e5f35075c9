mail-reset-subject = Neues Passwort für { $brand } setzen
mail-reset-text = Guten Tag { $name },

    jemand, vermutlich Sie, hat angegeben, dass Ihr Passwort für { $brand } vergessen ist. Über den Link unten setzen Sie ein neues. Er gilt einmal, { $minutes } Minuten lang.

    Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.
mail-reset-link = Neues Passwort setzen
mail-locked-subject = Anmeldungen an Ihrem Konto sind gesperrt
mail-locked-text = Für Ihr Konto bei { $brand } wurden zu oft falsche Passwörter oder Codes eingegeben. { $minutes ->
        [0] Es bleibt gesperrt, bis Ihr Support es öffnet.
        [one] Sie können es in { $minutes } Minute wieder versuchen.
       *[other] Sie können es in { $minutes } Minuten wieder versuchen.
    }

    Wenn Sie das nicht waren, rät vielleicht jemand. Ihr Konto ist sicher, solange nur Sie das Passwort kennen; sagen Sie Ihrem Support Bescheid.
mail-unlocked-subject = Ihr Konto ist wieder offen
mail-unlocked-text = Jemand, der für Ihr Konto bei { $brand } zuständig ist, hat die Sperre aufgehoben. Sie können sich jetzt wieder anmelden.

    Wenn Sie das nicht erwartet haben, sagen Sie Ihrem Support Bescheid.
mail-factor-added-subject = { $method } wurde Ihrem Konto hinzugefügt
mail-factor-added-text = Guten Tag { $name },

    { $method } gilt jetzt für die Anmeldung an Ihrem Konto bei { $brand }. Wenn Sie das nicht waren, ändern Sie sofort Ihr Passwort und sagen Sie Ihrem Support Bescheid.
mail-factor-removed-subject = { $method } wurde aus Ihrem Konto entfernt
mail-factor-removed-text = Guten Tag { $name },

    { $method } gilt nicht mehr für die Anmeldung an Ihrem Konto bei { $brand }. Wenn Sie das nicht waren, ändern Sie sofort Ihr Passwort und sagen Sie Ihrem Support Bescheid.

# What a new store begins with.
founded-password = Passwort
founded-everyone = Alle
founded-administrators = Administratoren
founded-administrator = Administrator
founded-account = Ihr Konto
founded-console = Verwaltung
founded-directory = Personen
setup-name = Geben Sie einen Benutzernamen mit höchstens 128 Zeichen ein.
