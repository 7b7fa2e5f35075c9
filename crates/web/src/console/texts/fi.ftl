# ---- Frame
console-search-label = Etsi kohde tai sivu
console-search-hint = Etsi käyttäjä, sovellus, menetelmä …
console-account = Oma tili
console-logout = Kirjaudu ulos
console-crumbs = Missä olet
console-undo = Kumoa
console-back = Takaisin yleiskuvaan
console-cli = Sama komentoriviltä
console-now = nyt

# ---- Nobody, nothing
console-none-title = Hallintaa ei ole
console-none-hint = Millään sivustolla ei ole hallintasovellusta. Ylläpitäjä voi tehdä sellaisen komentoriviltä.
console-nobody-title = Hallinta ei ole avoinna sinulle
console-nobody-hint = Olet kirjautunut, mutta millään ryhmistäsi ei ole roolia. Pyydä ylläpitäjää antamaan rooli ryhmälle, johon kuulut.
console-nobody-home = Omat sovellukset
console-nobody-account = Oma tili
console-missing-title = Täällä ei ole mitään
console-missing-hint = Kohdetta ei ole tai se on poistettu. Etsi tarvitsemasi yllä olevalla haulla.
console-forbidden-title = Roolisi eivät riitä tähän
console-forbidden-hint = Pyydä sivuston ylläpitäjältä rooli, johon tämä kuuluu.
console-outranked-title = Tämä antaisi enemmän kuin sinulla on
console-outranked-hint = Muutos antaisi tai koskisi oikeuksia, joita omat roolisi eivät sisällä. Joku, jolla ne ovat, voi tehdä sen.
console-moved-title = Joku muu muutti tätä ensin
console-moved-hint = Mitään ei tehty. Avaa sivu uudelleen ja katso, onko muutos yhä tarpeen.
console-conflict-title = Tätä ei voi tehdä nyt
console-conflict-hint = Kohteen nykyinen tila ei salli sitä.
console-invalid-title = Tätä ei voi tallentaa
console-invalid-hint = Asetukset menisivät rikki.
console-unsupported-title = Tätä ei voi tehdä täällä
console-unsupported-hint = Lähettänyt sivu voi olla vanhentunut. Avaa se uudelleen.
console-ended-title = Istuntosi on päättynyt
console-ended-hint = Kirjoittamasi on yhä tässä. Kirjaudu uudessa ikkunassa, palaa tähän ja lähetä se.
console-ended-login = Kirjaudu uudessa ikkunassa
console-ended-send = Lähetä nyt

# ---- Navigation
console-nav-site = Sivusto
console-nav-all = Kaikki sivustot
console-nav-mine = Kaikki sivustoni
console-nav-now = Nyt
console-nav-people = Ihmiset
console-nav-ways = Kirjautumistavat
console-nav-system = Järjestelmä
console-nav-own = Ulkoasu ja kieli
console-page-overview = Yleiskuva
console-page-group = Ryhmät
console-page-method = Menetelmät
console-page-chains = Tekijäketjut
console-page-application = Sovellukset
console-page-policy = Käytännöt
console-page-outboundMappingPolicy = Lähtevät kuvaukset
console-page-inboundPolicy = Muunnokset
console-page-inboundMappingPolicy = Käyttäjäkuvaukset
console-page-sosoConfiguration = SOSO-määritykset
console-page-site = Sivustot
console-page-directory = Hakemistot
console-page-role = Roolit
console-page-webhook = Webhookit
console-page-template = Mallipohjat
console-page-server = Asetukset
console-site-find = Etsi sivusto
console-site-find-hint = Etsi { $count } sivustosta …

# ---- Overview
console-home-title = Mikä kaipaa sinua
console-as-of = Tilanne { $at }.
console-again = Lue uudelleen
console-open-list = Avaa luettelo
console-day = Viimeiset 24 tuntia
console-day-hint = Jokaisella rivillä on oma asteikko
console-day-granted = Kirjautumisia vuorokaudessa
console-day-denied = Epäonnistuneita vuorokaudessa
console-day-locked = Lukituksia vuorokaudessa
console-hour = Tunti
console-as-table = Sama taulukkona
console-lane-most = enintään { $most }, klo { $hour }
console-lane-none = ei yhtään
console-lane-said = { $lane } tunneittain: { $least }–{ $most }, eniten klo { $hour }
console-needs = Kaipaa jotakuta
console-needs-count = { $count ->
    [one] Yksi asia kaipaa jotakuta
   *[other] { $count } asiaa kaipaa jotakuta
}
console-needs-none = Mikään ei kaipaa sinua
console-needs-none-hint = Tässä olisivat esimerkiksi menetelmät, joilta puuttuu jotain, ja sovellukset, joihin kukaan ei pääse.
console-needs-more = { $count ->
    [one] Yksi lisää on kohteensa sivulla.
   *[other] { $count } lisää on kohteidensa sivuilla.
}

# ---- Findings
console-severity-broken = Rikki
console-severity-unfit = Kelpaamaton
console-severity-warning = Varoitus
console-finding = { $finding }
console-finding-open = Avaa
console-line = Rivi { $line }
console-not-saved = { $count ->
    [one] Ei tallennettu: yksi kohta on korjattava
   *[other] Ei tallennettu: { $count } kohtaa on korjattava
}

# ---- Search
console-search-title = Etsi
console-search-for = Haku ”{ $text }”
console-search-page-hint = Kirjoita osa nimestä tai otsikosta. Ctrl+K vie hakukenttään joka sivulta.
console-search-found = { $count ->
    [one] Yksi löytyi
   *[other] { $count } löytyi
}
console-search-none = Minkään nimessä tai otsikossa ei ole tätä
console-search-none-hint = Nimestä riittää mikä tahansa osa, isoilla tai pienillä kirjaimilla.
console-search-pages = Sivut
console-search-more = Kaikki löydetyt

# ---- Lists
console-total = { $count ->
    [0] Ei yhtään
    [one] Yksi
   *[other] { $count } kaikkiaan
}
console-name = Nimi
console-type = Tyyppi
console-class = Luokka
console-head-title = Otsikko
console-head-type = Tyyppi
console-head-protocol = Protokolla
console-head-role = Roolin laji
console-head-rows = Rivejä
console-head-members = Jäsenet
console-head-findings = Huomiot
console-head-below = Sivustoja sisällä
console-head-noun = Mikä
console-head-number = Rivi
console-enabled = Käytössä
console-disabled = Pois käytöstä
console-box-enabled = { $title }, { $name }, käytössä
console-update = Päivitä
console-update-hint = Tallentaa ruudut. Käytöstä otettu menetelmä lakkaa kelpaamasta heti, myös kesken olevissa kirjautumisissa.
console-filter = Suodata
console-filter-text = Otsikko tai nimi
console-filter-shown = Näytetään
console-filter-all = Kaikki
console-filter-all-types = Kaikki tyypit
console-filter-findings = Huomioita saaneet
console-filter-none = Mikään ei vastaa suodatinta
console-filter-clear = Näytä kaikki
console-list-none = Ei vielä yhtään
console-next = Seuraava sivu
console-findings-count = { $count ->
    [one] Yksi huomio
   *[other] { $count } huomiota
}
console-members-everyone = Kaikki
console-members-listed = Luetellut
console-protocol-oidc = OpenID Connect
console-protocol-saml = SAML 2.0
console-protocol-radius = RADIUS
console-protocol-agent = Agentti (REST)
console-protocol-page = Tämän palvelimen sivu
console-protocol-oidc-hint = Verkko- ja mobiilisovellukset, jotka lähettävät ihmiset tänne kirjautumaan
console-protocol-saml-hint = Verkkosovellukset, jotka ovat SAML-palveluntarjoajia
console-protocol-radius-hint = VPN-yhdyskäytävät, langattomat verkot ja verkkolaitteet
console-protocol-agent-hint = AD FS, Windows-kirjautuminen, PAM ja muut HTTP:llä kysyvät ohjelmat
console-protocol-page-hint = Oma tili, hallinta tai käyttöönottosivu

# ---- Objects
console-object-title = { $title }
console-tab-main = Perustiedot
console-tab-lines = Määritykset
console-tab-registration = Rekisteröinti
console-tab-provider = Palvelu
console-provider-tell = Kerro palvelulle
console-provider-tell-hint = Se tarvitsee nämä osoitteet.
console-provider-metadata = Metatietomme
console-provider-return = Vastaukset palaavat
console-provider-logout = Uloskirjautuminen
console-tab-items = Rivit
console-tab-rights = Oikeudet
console-tab-texts = Tekstit
console-tab-look = Ulkoasu
console-tab-children = Sivustot sisällä
console-about = Käytössä
console-see-chains = Katso tekijäketjuissa
console-save = Tallenna
console-discard = Hylkää muutokset
console-cancel = Peruuta
console-read-only = Roolisi riittävät lukemiseen, eivät muuttamiseen.
console-more-languages = Muut kielet
console-delete = Poista
console-delete-disable-first = Ota ensin pois käytöstä, sitten sen voi poistaa
console-delete-title = Poistetaanko { $title }?
console-delete-hint = Se katoaa heti, eikä sitä saa takaisin. Kohteet, joihin se on linkitetty, menettävät linkin.
console-delete-button = Poista { $title }
console-hint-list = Yksi riville.
console-hint-numbers = Lukuja välilyönnein erotettuina.
console-hint-range = { $low }–{ $high }.
console-hint-default = { $value }, kun tässä ei ole mitään.
console-hint-secret = Salaisuus näkyy muodossa { $mask }. Jätä se, niin salaisuus säilyy.
console-json = Kaikki JSON-muodossa
console-json-label = Rekisteröinti JSON-muodossa
console-json-save = Tallenna JSON
finding-console-number = Tämä ei ole kokonaisluku. Kirjoita vain numeroita.
finding-console-json = JSONia ei voi lukea rivillä { $line }. Korjaa se siitä.
finding-console-link-missing = Polussa { $path } ei ole mitään. Valitse jotain, mikä on olemassa.
finding-console-text-line = Rivi { $line } ei ole teksti. Kirjoita avain, yhtäsuuruusmerkki ja teksti.
finding-console-text-unknown = Millään tekstillä ei ole avainta { $key }. Korjaa avain.
finding-console-text-unreadable = Avaimen { $key } tekstiä ei voi lukea. Aaltosulut merkitsevät arvoja, ja ne on suljettava.
finding-console-text-variable = Avaimen { $key } teksti nimeää arvon, jota alkuperäisessä ei ole.
console-choice-true = Kyllä
console-choice-false = Ei
console-choice-default = Tavallisesti ({ $value })
console-choice-none-set = Ei asetettu
console-choice-starttls = STARTTLS
console-choice-tls = TLS alusta asti
console-choice-none = Ei mitään, selväkielisenä
console-choice-sans = Päätteetön
console-choice-serif = Päätteellinen
console-choice-rounded = Pyöristetty
console-choice-separate = Yksi salaisuus kerrallaan
console-choice-password-code = Salasana, sitten koodi
console-choice-code-password = Koodi, sitten salasana
console-yes = kyllä
console-no = ei

# ---- Groups of fields
console-group-who = Kuka sitä voi käyttää
console-group-told = Mitä sovelluksille kerrotaan
console-group-sending = Lähettämisen rajat
console-group-people = Mitä ihmisille tarjotaan
console-group-mail = Postipalvelin
console-group-list = Ihmisten luettelossa
console-group-session = Istunnot
console-group-passcode = Mitä tunnuskenttä sisältää
console-group-members = Jäsenet
console-group-tokens = Pääsy- ja uusintatunnukset
console-group-contexts = Tunnistautumisen tasot

# ---- Lines
console-lines = Määritykset
console-lines-label = Kaikki asetukset riveinä
console-lines-hint = Nimi ja arvo joka rivillä. Salaisuudet näkyvät muodossa ********; jätä se, niin ne säilyvät.
console-lines-more = Lisää asetuksia
console-lines-save = Tallenna rivit

# ---- Links
console-links-none = Mitään ei ole linkitetty
console-links-more = { $count ->
    [one] Yhtä ei näytetä. Avaa se haulla.
   *[other] { $count } ei näytetä. Avaa niistä jokin haulla.
}
console-link-add = Lisää
console-link-button = Lisää
console-link-replace = Vaihda
console-link-path = Sen polku, kuten demosite/everyone
console-link-fixed = Asetettu luotaessa.
console-link-method-inboundPolicy = Muunnokset
console-link-method-inboundPolicy-hint = Taulukon kanssa käytäntöihin ja sovelluksiin menevät vain sen nimeämät attribuutit. Ilman taulukkoa menevät kaikki.
console-link-method-inboundMappingPolicy = Käyttäjäkuvaus
console-link-method-inboundMappingPolicy-hint = Löytää rekisteröidyn käyttäjän menetelmän antamista tiedoista. Luotettu: osoitteet ja numerot kelpaavat ilman palveluntarjoajan vahvistusta.
console-link-method-sosoConfiguration = SOSO-määritys
console-link-method-sosoConfiguration-hint = Rivejä, jotka säilytetään menetelmän kanssa, näytetään ja viedään. Mikään täällä ei lue niitä.
console-link-method-directory = Hakemisto
console-link-method-directory-hint = Missä ovat ihmiset, joiden tunnisteet menetelmä tarkistaa.
console-link-method-site = Sivustot
console-link-method-site-hint = Missä menetelmä näkyy. Sovellus voi sallia vain sivustonsa menetelmiä.
console-link-method-application = Sovellukset
console-link-method-application-hint = Missä se on käytössä.
console-link-method-group = Ryhmät
console-link-method-group-hint = Käytössä olevien jäseniä ovat kaikki rekisteröimättömät, jotka kirjautuivat tällä menetelmällä.
console-link-application-method = Menetelmät
console-link-application-method-hint = Mitä se hyväksyy. Käytössä oleva kelpaa täällä todisteeksi; avaava voi aloittaa kirjautumisen, vaikka se tavallisesti vain seuraa toista.
console-link-application-allowedTo = Ryhmät
console-link-application-allowedTo-hint = Kuka voi kirjautua siihen.
console-link-application-policy = Käytäntö
console-link-application-policy-hint = Mitkä attribuutit sovellus saa. Ilman käytäntöä se ei saa yhtään.
console-link-application-outboundMappingPolicy = Lähtevä kuvaus
console-link-application-outboundMappingPolicy-hint = Millä nimellä henkilöt tunnetaan sovelluksessa, rekisteröinnin nimien sijasta.
console-link-application-role = Roolit
console-link-application-role-hint = Mitä sovellus saa tehdä täällä omissa nimissään.
console-link-site-method = Menetelmät
console-link-site-method-hint = Mitä tämän sivuston sovellukset voivat sallia.
console-link-site-share = Yhteiset kirjautumiset
console-link-site-share-hint = Kirjautuminen yhdelle näistä sivustoista on kirjautuminen toisellekin.
console-link-group-member = Ryhmät sisällä
console-link-group-member-hint = Näiden ryhmien jäsenet ovat jäseniä täälläkin.
console-link-group-memberOf = Jäsenenä
console-link-group-memberOf-hint = Ryhmät, joiden sisällä tämä ryhmä on.
console-link-group-method = Menetelmät
console-link-group-method-hint = Jokainen rekisteröimätön, joka kirjautuu jollakin käytössä olevista, on jäsen.
console-link-group-accessTo = Sovellukset
console-link-group-accessTo-hint = Mihin jäsenet voivat kirjautua.
console-link-group-role = Roolit
console-link-group-role-hint = Mitä jäsenet voivat hallita.
console-link-policy-application = Sovellukset
console-link-policy-application-hint = Missä tämä käytäntö määrää, mitä annetaan.
console-link-outboundMappingPolicy-application = Sovellukset
console-link-outboundMappingPolicy-application-hint = Joissa henkilöt tunnetaan tämän mukaan.
console-link-inboundPolicy-method = Menetelmät
console-link-inboundPolicy-method-hint = Kenen attribuutit tämä taulukko nimeää uudelleen.
console-link-inboundMappingPolicy-method = Menetelmät
console-link-inboundMappingPolicy-method-hint = Joiden henkilöt tämä taulu löytää.
console-link-sosoConfiguration-method = Menetelmät
console-link-sosoConfiguration-method-hint = Joilla nämä rivit ovat.
console-link-role-assignedTo = Ryhmät
console-link-role-assignedTo-hint = Kenen jäsenillä tämä rooli on.
console-link-role-grantedTo = Sovellukset
console-link-role-grantedTo-hint = Ohjelmat, joilla tämä rooli on omissa nimissään.
console-link-directory-method = Menetelmät
console-link-directory-method-hint = Mikä tarkistaa sen ihmisten tunnisteet.
console-link-method-nextFactor = Tekijäketjut
console-with-enabled = Käytössä
console-with-opens = Avaa
console-with-trusted = Luotettu
console-with-hint = Tallentaa ruudut.
console-remove = Poista
console-both-title = Poistetaanko { $method } kohteesta { $from }?
console-both-hint = { $count ->
    [one] Yksi sivuston sovellus sallii menetelmän yhä. Sekin menettäisi sen.
   *[other] { $count } sivuston sovellusta sallii menetelmän yhä. Nekin menettäisivät sen.
}
console-both-button = { $count ->
    [one] Poista molemmat
   *[other] Poista kaikki { $count } ja linkki
}

# ---- Rows, rights, texts, look
console-row = Rivi { $row }, { $column }
console-row-remove = Poista rivi { $row }
console-items-none = Taulukko on tyhjä
console-items-more = Tyhjät rivit jätetään pois. Tallenna, niin saat lisää tyhjiä.
console-items-policy-hint = Jokainen rivi antaa yhden attribuutin: arvo on text:VAKIO, user:ATTRIBUUTTI, method:ATTRIBUUTTI tai teksti, jossa on lausekkeita, kuten ${ "{" }user.cn{ "}" }. Ilman ryhmää se annetaan kaikille.
console-items-mapping-hint = Jokainen rivi tekee yhden attribuutin toisista: arvo on attribuutin nimi tai teksti, jossa on nimiä aaltosuluissa.
console-items-user-hint = Jokainen rivi on sääntö: kun sen ehdot täyttyvät, sen haut etsivät käyttäjän tai sen palvelulta kysytään. Täsmälleen yhden henkilön on löydyttävä.
console-items-outbound-hint = Jokainen rivi kertoo yhden käyttäjän nimen: käyttäjä kirjoitetaan sivustona ja nimenä, esimerkiksi demosite/ada. Jolla ei ole riviä, hylätään.
console-rights-built-in = Roolin { $role } oikeudet eivät muutu.
console-rights-copy = Kopioi ne omaan rooliin
console-rights-site = Ne pätevät tällä sivustolla ja sen sisällä olevilla sivustoilla.
console-rights-system = Ne pätevät kaikkialla.
console-right-all = Kaikki
console-right-server = Asetukset
console-right-site = Sivustot
console-right-directory = Hakemistot
console-right-group = Ryhmät
console-right-method = Menetelmät
console-right-inboundPolicy = Muunnokset
console-right-inboundMappingPolicy = Käyttäjäkuvaukset
console-right-sosoConfiguration = SOSO-määritykset
console-right-policy = Käytännöt
console-right-outboundMappingPolicy = Lähtevät kuvaukset
console-right-template = Mallipohjat
console-right-role = Roolit
console-right-application = Sovellukset
console-right-webhook = Webhookit
console-right-user = Käyttäjät
console-right-token = Tunnuslaitteet
console-right-session = Istunnot
console-right-audit = Tapahtumaloki
console-right-whatif = Mitä jos
console-right-configuration = Asetukset kokonaisuutena
console-right-through = sisältyy
console-verb-all = Kaikki
console-verb-read = Lukea
console-verb-write = Muuttaa
console-verb-delete = Poistaa
console-verb-act = Auttaa
console-role-administrator = Järjestelmän ylläpitäjä
console-role-siteManager = Sivuston hoitaja
console-role-operator = Operaattori
console-role-auditor = Tarkastaja
console-role-helpdesk = Tukihenkilö
console-role-own = Omat oikeudet
console-texts-hint = Yksi teksti riville: sen avain, yhtäsuuruusmerkki ja se, mitä tämä sivusto ja sen sisällä olevat sanovat sen sijaan. Useammalle riville jatkuva teksti sisennetään siellä.
console-children-none = Mikään sivusto ei ole tämän sisällä
console-children-hint = Sisällä olevat sivustot perivät tekstit, ulkoasun ja hallinnoijat.
console-colours = Mitä tästä väristä käytetään
console-colour-scheme = Teema
console-colour-light = Vaalea
console-colour-dark = Tumma
console-colour-given = Annettu
console-colour-used = Käytetty
console-colour-worst = Pienin kontrasti
console-colour-text = Teksti sen päällä
console-colour-why = Miksi
console-colour-kept = Luettavissa sellaisenaan.
console-colour-moved = Siirretty, kunnes tekstin kontrasti on 4,5 joka pohjalla.

# ---- Something new
console-new-method = Uusi menetelmä
console-new-application = Uusi sovellus
console-new-site = Uusi sivusto
console-new-group = Uusi ryhmä
console-new-policy = Uusi käytäntö
console-new-outboundMappingPolicy = Uusi lähtevä kuvaus
console-new-inboundPolicy = Uusi muunnos
console-new-inboundMappingPolicy = Uusi käyttäjäkuvaus
console-new-sosoConfiguration = Uusi SOSO-määritys
console-new-role = Uusi rooli
console-new-webhook = Uusi webhook
console-new-directory = Uusi hakemisto
console-new-template = Uusi mallipohja
console-new-method-button = Luo menetelmä
console-new-application-button = Luo sovellus
console-new-site-button = Luo sivusto
console-new-group-button = Luo ryhmä
console-new-policy-button = Luo käytäntö
console-new-outboundMappingPolicy-button = Luo lähtevä kuvaus
console-format = Nimet
console-format-hint = Tätä ei voi muuttaa jälkikäteen.
console-format-persistent = Pysyvä: aina sama, muodostetaan täällä
console-format-transient = Tilapäinen: eri jokaisella kirjautumisella
console-format-unspecified = Käsin: käyttäjätaulu
console-new-inboundPolicy-button = Luo muunnos
console-new-inboundMappingPolicy-button = Luo käyttäjäkuvaus
console-new-sosoConfiguration-button = Luo määritys
console-new-role-button = Luo rooli
console-new-webhook-button = Luo webhook
console-new-directory-button = Luo hakemisto
console-new-template-button = Luo mallipohja
console-new-method-hint = Minkä tyyppinen menetelmä?
console-new-in = Missä
console-site-none = Koko järjestelmä
console-new-name-hint = Käytetään protokollissa ja rajapinnassa. Sitä ei voi muuttaa myöhemmin.
console-new-client-hint = Myös sen client_id. Sitä ei voi muuttaa myöhemmin.
console-new-title-hint = Mitä ihmiset lukevat. Muita kieliä voi lisätä jälkeenpäin.
console-new-copy = Sen oikeudet ovat aluksi samat kuin kohteella { $from }.
console-new-no-site = Ei ole sivustoa, jolle voisit luoda sellaisen
console-new-needs = Mitä se tarvitsee
console-new-uris = Paluuosoitteet
console-new-uris-hint = Tarkat osoitteet, yksi riville.
console-new-keeps = Se osaa pitää salaisuuden
console-new-keeps-hint = Palvelin osaa; selaimen sivu tai mobiilisovellus ei. Salaisuus tehdään nyt ja näytetään kerran.
console-new-descriptor = Palveluntarjoajan metatiedot
console-new-descriptor-hint = Koko EntityDescriptor sellaisena kuin sovellus sen antaa. Anna sovellukselle meidän metatietojemme osoite: /saml2/metadata.
console-new-addresses = Osoitteet
console-new-addresses-hint = Verkot, joista se kysyy, yksi riville. Salaisuus tehdään nyt ja näytetään kerran.
console-new-methods = Menetelmät, jotka se sallii
console-new-methods-hint = Mikä kelpaa täällä todisteeksi. Jos haluat vaatia kaksi tekijää, valitse jälkimmäinen ja jätä ensimmäinen pois: ensimmäistä kysytään silti ennen sitä, eikä se yksin riitä.
console-new-methods-none = Sivustolla ei ole vielä menetelmiä. Järjestelmän ylläpitäjä voi linkittää niitä.
console-new-groups = Kuka voi kirjautua
console-new-groups-none = Ryhmiä ei vielä ole. Lisää sellainen jälkeenpäin.
console-template-source = Lähdeteksti
console-factor-knowledge = Jotain, mitä ihminen tietää
console-factor-possession = Jotain, mitä ihmisellä on
console-factor-inherence = Jotain, mitä ihminen on
console-factor-elsewhere = Joku muu on todennut sen

# ---- Secrets
console-client-id = Asiakastunnus
console-secret-new-title = Uusi salaisuus
console-secret-new-hint = Vanha lakkaa toimimasta heti.
console-secret-new = Uusi { $label }
console-secret-title = { $title }: uusi salaisuus
console-secret-once = Se näytetään vain nyt
console-secret-once-hint = Kopioi se sinne, missä sitä tarvitaan, ennen kuin jatkat.
console-secret-kept = Olen kopioinut sen

# ---- Somebody else saved first
console-race-title = { $title }: kaksi muutosta kohtasi
console-race = Joku muu tallensi kirjoittaessasi
console-race-hint = { $count ->
    [0] Mikään kirjoittamasi ei eroa siitä, mitä nyt on tallennettu.
    [one] Valitse, kumpi arvo jää.
   *[other] Valitse jokaiselle kentälle, kumpi arvo jää.
}
console-race-mine = Minun
console-race-theirs = Jonkun muun tallentama
console-race-empty = (tyhjä)
console-race-save = Tallenna valinta
console-race-leave = Jätä ennalleen

# ---- Factor chains
console-chain-hint = Jokainen menetelmä, mikä voi seurata sitä ja mihin se päättyy valitussa sovelluksessa.
console-chain-all-hint = Jokainen menetelmä ja mikä voi seurata sitä. Valitse sovellus, niin näet, kuka pääsee sisään.
console-chain-seen-by = Sovelluksen silmin
console-chain-no-application = Ei mikään: kaikki menetelmät
console-chain-show = Näytä
console-chain-starts = Alkaa menetelmällä { $method }
console-chain-single = Ei tarvitse muuta
console-chain-none = Kukaan ei voi aloittaa kirjautumista täällä
console-chain-none-hint = Linkitä menetelmiä sivustoon ja salli ne sovellukselle.
console-chain-allowed = Sallittu
console-chain-not-allowed = Ei sallittu
console-chain-disabled = Pois käytöstä
console-chain-unfit = Kelpaamaton
console-chain-needs = tarvitsee: { $attribute }
console-chain-nothing = Mitään ei ole saatavilla
console-chain-nothing-hint = Ihmisellä ei ole mitään seuraavista
console-chain-add = Lisää seuraava
console-chain-remove = Poista linkki
console-chain-add-title = Lisää seuraava tekijä
console-chain-add-button = Lisää linkki
console-chain-add-hint = Linkki koskee jokaista sovellusta, joka sallii jälkimmäisen menetelmän. Menetelmiä, jotka johtaisivat takaisin omaan alkuunsa, ei voi valita.
console-chain-after = Menetelmän jälkeen
console-chain-comes = Tulee
console-chain-ring = tekisi kehän
console-chain-there = on jo siinä
console-end-in = Kirjautunut
console-end-out = Evätty
console-end-granted = { $amr }
console-end-granted-acr = acr { $acr }, amr { $amr }
console-end-disabled = Käytöstä otettua menetelmää ei koskaan tarjota eikä hyväksytä.
console-end-unfit = Kelpaamattomia menetelmiä ei koskaan tarjota eikä ohiteta hiljaa.
console-end-not-offered = Sovellus ei salli sitä, joten sitä ei tarjota.
console-end-alone = { $method } ei yksin riitä täällä, eikä mikään seuraa sitä.
console-end-second-needed = Toinen tekijä tarvitaan täällä aina, koska { $method } ei yksin riitä.

# ---- What was done
console-said-saved = Tallennettu: { $title }
console-said-made = Luotu: { $title }
console-said-deleted = Poistettu: { $title }
console-said-enabled = Tallennettu: { $title } on käytössä
console-said-disabled = Tallennettu: { $title } on pois käytöstä
console-said-updated = Tallennettu: { $count } menetelmää muuttui
console-said-linked = Lisätty: { $title }
console-said-unlinked = Poistettu: { $title }
console-said-chain-added = Lisätty: { $to } voi seurata menetelmää { $from }
console-said-chain-removed = Poistettu: { $to } ei enää seuraa menetelmää { $from }

# ---- Records: Navigation
console-page-user = Käyttäjät
console-page-token = Tunnuslaitteet
console-page-audit = Tapahtumaloki
console-page-whatif = Mitä jos

# ---- Records: Overview
console-lane-granted = Kirjautumiset
console-lane-denied = Epäonnistuneet
console-lane-locked = Lukitukset
console-home-last = Viimeisimmät lukitukset ja epäonnistumiset

# ---- Records: Users
console-optional = (valinnainen)
console-never = Ei koskaan
console-suspend = Keskeytä
console-resume = Palauta käyttöön
console-new-user = Uusi käyttäjä
console-new-user-button = Luo käyttäjä
console-user-text = Etsi ihmisiä
console-user-text-hint = Jokainen sana on nimen tai sähköpostiosoitteen sanan alku.
console-user-group = Ryhmä
console-user-any-group = Mikä tahansa ryhmä
console-user-login-name = Käyttäjätunnus
console-user-login-name-hint = Tällä henkilö kirjautuu. Sitä ei voi muuttaa myöhemmin.
console-user-called = Nimi
console-user-email = Sähköpostiosoite
console-user-site = Sivusto
console-user-state = Tila
console-user-not-now = Ei nyt
console-user-directory = Hakemisto
console-user-created = Luotu
console-user-used = Viimeksi käytetty
console-user-about = Lyhyesti
console-user-acts = Toiminnot
console-user-groups = Ryhmät
console-user-groups-tab = Ryhmät ja oikeudet
console-user-rights = Antaa roolin
console-user-give-title = Anna rooli
console-user-give-hint = Käyttäjä liittyy ryhmään, jolla on rooli siellä. Jos sellaista ei ole, se luodaan, ja se saa käyttää konsolia.
console-user-give-role = Rooli
console-user-give-in = Missä se pätee
console-user-give = Anna rooli
console-token-lost = Kadonnut
console-token-mark = Kadonnut tai viallinen
console-token-mark-hint = Sitä ei voi antaa kenellekään ennen kuin se on taas valmisteltu.
console-user-ways = Kirjautumistavat
console-user-sessions = Istunnot
console-user-activity = Tapahtumat
console-user-more = Muut attribuutit
console-user-more-hint = Jokaisella rivillä nimi, yhtäsuuruusmerkki ja arvo. Poistettu rivi poistaa arvonsa.
finding-console-user-line = Rivi { $line } ei ole attribuutti. Kirjoita nimi, jolla ei ole omaa kenttää, yhtäsuuruusmerkki ja arvo.
console-user-locked-until = Lukittu { $until } asti
console-user-locked = Lukittu, kunnes joku avaa lukituksen
console-user-locked-why = { $count ->
    [one] Yksi väärä vastaus on laskettu.
   *[other] { $count } väärää vastausta on laskettu.
}
console-user-unlock = Avaa lukitus
console-user-unlock-cli = Avaa lukitus komentoriviltä
console-user-outranked = Tällä käyttäjällä on oikeuksia, joita omissa rooleissasi ei ole. Voit katsella mutta et muuttaa mitään.
console-user-tokens = Tämän käyttäjän tunnuslaitteet
console-user-whatif = Mitä jos hän kirjautuu?
console-user-how = Miten
console-member-listed = Luettelossa
console-member-filter = Ryhmän suodattimen kautta
console-member-everyone = Kaikki ovat jäseniä
console-member-nested = Sen sisällä olevan ryhmän kautta
console-user-no-groups = Ei missään ryhmässä
console-user-join = Lisää ryhmään
console-user-credentials = Millä hän voi todistaa itsensä
console-user-no-credentials = Mitään ei ole vielä otettu käyttöön
console-user-password-title = Salasana
console-user-first-password = Ensimmäinen salasana
console-user-password = Salasana
console-user-password-hint = Jos jätät tyhjäksi, henkilö asettaa sen sähköpostitse tai kirjautuu toisella tavalla.
console-user-must-change = Vaihdettava seuraavalla kirjautumisella
console-user-new-password = Uusi salasana
console-user-set-password = Aseta salasana
console-user-require-change = Pyydä uusi salasana seuraavalla kirjautumisella
console-user-method = Salasanan menetelmä
console-user-methods = Menetelmät
console-user-methods-hint = Tältä käyttäjältä pois kytkettyä menetelmää ei koskaan tarjota hänelle eikä hyväksytä.
console-user-method-off = Pois käytöstä kaikilta
console-user-allowed = Sallittu
console-user-forbidden = Kytketty pois
console-user-forbid = Kytke pois
console-user-allow = Kytke päälle
console-user-end = Lopeta
console-user-end-all = Lopeta kaikki istunnot
console-user-no-sessions = Ei kirjautuneena missään
console-user-since = Alkaen
console-user-until = Asti
console-user-proven = Todistettu
console-user-consents = Mitä sovelluksille on sallittu
console-user-scopes = Laajuudet
console-user-delete-hint = Käyttäjä, kirjautumistavat, istunnot ja jäsenyydet katoavat heti eikä niitä saa takaisin. Tunnuslaitteet palaavat varastoon.
console-user-remove-title = Poistetaanko { $label } käyttäjältä { $title }?
console-user-remove-hint = { $count ->
    [0] Muuta kirjautumistapaa ei jää.
    [one] Yksi muu kirjautumistapa jää.
   *[other] { $count } muuta kirjautumistapaa jää.
}
console-user-remove-button = Poista { $label }

# ---- Records: Audit
console-audit-hint = Yksi merkintä kutakin kirjautumista tai muutosta kohti. Avaa se nähdäksesi jokaisen vaiheen.
console-audit-export = Vie:
console-audit-as-csv = CSV
console-audit-as-jsonl = JSON-rivit
console-audit-as-syslog = syslog
console-audit-name = Käyttäjätunnus
console-audit-application = Sovellus
console-audit-result = Tulos
console-audit-success = Onnistunut
console-audit-failure = Epäonnistunut
console-audit-since = Alkaen
console-audit-until = Asti
console-audit-find = Hae
console-audit-more = Lisää ehtoja
console-audit-method = Menetelmä
console-audit-action = Tapahtuma
console-audit-actor = Tekijä
console-audit-person = Henkilön tunniste
console-audit-login-id = Kirjautumisen viite
console-audit-from = Osoitteesta
console-audit-agent = Selain
console-audit-detail = Yksityiskohdat
console-audit-why = Mitä jos, ja miksi
console-audit-all = Kaikki tapahtumalokissa
console-audit-none = Mitään ei ole kirjattu
console-audit-older = Vanhemmat merkinnät
console-audit-pages = Sivut
console-audit-login = { $name } kohteeseen { $application }
console-audit-change = { $actor }: { $object }
console-audit-one = { $name }
console-audit-system = Palvelin
console-audit-erased = Poistetun henkilön tapahtuma
console-event-object-put = Muutettu
console-event-object-deleted = Poistettu
console-event-user-made = Käyttäjä luotu
console-event-user-put = Käyttäjää muutettu
console-event-user-deleted = Käyttäjä poistettu
console-event-credential-put = Kirjautumistapaa muutettu
console-event-audit-exported = Tapahtumaloki viety
console-event-configuration-exported = Asetukset viety salaisuuksineen
console-event-management-refused = Evätty hallintarajapinnassa tai konsolissa
console-event-management-unproved = Tuntematon tunniste hallintarajapinnassa
console-event-token-imported = Tunnuslaitteita tuotu
console-event-token-activated = Tunnuslaite aktivoitu
console-event-webhook-tested = Webhook testattu
console-event-webhook-failed = Webhook-toimitus menetetty
console-event-webhook-failing = Webhook ei toimi
console-event-webhook-replayed = Webhook-tapahtumat lähetetty uudelleen
console-event-agent-refused = Agentti torjuttu
console-event-client-refused = Sovellus torjuttu
console-event-token-assigned = Tunnuslaite annettu
console-event-token-suspended = Tunnuslaite keskeytetty
console-event-token-resumed = Tunnuslaite toimii taas
console-event-token-locked = Tunnuslaite lukittu
console-event-token-unlocked = Tunnuslaitteen lukitus avattu
console-event-token-initialised = Tunnuslaite valmisteltu
console-event-token-revoked = Tunnuslaite otettu takaisin
console-event-token-allocated = Tunnuslaite siirretty sivustolle
console-event-token-deleted = Tunnuslaite poistettu
console-event-token-exported = Tunnuslaitteita viety
console-event-token-resynced = Tunnuslaite synkronoitu
console-event-token-pin-changed = Tunnuslaitteen PIN vaihdettu
console-event-token-drift = Tunnuslaitteen kello korjattu
console-event-token-taken-offline = Koodeja annettu yhteydettömään käyttöön
console-event-token-issued = Pääsytunniste annettu
console-event-token-refreshed = Pääsytunniste uusittu
console-event-token-replayed = Uusimistunnistetta käytetty kahdesti
console-event-token-stolen = Varastettu pääsy torjuttu
console-event-key-made = Allekirjoitusavain luotu
console-event-key-retired = Allekirjoitusavain ei enää allekirjoita
console-event-key-dropped = Allekirjoitusavain poistettu
console-event-message-sent = Viesti lähetetty
console-event-message-failed = Viestiä ei voitu lähettää
console-event-message-limited = Raja pidätti viestin
console-event-policy-unmet = Käytäntö ei täyttynyt
console-event-enrolment-missed = Väärä vastaus kirjautumistapaa lisättäessä
console-event-credential-rehashed = Salasana tallennettu turvallisemmin
console-event-credential-suspended = Kirjautumistapa keskeytetty
console-event-credential-resumed = Kirjautumistapa toimii taas
console-event-credential-renamed = Kirjautumistapa nimetty uudelleen
console-event-credential-must-change = Uusi salasana vaadittu
console-event-user-method-activated = Menetelmä kytketty käyttäjälle
console-event-user-method-deactivated = Menetelmä kytketty käyttäjältä pois
console-event-user-logged-out = Kaikki istunnot lopetettu
console-event-user-language = Kieli valittu
console-event-group-member-added = Liitetty ryhmään
console-event-group-member-removed = Poistettu ryhmästä
console-event-setup-done = Palvelin otettu käyttöön
console-event-push-rejected = Laitteen kysymykseen vastattiin ”en minä”
console-event-certificate-expiring = Varmenne vanhenee pian

# ---- Records: What if
console-whatif-hint = Mitään ei lähetetä, lasketa eikä muuteta. Vastaus perustuu tämän hetken asetuksiin.
console-whatif-application = Kirjautuu sovellukseen
console-whatif-user = Henkilö
console-whatif-user-hint = Sivusto ja käyttäjätunnus, esimerkiksi acme/ada
console-whatif-elsewhere = Joku, joka tulee toisen tarjoajan kautta
console-whatif-by = Tulee menetelmällä
console-whatif-by-hint = Sen nimi, esimerkiksi oidc.1
console-whatif-told-subject = Nimi siellä
console-whatif-told-subject-hint = Miksi menetelmä häntä kutsuu: subject, NameID tai osoite
console-whatif-attributes = Attribuutit
console-whatif-attributes-hint = Yksi rivillä, esimerkiksi email=ada@acme.example
console-whatif-provider = Tarjoaja
console-whatif-provider-hint = Entiteetin tunniste tai myöntäjä, jos menetelmällä on useita
console-whatif-whom = Kuka hän on täällä
console-whatif-address = Osoitteesta
console-whatif-ask = Kysy
console-whatif-more = Lisää pyynnöstä
console-whatif-passed = Jo läpäistyt menetelmät
console-whatif-passed-hint = Nimet järjestyksessä, välilyönnein erotettuina.
console-whatif-wanted = Pyydetyt viitteet
console-whatif-wanted-hint = Mitä acr_values tai SAML-pyyntö nimeäisi.
console-whatif-scopes = Laajuudet
console-whatif-front = Tulee kautta
console-whatif-front-browser = Selain
console-whatif-front-radius = RADIUS
console-whatif-front-agent = Agentti
console-whatif-strict = Vähempi ei kelpaa
console-whatif-passive = Sivua ei saa näyttää
console-whatif-login = Kirjautumisen viite
console-whatif-somebody = Joku
console-whatif-granted = { $name } pääsee sovellukseen { $application }
console-whatif-denied = { $name } ei pääse sovellukseen { $application }
console-whatif-never = { $name } ei pääse sovellukseen { $application }, todistipa mitä tahansa
console-whatif-otherwise = Mitä muuten kysyttäisiin
console-whatif-asked = { $name } saa kysymyksen ennen sovellusta { $application }
console-whatif-can = { $name } voi päästä sovellukseen { $application }
console-whatif-perhaps = { $name } voi päästä sovellukseen { $application } pidempää tietä
console-whatif-cannot = { $name } ei voi päästä sovellukseen { $application }
console-whatif-now = Nyt kysyttynä:
console-whatif-story = Mitä tässä kirjautumisessa tapahtui
console-whatif-step-one = Kysytään { $methods }
console-whatif-step-choose = Valinta näiden välillä: { $methods }
console-whatif-step-enrol = Otettava ensin käyttöön: { $methods }
console-whatif-step-owed = { $methods } pyytää vielä jotakin
console-whatif-step-consent = Pyydetään sallimaan { $methods }
console-whatif-step-grant = Päästetään sisään
console-whatif-step-deny = Evätty: { $reason }
console-whatif-passes = Jos { $method } läpäistään
console-whatif-sets-up = Jos { $method } otetaan käyttöön
console-whatif-consents = Jos hän sallii sen
console-whatif-cut = Se jatkuu, mutta on liian pitkä tässä näytettäväksi.
console-whatif-not-offered = Mitä ei tarjota ja miksi
console-whatif-method = Menetelmä
console-whatif-why = Syy
console-whatif-open = Avaa
console-whatif-person = Henkilö
console-whatif-enters = Päästää sisään
console-whatif-keep = Linkki tähän kysymykseen
console-whatif-subject = Kohde
console-whatif-methods = Menetelmät
console-whatif-acr = acr
console-whatif-amr = amr
console-whatif-class = SAML-luokka
console-whatif-declaration = SAML-ilmoitus
console-whatif-format = Nimen muoto
console-whatif-groups = Ryhmät

# ---- Records: Tokens
console-token-title = Tunnuslaite { $serial }
console-token-serial = Sarjanumero
console-token-of = Käyttäjän
console-token-owner = Haltija
console-token-user = Anna käyttäjälle
console-token-user-hint = Käyttäjätunnus sivustolla { $site }
console-token-assign = Anna
console-token-activate = Aktivoi
console-token-lock = Lukitse
console-token-initialise = Valmistele
console-token-revoke = Ota takaisin
console-token-revoke-title = Otetaanko tunnuslaite { $serial } takaisin?
console-token-revoke-hint = Haltija ei voi enää kirjautua sillä.
console-token-to = Miksi
console-token-to-inventory = Takaisin varastoon
console-token-to-lost = Kadonnut
console-token-to-faulty = Viallinen
console-token-pin = PIN-koodi
console-token-pin-hint = Jos jätät tyhjäksi, PIN luodaan ja näytetään kerran.
console-token-set-pin = Aseta PIN-koodi
console-token-first = Ensimmäinen koodi
console-token-second = Seuraava koodi
console-token-resync = Tahdista
console-token-site = Sivustolle
console-token-allocate = Siirrä
console-token-delete-hint = Se katoaa varastosta heti. Tiedoston tuominen uudelleen palauttaa sen.
console-token-import = Tuo tunnuslaitteita
console-import-title = Tuo tunnuslaitteita
console-import-site = Sivusto, joka saa ne
console-import-method = Menetelmä, johon ne kuuluvat
console-import-file = Siementiedosto
console-import-file-hint = Liitä PSKC, CSV tai otpauth-osoitteet. Avaimia ei näytetä uudelleen.
console-import-password = Tiedoston avaava salasana
console-import-key = Tiedoston avaava avain, Base64
console-import-initialise = Valmisteltava ennen kuin niitä voi antaa
console-import-button = Tuo
console-import-try = Kokeile kirjoittamatta mitään
console-import-done = { $count ->
    [one] Yksi tunnuslaite tuotiin
   *[other] { $count } tunnuslaitetta tuotiin
}
console-import-tried = { $count ->
    [one] Yksi tunnuslaite tuotaisiin
   *[other] { $count } tunnuslaitetta tuotaisiin
}
console-import-refused = { $count ->
    [one] Yhtä ei otettu
   *[other] { $count } jäi ottamatta
}
console-import-unchecked = Tiedostossa on allekirjoitus, jota kukaan ei tarkistanut.

# ---- Records: Alerts, mails, webhooks
console-tab-alerts = Hälytykset
console-alerts-hint = Mistä tämän roolin jäsenille kerrotaan roolin sivustolla ja sen sisällä.
console-alert-event = Tapahtuma
console-alert-by-mail = Sähköpostitse
console-alert-by-webhook = Webhookilla
console-alert-lockout = Joku lukittiin
console-alert-unlock = Jonkun lukitus avattiin
console-alert-push-rejection = Puhelimen kysymykseen vastattiin ”en minä”
console-alert-webhook-failed = Webhook ei toimi
console-alert-certificate-expiry = Varmenne vanhenee pian
console-alert-configuration-change = Asetuksia muutettiin
console-tab-mails = Sähköpostit
console-tab-sms = Tekstiviestit
console-sms-hint = Yhdyskäytäviltä kysytään tässä järjestyksessä; jos yksi ei toimi, vuorossa on seuraava.
console-sms-own = Ilman omia käytetään ylemmän sivuston tai järjestelmän yhdyskäytäviä.
console-sms-none = Yhtään yhdyskäytävää ei ole
console-sms-new = Uusi yhdyskäytävä
console-sms-http = HTTP-asetukset
console-sms-smpp = SMPP-asetukset
console-sms-place = Paikka järjestyksessä
console-mail-which = Viesti
console-mail-language = Kieli
console-mail-hint = Arvot tulevat näiden nimien kohdalle:
console-mail-edit = Sivuston kaikki tekstit yhdessä paikassa
console-mail-words = Sanamuoto
console-mail-own = Oma sanamuoto
console-mail-original = Alkuperäinen
console-mails-hint = Kaikki viestit, joita tämän sivuston käyttäjät saavat. Viestin sanamuotoa voi muuttaa jokaisella kielellä.
console-mails-people = Henkilölle itselleen
console-mails-alerts = Hälytykset roolien jäsenille
console-mails-all = Kaikki viestit
console-mail-part-subject = Aihe
console-mail-part-text = Teksti
console-mail-part-link = Linkin teksti
console-mail-preview = Esikatsele
console-mail-reset = Palauta alkuperäinen sanamuoto
console-mail-shown = Tällaisena se saapuu
console-mail-unsaved = Ei tallennettu
console-mail-code = Kirjautumiskoodi
console-mail-reset-name = Linkki uuden salasanan asettamiseen
console-mail-password-changed = Salasana vaihdettiin
console-mail-factor-added = Kirjautumistapa lisättiin
console-mail-factor-removed = Kirjautumistapa poistettiin
console-mail-backup-used = Varakoodi käytettiin
console-mail-locked = Tili lukittiin
console-mail-unlocked = Tilin lukitus avattiin
console-tab-deliveries = Toimitukset
console-webhook-failures = Peräkkäisiä epäonnistumisia
console-webhook-waiting = Odottaa
console-webhook-delivered = Viimeksi toimitettu
console-webhook-acts = Testaus ja salaisuus
console-webhook-rotate-hint = Uusi salaisuus näytetään kerran. Edellinen allekirjoittaa sen rinnalla, kunnes lopetat sen.
console-webhook-test = Lähetä testi
console-webhook-rotate = Luo uusi salaisuus
console-webhook-end-former = Lopeta edellinen salaisuus
console-webhook-secret = Salaisuus
console-webhook-replay = Lähetä tapahtumat uudelleen
console-webhook-replay-hint = Päiviä tai hetkiä, kuten 2027-01-31T12:00:00Z. Jokainen tapahtuma säilyttää tunnisteensa.
console-webhook-replay-button = Lähetä uudelleen
console-webhook-lost = Menetetyt toimitukset
console-webhook-when = Milloin
console-webhook-event = Tapahtuma
console-webhook-tries = Yrityksiä

# ---- Records: Done
console-said-unlocked = Lukitus avattu: { $title }
console-said-role-given = Käyttäjällä { $title } on nyt rooli { $role } ryhmän { $group } kautta
console-said-role-given-apart = Käyttäjällä { $title } on nyt rooli { $role } ryhmän { $group } kautta. Ryhmä ei vielä saa käyttää konsolia: sen sovelluksen ylläpitäjän on sallittava se
console-said-mail-saved = Tallennettu: viesti ”{ $title }” käyttää tätä sanamuotoa
console-said-mail-reset = Viesti ”{ $title }” käyttää taas alkuperäistä sanamuotoa
console-said-sessions-ended = Kaikki istunnot lopetettu: { $title }
console-said-session-ended = Istunto lopetettu: { $title }
console-said-suspended = Tallennettu: kirjautumistapa keskeytetty, { $title }
console-said-resumed = Tallennettu: kirjautumistapa toimii taas, { $title }
console-said-way-removed = Poistettu: kirjautumistapa, { $title }
console-said-must-change = Tallennettu: { $title } asettaa uuden salasanan seuraavalla kirjautumisella
console-said-password-set = Tallennettu: { $title } sai uuden salasanan
console-said-method-on = Tallennettu: { $method } on päällä, { $title }
console-said-method-off = Tallennettu: { $method } on pois, { $title }
console-said-token-assign = Annettu: { $title }
console-said-token-activate = Aktivoitu: { $title }
console-said-token-suspend = Keskeytetty: { $title }
console-said-token-resume = Toimii taas: { $title }
console-said-token-lock = Lukittu: { $title }
console-said-token-unlock = Lukitus avattu: { $title }
console-said-token-initialise = Valmis: { $title }
console-said-token-revoke = Otettu takaisin: { $title }
console-said-token-allocate = Siirretty: { $title }
console-said-token-setPin = Tallennettu: PIN-koodi, { $title }
console-said-token-resync = Tahdistettu: { $title }
console-said-webhook-tested = { $title } otti testin vastaan
console-said-webhook-former = Tallennettu: edellinen salaisuus ei enää allekirjoita, { $title }
console-said-webhook-replayed = { $count ->
    [one] Yksi tapahtuma lähetetään uudelleen: { $title }
   *[other] { $count } tapahtumaa lähetetään uudelleen: { $title }
}
console-page-service = Palvelut
console-right-service = Palvelut
console-new-service = Uusi palvelu
console-new-service-button = Luo palvelu
console-group-asks = Kysyjä
console-event-service-unanswered = Palvelu ei vastannut
