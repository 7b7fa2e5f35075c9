# OpenID Connect: liittymän omat sivut.
oidc-form-post-title = Takaisin sovellukseen
oidc-client-title = Sovelluksen pyyntö oli virheellinen
oidc-client-remedy = Sovellusta ei tunneta täällä, tai se ilmoitti osoitteen, jota sille ei ole rekisteröity. Palaa sovellukseen ja yritä uudelleen. Jos sama toistuu, kerro alla oleva viite sen ylläpidolle.
oidc-gone-title = Tämä kirjautuminen on päättynyt
oidc-gone-remedy = Se on jo tehty loppuun, siinä kesti liian kauan tai se aloitettiin toisella selaimella. Palaa sovellukseen ja kirjaudu uudelleen.
oidc-logout-title = Haluatko kirjautua ulos?
oidc-logout-hint = Sinut kirjataan ulos täältä ja sovelluksista, joita käytit tällä kirjautumisella.
oidc-logout-go = Kirjaudu ulos
oidc-logout-stay = Pysy kirjautuneena
oidc-logged-out-title = Olet kirjautunut ulos
oidc-logged-out-hint = Jos tietokone on yhteiskäytössä, sulje myös kaikki selaimen ikkunat.

# Mikä asiakkaan rekisteröinnissä on pielessä.
finding-metadata-malformed = Rekisteröintiä ei voi lukea: { $what }. Korjaa JSON.
finding-client-id = Asiakas tarvitsee enintään 255 tulostuvan merkin client_id-tunnuksen. Anna sellainen.
finding-client-id-taken = Toisella sovelluksella on sama client_id. Anna jokaiselle sovellukselle omansa.
finding-secret-missing = Tämä tunnistautumistapa vaatii client_secret-arvon. Aseta se tai valitse toinen tapa.
finding-secret-short = client_secret on lyhyt. Käytä vähintään 32 satunnaista merkkiä.
finding-auth-method = Arvo { $value } ei ole täällä asiakkaan tunnistautumistapa. Käytä client_secret_basic, client_secret_post, private_key_jwt tai none.
finding-redirect-uri = Tätä paluuosoitetta ei voi käyttää: { $why }. Rekisteröi tarkka osoite, joka alkaa https, tai http omalla koneella.
finding-redirect-uri-missing = Asiakkaalla ei ole paluuosoitetta. Rekisteröi ainakin yksi.
finding-grant-type = Myöntötapaa { $value } ei tunneta täällä. Käytä authorization_code, refresh_token tai client_credentials.
finding-response-type = Vastaustyyppiä { $value } ei tarjota. Vain code käy.
finding-scope = Scope-luetteloa ei voi lukea. Kirjoita nimet yhdellä välilyönnillä erotettuina.
finding-signing-alg = ID-tokenia ei voi allekirjoittaa algoritmilla { $value }. Käytä RS256, ES256 tai EdDSA.
finding-jwks = Asiakkaan avaimia ei voi käyttää: { $why }. Rekisteröi julkisia RSA-, P-256- tai Ed25519-avaimia.
finding-jwks-uri = Avaimia ei haeta jwks_uri-osoitteesta. Laita ne jwks-kenttään.
finding-backchannel = backchannel_logout_uri on oltava osoite ilman fragmenttia, joka alkaa https, tai http omalla koneella.
finding-subject-type = Tunnustyyppiä { $value } ei tunneta. Käytä public tai pairwise.
finding-sector = Pairwise-tunnuksilla kaikilla paluuosoitteilla on oltava sama isäntänimi.
finding-public-credentials = Julkisella asiakkaalla ei ole millä todistaa itseään, joten se ei voi käyttää client_credentials-tapaa.

# RADIUS: mitä asiakkaan rivillä lukee.
radius-rejected = Kirjautuminen ei onnistunut. Viite { $reference }
radius-choose = Kirjoita haluamasi tavan numero:
radius-choose-other = Tai valitse toinen tapa kirjoittamalla sen numero:
radius-again = Kirjoita uusi salasana uudelleen

# Mikä RADIUS-asiakkaan rekisteröinnissä on vialla.
finding-radius-member = Rekisteröinnissä on tuntematon jäsen { $member }. Korjaa sen nimi tai poista se.
finding-radius-address = Arvo { $value } ei ole verkko. Kirjoita 192.0.2.0/24, 192.0.2.7 tai 2001:db8::/32.
finding-radius-address-missing = RADIUS-asiakas tunnetaan osoitteestaan. Nimeä kentässä addresses vähintään yksi verkko.
finding-radius-address-twice = Sama verkko on kentässä addresses kahdesti. Poista toinen.
finding-network-taken = Sovelluksella { $application } on jo verkko { $network }. Anna kullekin RADIUS-asiakkaalle omat verkot.
finding-radius-secret-missing = Asiakkaalla ei ole salaisuutta UDP-liikenteelle eikä varmennetta TLS:lle. Anna sille jompikumpi.
finding-radius-secret-short = Salaisuus on niin lyhyt, että sen voi löytää kokeilemalla. Käytä vähintään { $shortest } satunnaista merkkiä, tai aseta shortSecret true, jos laite ei siihen pysty.
finding-radius-secret-known = Salaisuus on niitä, joita kaikki kokeilevat ensin. Käytä vähintään { $shortest } satunnaista merkkiä, tai aseta shortSecret true, jos laite ei siihen pysty.
finding-radius-certificate = Arvo { $value } ei nimeä varmennetta. Kirjoita DNS-nimi, tai sha256: ja 64 heksadesimaalinumeroa.
finding-radius-unsigned = Vastaukset pyyntöihin, joissa ei ole Message-Authenticatoria, voi väärentää kuka tahansa matkan varrella. Päivitä laite ja aseta requireMessageAuthenticator true.
finding-radius-hashed = Tämä toimii vain koodeille ja salasanoille, jotka on tallennettu selväkielisinä. Kaikki muut hylätään syyllä hashed-only. Käytä mieluummin PAPia TLS:n yli.
finding-radius-reject-delay = Hylkäyksiä viivytetään pidempään kuin asiakkaat odottavat. Käytetään { $most } millisekuntia.
