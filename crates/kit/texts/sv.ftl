# Texter som alla sidor delar.
kit-title = { $title } · { $brand }
kit-title-error = Fel: { $title } · { $brand }
kit-skip = Hoppa till innehållet
kit-menu = Meny
kit-menu-close = Stäng menyn
kit-console = Administration
kit-language = Språk
kit-appearance = Utseende
kit-scheme-system = Som på min enhet
kit-scheme-light = Ljust
kit-scheme-dark = Mörkt
kit-reference = Referens
kit-time-label = Tid
kit-mail-footer = Det här meddelandet skickades av { $brand }. Ingen kommer någonsin att be dig om en kod per telefon eller e-post.

help = Hjälp
privacy = Dataskydd
accessibility = Tillgänglighet

kit-date = { $day } { $month ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
 } { $year }
kit-time = { $hour }:{ $minute }
kit-moment = { $date } kl. { $time }

error-home = Gå till startsidan
error-again = Försök igen
error-400-title = Begäran går inte att tolka
error-400-remedy = Adressen eller formuläret är inte som det ska. Gå tillbaka och börja om.
error-403-title = Detta godtogs inte
error-403-remedy = Sidan kan ha varit öppen länge, eller så öppnades den i en annan webbläsare. Gå tillbaka, läs in sidan på nytt och gör om det du gjorde.
error-404-title = Det finns inget på den här adressen
error-404-remedy = Kontrollera adressen. Om du kom hit via en länk kan den vara gammal.
error-405-title = Den här adressen gör inte det
error-405-remedy = Gå tillbaka och använd knapparna och länkarna på sidan.
error-413-title = Det är för mycket på en gång
error-413-remedy = Skicka mindre text eller en mindre fil.
error-415-title = Den här sortens innehåll läses inte här
error-415-remedy = Gå tillbaka och använd formuläret på sidan.
error-429-title = För många försök
error-429-remedy = Vänta några minuter och försök sedan igen.
error-500-title = Det här fungerade inte, och det beror inte på dig
error-500-remedy = Försök igen om en stund. Om det händer igen, uppge referensen nedan för din support.
error-503-title = Inte tillgängligt just nu
error-503-remedy = En del av tjänsten svarar inte. Försök igen om en stund; inget du gjort har gått förlorat.

denied-todo = Vad du kan göra

form-post-hint = Den här sidan för din inloggning vidare till applikationen.
form-post-go = Fortsätt

providers-title = Välj din organisation
providers-for = Därefter fortsätter du till { $host }
providers-all = Alla organisationer
providers-recent = Använda tidigare i den här webbläsaren
providers-forget = Glöm det som använts här
providers-search = Organisationens namn
providers-search-button = Sök
providers-found = { $found ->
    [one] En organisation
   *[other] { $found } organisationer
}
providers-some = { $shown } av { $found } organisationer. Skriv en del av ett namn för att se de andra.
providers-none = Ingen organisation heter så. Kontrollera stavningen eller försök med en kortare del.
providers-back = Gå tillbaka utan att välja
