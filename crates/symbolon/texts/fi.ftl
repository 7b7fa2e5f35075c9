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

# What a new store begins with.
founded-password = Salasana
founded-everyone = Kaikki
founded-administrators = Pääkäyttäjät
founded-administrator = Pääkäyttäjä
founded-account = Oma tili
founded-console = Hallinta
founded-directory = Henkilöt
setup-name = Anna enintään 128 merkin käyttäjätunnus.
