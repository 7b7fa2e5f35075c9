# ---- Inloggning
login-title = Logga in på { $application }
login-menu-hint = Hur vill du visa vem du är?
login-next-title = Ett steg till
login-next-hint = Välj hur du bekräftar att det är du.
login-button = Logga in
login-back = Tillbaka till { $application } utan att logga in
login-forgotten = Glömt lösenordet?
login-or = eller använd
login-other-ways = Andra sätt att logga in
login-more = Fler sätt
continue-button = Fortsätt
prompt-skip = Gör det senare
who-proven = Godkänt: { $methods }
who-not-you = Inte du?
wait-button = Jag har svarat i telefonen
wait-until = Väntar på din telefon till { $time }
again-button = skicka en ny kod
again-later = Inget meddelande? Titta i skräpposten. Du kan { $button } efter { $time }.
again-now = Inget meddelande? Titta i skräpposten. Du kan { $button }.
match-said = Numret är
match-phone = Din telefon

# ---- Rader under sätten att logga in
offer-password = Med ditt användarnamn
offer-enrol = Ställ in det nu

# ---- Fält
field-optional = (frivilligt)
field-username = Användarnamn
field-password = Lösenord
field-password-current = Nuvarande lösenord
field-new-password = Nytt lösenord
field-new-password-again = Nytt lösenord igen
field-new-pin = Ny pinkod
field-new-pin-again = Ny pinkod igen
field-email = E-postadress
field-phone = Telefonnummer
field-code = Kod
field-code-hint = Mellanslag spelar ingen roll.
field-code-hint-letters = Mellanslag, bindestreck och stora bokstäver spelar ingen roll.
field-name = Enhetens namn
field-name-hint = Så att du vet vilken det är, till exempel Jobbtelefon.

# ---- En nyckel till en app
key-step-app = Skaffa en app
key-step-app-hint = Vilken autentiseringsapp som helst duger. Har du redan en, gå vidare.
key-step-scan = Skanna det här med appen
key-step-code = Skriv koden som appen visar
key-code-hint = Det visar att appen och ditt konto hör ihop.
key-qr-label = QR-kod med nyckeln till din app. Samma nyckel står skriven under den.
key-open = Öppna den i en app på den här enheten
key-by-hand = Eller skriv in nyckeln för hand
key-facts =
    { $period ->
        [0] Räknarbaserad, { $digits } siffror, { $algorithm }
       *[other] Tidsbaserad, { $digits } siffror, { $period } sekunder, { $algorithm }
    }

# ---- Vad som är fel med ett svar
reason-wrong = Det stämmer inte. Kontrollera och försök igen.
reason-expired = Koden gäller inte längre. Be om en ny.
reason-malformed = Något saknas. Fyll i fältet och försök igen.
reason-sending-limit = Just nu kan inga fler meddelanden skickas. Vänta några minuter eller använd ett annat sätt.
reason-next-code = Koden var rätt, men enheten ligger före. Ange nästa kod som den visar.
reason-not-sent = Meddelandet kunde inte skickas. Försök igen eller använd ett annat sätt.
reason-unavailable = Det här sättet svarar inte just nu. Försök igen eller använd ett annat sätt.
reason-link-first = Du är känd där men inte här ännu. Logga in här en gång på ett annat sätt: sedan kan du koppla ihop dem.
reason-upstream-refused = Den andra tjänsten loggade inte in dig. Försök igen eller använd ett annat sätt.
reason-upstream-invalid = Svaret från den andra tjänsten kunde inte godtas. Försök igen eller använd ett annat sätt.
reason-disabled = Kontot kan inte användas nu.
reason-other = Det gick inte. Försök igen.

# ---- Vad en applikation får se
link-ask = Koppla { $method } till ditt konto?
link-ask-hint = Där är du känd som <b>{ $name }</b>. Från och med nu loggar du in här genom att logga in där.
link-button = Koppla
link-button-later = Inte nu
consent-title = Tillåta { $application }?
consent-hint = { $application } ber om att få:
consent-allow = Tillåt
consent-deny = Tillåt inte
consent-later = Du kan när som helst ta tillbaka detta under Ditt konto.
scope-openid = veta vem du är
scope-profile = se ditt namn och din profil
scope-email = se din e-postadress
scope-phone = se ditt telefonnummer
scope-address = se din postadress
scope-offline-access = hålla kontakten medan du är borta
scope-other = använda ”{ $scope }”

# ---- Vad händer om: reglerna som avgör
whatif-offered = Erbjuds
whatif-enrols = Erbjuds att tas i bruk under inloggningen
whatif-passed = Redan godkänd
whatif-disabled = Avstängd
whatif-not-in-site = Inte länkad till webbplatsen { $site }
whatif-not-allowed = Inte tillåten för { $application }
whatif-kind-never-opens = En metod av det här slaget inleder aldrig en inloggning
whatif-mfa-never-opens = Inställd att följa en annan metod (mfa true) och inleder därför aldrig en inloggning
whatif-opens-where-asked = Inleder en inloggning bara där länken från { $application } säger det (opens)
whatif-follows-with-mfa = Skulle fråga efter en adress man själv anger; följer en annan metod bara med mfa true
whatif-attribute-missing = Attributet { $attribute } saknas eller är tomt
whatif-no-credential = Personen har inget aktivt upplagt för den
whatif-not-activated = Avstängd för den här personen
whatif-companion-alone = Till nytta bara bredvid en annan andra faktor, och personen har ingen
whatif-unfit = Något är fel i inställningarna, så den hålls borta från användarna
whatif-network = Adressen { $address } ligger utanför dess nätverk { $networks }
whatif-front-cannot-show = Kan inte visas utan webbläsare ({ $front })
whatif-hidden = Dold: visas bara när begäran nämner den, eller efter en annan metod när inget annat återstår
whatif-context-not-wanted = Leder inte till något av det som begäran vill ha: { $wanted }
whatif-not-next = Ingen länk leder dit från { $after }
whatif-not-asked = Steget avgjordes innan den prövades
whatif-menu = Inget är styrkt än: metoderna som får inleda en inloggning här
whatif-second-required = { $after } är tillåten och en andra faktor finns att tillgå, så den krävs
whatif-second-always = { $after } ensam är inte tillåten, så en andra faktor krävs alltid
whatif-kept-out = En andra faktor finns att tillgå men hindras av nätverket, begäran, ingången eller inställningarna; den hoppas aldrig över
whatif-none-available = { $after } är tillåten och ingen andra faktor finns att tillgå, så den räcker ensam
whatif-nothing-follows = { $after } är tillåten och inget följer efter den
whatif-second-unavailable = { $after } ensam är inte tillåten och personen har ingen andra faktor att tillgå
whatif-enrol-first = Webbplatsen låter personer lägga upp sin första andra faktor under inloggningen
whatif-demand-unmet = Inget av det som godkänts bär det som begäran kräver
whatif-still-owed = En godkänd metod kräver ännu något, till exempel ett nytt lösenord
whatif-consent-first = Personen bestämmer först vad applikationen får se
whatif-barred = Den här personen släpps inte in, vad den än styrker
whatif-silent = Begäran tillåter ingen sida, och en skulle behövas
whatif-asked-quietly = Begäran tillåter ingen sida, och leverantören kan tillfrågas utan en
whatif-policy-unmet = Applikationens policy kan inte uppfyllas: ett krävt attribut saknas eller ett enkelt har flera värden
whatif-policy-required = Applikationens policy kräver { $attribute }, och personen har inget värde för det
whatif-policy-single = Applikationens policy tillåter ett värde för { $attribute }, och personen har flera
whatif-policy-bounds = Uttrycket för { $attribute } i policyn ger mer än någon inloggning behöver
whatif-application-disabled = Applikationen är avstängd
whatif-application-unfit = Något är fel i applikationens inställningar, så ingen släpps in
whatif-site-disabled = Webbplatsen är avstängd
whatif-user-disabled = Användaren är avstängd
whatif-user-not-yet = Användaren får inte logga in före { $from }
whatif-user-expired = Användarens giltighet gick ut { $since }
whatif-directory-disabled = Användarens katalog är avstängd eller kan inte öppnas
whatif-out-of-reach = Användare på webbplatsen { $site } loggar inte in i applikationer på den här
whatif-in-no-group = I ingen grupp som får använda { $application }
whatif-locked = Låst efter felaktiga svar
whatif-nobody = Frågan gällde ingen bestämd person
whatif-another-person = Den som godkänns är en annan person
whatif-unknown-here = Dess katalog känner ingen med det namnet som får logga in här
whatif-ambiguous-here = Flera personer som får logga in här har det namnet
whatif-directory-unavailable = Dess katalog svarar inte
whatif-cannot-pass = Användaren kan inte godkännas så länge inloggning inte är tillåten
whatif-comes-otherwise = Personen kommer via { $method }
whatif-ask-by-provider = Vem den hittar avgörs av vad leverantören säger: fråga om någon som kommer via den
whatif-rule-not-for = Regeln { $mapping } gäller inte: { $condition } stämmer inte
whatif-rule-no-directory = Regeln { $mapping } har ingen katalog att söka i
whatif-rule-several-values = Regeln { $mapping } jämför med ett värde, och flera kom
whatif-rule-unvouched = Regeln { $mapping } jämför en adress eller ett nummer som ingen går i god för
whatif-rule-finds = Regeln { $mapping } hittar { $user }
whatif-rule-finds-nobody = Regeln { $mapping } hittar ingen som får logga in här
whatif-rule-finds-several = Regeln { $mapping } hittar flera: { $users }
whatif-rule-finds-too-many = Så många har det som regeln { $mapping } jämför att ingen beaktas
whatif-rule-asks = Regeln { $mapping } skulle fråga tjänsten { $service }, som inte frågas här
whatif-rule-unanswered = Regeln { $mapping } frågar tjänsten { $service }, som inte är konfigurerad
whatif-linked = Kopplad till { $user }
whatif-not-linked = Inte kopplad till något konto
whatif-link-held = Kopplingen till ett konto är pausad
whatif-link-unclear = Namnet säger inte ensamt vem det är: ange leverantören
whatif-found-by-rule = Användarmappningen hittar { $user }
whatif-found-by-link = Det kopplade kontot är { $user }
whatif-stays-unregistered = I ingen katalog: den som metoden säger
whatif-nobody-found = Regler i användarmappningen gäller, och ingen hittar någon, så inloggning nekas
whatif-several-found = Inte exakt en person avses, så inloggning nekas
whatif-unvouched = Ingen går i god för det som jämfördes, så inloggning nekas
whatif-service-decides = Vem det är beror på en tjänst som bara en inloggning frågar
whatif-service-unanswered = En tjänst som en regel frågar är inte konfigurerad, så inloggning nekas
whatif-links-first = Inget konto än: personen får först logga in på ett och sedan svara på om de ska kopplas ihop
whatif-account-gone = Kontot finns inte längre

# ---- Inte insläppt
denied-back = Tillbaka till { $application }
denied-restart = Logga in som någon annan
denied-support = Om det här verkar fel, skicka referensen nedan till { $address }.
denied-not-allowed-title = { $application } är inte öppen för dig
denied-not-allowed-why = Du har visat vem du är, men ditt konto får inte använda { $application }.
denied-not-allowed-todo = Be den som ansvarar för { $application } om åtkomst.
denied-not-allowed-todo-too = Om du har ett annat konto, logga in med det.
denied-policy-title = { $application } behöver något som ditt konto saknar
denied-policy-why = Du har bevisat vem du är, men något som { $application } måste veta om dig saknas eller är oklart.
denied-policy-todo = Ge referensen nedan till den som sköter { $application }: den leder till det som saknas.
denied-nothing-offered-title = Det går inte att logga in på { $application } härifrån
denied-nothing-offered-why = Inget sätt att logga in är inställt för { $application }, eller så får inget användas från ditt nätverk.
denied-nothing-offered-todo = Om du är någon annanstans än vanligt, försök igen från ditt vanliga nätverk.
denied-second-factor-title = { $application } kräver ett andra steg
denied-second-factor-why = Du har visat vem du är, men det måste bekräftas på ett andra sätt, och du har inget sådant.
denied-second-factor-todo = Lägg till ett andra sätt under Ditt konto och försök igen.
denied-second-factor-todo-too = Om du inte kan, be supporten att ställa in ett åt dig.
denied-blocked-title = Nästa steg kan inte tas härifrån
denied-blocked-why = { $application } kräver ett andra steg, och ditt får inte användas från det här nätverket eller den här webbläsaren.
denied-blocked-todo = Försök igen från ditt vanliga nätverk eller din vanliga webbläsare.
denied-no-context-title = { $application } kräver en annan sorts inloggning
denied-no-context-why = Inget av dina sätt att logga in är av den sort som { $application } kräver.
denied-no-context-todo = Fråga supporten vilket sätt { $application } behöver.
denied-wrong-person-title = Du är inloggad som någon annan
denied-wrong-person-why = { $application } väntade sig ett annat konto än det du använde.
denied-wrong-person-todo = Logga in med kontot som { $application } känner till.
denied-disabled-title = Ditt konto kan inte användas nu
denied-disabled-why = Det är avstängt, har inte börjat gälla eller har upphört.
denied-disabled-todo = Fråga supporten när det kan användas.
denied-expired-title = Inloggningen tog för lång tid
denied-expired-why = En inloggning gäller i tio minuter, och de har gått.
denied-expired-todo = Gå tillbaka till { $application } och logga in igen.
denied-unavailable-title = Det gick inte, och det är inte ditt fel
denied-unavailable-why = En del som behövs för att logga in på { $application } svarar inte.
denied-unavailable-todo = Gå tillbaka och försök igen om några minuter.
denied-unsettled-title = Vi kunde inte avgöra vilket konto som är ditt
denied-unsettled-why = Det vi vet om dig leder inte till exakt ett konto för { $application }.
denied-unsettled-todo = Gå tillbaka och logga in på ett annat sätt, om du har något.
denied-other-title = Du loggades inte in
denied-other-why = Det som angavs släpper inte in någon på { $application }.
denied-other-todo = Gå tillbaka och försök igen.

# ---- Sidor kring en inloggning
form-post-title = Till en annan sida
gone-title = Den här inloggningen är över
gone-hint = Den är klar, tog mer än tio minuter eller påbörjades i en annan webbläsare. Gå tillbaka till applikationen och logga in igen.
gone-home = Gå till startsidan
logged-out-title = Du är utloggad
logged-out-hint = Stäng webbläsaren om fler använder den här datorn.
logged-out-again = Logga in igen
landing-title = Logga in på { $site }
landing-hint = När du har loggat in ser du dina applikationer och ditt konto.
landing-button = Logga in
start-title = Dina applikationer
start-hint = Inloggad som { $name }.
start-empty = Inga applikationer än
start-empty-hint = När någon ger dig åtkomst till en visas den här.
start-account = Ditt konto

# ---- Glömt lösenord
forgot-title = Glömt lösenordet?
forgot-hint = Skriv ditt användarnamn. Vi skickar en länk till ditt kontos e-postadress.
forgot-button = Skicka länken
forgot-sent-title = Titta i din e-post
forgot-sent-hint = Om det finns ett konto med det namnet och en e-postadress är en länk på väg. Den gäller i 15 minuter. Inget meddelande? Titta i skräpposten.
reset-title = Välj ett nytt lösenord
reset-hint = Det ersätter det glömda. Sedan loggar du in med det.
reset-button = Spara lösenordet
reset-done-title = Ditt lösenord är ändrat
reset-done-hint = Du är utloggad överallt annars. Logga in med det nya lösenordet.
reset-gone-title = Länken fungerar inte längre
reset-gone-hint = Den har använts, är äldre än 15 minuter eller har ersatts av en nyare.
reset-gone-again = Be om en ny länk

# ---- Första administratören
setup-title = Ställ in servern
setup-hint = Skriv inställningskoden som servern skrev ut när den startade och välj ditt konto.
setup-code = Inställningskod
setup-button = Skapa administratören
setup-wrong = Inställningskoden stämmer inte, har använts eller är äldre än en timme.
setup-done-title = Servern är inställd
setup-done-hint = Logga in med kontot du just skapade.

# ---- Ditt konto
account-title = Ditt konto
account-applications = Applikationer
account-logout = Logga ut
account-back = Ditt konto
account-cancel = Avbryt
account-none-title = Här finns inga kontosidor
account-none-hint = Ingen har ställt in kontosidor för den här webbplatsen. Fråga supporten.

ways-title = Sätt att logga in
ways-add = Lägg till ett sätt
ways-add-title = Lägg till ett sätt att logga in
ways-add-hint = Två sätt är bättre än ett: om du tappar telefonen kommer du in med det andra.
ways-add-none = Du har redan alla sätt som erbjuds här
ways-empty = Inget här än
ways-empty-hint = Sätten du lägger till visas här.
ways-codes-few = { $left ->
    [0] Inga reservkoder är kvar.
    [one] Bara en reservkod är kvar.
   *[other] Bara { $left } reservkoder är kvar.
 }
ways-codes-few-hint = Gör en ny lista innan du behöver den. Den gamla slutar då att gälla.
day-today = i dag { $time }
way-method = { $method }.
way-added = Tillagd { $date }.
way-used = Senast använd { $date }.
way-changed = Ändrat { $date }.
way-made = Gjord { $date }.
way-address = Skickas till { $address }
way-left = { $left ->
    [one] { $left } av { $total } är kvar.
   *[other] { $left } av { $total } är kvar.
 }
way-serial = Serienummer { $serial }.
way-suspended = Avstängd av en administratör.
way-few = Tar snart slut
way-change = Ändra
way-remove = Ta bort
way-rename = Byt namn
way-renew = Gör en ny lista

rename-title = Byt namn på { $name }
rename-button = Spara namnet
remove-title = Ta bort { $name }?
remove-hint = { $left ->
    [0] Det är ditt enda andra sätt att logga in. Applikationer som kräver ett släpper inte in dig.
    [one] Du har kvar ett annat sätt att logga in.
   *[other] Du har kvar { $left } andra sätt att logga in.
 }
remove-codes-too = Dina reservkoder tas också bort, eftersom de bara fungerar vid sidan av ett annat sätt.
remove-button = Ta bort

step-up-title = Logga först in med ditt andra steg
step-up-hint = Du har ett andra sätt att logga in, och den här inloggningen gjordes utan det. För att ändra hur du loggar in behövs båda.

sessions-title = Var du är inloggad
sessions-here = Den här webbläsaren
sessions-end = Logga ut
sessions-others = Logga ut överallt annars
session-device = { $browser } på { $system }
session-device-one = { $name }
session-unknown = Okänd webbläsare
session-facts = { $address }. Sedan { $since }
session-facts-with = { $address }. { $applications }. Sedan { $since }

permissions-title = Vad applikationer får göra
permission-facts = Får { $scopes }. Sedan { $since }
permissions-withdraw = Ta tillbaka

profile-title = Om dig
profile-change = Byt språk
profile-name = Namn
profile-username = Användarnamn
profile-email = E-post
profile-phone = Telefon
profile-language = Språk
profile-none = Inte känt
profile-edit-title = Språk för sidor och meddelanden
profile-edit-hint = Ditt namn och dina adresser sköts av supporten.
profile-browser = Som webbläsaren vill
profile-save = Spara

activity-title = Senaste händelser
activity-all = De senaste 90 dagarna
activity-page-title = Vad som har hänt med ditt konto
activity-hint = Något här som inte var du? Byt lösenord och logga sedan ut överallt annars.
activity-empty = Inget har hänt än
activity-table = Tabell över senaste händelser
activity-today = I dag { $time }
activity-when = När
activity-what = Vad
activity-where = Var
activity-application = Applikation
activity-login-granted = Inloggad
activity-login-denied = Inte insläppt
activity-method-passed = { $method }: godkänt
activity-method-missed = { $method }: fel svar
activity-account-locked = Låst
activity-user-unlocked = Upplåst
activity-session-ended = Utloggad
activity-enrolment-done = Sätt att logga in tillagt
activity-credential-removed = Sätt att logga in borttaget
activity-password-changed = Lösenord ändrat
activity-reset-asked = Nytt lösenord begärt
activity-reset-done = Nytt lösenord valt via e-post
activity-consent-withdrawn = Tillstånd återtaget
activity-account-linked = Kopplat till en annan tjänst
activity-account-link-declined = Ingen koppling gjord
activity-consent-given = Tillstånd givet

flash-added = { $name } är tillagd.
flash-removed = { $name } är borttagen.
flash-renamed = Det nya namnet är { $name }.
flash-changed = Ditt lösenord är ändrat. Du är utloggad överallt annars.
flash-session-ended = { $name } är utloggad.
flash-others-ended = Du är utloggad överallt annars.
flash-language = Språket är sparat.
flash-withdrawn = { $name } får inte längre göra något i ditt namn.
flash-gone = Det var redan gjort eller tog för lång tid. Börja om.
