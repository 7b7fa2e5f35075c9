email-title = Koodi sähköpostilla
offer-email-registered = Lähetämme koodin osoitteeseen, jonka olet antanut meille
offer-email-unregistered = Lähetämme koodin sähköpostiosoitteeseesi
email-ask = Anna sähköpostiosoitteesi
email-ask-hint = Lähetämme siihen koodin. Anna koodi seuraavalla sivulla.
email-ask-malformed = Tämä ei ole sähköpostiosoite. Kirjoita se näin: nimi@example.com, ilman nimeä edessä.
email-name = Anna käyttäjätunnuksesi
email-name-hint = Lähetämme koodin tilisi sähköpostiosoitteeseen.
email-name-malformed = Kirjoita käyttäjätunnuksesi.
email-code = Anna sähköpostiin lähetetty koodi
email-code-hint = Lähetimme { $digits } numeroa osoitteeseen <b>{ $address }</b> kello { $sent }. Koodi on voimassa kello { $until } saakka.
email-code-unnamed = Anna sähköpostiin lähetetty koodi
email-code-unnamed-hint = Jos tililläsi on sähköpostiosoite, lähetimme siihen { $digits } numeroa kello { $sent }. Koodi on voimassa kello { $until } saakka.
email-wrong = Koodi ei kelpaa. Tarkista, että käytät viimeksi saapunutta viestiä.
email-replay = Koodi on jo käytetty. Pyydä uusi.
email-malformed = Kirjoita vain viestissä olevat numerot.
email-expired = Koodi ei ole enää voimassa. Pyydä uusi.
email-sending-limit = Emme voi vielä lähettää uutta koodia. Odota hetki ja katso sillä välin roskapostikansiosta.
email-not-sent = Viestiä ei voitu lähettää. Yritä uudelleen tai valitse toinen tapa.
mail-code-subject = Koodisi: { $application }
mail-code-text = Koodisi palveluun { $application } on { $code }.
    Se on voimassa { $minutes } minuuttia ja toimii kerran, sillä sivulla, jolla pyysit sitä.

    Jos et pyytänyt koodia, sinun ei tarvitse tehdä mitään. Älä anna koodia kenellekään, vaikka sitä pyydettäisiin.

# Asetukset niin kuin hallinta näyttää ne.
kind-email-registered = Koodi käyttäjän sähköpostiosoitteeseen
kind-email-unregistered = Koodi annettuun sähköpostiosoitteeseen
line-codeLength = Koodin pituus
line-codeLength-help = Numeroina, 6–10. Oletus on 6.
