# OpenID Connect: liittymän omat sivut.
front-form-post-title = Takaisin sovellukseen
front-client-title = Sovelluksen pyyntö oli virheellinen
front-client-remedy = Sovellusta ei tunneta täällä, tai se ilmoitti osoitteen, jota sille ei ole rekisteröity. Palaa sovellukseen ja yritä uudelleen. Jos sama toistuu, kerro alla oleva viite sen ylläpidolle.
front-gone-title = Tämä kirjautuminen on päättynyt
front-gone-remedy = Se on jo tehty loppuun, siinä kesti liian kauan tai se aloitettiin toisella selaimella. Palaa sovellukseen ja kirjaudu uudelleen.
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

# Agents: what they show or log.
agent-accepted = Olet kirjautunut sisään.
agent-rejected = Tiedot eivät täsmää. Tarkista käyttäjätunnus ja kirjoittamasi arvo.
agent-choose = Kirjoita haluamasi tavan numero: { $choices }
agent-others = Tai kirjoita numero: { $choices }
agent-nothing-triggered = Mitään kysyttävää ei ole.
agent-poll-accept = Vahvistit kirjautumisen.
agent-poll-pending = Odotamme vastaustasi.
agent-poll-declined = Hylkäsit kirjautumisen.
agent-fault-parameter = Parametri puuttuu tai on väärin.
agent-fault-not-allowed = Tämä ei ole täällä sallittua.
agent-fault-too-many = Liian monta pyyntöä. Yritä myöhemmin uudelleen.
agent-fault-refill = Täydennystä ei hyväksytä.
agent-fault-no-header = Kirjaudu ensin sisään.
agent-fault-token = Tunniste ei kelpaa. Kirjaudu uudelleen.
agent-fault-token-expired = Tunniste on vanhentunut. Kirjaudu uudelleen.
agent-fault-role = Tunniste on muuta tarkoitusta varten.
agent-fault-credentials = Nimi ja salasana eivät täsmää.
agent-fault-no-name = Käyttäjätunnus puuttuu.
agent-fault-not-made = Tätä ei tarjota täällä.
agent-fault-unavailable = Tämä ei onnistu juuri nyt. Yritä myöhemmin uudelleen.
agent-fault-broken = Täällä meni jotain vikaan. Syy on lokissa.

# What is wrong with the registration of an agent.
finding-agent-member = Rekisteröinnissä ei ole kenttää { $name }. Korjaa nimi tai poista kenttä.
finding-agent-certificate = Asiakasvarmenteet eivät vielä tule tälle palvelimelle asti. Käytä kenttiä addresses ja key.
finding-agent-networks = Kentän { $name } verkkoja ei voi lukea. Kirjoita 192.0.2.7, 10.0.0.0/8 tai 2001:db8::/32.
finding-agent-unidentified = Mikään ei erota tätä agenttia muista. Anna sille osoitteet, avain tai molemmat.
finding-agent-anywhere = Osoitteisiin kuuluvat kaikki. Rajaa niitä tai anna agentille avain.
finding-agent-realm-alone = Jokainen, joka ilmoittaa realmin, käy tästä agentista. Anna sille myös osoitteet tai avain.
finding-agent-secret-short = Kentän { $name } arvo on niin lyhyt, että sen voi arvata. Käytä vähintään 32 satunnaista merkkiä.
finding-agent-key-unprintable = Avain lähetetään otsakkeessa. Käytä tulostuvia merkkejä ilman välilyöntejä.
finding-agent-secret-missing = Palvelutili tarvitsee salaisuuden. Aseta se.
finding-agent-secret-idle = Salaisuudella ei ole vaikutusta ilman kenttää serviceAccount.
finding-agent-trigger-alone = Haasteita voi käynnistää vain palvelutili. Anna agentille serviceAccount ja secret.
finding-agent-encoding = Kentän encoding arvon on oltava product, once, twice tai twiceAsForm.
finding-agent-origin = Kentässä pollOrigins on vain skeema, isäntä ja portti, kuten https://login.example.com.
finding-agent-language = Kielen on oltava en, fi, sv, fr tai de.
finding-agent-per-minute = Jos pyyntöjä saa tulla nolla minuutissa, mihinkään ei vastata. Käytä vähintään yhtä.
finding-agent-offline = Anna yhteydettömään käyttöön vähintään 1 koodi ja 6549 kierrosta; niiden tulo saa olla enintään 5000000.
finding-agent-offline-hazard = Yhteydettömän käytön arvot ovat koneella, joka voidaan varastaa, ja suojaavat vain kirjoitettua arvoa. Käytä niitä, kun PIN-koodi on pitkä.

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

# Mikä SAML-palveluntarjoajan rekisteröinnissä on vialla.
finding-saml-entity-missing = Palveluntarjoaja tarvitsee entity_id-tunnuksensa. Ota se sen metatiedoista.
finding-saml-entity-other = Metatiedot ovat toisen, { $entity }. Korjaa entity_id tai tuo oikeat metatiedot.
finding-saml-entity-taken = Toisella sovelluksella on sama entity_id. Anna jokaiselle sovellukselle omansa.
finding-affiliation-taken = Muiden sivustojen sovelluksilla on tämä liittymä, tai jokin niistä on tämänniminen. Anna toinen: nimiä jakavat vain sovellukset, joihin sama istunto ulottuu.
finding-saml-no-metadata = Metatiedot puuttuvat. Laita palveluntarjoajan EntityDescriptor kenttään descriptor tai sen osoite kenttään descriptor_url.
finding-saml-not-fetched = Metatietoja ei ole vielä haettu. Odota minuutti; tapahtumaloki kertoo, miksi ne hylätään.
finding-saml-metadata = Metatietoja ei voi käyttää: { $why }. Pyydä sovelluksen ylläpitäjiltä uusi kopio.
finding-saml-no-acs = Metatiedoissa ei ole paikkaa, johon vastaus voi mennä POST- tai artifact-tavalla. Lisää AssertionConsumerService.
finding-saml-no-signing-key = Pyynnöt on allekirjoitettava, eikä metatiedoissa ole siihen avainta. Lisää varmenne metatietoihin tai jätä signed_requests pois.
finding-saml-no-encryption-key = Vakuutukset on salattava, eikä metatiedoissa ole siihen RSA-avainta. Lisää varmenne metatietoihin tai valitse possible.
finding-saml-keys-unusable = Metatietojen varmenteista { $count } ei kelpaa. Käytä vähintään 2048-bittistä RSA:ta tai P-256-, P-384- tai P-521-avainta.
finding-saml-clear-acs = Vakuutukset lähtevät salaamatta osoitteeseen, jonka alussa on http. Käytä https.
finding-saml-url = Metatietoja ei voi hakea sieltä. Kirjoita osoite, jonka alussa on https.
finding-saml-certificate = Tämä ei ole kelvollinen varmenne. Liitä se PEM-muodossa.
finding-saml-unpinned = Haettuihin metatietoihin luotetaan vain, kun tunnettu avain on allekirjoittanut ne. Lisää julkaisijan varmenne kenttään descriptor_certificates.
finding-saml-value = Arvoa { $value } ei tunneta täällä. Valitse jokin näistä: { $known }.
finding-saml-attribute-unused = Attribuuttia käytetään vain, kun name_id on muoto. Poista se tai valitse muoto.
finding-saml-relay-state = relay_state on liian pitkä tai sisältää merkkejä, joita ei voi palauttaa. Lyhennä sitä.
finding-saml-weak = Tämän avulla viestejä voi väärentää tai lukea se, joka yrittää tarpeeksi kauan. Salli se vain niin kauan kuin sovellus ei pysty parempaan.
