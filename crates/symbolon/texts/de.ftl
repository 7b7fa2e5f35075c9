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

# Meldungen an Mitglieder einer Rolle.
mail-alert-lockout-subject = Das Konto von { $name } wurde gesperrt
mail-alert-lockout-text = Für das Konto von { $name } ({ $login }) wurden zu oft falsche Passwörter oder Codes eingegeben.

    Site: { $site }

    Anwendung: { $application }

    Netzwerkadresse: { $network }

    Zeit: { $time }
mail-alert-unlock-subject = Das Konto von { $name } wurde entsperrt
mail-alert-unlock-text = { $actor } hat die Sperre des Kontos von { $name } ({ $login }) aufgehoben.

    Site: { $site }

    Zeit: { $time }
mail-alert-push-rejection-subject = { $name } hat eine Anmeldung abgelehnt
mail-alert-push-rejection-text = { $name } ({ $login }) sollte auf einem Gerät eine Anmeldung bestätigen und hat geantwortet, dass es jemand anderes war.

    Site: { $site }

    Anwendung: { $application }

    Netzwerkadresse: { $network }

    Zeit: { $time }
mail-alert-webhook-failed-subject = Der Webhook { $webhook } nimmt nichts an
mail-alert-webhook-failed-text = Mehrere Zustellungen an den Webhook { $webhook } sind nacheinander gescheitert. Jedes Ereignis wird einen Tag lang versucht; was verloren geht, kann noch einmal gesendet werden.

    Site: { $site }

    Zeit: { $time }
mail-alert-certificate-expiry-subject = Ein Zertifikat läuft bald ab
mail-alert-certificate-expiry-text = Ein Zertifikat von { $object } läuft bald ab.

    Site: { $site }

    Zeit: { $time }
mail-alert-configuration-change-subject = { $object } wurde geändert
mail-alert-configuration-change-text = { $actor } hat { $object } geändert.

    Site: { $site }

    Zeit: { $time }
mail-alert-more-subject = { $count ->
        [one] { $count } weitere Meldung
       *[other] { $count } weitere Meldungen
    }
mail-alert-more-text = { $count ->
        [one] In der letzten Stunde wurde eine weitere Meldung zurückgehalten, weil Sie schon viele bekommen hatten.
       *[other] In der letzten Stunde wurden { $count } weitere Meldungen zurückgehalten, weil Sie schon viele bekommen hatten.
    } Das Audit-Protokoll enthält alle.

# What a new store begins with.
founded-password = Passwort
founded-everyone = Alle
founded-administrators = Administratoren
founded-administrator = Administrator
founded-account = Ihr Konto
founded-console = Verwaltung
founded-directory = Personen
founded-ctl = Befehlszeile
setup-name = Geben Sie einen Benutzernamen mit höchstens 128 Zeichen ein.
