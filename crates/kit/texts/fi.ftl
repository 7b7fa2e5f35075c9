# Kaikille sivuille yhteiset tekstit.
kit-title = { $title } · { $brand }
kit-title-error = Virhe: { $title } · { $brand }
kit-skip = Siirry sisältöön
kit-menu = Valikko
kit-menu-close = Sulje valikko
kit-console = Hallinta
kit-language = Kieli
kit-appearance = Ulkoasu
kit-scheme-system = Laitteen mukaan
kit-scheme-light = Vaalea
kit-scheme-dark = Tumma
kit-reference = Viite
kit-time-label = Aika
kit-mail-footer = Tämän viestin lähetti { $brand }. Kukaan ei koskaan pyydä sinulta koodia puhelimessa tai sähköpostilla.

help = Ohjeet ja käyttötuki
privacy = Tietosuojaseloste
accessibility = Saavutettavuusseloste

kit-date = { $day }. { $month ->
    [1] tammikuuta
    [2] helmikuuta
    [3] maaliskuuta
    [4] huhtikuuta
    [5] toukokuuta
    [6] kesäkuuta
    [7] heinäkuuta
    [8] elokuuta
    [9] syyskuuta
    [10] lokakuuta
    [11] marraskuuta
   *[12] joulukuuta
 } { $year }
kit-time = { $hour }.{ $minute }
kit-moment = { $date } klo { $time }

error-home = Siirry etusivulle
error-again = Yritä uudelleen
error-400-title = Pyyntöä ei voitu tulkita
error-400-remedy = Osoitteessa tai lomakkeessa on jotain vialla. Palaa takaisin ja aloita alusta.
error-403-title = Pyyntöä ei hyväksytty
error-403-remedy = Sivu on ehkä ollut pitkään auki, tai se avattiin toisessa selaimessa. Palaa takaisin, lataa sivu uudelleen ja tee sama uudestaan.
error-404-title = Tässä osoitteessa ei ole mitään
error-404-remedy = Tarkista osoite. Jos tulit tänne linkistä, se voi olla vanhentunut.
error-405-title = Tämä osoite ei tee sitä
error-405-remedy = Palaa takaisin ja käytä sivun painikkeita ja linkkejä.
error-413-title = Liikaa kerralla
error-413-remedy = Lähetä vähemmän tekstiä tai pienempi tiedosto.
error-415-title = Tällaista sisältöä ei lueta täällä
error-415-remedy = Palaa takaisin ja käytä sivun lomaketta.
error-429-title = Liian monta yritystä
error-429-remedy = Odota muutama minuutti ja yritä sitten uudelleen.
error-500-title = Tämä ei onnistunut, eikä vika ole sinussa
error-500-remedy = Yritä hetken kuluttua uudelleen. Jos sama toistuu, kerro alla oleva viite käyttötuelle.
error-503-title = Palvelu ei ole juuri nyt käytettävissä
error-503-remedy = Osa palvelusta ei vastaa. Yritä hetken kuluttua uudelleen. Mitään ei ole kadonnut.

denied-todo = Mitä voit tehdä

form-post-hint = Tämä sivu vie kirjautumisesi sovellukseen.
form-post-go = Jatka

providers-title = Valitse organisaatiosi
providers-for = Sen jälkeen jatkat osoitteeseen { $host }
providers-all = Kaikki organisaatiot
providers-recent = Käytetty aiemmin tällä selaimella
providers-forget = Unohda täällä käytetyt
providers-search = Organisaatiosi nimi
providers-search-button = Hae
providers-found = { $found ->
    [one] Yksi organisaatio
   *[other] { $found } organisaatiota
}
providers-some = { $shown } / { $found } organisaatiota. Näet muut kirjoittamalla osan nimestä.
providers-none = Sen nimistä organisaatiota ei ole. Tarkista kirjoitusasu tai kokeile lyhyempää osaa.
providers-back = Palaa valitsematta
