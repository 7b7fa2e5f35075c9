# ---- Kirjautuminen
login-title = Kirjaudu palveluun { $application }
login-menu-hint = Miten haluat tunnistautua?
login-next-title = Vielä yksi vaihe
login-next-hint = Valitse, miten vahvistat henkilöllisyytesi.
login-button = Kirjaudu sisään
login-back = Palaa kirjautumatta palveluun { $application }
login-forgotten = Unohditko salasanasi?
login-or = tai käytä toista tapaa
login-other-ways = Muut kirjautumistavat
login-more = Lisää tapoja
continue-button = Jatka
prompt-skip = Tee se myöhemmin
who-proven = { $methods } hyväksytty
who-not-you = Et ole tämä henkilö?
wait-button = Vastasin puhelimellani
wait-until = Odotetaan puhelintasi kello { $time } saakka
again-button = lähettää uuden koodin
again-later = Eikö viestiä näy? Katso myös roskapostikansio. Voit { $button } kello { $time } jälkeen.
again-now = Eikö viestiä näy? Katso myös roskapostikansio. Voit { $button }.
match-said = Numero on
match-phone = Puhelimesi

# ---- Kirjautumistapojen selitteet
offer-password = Käyttäjätunnuksella ja salasanalla
offer-enrol = Ota käyttöön nyt

# ---- Kentät
field-optional = (valinnainen)
field-username = Käyttäjätunnus
field-password = Salasana
field-password-current = Nykyinen salasana
field-new-password = Uusi salasana
field-new-password-again = Uusi salasana uudelleen
field-new-pin = Uusi PIN-koodi
field-new-pin-again = Uusi PIN-koodi uudelleen
field-email = Sähköpostiosoite
field-phone = Puhelinnumero
field-code = Kertakäyttökoodi
field-code-hint = Välilyönneillä ei ole merkitystä.
field-code-hint-letters = Välilyönneillä, yhdysviivoilla ja kirjainkoolla ei ole merkitystä.
field-name = Laitteen nimi
field-name-hint = Nimestä tunnistat laitteen, esimerkiksi Työpuhelin.

# ---- Avain sovellusta varten
key-step-app = Hanki sovellus
key-step-app-hint = Mikä tahansa tunnistautumissovellus käy. Jos sinulla on sellainen, jatka.
key-step-scan = Lue tämä sovelluksella
key-step-code = Anna sovelluksen näyttämä koodi
key-code-hint = Näin varmistetaan, että sovellus ja tilisi sopivat yhteen.
key-qr-label = QR-koodi, jossa on avain sovelluksellesi. Sama avain on kirjoitettu sen alle.
key-open = Avaa tällä laitteella olevassa sovelluksessa
key-by-hand = Tai kirjoita avain itse
key-facts =
    { $period ->
        [0] Laskuriin perustuva, { $digits } numeroa, { $algorithm }
       *[other] Aikaan perustuva, { $digits } numeroa, { $period } sekuntia, { $algorithm }
    }

# ---- Mikä vastauksessa on vialla
reason-wrong = Tämä ei täsmää. Tarkista ja yritä uudelleen.
reason-expired = Koodi ei ole enää voimassa. Pyydä uusi.
reason-malformed = Jotain puuttuu. Täytä kenttä ja yritä uudelleen.
reason-sending-limit = Viestejä ei voi juuri nyt lähettää enempää. Odota muutama minuutti tai käytä toista tapaa.
reason-next-code = Koodi oli oikea, mutta laite on edellä. Anna seuraava koodi, jonka se näyttää.
reason-not-sent = Viestiä ei voitu lähettää. Yritä uudelleen tai käytä toista tapaa.
reason-unavailable = Tämä tapa ei juuri nyt vastaa. Yritä uudelleen tai käytä toista tapaa.
reason-link-first = Sinut tunnetaan siellä mutta ei vielä täällä. Kirjaudu tänne kerran toisella tavalla: sitten voit yhdistää ne.
reason-upstream-refused = Toinen palvelu ei kirjannut sinua sisään. Yritä uudelleen tai käytä toista tapaa.
reason-upstream-invalid = Toisen palvelun vastausta ei voitu hyväksyä. Yritä uudelleen tai käytä toista tapaa.
reason-disabled = Tätä tiliä ei voi nyt käyttää.
reason-other = Tämä ei onnistunut. Yritä uudelleen.

# ---- Mitä sovellus saa nähdä
link-ask = Yhdistetäänkö { $method } tiliisi?
link-ask-hint = Olet siellä <b>{ $name }</b>. Tästä lähtien kirjautuminen siellä kirjaa sinut myös tänne.
link-button = Yhdistä
link-button-later = Ei nyt
consent-title = Sallitko palvelun { $application }?
consent-hint = { $application } pyytää lupaa:
consent-allow = Salli
consent-deny = Älä salli
consent-later = Voit perua luvan milloin tahansa sivulla Oma tili.
scope-openid = tietää, kuka olet
scope-profile = nähdä nimesi ja profiilisi
scope-email = nähdä sähköpostiosoitteesi
scope-phone = nähdä puhelinnumerosi
scope-address = nähdä postiosoitteesi
scope-offline-access = pysyä yhteydessä, kun et ole paikalla
scope-other = käyttää oikeutta ”{ $scope }”

# ---- Mitä jos: ratkaisevat säännöt
whatif-offered = Tarjotaan
whatif-enrols = Tarjotaan käyttöönotettavaksi kirjautumisen aikana
whatif-passed = Läpäisty jo
whatif-disabled = Pois käytöstä
whatif-not-in-site = Ei liitetty sivustoon { $site }
whatif-not-allowed = Ei sallittu sovellukselle { $application }
whatif-kind-never-opens = Tämänlainen menetelmä ei koskaan aloita kirjautumista
whatif-mfa-never-opens = Asetettu seuraamaan toista menetelmää (mfa true), joten se ei koskaan aloita kirjautumista
whatif-opens-where-asked = Aloittaa kirjautumisen vain, jos sovelluksen { $application } linkki niin sanoo (opens)
whatif-follows-with-mfa = Kysyisi itse ilmoitettua osoitetta; seuraa toista menetelmää vain asetuksella mfa true
whatif-attribute-missing = Attribuutti { $attribute } puuttuu tai on tyhjä
whatif-no-credential = Henkilöllä ei ole siihen mitään käyttöön otettua ja voimassa olevaa
whatif-not-activated = Pois käytöstä tältä henkilöltä
whatif-companion-alone = Hyödyksi vain toisen lisätunnisteen rinnalla, eikä henkilöllä ole sellaista
whatif-unfit = Sen asetuksissa on vikaa, joten sitä ei anneta käyttäjille
whatif-network = Osoite { $address } on sen verkkojen { $networks } ulkopuolella
whatif-front-cannot-show = Ei voi näyttää ilman selainta ({ $front })
whatif-hidden = Piilotettu: näytetään vain, kun pyyntö nimeää sen tai kun toisen menetelmän jälkeen ei ole muuta
whatif-context-not-wanted = Ei johda mihinkään, mitä pyyntö haluaa: { $wanted }
whatif-not-next = Mikään linkki ei johda siihen menetelmästä { $after }
whatif-not-asked = Vaihe ratkesi ennen kuin sitä tarkasteltiin
whatif-menu = Mitään ei ole vielä todistettu: menetelmät, joilla kirjautumisen voi aloittaa tässä
whatif-second-required = { $after } on sallittu, ja lisätunniste on saatavilla, joten se vaaditaan
whatif-second-always = { $after } yksin ei ole sallittu, joten lisätunniste vaaditaan aina
whatif-kept-out = Lisätunniste on saatavilla, mutta verkko, pyyntö, kirjautumistapa tai asetukset estävät sen; sitä ei koskaan jätetä pois
whatif-none-available = { $after } on sallittu, eikä lisätunnistetta ole saatavilla, joten se riittää yksin
whatif-nothing-follows = { $after } on sallittu, eikä sitä seuraa mikään
whatif-second-unavailable = { $after } yksin ei ole sallittu, eikä henkilöllä ole lisätunnistetta saatavilla
whatif-enrol-first = Sivusto antaa ottaa ensimmäisen lisätunnisteen käyttöön kirjautumisen aikana
whatif-demand-unmet = Mikään läpäisty ei vastaa sitä, mitä pyyntö vaatii
whatif-still-owed = Läpäisty menetelmä pyytää vielä jotakin, kuten uutta salasanaa
whatif-consent-first = Henkilö päättää ensin, mitä sovellus saa nähdä
whatif-barred = Tämä henkilö ei pääse sisään, mitä tahansa hän todistaa
whatif-silent = Pyyntö ei salli sivun näyttämistä, ja sellainen tarvittaisiin
whatif-asked-quietly = Pyyntö ei salli sivun näyttämistä, ja palveluntarjoajalta voi kysyä ilman sellaista
whatif-policy-unmet = Sovelluksen käytäntöä ei voi täyttää: vaadittu attribuutti puuttuu tai yksiarvoisella on useita arvoja
whatif-policy-required = Sovelluksen käytäntö vaatii attribuutin { $attribute }, eikä henkilöllä ole sille arvoa
whatif-policy-single = Sovelluksen käytäntö sallii attribuutille { $attribute } yhden arvon, ja henkilöllä on useita
whatif-policy-bounds = Käytännön lauseke attribuutille { $attribute } tuottaa enemmän kuin mikään kirjautuminen tarvitsee
whatif-application-disabled = Sovellus on pois käytöstä
whatif-application-unfit = Sovelluksen asetuksissa on vikaa, joten ketään ei päästetä sisään
whatif-site-disabled = Sivusto on pois käytöstä
whatif-user-disabled = Käyttäjä on pois käytöstä
whatif-user-not-yet = Käyttäjä ei voi kirjautua ennen { $from }
whatif-user-expired = Käyttäjän voimassaolo on päättynyt { $since }
whatif-directory-disabled = Käyttäjän hakemisto on pois käytöstä tai sitä ei voi avata
whatif-out-of-reach = Sivuston { $site } käyttäjät eivät kirjaudu tämän sivuston sovelluksiin
whatif-in-no-group = Ei missään ryhmässä, joka saa käyttää sovellusta { $application }
whatif-locked = Lukittu väärien vastausten vuoksi
whatif-nobody = Kysymys ei koskenut ketään tiettyä
whatif-another-person = Sen läpäisijä on joku toinen
whatif-unknown-here = Sen hakemisto ei tunne ketään tämännimistä, joka saisi kirjautua tähän
whatif-ambiguous-here = Useilla tähän kirjautuvilla on tämä nimi
whatif-directory-unavailable = Sen hakemisto ei vastaa
whatif-cannot-pass = Käyttäjä ei voi läpäistä sitä, kun hän ei saa kirjautua
whatif-comes-otherwise = Henkilö tulee menetelmällä { $method }
whatif-ask-by-provider = Kenet se löytää, riippuu tarjoajan kertomasta: kysy henkilöstä, joka tulee sillä
whatif-rule-not-for = Sääntö { $mapping } ei koske häntä: { $condition } ei täyty
whatif-rule-no-directory = Säännöllä { $mapping } ei ole hakemistoa, josta hakea
whatif-rule-several-values = Sääntö { $mapping } vertaa yhteen arvoon, ja niitä tuli useita
whatif-rule-unvouched = Sääntö { $mapping } vertaa osoitetta tai numeroa, jota kukaan ei takaa
whatif-rule-finds = Sääntö { $mapping } löytää käyttäjän { $user }
whatif-rule-finds-nobody = Sääntö { $mapping } ei löydä ketään, joka saisi kirjautua tähän
whatif-rule-finds-several = Sääntö { $mapping } löytää useita: { $users }
whatif-rule-finds-too-many = Niin monella on se, mitä sääntö { $mapping } vertaa, ettei ketään katsota
whatif-rule-asks = Sääntö { $mapping } kysyisi palvelulta { $service }, jolta ei tässä kysytä
whatif-rule-unanswered = Sääntö { $mapping } kysyy palvelulta { $service }, jota ei ole otettu käyttöön
whatif-linked = Yhdistetty tiliin { $user }
whatif-not-linked = Ei yhdistetty mihinkään tiliin
whatif-link-held = Yhteys tiliin on keskeytetty
whatif-link-unclear = Nimi yksin ei kerro, kuka se on: kerro, mikä tarjoaja
whatif-found-by-rule = Käyttäjäkuvaus löytää käyttäjän { $user }
whatif-found-by-link = Yhdistetty tili on { $user }
whatif-stays-unregistered = Ei missään hakemistossa: se, joksi menetelmä hänet kertoo
whatif-nobody-found = Käyttäjäkuvauksen sääntöjä koskee häntä, mutta mikään ei löydä ketään, joten häntä ei päästetä
whatif-several-found = Ei tarkoiteta täsmälleen yhtä henkilöä, joten ketään ei päästetä
whatif-unvouched = Kukaan ei takaa verrattua arvoa, joten ketään ei päästetä
whatif-service-decides = Kuka hän on, riippuu palvelusta, jolta vain kirjautuminen kysyy
whatif-service-unanswered = Palvelua, jolta sääntö kysyy, ei ole otettu käyttöön, joten ketään ei päästetä
whatif-links-first = Ei vielä tiliä: ensin pyydetään kirjautumaan sellaiseen ja sitten kysytään, yhdistetäänkö ne
whatif-account-gone = Tiliä ei enää ole

# ---- Ei pääsyä
denied-back = Takaisin palveluun { $application }
denied-restart = Kirjaudu toisella tilillä
denied-support = Jos tämä näyttää virheeltä, lähetä alla oleva viite osoitteeseen { $address }.
denied-not-allowed-title = { $application } ei ole sinulle avoinna
denied-not-allowed-why = Todistit henkilöllisyytesi, mutta tililläsi ei ole oikeutta käyttää palvelua { $application }.
denied-not-allowed-todo = Pyydä käyttöoikeutta palvelun { $application } ylläpidosta.
denied-not-allowed-todo-too = Jos sinulla on toinen tili, kirjaudu sillä.
denied-policy-title = Sovellus { $application } tarvitsee jotain, mikä tililtäsi puuttuu
denied-policy-why = Henkilöllisyytesi on varmistettu, mutta jokin tieto, jonka { $application } sinusta tarvitsee, puuttuu tai on epäselvä.
denied-policy-todo = Anna alla oleva viite sovelluksen { $application } ylläpitäjälle: sen avulla puuttuva tieto löytyy.
denied-nothing-offered-title = Palveluun { $application } ei voi kirjautua täältä
denied-nothing-offered-why = Palvelulle { $application } ei ole määritetty kirjautumistapaa, tai yhtäkään ei voi käyttää verkostasi.
denied-nothing-offered-todo = Jos olet muualla kuin yleensä, yritä uudelleen tavallisesta verkostasi.
denied-second-factor-title = { $application } vaatii toisen vaiheen
denied-second-factor-why = Todistit henkilöllisyytesi, mutta se on vahvistettava toisella tavalla, eikä sinulla ole sellaista.
denied-second-factor-todo = Lisää toinen tapa sivulla Oma tili ja yritä uudelleen.
denied-second-factor-todo-too = Jos et voi, pyydä tukea lisäämään se puolestasi.
denied-blocked-title = Seuraavaa vaihetta ei voi tehdä täältä
denied-blocked-why = { $application } vaatii toisen vaiheen, eikä omaasi voi käyttää tästä verkosta tai tällä selaimella.
denied-blocked-todo = Yritä uudelleen tavallisesta verkostasi tai tavallisella selaimellasi.
denied-no-context-title = { $application } vaatii toisenlaisen kirjautumisen
denied-no-context-why = Mikään kirjautumistavoistasi ei ole sellainen, jota { $application } vaatii.
denied-no-context-todo = Kysy tuesta, minkä tavan { $application } tarvitsee.
denied-wrong-person-title = Kirjauduit toisena henkilönä
denied-wrong-person-why = { $application } odotti toista tiliä kuin sitä, jota käytit.
denied-wrong-person-todo = Kirjaudu tilillä, jonka { $application } tuntee.
denied-disabled-title = Tiliäsi ei voi nyt käyttää
denied-disabled-why = Se on poissa käytöstä, ei vielä käytössä tai päättynyt.
denied-disabled-todo = Kysy tuesta, milloin sitä voi käyttää.
denied-expired-title = Kirjautuminen kesti liian kauan
denied-expired-why = Kirjautumisen on valmistuttava kymmenessä minuutissa, ja aika ehti kulua.
denied-expired-todo = Palaa palveluun { $application } ja kirjaudu uudelleen.
denied-unavailable-title = Tämä ei onnistunut, eikä vika ole sinussa
denied-unavailable-why = Osa, jota palveluun { $application } kirjautuminen tarvitsee, ei vastaa.
denied-unavailable-todo = Palaa takaisin ja yritä uudelleen muutaman minuutin kuluttua.
denied-unsettled-title = Emme löytäneet juuri sinun tiliäsi
denied-unsettled-why = Saamamme tiedot eivät johda täsmälleen yhteen palvelun { $application } tiliin.
denied-unsettled-todo = Palaa takaisin ja kirjaudu toisella tavalla, jos sinulla on sellainen.
denied-other-title = Sinua ei kirjattu sisään
denied-other-why = Annetuilla tiedoilla ei pääse palveluun { $application }.
denied-other-todo = Palaa takaisin ja yritä uudelleen.

# ---- Sivut kirjautumisen ympärillä
form-post-title = Siirrytään toiselle sivulle
gone-title = Tämä kirjautuminen on päättynyt
gone-hint = Se on valmis, kesti yli kymmenen minuuttia tai alkoi toisessa selaimessa. Palaa palveluun ja kirjaudu uudelleen.
gone-home = Siirry aloitussivulle
logged-out-title = Olet kirjautunut ulos
logged-out-hint = Sulje selain, jos muutkin käyttävät tätä tietokonetta.
logged-out-again = Kirjaudu uudelleen
landing-title = Kirjaudu palveluun { $site }
landing-hint = Kirjauduttuasi näet sovelluksesi ja oman tilisi.
landing-button = Kirjaudu sisään
start-title = Sovelluksesi
start-hint = Kirjautuneena: { $name }.
start-empty = Ei vielä sovelluksia
start-empty-hint = Kun saat käyttöoikeuden johonkin, se näkyy tässä.
start-account = Oma tili

# ---- Unohtunut salasana
forgot-title = Unohditko salasanasi?
forgot-hint = Anna käyttäjätunnuksesi. Lähetämme linkin tilisi sähköpostiosoitteeseen.
forgot-button = Lähetä linkki
forgot-sent-title = Katso sähköpostisi
forgot-sent-hint = Jos tunnuksella on tili ja sillä sähköpostiosoite, linkki on matkalla. Se on voimassa 15 minuuttia. Eikö viestiä näy? Katso myös roskapostikansio.
reset-title = Valitse uusi salasana
reset-hint = Se korvaa unohtuneen. Sen jälkeen kirjaudut sillä.
reset-button = Aseta salasana
reset-done-title = Salasanasi on vaihdettu
reset-done-hint = Sinut on kirjattu ulos kaikkialta muualta. Kirjaudu uudella salasanalla.
reset-gone-title = Tämä linkki ei enää toimi
reset-gone-hint = Se on käytetty, yli 15 minuuttia vanha tai korvattu uudemmalla.
reset-gone-again = Pyydä uusi linkki

# ---- Ensimmäinen ylläpitäjä
setup-title = Ota palvelin käyttöön
setup-hint = Anna käyttöönottokoodi, jonka palvelin tulosti käynnistyessään, ja valitse tunnuksesi.
setup-code = Käyttöönottokoodi
setup-button = Luo ylläpitäjä
setup-wrong = Käyttöönottokoodi ei kelpaa, se on jo käytetty tai yli tunnin vanha.
setup-done-title = Palvelin on otettu käyttöön
setup-done-hint = Kirjaudu juuri luomallasi tunnuksella.

# ---- Oma tili
account-title = Oma tili
account-applications = Sovellukset
account-logout = Kirjaudu ulos
account-back = Oma tili
account-cancel = Peruuta
account-none-title = Täällä ei ole tilisivuja
account-none-hint = Tälle sivustolle ei ole määritetty tilisivuja. Kysy tuesta.

ways-title = Kirjautumistavat
ways-add = Lisää tapa
ways-add-title = Lisää kirjautumistapa
ways-add-hint = Kaksi tapaa on parempi kuin yksi: jos puhelin katoaa, pääset sisään toisella.
ways-add-none = Sinulla on jo kaikki tarjolla olevat tavat
ways-empty = Täällä ei ole vielä mitään
ways-empty-hint = Lisäämäsi tavat näkyvät tässä.
ways-codes-few = { $left ->
    [0] Varmuuskoodeja ei ole jäljellä.
    [one] Jäljellä on enää yksi varmuuskoodi.
   *[other] Jäljellä on enää { $left } varmuuskoodia.
 }
ways-codes-few-hint = Tee uusi luettelo ennen kuin tarvitset sitä. Vanha lakkaa silloin toimimasta.
day-today = tänään klo { $time }
way-method = { $method }.
way-added = Lisätty { $date }.
way-used = Viimeksi käytetty { $date }.
way-changed = Vaihdettu { $date }.
way-made = Tehty { $date }.
way-address = Lähetetään osoitteeseen { $address }
way-left = { $left ->
    [one] Jäljellä { $left }/{ $total }.
   *[other] Jäljellä { $left }/{ $total }.
 }
way-serial = Sarjanumero { $serial }.
way-suspended = Ylläpitäjä on poistanut käytöstä.
way-few = Loppumassa
way-change = Vaihda
way-remove = Poista
way-rename = Nimeä uudelleen
way-renew = Tee uusi luettelo

rename-title = Nimeä { $name } uudelleen
rename-button = Tallenna nimi
remove-title = Poistetaanko { $name }?
remove-hint = { $left ->
    [0] Se on ainoa toinen tapasi kirjautua. Sitä vaativiin palveluihin et enää pääse.
    [one] Sinulle jää yksi muu kirjautumistapa.
   *[other] Sinulle jää { $left } muuta kirjautumistapaa.
 }
remove-codes-too = Myös varmuuskoodisi poistetaan, koska ne toimivat vain toisen tavan rinnalla.
remove-button = Poista

step-up-title = Kirjaudu ensin myös toisella tavallasi
step-up-hint = Sinulla on toinen kirjautumistapa, mutta kirjauduit ilman sitä. Kirjautumistapojen muuttamiseen tarvitaan molemmat.

sessions-title = Missä olet kirjautuneena
sessions-here = Tämä selain
sessions-end = Kirjaa ulos
sessions-others = Kirjaudu ulos kaikkialta muualta
session-device = { $browser }, { $system }
session-device-one = { $name }
session-unknown = Tuntematon selain
session-facts = { $address }. Kirjautunut { $since }
session-facts-with = { $address }. { $applications }. Kirjautunut { $since }

permissions-title = Mitä sovellukset saavat tehdä
permission-facts = Saa { $scopes }. Lupa annettu { $since }
permissions-withdraw = Peru lupa

profile-title = Tietosi
profile-change = Vaihda kieli
profile-name = Nimi
profile-username = Käyttäjätunnus
profile-email = Sähköposti
profile-phone = Puhelin
profile-language = Kieli
profile-none = Ei tiedossa
profile-edit-title = Sivujen ja viestien kieli
profile-edit-hint = Nimeäsi ja osoitteitasi ylläpitää tuki.
profile-browser = Selaimen asetusten mukaan
profile-save = Tallenna

activity-title = Viimeaikaiset tapahtumat
activity-all = Viimeiset 90 päivää
activity-page-title = Mitä tililläsi on tapahtunut
activity-hint = Näkyykö jotain, mitä et itse tehnyt? Vaihda salasanasi ja kirjaudu ulos kaikkialta muualta.
activity-empty = Mitään ei ole vielä tapahtunut
activity-table = Taulukko viimeaikaisista tapahtumista
activity-today = Tänään klo { $time }
activity-when = Milloin
activity-what = Mitä
activity-where = Missä
activity-application = Sovellus
activity-login-granted = Kirjautuminen
activity-login-denied = Ei päästetty
activity-method-passed = { $method } hyväksytty
activity-method-missed = { $method }: väärä vastaus
activity-account-locked = Lukittu
activity-user-unlocked = Lukitus avattu
activity-session-ended = Kirjauduttu ulos
activity-enrolment-done = Kirjautumistapa lisätty
activity-credential-removed = Kirjautumistapa poistettu
activity-password-changed = Salasana vaihdettu
activity-reset-asked = Uutta salasanaa pyydetty
activity-reset-done = Uusi salasana asetettu sähköpostin linkillä
activity-consent-withdrawn = Lupa peruttu
activity-account-linked = Yhdistetty toiseen palveluun
activity-account-link-declined = Yhdistämistä ei tehty
activity-consent-given = Lupa annettu

flash-added = { $name } on lisätty.
flash-removed = { $name } on poistettu.
flash-renamed = Uusi nimi on { $name }.
flash-changed = Salasanasi on vaihdettu. Sinut on kirjattu ulos kaikkialta muualta.
flash-session-ended = { $name } on kirjattu ulos.
flash-others-ended = Sinut on kirjattu ulos kaikkialta muualta.
flash-language = Kieli on tallennettu.
flash-withdrawn = { $name } ei saa enää tehdä mitään puolestasi.
flash-gone = Tämä oli jo tehty tai kesti liian kauan. Aloita alusta.
