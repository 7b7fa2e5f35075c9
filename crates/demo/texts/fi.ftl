# ---- Demon maailma
demo-site = Demo
demo-app = Demosovellus
demo-spa = Demosovellus ilman salaisuutta
demo-agent = Demoagentti
demo-vpn = Demo-VPN (RADIUS)
demo-account = Oma tili
demo-ctl = Komentorivi
demo-directory = Demon henkilöt
demo-everyone = Kaikki
demo-method-password = Salasana
demo-method-totp = Todennussovellus
demo-method-mail = Koodi sähköpostitse
demo-method-backup = Varakoodi

# ---- Aloitussivu
demo-start-title = Kokeile Symbolonia
demo-start-hint = Tämä on kokonainen palvelin, jossa on pieni maailma. Mikään täällä ei ole salaista, eikä yksikään viesti lähde ulos. Poista sen kansio, niin voit aloittaa alusta.
demo-start-app = Avaa demosovellus
demo-start-mail = Lue postilaatikko
demo-start-account = Oma tili
demo-back = Takaisin demon aloitussivulle
demo-about = Tietoa demosta
demo-people = Kuka voit olla
demo-people-hint = Täällä asuu kaksi henkilöä. Salasanat arvottiin, kun demo käynnistettiin ensimmäisen kerran.
demo-name = Käyttäjätunnus
demo-password = Salasana
demo-email = Sähköposti
demo-second = Toinen vaihe
demo-second-mail = Koodi sähköpostitse
demo-second-app = Todennussovellus tai koodi sähköpostitse
demo-key = Avain todennussovellukseen
demo-key-hint = Lue se millä tahansa todennussovelluksella tai kirjoita avain.
demo-key-label = QR-koodi, jossa on avain henkilölle { $name }
demo-try = Mitä kokeilla
demo-link-inbox = postilaatikosta
demo-link-app = demosovellukseen
demo-link-account = oma tili
demo-link-forgot = unohtanut salasanan
demo-try-mail = Kirjaudu { $app } tunnuksella <b>ada</b>. Salasanan jälkeen lähetetään koodi; lue se { $inbox }.
demo-try-totp = Kirjaudu { $app } tunnuksella <b>bob</b> koodilla, jonka todennussovelluksesi näyttää hänen avaimestaan.
demo-try-claims = Palaa { $app } ja katso, mitä se sai tietää sinusta ja siitä, miten tunnistauduit.
demo-try-enrol = Avaa adana { $account }, lisää todennussovellus QR-koodista ja tee varakoodit.
demo-try-forgot = Ilmoita, että olet { $forgot }, ja avaa linkki { $inbox }.
demo-try-logout = Kirjaudu ulos sovelluksesta: samalla kirjaudut ulos kaikkialta.
demo-own = Liitä jotain omaa
demo-own-hint = Tämän koneen ohjelmille on rekisteröity kaksi asiakasta. Niiden tunnukset, salaisuudet ja osoitteet ovat alla mainitussa tiedostossa demon kansiossa.
demo-own-issuer = Myöntäjä
demo-own-discovery = Asetusten osoite
demo-own-facts = Kaikki skripteille
demo-own-ca = Luotettava varmentaja

# ---- Postilaatikko
demo-mail-title = Demon postilaatikko
demo-mail-hint = Viestit, jotka palvelin olisi lähettänyt. Ne säilyvät, kunnes palvelin lopetetaan.
demo-mail-again = Katso uudelleen
demo-mail-empty = Tyhjennä laatikko
demo-mail-head = Vastaanottaja { $to }, { $at }
demo-mail-none = Ei vielä viestejä
demo-mail-none-hint = Kirjaudu adana tai pyydä uutta salasanaa.

# ---- Sovellus
demo-app-title = Demosovellus
demo-app-hint = Tämä on erillinen sovellus. Se ei tiedä sinusta mitään, ennen kuin kirjaudut Symbolonilla.
demo-app-login = Kirjaudu sisään
demo-app-in-title = Hei, { $name }
demo-app-in-hint = Symbolon kertoi tälle sovellukselle, kuka olet. Alla on kaikki, mitä se sai tietää.
demo-app-logout = Kirjaudu ulos
demo-app-again = Yritä uudelleen
demo-id-token = ID-tunniste
demo-userinfo = Käyttäjätiedot
demo-claim = Tieto
demo-value = Arvo
demo-app-trouble-title = Tämä ei onnistunut
demo-app-trouble = Sovellus ei ymmärtänyt vastausta, tai kirjautuminen aloitettiin toisessa selaimessa. Yritä uudelleen.
demo-app-denied = Et kirjautunut sisään. Voit yrittää uudelleen milloin vain.
