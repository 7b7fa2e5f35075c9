mail-reset-subject = Uusi salasana palveluun { $brand }
mail-reset-text = Hei { $name },

    joku, luultavasti sinä itse, ilmoitti unohtaneensa salasanasi palveluun { $brand }. Alla olevasta linkistä voit asettaa uuden. Se toimii kerran, { $minutes } minuutin ajan.

    Jos et pyytänyt tätä, sinun ei tarvitse tehdä mitään: salasanasi pysyy ennallaan.
mail-reset-link = Aseta uusi salasana
mail-locked-subject = Kirjautuminen tilillesi on keskeytetty
mail-locked-text = Tilillesi palvelussa { $brand } on syötetty liian monta väärää salasanaa tai koodia. { $minutes ->
        [0] Tili pysyy lukittuna, kunnes tuki avaa sen.
        [one] Voit yrittää uudelleen { $minutes } minuutin kuluttua.
       *[other] Voit yrittää uudelleen { $minutes } minuutin kuluttua.
    }

    Jos yrittäjä et ollut sinä, joku saattaa arvailla. Tilisi on turvassa niin kauan kuin salasana on vain sinun tiedossasi; kerro asiasta tuelle.
mail-unlocked-subject = Tilisi on taas auki
mail-unlocked-text = Tilisi vastuuhenkilö palvelussa { $brand } on poistanut lukituksen. Voit nyt kirjautua taas.

    Jos et odottanut tätä, kerro asiasta tuelle.
mail-factor-added-subject = Tilillesi lisättiin { $method }
mail-factor-added-text = Hei { $name },

    { $method } käy nyt tunnistautumiseen tilillesi palvelussa { $brand }. Jos et tehnyt tätä itse, vaihda salasanasi heti ja kerro tuelle.
mail-factor-removed-subject = Tililtäsi poistettiin { $method }
mail-factor-removed-text = Hei { $name },

    { $method } ei enää käy tunnistautumiseen tilillesi palvelussa { $brand }. Jos et tehnyt tätä itse, vaihda salasanasi heti ja kerro tuelle.

# Hälytykset roolin jäsenille.
mail-alert-lockout-subject = Käyttäjän { $name } tili lukittiin
mail-alert-lockout-text = Käyttäjän { $name } ({ $login }) tilille on syötetty liian monta väärää salasanaa tai koodia.

    Sivusto: { $site }

    Sovellus: { $application }

    Verkko-osoite: { $network }

    Aika: { $time }
mail-alert-unlock-subject = Käyttäjän { $name } tilin lukitus poistettiin
mail-alert-unlock-text = { $actor } poisti käyttäjän { $name } ({ $login }) tilin lukituksen.

    Sivusto: { $site }

    Aika: { $time }
mail-alert-push-rejection-subject = { $name } hylkäsi kirjautumisen
mail-alert-push-rejection-text = Käyttäjää { $name } ({ $login }) pyydettiin vahvistamaan kirjautuminen laitteella, ja vastaus oli, että kirjautuja on joku muu.

    Sivusto: { $site }

    Sovellus: { $application }

    Verkko-osoite: { $network }

    Aika: { $time }
mail-alert-webhook-failed-subject = Webhook { $webhook } ei toimi
mail-alert-webhook-failed-text = Webhookiin { $webhook } on epäonnistunut useita lähetyksiä peräkkäin. Kutakin tapahtumaa yritetään lähettää vuorokauden ajan; kadonneet voi lähettää uudelleen.

    Sivusto: { $site }

    Aika: { $time }
mail-alert-certificate-expiry-subject = Varmenne vanhenee pian
mail-alert-certificate-expiry-text = Kohteen { $object } varmenne vanhenee pian.

    Sivusto: { $site }

    Aika: { $time }
mail-alert-configuration-change-subject = Kohdetta { $object } muutettiin
mail-alert-configuration-change-text = { $actor } muutti kohdetta { $object }.

    Sivusto: { $site }

    Aika: { $time }
mail-alert-more-subject = { $count ->
        [one] { $count } hälytys lisää
       *[other] { $count } hälytystä lisää
    }
mail-alert-more-text = { $count ->
        [one] Viime tunnin aikana jätettiin lähettämättä vielä yksi hälytys, koska niitä oli tullut sinulle jo monta.
       *[other] Viime tunnin aikana jätettiin lähettämättä vielä { $count } hälytystä, koska niitä oli tullut sinulle jo monta.
    } Kaikki löytyvät tapahtumalokista.

# What a new store begins with.
founded-password = Salasana
founded-everyone = Kaikki
founded-administrators = Pääkäyttäjät
founded-administrator = Pääkäyttäjä
founded-account = Oma tili
founded-console = Hallinta
founded-directory = Henkilöt
founded-ctl = Komentorivi
setup-name = Anna enintään 128 merkin käyttäjätunnus.
