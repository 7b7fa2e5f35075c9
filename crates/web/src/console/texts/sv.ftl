# ---- Frame
console-search-label = Sök ett objekt eller en sida
console-search-hint = Sök användare, applikation, metod …
console-account = Mitt konto
console-logout = Logga ut
console-crumbs = Var du är
console-undo = Ångra
console-back = Tillbaka till översikten
console-cli = Samma sak från kommandoraden
console-now = nu

# ---- Nobody, nothing
console-none-title = Det finns ingen administration
console-none-hint = Ingen webbplats har en applikation för administration. En administratör kan göra en från kommandoraden.
console-nobody-title = Administrationen är inte öppen för dig
console-nobody-hint = Du är inloggad, men ingen av dina grupper har en roll. Be en administratör ge en roll åt en grupp du hör till.
console-nobody-home = Mina applikationer
console-nobody-account = Mitt konto
console-missing-title = Här finns ingenting
console-missing-hint = Det finns inte, eller har tagits bort. Hitta det du behöver med sökningen ovan.
console-forbidden-title = Dina roller räcker inte hit
console-forbidden-hint = Be en administratör för webbplatsen om en roll där detta ingår.
console-outranked-title = Det här skulle ge mer än du har
console-outranked-hint = Det skulle ge, eller röra vid, rättigheter som dina egna roller inte har. Någon med de rättigheterna kan göra det.
console-moved-title = Någon annan ändrade detta först
console-moved-hint = Ingenting gjordes. Öppna sidan igen och se om det fortfarande behövs.
console-conflict-title = Det går inte just nu
console-conflict-hint = Läget just nu tillåter det inte.
console-invalid-title = Det här går inte att spara
console-invalid-hint = Inställningarna skulle gå sönder.
console-unsupported-title = Det går inte att göra här
console-unsupported-hint = Sidan som skickade detta kan vara gammal. Öppna den igen.
console-ended-title = Din session har avslutats
console-ended-hint = Det du skrev finns kvar här. Logga in i ett nytt fönster, kom tillbaka hit och skicka det.
console-ended-login = Logga in i ett nytt fönster
console-ended-send = Skicka nu

# ---- Navigation
console-nav-site = Webbplats
console-nav-all = Alla webbplatser
console-nav-mine = Alla mina webbplatser
console-nav-now = Nu
console-nav-people = Människor
console-nav-ways = Vägar in
console-nav-system = System
console-nav-own = Utseende och språk
console-page-overview = Översikt
console-page-group = Grupper
console-page-method = Metoder
console-page-chains = Faktorkedjor
console-page-application = Applikationer
console-page-policy = Policyer
console-page-outboundMappingPolicy = Utgående mappningar
console-page-inboundPolicy = Mappningar
console-page-inboundMappingPolicy = Användarmappningar
console-page-sosoConfiguration = SOSO-konfigurationer
console-page-site = Webbplatser
console-page-directory = Kataloger
console-page-role = Roller
console-page-webhook = Webhookar
console-page-template = Mallar
console-page-server = Inställningar
console-site-find = Sök en webbplats
console-site-find-hint = Sök bland { $count } webbplatser …

# ---- Overview
console-home-title = Vad som behöver dig
console-as-of = Läget { $at }.
console-again = Läs på nytt
console-open-list = Öppna listan
console-day = De senaste 24 timmarna
console-day-hint = Varje rad har sin egen skala
console-day-granted = Inloggningar på 24 timmar
console-day-denied = Misslyckade på 24 timmar
console-day-locked = Låsningar på 24 timmar
console-hour = Timme
console-as-table = Samma sak som tabell
console-lane-most = som mest { $most }, kl. { $hour }
console-lane-none = inga
console-lane-said = { $lane } per timme: mellan { $least } och { $most }, mest kl. { $hour }
console-needs = Behöver någon
console-needs-count = { $count ->
    [one] En sak behöver någon
   *[other] { $count } saker behöver någon
}
console-needs-none = Ingenting behöver dig
console-needs-none-hint = Här skulle till exempel metoder stå som saknar något, och applikationer som ingen kommer in i.
console-needs-more = { $count ->
    [one] En till står hos sitt objekt.
   *[other] { $count } till står hos sina objekt.
}

# ---- Findings
console-severity-broken = Trasig
console-severity-unfit = Oduglig
console-severity-warning = Varning
console-finding = { $finding }
console-finding-open = Öppna
console-line = Rad { $line }
console-not-saved = { $count ->
    [one] Inte sparat: en sak måste ändras
   *[other] Inte sparat: { $count } saker måste ändras
}

# ---- Search
console-search-title = Sök
console-search-for = Sökning ”{ $text }”
console-search-page-hint = Skriv en del av ett namn eller en rubrik. Ctrl+K går till fältet från varje sida.
console-search-found = { $count ->
    [one] En träff
   *[other] { $count } träffar
}
console-search-none = Ingenting har detta i sitt namn eller sin rubrik
console-search-none-hint = Vilken del av namnet som helst räcker, med stora eller små bokstäver.
console-search-pages = Sidor
console-search-more = Alla träffar

# ---- Lists
console-total = { $count ->
    [0] Inga
    [one] En
   *[other] { $count } totalt
}
console-name = Namn
console-type = Typ
console-class = Klass
console-head-title = Rubrik
console-head-type = Typ
console-head-protocol = Protokoll
console-head-role = Slags roll
console-head-rows = Rader
console-head-members = Medlemmar
console-head-findings = Anmärkningar
console-head-below = Webbplatser inuti
console-head-noun = Vad
console-head-number = Rad
console-enabled = Påslagen
console-disabled = Avslagen
console-box-enabled = { $title }, { $name }, påslagen
console-update = Uppdatera
console-update-hint = Sparar rutorna. En avslagen metod slutar gälla genast, också i inloggningar som pågår.
console-filter = Filtrera
console-filter-text = Rubrik eller namn
console-filter-shown = Visas
console-filter-all = Alla
console-filter-all-types = Alla typer
console-filter-findings = Med anmärkningar
console-filter-none = Ingenting passar filtret
console-filter-clear = Visa alla
console-list-none = Det finns inga ännu
console-next = Nästa sida
console-findings-count = { $count ->
    [one] En anmärkning
   *[other] { $count } anmärkningar
}
console-members-everyone = Alla
console-members-listed = Uppräknade
console-protocol-oidc = OpenID Connect
console-protocol-saml = SAML 2.0
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Sida på denna server
console-protocol-oidc-hint = Webb- och mobilapplikationer som skickar folk hit för att logga in
console-protocol-saml-hint = Webbapplikationer som är SAML-tjänsteleverantörer
console-protocol-radius-hint = VPN-portar, trådlösa nät och nätutrustning
console-protocol-agent-hint = AD FS, Windowsinloggning, PAM och annan programvara som frågar över HTTP
console-protocol-page-hint = Kontot, administrationen eller en registreringssida

# ---- Objects
console-object-title = { $title }
console-tab-main = Allmänt
console-tab-lines = Konfiguration
console-tab-registration = Registrering
console-tab-provider = Tjänst
console-provider-tell = Meddela tjänsten
console-provider-tell-hint = Den behöver dessa adresser.
console-provider-metadata = Våra metadata
console-provider-return = Svar kommer tillbaka till
console-provider-logout = Utloggning
console-tab-items = Rader
console-tab-rights = Rättigheter
console-tab-texts = Texter
console-tab-look = Utseende
console-tab-children = Webbplatser inuti
console-about = Används
console-see-chains = Se den i faktorkedjorna
console-save = Spara
console-discard = Kasta ändringarna
console-cancel = Avbryt
console-read-only = Dina roller låter dig läsa detta men inte ändra det.
console-more-languages = Andra språk
console-delete = Ta bort
console-delete-disable-first = Slå av den först, sedan kan den tas bort
console-delete-title = Ta bort { $title }?
console-delete-hint = Det försvinner genast och går inte att få tillbaka. Det som det är länkat till mister länken.
console-delete-button = Ta bort { $title }
console-hint-list = En per rad.
console-hint-numbers = Tal, åtskilda av mellanslag.
console-hint-range = Från { $low } till { $high }.
console-hint-default = { $value } när inget står här.
console-hint-secret = En hemlighet visas som { $mask }. Låt det stå för att behålla den.
console-json = Allt som JSON
console-json-label = Registreringen som JSON
console-json-save = Spara JSON
finding-console-number = Detta är inget heltal. Skriv bara siffror.
finding-console-json = JSON går inte att läsa på rad { $line }. Rätta den där.
finding-console-link-missing = Det finns inget på { $path }. Välj något som finns.
finding-console-text-line = Rad { $line } är ingen text. Skriv en nyckel, ett likhetstecken och texten.
finding-console-text-unknown = Ingen text har nyckeln { $key }. Rätta nyckeln.
finding-console-text-unreadable = Texten för { $key } går inte att läsa. Klamrar står för värden och måste stängas.
finding-console-text-variable = Texten för { $key } nämner ett värde som originalet inte har.
console-choice-true = Ja
console-choice-false = Nej
console-choice-default = Som vanligt ({ $value })
console-choice-none-set = Inte satt
console-choice-starttls = STARTTLS
console-choice-tls = TLS från början
console-choice-none = Inget, i klartext
console-choice-sans = Utan serifer
console-choice-serif = Med serifer
console-choice-rounded = Rundad
console-choice-separate = En hemlighet i taget
console-choice-password-code = Lösenord, sedan kod
console-choice-code-password = Kod, sedan lösenord
console-yes = ja
console-no = nej

# ---- Groups of fields
console-group-who = Vem som får använda den
console-group-told = Vad applikationer får veta
console-group-sending = Gränser för utskick
console-group-people = Vad folk erbjuds
console-group-mail = E-postserver
console-group-list = I folks lista
console-group-session = Sessioner
console-group-passcode = Vad kodfältet innehåller
console-group-members = Medlemmar
console-group-tokens = Åtkomst- och förnyelsetoken
console-group-contexts = Autentiseringsnivåer

# ---- Lines
console-lines = Konfiguration
console-lines-label = Alla inställningar som rader
console-lines-hint = Ett namn och ett värde på varje rad. Hemligheter visas som ********; låt det stå för att behålla dem.
console-lines-more = Fler inställningar
console-lines-save = Spara raderna

# ---- Links
console-links-none = Ingenting är länkat
console-links-more = { $count ->
    [one] En till visas inte. Öppna den med sökningen.
   *[other] { $count } till visas inte. Öppna någon av dem med sökningen.
}
console-link-add = Lägg till
console-link-button = Lägg till
console-link-replace = Byt ut
console-link-path = Sökvägen, till exempel demosite/everyone
console-link-fixed = Bestämdes när den skapades.
console-link-method-inboundPolicy = Mappningar
console-link-method-inboundPolicy-hint = Med en tabell går bara de attribut som den nämner vidare till policyer och applikationer. Utan tabell går alla.
console-link-method-inboundMappingPolicy = Användarmappning
console-link-method-inboundMappingPolicy-hint = Hittar den registrerade användaren bakom det som metoden levererar. Betrodd: adresser och nummer gäller utan leverantörens ord om att de kontrollerats.
console-link-method-sosoConfiguration = SOSO-konfiguration
console-link-method-sosoConfiguration-hint = Rader som hålls med metoden, visas och exporteras. Ingenting här läser dem.
console-link-method-directory = Katalog
console-link-method-directory-hint = Var de människor finns vars uppgifter metoden prövar.
console-link-method-site = Webbplatser
console-link-method-site-hint = Var metoden syns. En applikation kan bara tillåta metoder som dess webbplats har.
console-link-method-application = Applikationer
console-link-method-application-hint = Var den används.
console-link-method-group = Grupper
console-link-method-group-hint = Där det är aktiverat är medlemmar alla oregistrerade som har loggat in med denna metod.
console-link-application-method = Metoder
console-link-application-method-hint = Vad den tar emot. Påslagen gäller som bevis här; öppnar låter en inloggning börja med en metod som annars bara följer.
console-link-application-allowedTo = Grupper
console-link-application-allowedTo-hint = Vem som får logga in där.
console-link-application-policy = Policy
console-link-application-policy-hint = Vilka attribut applikationen får. Utan policy får den inga.
console-link-application-outboundMappingPolicy = Utgående mappning
console-link-application-outboundMappingPolicy-hint = Vad personer kallas mot applikationen, i stället för det som registreringen säger.
console-link-application-role = Roller
console-link-application-role-hint = Vad applikationen får göra här i eget namn.
console-link-site-method = Metoder
console-link-site-method-hint = Vad webbplatsens applikationer kan tillåta.
console-link-site-share = Delade inloggningar
console-link-site-share-hint = En inloggning på den ena är en inloggning på den andra.
console-link-group-member = Grupper inuti
console-link-group-member-hint = Medlemmar i dessa grupper är medlemmar här.
console-link-group-memberOf = Medlem i
console-link-group-memberOf-hint = Grupper som denna grupp ligger i.
console-link-group-method = Metoder
console-link-group-method-hint = Alla oregistrerade som loggar in med någon aktiverad av dessa är medlemmar.
console-link-group-accessTo = Applikationer
console-link-group-accessTo-hint = Vad medlemmar får logga in i.
console-link-group-role = Roller
console-link-group-role-hint = Vad medlemmar får administrera.
console-link-policy-application = Applikationer
console-link-policy-application-hint = Där denna policy säger vad som lämnas ut.
console-link-outboundMappingPolicy-application = Applikationer
console-link-outboundMappingPolicy-application-hint = Där personer kallas enligt den här.
console-link-inboundPolicy-method = Metoder
console-link-inboundPolicy-method-hint = Vilkas attribut tabellen döper om.
console-link-inboundMappingPolicy-method = Metoder
console-link-inboundMappingPolicy-method-hint = Vars personer den här tabellen hittar.
console-link-sosoConfiguration-method = Metoder
console-link-sosoConfiguration-method-hint = Som har dessa rader.
console-link-role-assignedTo = Grupper
console-link-role-assignedTo-hint = Vilkas medlemmar har denna roll.
console-link-role-grantedTo = Applikationer
console-link-role-grantedTo-hint = Program som har denna roll i eget namn.
console-link-directory-method = Metoder
console-link-directory-method-hint = Vad som prövar uppgifterna för dess människor.
console-link-method-nextFactor = Faktorkedjor
console-with-enabled = Påslagen
console-with-opens = Öppnar
console-with-trusted = Betrodd
console-with-hint = Sparar rutorna.
console-remove = Ta bort
console-both-title = Ta bort { $method } från { $from }?
console-both-hint = { $count ->
    [one] En applikation på webbplatsen tillåter fortfarande metoden. Den skulle också mista den.
   *[other] { $count } applikationer på webbplatsen tillåter fortfarande metoden. De skulle också mista den.
}
console-both-button = { $count ->
    [one] Ta bort båda
   *[other] Ta bort alla { $count } och länken
}

# ---- Rows, rights, texts, look
console-row = Rad { $row }, { $column }
console-row-remove = Ta bort rad { $row }
console-items-none = Tabellen är tom
console-items-more = Tomma rader lämnas bort. Spara för att få fler.
console-items-policy-hint = Varje rad ger ut ett attribut: ett värde är text:KONSTANT, user:ATTRIBUT, method:ATTRIBUT eller en text med uttryck, som ${ "{" }user.cn{ "}" }. Utan grupp går det till alla.
console-items-mapping-hint = Varje rad gör ett attribut av andra: värdet är ett attributs namn, eller en text med namn inom klamrar.
console-items-user-hint = Varje rad är en regel: när dess villkor gäller letar dess sökningar efter användaren, eller så tillfrågas dess tjänst. Exakt en person ska hittas.
console-items-outbound-hint = Varje rad säger vad en användare kallas: en användare skrivs som plats och namn, till exempel demosite/ada. Den som saknar rad nekas.
console-rights-built-in = Rättigheterna för { $role } ändras aldrig.
console-rights-copy = Kopiera dem till en egen roll
console-rights-site = De gäller på denna webbplats och dem inuti.
console-rights-system = De gäller överallt.
console-right-all = Allt
console-right-server = Inställningar
console-right-site = Webbplatser
console-right-directory = Kataloger
console-right-group = Grupper
console-right-method = Metoder
console-right-inboundPolicy = Mappningar
console-right-inboundMappingPolicy = Användarmappningar
console-right-sosoConfiguration = SOSO-konfigurationer
console-right-policy = Policyer
console-right-outboundMappingPolicy = Utgående mappningar
console-right-template = Mallar
console-right-role = Roller
console-right-application = Applikationer
console-right-webhook = Webhookar
console-right-user = Användare
console-right-token = Säkerhetsdosor
console-right-session = Sessioner
console-right-audit = Händelselogg
console-right-whatif = Tänk om
console-right-configuration = Konfigurationen som helhet
console-right-through = ingår
console-verb-all = Allt
console-verb-read = Läsa
console-verb-write = Ändra
console-verb-delete = Ta bort
console-verb-act = Hjälpa
console-role-administrator = Systemadministratör
console-role-siteManager = Webbplatsansvarig
console-role-operator = Operatör
console-role-auditor = Granskare
console-role-helpdesk = Kundtjänst
console-role-own = Egna rättigheter
console-texts-hint = En text per rad: dess nyckel, ett likhetstecken och det som denna webbplats och dem inuti säger i stället. Det som fortsätter på flera rader dras in där.
console-children-none = Ingen webbplats ligger i denna
console-children-hint = Webbplatser inuti ärver texter, utseende och vem som administrerar.
console-colours = Vad som används av färgen
console-colour-scheme = Läge
console-colour-light = Ljust
console-colour-dark = Mörkt
console-colour-given = Given
console-colour-used = Använd
console-colour-worst = Lägsta kontrast
console-colour-text = Text på den
console-colour-why = Varför
console-colour-kept = Läsbar som den är.
console-colour-moved = Flyttad tills text i den har kontrasten 4,5 mot varje botten.

# ---- Something new
console-new-method = Ny metod
console-new-application = Ny applikation
console-new-site = Ny webbplats
console-new-group = Ny grupp
console-new-policy = Ny policy
console-new-outboundMappingPolicy = Ny utgående mappning
console-new-inboundPolicy = Ny mappning
console-new-inboundMappingPolicy = Ny användarmappning
console-new-sosoConfiguration = Ny SOSO-konfiguration
console-new-role = Ny roll
console-new-webhook = Ny webhook
console-new-directory = Ny katalog
console-new-template = Ny mall
console-new-method-button = Skapa metoden
console-new-application-button = Skapa applikationen
console-new-site-button = Skapa webbplatsen
console-new-group-button = Skapa gruppen
console-new-policy-button = Skapa policyn
console-new-outboundMappingPolicy-button = Skapa utgående mappning
console-format = Namn
console-format-hint = Detta ändras aldrig efteråt.
console-format-persistent = Beständigt: alltid samma, görs här
console-format-transient = Tillfälligt: ett annat vid varje inloggning
console-format-unspecified = Manuellt: en tabell med användare
console-new-inboundPolicy-button = Skapa mappningen
console-new-inboundMappingPolicy-button = Skapa användarmappningen
console-new-sosoConfiguration-button = Skapa konfigurationen
console-new-role-button = Skapa rollen
console-new-webhook-button = Skapa webhooken
console-new-directory-button = Skapa katalogen
console-new-template-button = Skapa mallen
console-new-method-hint = Vilken typ av metod?
console-new-in = Inuti
console-site-none = Hela systemet
console-new-name-hint = Används i protokoll och i API:et. Det går inte att ändra senare.
console-new-client-hint = Också dess client_id. Det går inte att ändra senare.
console-new-title-hint = Det som folk läser. Fler språk kan läggas till efteråt.
console-new-copy = Rättigheterna börjar som de för { $from }.
console-new-no-site = Det finns ingen webbplats där du kan skapa en
console-new-needs = Vad den behöver
console-new-uris = Återvändsadresser
console-new-uris-hint = Exakta adresser, en per rad.
console-new-keeps = Den kan hålla en hemlighet
console-new-keeps-hint = En server kan det; en sida i en webbläsare eller en app kan det inte. Hemligheten görs nu och visas en gång.
console-new-descriptor = Tjänsteleverantörens metadata
console-new-descriptor-hint = Hela EntityDescriptor, så som applikationen ger den. Ge applikationen adressen till vår: /saml2/metadata.
console-new-addresses = Adresser
console-new-addresses-hint = Nät som den frågar från, ett per rad. En hemlighet görs nu och visas en gång.
console-new-methods = Metoder som den tillåter
console-new-methods-hint = Vad som gäller som bevis här. Vill du kräva två faktorer, välj den andra och utelämna den första: den första efterfrågas ändå innan, och ensam räcker den inte.
console-new-methods-none = Webbplatsen har inga metoder ännu. En systemadministratör kan länka några.
console-new-groups = Vem som får logga in
console-new-groups-none = Det finns inga grupper ännu. Lägg till en efteråt.
console-template-source = Källtext
console-factor-knowledge = Något som en person vet
console-factor-possession = Något som en person har
console-factor-inherence = Något som en person är
console-factor-elsewhere = Bevisat av någon annan

# ---- Secrets
console-client-id = Klient-id
console-secret-new-title = En ny hemlighet
console-secret-new-hint = Den gamla slutar fungera genast.
console-secret-new = Ny { $label }
console-secret-title = { $title }: ny hemlighet
console-secret-once = Den visas bara nu
console-secret-once-hint = Kopiera den dit den behövs innan du går vidare.
console-secret-kept = Jag har kopierat den

# ---- Somebody else saved first
console-race-title = { $title }: två ändringar möttes
console-race = Någon annan sparade medan du skrev
console-race-hint = { $count ->
    [0] Ingenting du skrev skiljer sig från det som är sparat nu.
    [one] Välj vilket värde som stannar.
   *[other] Välj för varje fält vilket värde som stannar.
}
console-race-mine = Mitt
console-race-theirs = Sparat av någon annan
console-race-empty = (tomt)
console-race-save = Spara valet
console-race-leave = Lämna det som det är

# ---- Factor chains
console-chain-hint = Varje metod, vad som får följa den och var det slutar för den valda applikationen.
console-chain-all-hint = Varje metod och vad som får följa den. Välj en applikation för att se vem som kommer in.
console-chain-seen-by = Sett av applikationen
console-chain-no-application = Ingen: alla metoder
console-chain-show = Visa
console-chain-starts = Börjar med { $method }
console-chain-single = Behöver inget mer
console-chain-none = Ingen kan börja en inloggning här
console-chain-none-hint = Länka metoder till webbplatsen och tillåt dem för applikationen.
console-chain-allowed = Tillåten
console-chain-not-allowed = Inte tillåten
console-chain-disabled = Avslagen
console-chain-unfit = Oduglig
console-chain-needs = behöver { $attribute }
console-chain-nothing = Inget tillgängligt
console-chain-nothing-hint = Personen har inget av det som följer
console-chain-add = Lägg till nästa
console-chain-remove = Ta bort länken
console-chain-add-title = Lägg till en nästa faktor
console-chain-add-button = Lägg till länk
console-chain-add-hint = En länk gäller för varje applikation som tillåter den andra metoden. Metoder som skulle leda tillbaka till sin egen början kan inte väljas.
console-chain-after = Efter
console-chain-comes = Kommer
console-chain-ring = skulle bli en ring
console-chain-there = finns redan där
console-end-in = Inloggad
console-end-out = Nekad
console-end-granted = { $amr }
console-end-granted-acr = acr { $acr }, amr { $amr }
console-end-disabled = En avslagen metod erbjuds och godtas aldrig.
console-end-unfit = Odugliga metoder erbjuds aldrig och hoppas aldrig över i tysthet.
console-end-not-offered = Applikationen tillåter den inte, så den erbjuds inte.
console-end-alone = Enbart { $method } är inte tillåtet här, och inget följer den.
console-end-second-needed = Här behövs alltid en andra faktor, eftersom enbart { $method } inte är tillåtet.

# ---- What was done
console-said-saved = Sparat: { $title }
console-said-made = Skapat: { $title }
console-said-deleted = Borttaget: { $title }
console-said-enabled = Sparat: { $title } är påslagen
console-said-disabled = Sparat: { $title } är avslagen
console-said-updated = Sparat: { $count } metoder ändrades
console-said-linked = Tillagt: { $title }
console-said-unlinked = Borttaget: { $title }
console-said-chain-added = Tillagt: { $to } får följa { $from }
console-said-chain-removed = Borttaget: { $to } följer inte { $from } längre

# ---- Records: Navigation
console-page-user = Användare
console-page-token = Säkerhetsdosor
console-page-audit = Händelselogg
console-page-whatif = Tänk om

# ---- Records: Overview
console-lane-granted = Inloggningar
console-lane-denied = Misslyckade
console-lane-locked = Låsningar
console-home-last = De senaste låsningarna och misslyckandena

# ---- Records: Users
console-optional = (frivilligt)
console-never = Aldrig
console-suspend = Pausa
console-resume = Återuppta
console-new-user = Ny användare
console-new-user-button = Skapa användaren
console-user-text = Sök människor
console-user-text-hint = Varje ord är början på ett ord i namnet eller e-postadressen.
console-user-group = Grupp
console-user-any-group = Vilken grupp som helst
console-user-login-name = Användarnamn
console-user-login-name-hint = Det som personen skriver för att logga in. Det kan inte ändras senare.
console-user-called = Namn
console-user-email = E-postadress
console-user-site = Webbplats
console-user-state = Tillstånd
console-user-not-now = Inte nu
console-user-directory = Katalog
console-user-created = Skapad
console-user-used = Senast använd
console-user-about = I korthet
console-user-acts = Åtgärder
console-user-groups = Grupper
console-user-groups-tab = Grupper och rättigheter
console-user-rights = Ger rollen
console-user-give-title = Ge en roll
console-user-give-hint = Användaren går med i en grupp som har rollen där. Finns ingen sådan skapas en, och den får använda konsolen.
console-user-give-role = Roll
console-user-give-in = Var den gäller
console-user-give = Ge rollen
console-token-lost = Borttappad
console-token-mark = Borttappad eller trasig
console-token-mark-hint = Den kan inte ges till någon förrän den har gjorts klar igen.
console-user-ways = Sätt att logga in
console-user-sessions = Sessioner
console-user-activity = Aktivitet
console-user-more = Andra attribut
console-user-more-hint = På varje rad ett namn, ett likhetstecken och ett värde. En borttagen rad tar bort sitt värde.
finding-console-user-line = Rad { $line } är inget attribut. Skriv ett namn utan eget fält, ett likhetstecken och ett värde.
console-user-locked-until = Låst till { $until }
console-user-locked = Låst tills någon låser upp
console-user-locked-why = { $count ->
    [one] Ett fel svar har räknats.
   *[other] { $count } felaktiga svar har räknats.
}
console-user-unlock = Lås upp
console-user-unlock-cli = Lås upp från kommandoraden
console-user-outranked = Den här användaren har rättigheter som dina egna roller inte omfattar. Du kan titta men inte ändra något.
console-user-tokens = Användarens säkerhetsdosor
console-user-whatif = Tänk om hen loggar in?
console-user-how = Hur
console-member-listed = Listad
console-member-filter = Genom gruppens filter
console-member-everyone = Alla är medlemmar
console-member-nested = Genom en grupp inuti den
console-user-no-groups = I ingen grupp
console-user-join = Lägg till i en grupp
console-user-credentials = Vad personen kan bevisa
console-user-no-credentials = Inget är inställt ännu
console-user-password-title = Lösenord
console-user-first-password = Första lösenord
console-user-password = Lösenord
console-user-password-hint = Lämnas det tomt väljer personen ett via e-post eller loggar in på annat sätt.
console-user-must-change = Ska bytas vid nästa inloggning
console-user-new-password = Nytt lösenord
console-user-set-password = Ange lösenordet
console-user-require-change = Be om ett nytt lösenord vid nästa inloggning
console-user-method = Lösenordets metod
console-user-methods = Metoder
console-user-methods-hint = En metod som är avstängd för användaren erbjuds aldrig och godtas aldrig.
console-user-method-off = Avstängd för alla
console-user-allowed = Tillåten
console-user-forbidden = Avstängd
console-user-forbid = Stäng av
console-user-allow = Slå på
console-user-end = Avsluta
console-user-end-all = Avsluta alla sessioner
console-user-no-sessions = Inte inloggad någonstans
console-user-since = Sedan
console-user-until = Till
console-user-proven = Bevisat
console-user-consents = Vad program har tillåtits
console-user-scopes = Omfattningar
console-user-delete-hint = Användaren, inloggningssätten, sessionerna och medlemskapen försvinner genast och kan inte återställas. Säkerhetsdosor går tillbaka till lagret.
console-user-remove-title = Ta bort { $label } från { $title }?
console-user-remove-hint = { $count ->
    [0] Inget annat finns kvar att logga in med.
    [one] Ett annat sätt att logga in finns kvar.
   *[other] { $count } andra sätt att logga in finns kvar.
}
console-user-remove-button = Ta bort { $label }

# ---- Records: Audit
console-audit-hint = En post för varje inloggning eller ändring. Öppna den för att se varje steg.
console-audit-export = Exportera:
console-audit-as-csv = CSV
console-audit-as-jsonl = JSON-rader
console-audit-as-syslog = syslog
console-audit-name = Användarnamn
console-audit-application = Program
console-audit-result = Resultat
console-audit-success = Lyckat
console-audit-failure = Misslyckat
console-audit-since = Från
console-audit-until = Till
console-audit-find = Sök
console-audit-more = Fler villkor
console-audit-method = Metod
console-audit-action = Händelse
console-audit-actor = Utfört av
console-audit-person = Personens id
console-audit-login-id = Inloggningens referens
console-audit-from = Från adress
console-audit-agent = Webbläsare
console-audit-detail = Detaljer
console-audit-why = Tänk om, och varför
console-audit-all = Allt i händelseloggen
console-audit-none = Inget har antecknats
console-audit-older = Äldre poster
console-audit-pages = Sidor
console-audit-login = { $name } till { $application }
console-audit-change = { $actor }: { $object }
console-audit-one = { $name }
console-audit-system = Servern
console-audit-erased = Om en raderad person
console-event-object-put = Ändrat
console-event-object-deleted = Raderat
console-event-user-made = Användare skapad
console-event-user-put = Användare ändrad
console-event-user-deleted = Användare raderad
console-event-credential-put = Inloggningssätt ändrat
console-event-audit-exported = Händelselogg exporterad
console-event-configuration-exported = Konfigurationen exporterad med hemligheter
console-event-management-refused = Nekat i hanterings-API:et eller konsolen
console-event-management-unproved = Okänd token i hanterings-API:et
console-event-token-imported = Säkerhetsdosor importerade
console-event-token-activated = Säkerhetsdosa aktiverad
console-event-webhook-tested = Webhook testad
console-event-webhook-failed = Webhook-leverans förlorad
console-event-webhook-failing = Webhook misslyckas
console-event-webhook-replayed = Webhook-händelser skickade igen
console-event-agent-refused = Agent avvisad
console-event-client-refused = Program avvisat
console-event-token-assigned = Säkerhetsdosa tilldelad
console-event-token-suspended = Säkerhetsdosa pausad
console-event-token-resumed = Säkerhetsdosa i bruk igen
console-event-token-locked = Säkerhetsdosa låst
console-event-token-unlocked = Säkerhetsdosa upplåst
console-event-token-initialised = Säkerhetsdosa förberedd
console-event-token-revoked = Säkerhetsdosa återtagen
console-event-token-allocated = Säkerhetsdosa flyttad till en webbplats
console-event-token-deleted = Säkerhetsdosa raderad
console-event-token-exported = Säkerhetsdosor exporterade
console-event-token-resynced = Säkerhetsdosa synkroniserad
console-event-token-pin-changed = Säkerhetsdosans PIN ändrad
console-event-token-drift = Säkerhetsdosans klocka korrigerad
console-event-token-taken-offline = Koder utlämnade för användning utan nät
console-event-token-issued = Åtkomsttoken utfärdad
console-event-token-refreshed = Åtkomsttoken förnyad
console-event-token-replayed = Förnyelsetoken använd två gånger
console-event-token-stolen = Stulen åtkomst nekad
console-event-key-made = Signeringsnyckel skapad
console-event-key-retired = Signeringsnyckel signerar inte längre
console-event-key-dropped = Signeringsnyckel borttagen
console-event-message-sent = Meddelande skickat
console-event-message-failed = Meddelandet kunde inte skickas
console-event-message-limited = Meddelande stoppat av en gräns
console-event-policy-unmet = Policyn uppfylldes inte
console-event-enrolment-missed = Fel svar när ett sätt att logga in lades till
console-event-credential-rehashed = Lösenordet lagrat säkrare
console-event-credential-suspended = Sätt att logga in pausat
console-event-credential-resumed = Sätt att logga in i bruk igen
console-event-credential-renamed = Sätt att logga in omdöpt
console-event-credential-must-change = Nytt lösenord krävs
console-event-user-method-activated = Metod påslagen för användaren
console-event-user-method-deactivated = Metod avslagen för användaren
console-event-user-logged-out = Alla sessioner avslutade
console-event-user-language = Språk valt
console-event-group-member-added = Gick med i en grupp
console-event-group-member-removed = Lämnade en grupp
console-event-setup-done = Servern satt i drift
console-event-push-rejected = Fråga på en enhet besvarad med ”inte jag”
console-event-certificate-expiring = Certifikat går snart ut

# ---- Records: What if
console-whatif-hint = Inget skickas, räknas eller ändras. Svaret bygger på konfigurationen just nu.
console-whatif-application = Loggar in i
console-whatif-user = Person
console-whatif-user-hint = Webbplats och användarnamn, till exempel acme/ada
console-whatif-elsewhere = Någon som kommer via en annan leverantör
console-whatif-by = Kommer via metoden
console-whatif-by-hint = Dess namn, till exempel oidc.1
console-whatif-told-subject = Heter där
console-whatif-told-subject-hint = Vad metoden kallar personen: subjekt, NameID eller adress
console-whatif-attributes = Med attributen
console-whatif-attributes-hint = Ett per rad, till exempel email=ada@acme.example
console-whatif-provider = Leverantör
console-whatif-provider-hint = Entitets-id eller utfärdare, om metoden har flera
console-whatif-whom = Vem det är här
console-whatif-address = Från adress
console-whatif-ask = Fråga
console-whatif-more = Mer om begäran
console-whatif-passed = Metoder som redan klarats
console-whatif-passed-hint = Namn i ordning, åtskilda av blanksteg.
console-whatif-wanted = Begärda referenser
console-whatif-wanted-hint = Det som acr_values eller en SAML-begäran skulle ange.
console-whatif-scopes = Omfattningar
console-whatif-front = Kommer via
console-whatif-front-browser = Webbläsare
console-whatif-front-radius = RADIUS
console-whatif-front-agent = Agent
console-whatif-strict = Inget mindre duger
console-whatif-passive = Ingen sida får visas
console-whatif-login = Inloggningens referens
console-whatif-somebody = Någon
console-whatif-granted = { $name } kommer in i { $application }
console-whatif-denied = { $name } släpps inte in i { $application }
console-whatif-never = { $name } släpps inte in i { $application }, vad som än bevisas
console-whatif-otherwise = Vad som annars skulle frågas efter
console-whatif-asked = { $name } får en fråga före { $application }
console-whatif-can = { $name } kan komma in i { $application }
console-whatif-perhaps = { $name } kan komma in i { $application } på en längre väg
console-whatif-cannot = { $name } kan inte komma in i { $application }
console-whatif-now = Frågat nu:
console-whatif-story = Vad som hände i inloggningen
console-whatif-step-one = Efterfrågas: { $methods }
console-whatif-step-choose = Ett val mellan { $methods }
console-whatif-step-enrol = Ska först ställas in: { $methods }
console-whatif-step-owed = { $methods } begär en sak till
console-whatif-step-consent = Ombeds tillåta { $methods }
console-whatif-step-grant = Släpps in
console-whatif-step-deny = Nekad: { $reason }
console-whatif-passes = Om { $method } klaras
console-whatif-sets-up = Om { $method } ställs in
console-whatif-consents = Om personen tillåter det
console-whatif-cut = Det fortsätter och är för långt för att visas här.
console-whatif-not-offered = Erbjuds inte, och varför
console-whatif-method = Metod
console-whatif-why = Skäl
console-whatif-open = Öppna
console-whatif-person = Personen
console-whatif-enters = Släpper in
console-whatif-keep = Länk till den här frågan
console-whatif-subject = Subjekt
console-whatif-methods = Metoder
console-whatif-acr = acr
console-whatif-amr = amr
console-whatif-class = SAML-klass
console-whatif-declaration = SAML-deklaration
console-whatif-format = Namnformat
console-whatif-groups = Grupper

# ---- Records: Tokens
console-token-title = Säkerhetsdosa { $serial }
console-token-serial = Serienummer
console-token-of = Hos användare
console-token-owner = Ägare
console-token-user = Ge den till
console-token-user-hint = Användarnamn i { $site }
console-token-assign = Tilldela
console-token-activate = Aktivera
console-token-lock = Lås
console-token-initialise = Gör redo
console-token-revoke = Ta tillbaka
console-token-revoke-title = Ta tillbaka säkerhetsdosan { $serial }?
console-token-revoke-hint = Ägaren kan inte längre logga in med den.
console-token-to = Varför
console-token-to-inventory = Tillbaka till lagret
console-token-to-lost = Förlorad
console-token-to-faulty = Defekt
console-token-pin = PIN-kod
console-token-pin-hint = Lämnas det tomt skapas en som visas en gång.
console-token-set-pin = Ange PIN-koden
console-token-first = Första koden
console-token-second = Nästa kod
console-token-resync = Synkronisera
console-token-site = Till webbplatsen
console-token-allocate = Flytta
console-token-delete-hint = Den försvinner genast ur lagret. Importeras filen igen kommer den tillbaka.
console-token-import = Importera säkerhetsdosor
console-import-title = Importera säkerhetsdosor
console-import-site = Webbplats som får dem
console-import-method = Metod som de blir
console-import-file = Fröfil
console-import-file-hint = Klistra in PSKC, CSV eller otpauth-adresser. Nycklarna visas inte igen.
console-import-password = Lösenord som öppnar filen
console-import-key = Nyckel som öppnar filen, i Base64
console-import-initialise = Ska göras redo innan någon kan få dem
console-import-button = Importera
console-import-try = Prova utan att skriva något
console-import-done = { $count ->
    [one] En säkerhetsdosa importerades
   *[other] { $count } säkerhetsdosor importerades
}
console-import-tried = { $count ->
    [one] En säkerhetsdosa skulle importeras
   *[other] { $count } säkerhetsdosor skulle importeras
}
console-import-refused = { $count ->
    [one] En togs inte emot
   *[other] { $count } togs inte emot
}
console-import-unchecked = Filen har en signatur som ingen har kontrollerat.

# ---- Records: Alerts, mails, webhooks
console-tab-alerts = Larm
console-alerts-hint = Vad rollens medlemmar får veta, på rollens webbplats och webbplatserna inuti den.
console-alert-event = Händelse
console-alert-by-mail = Via e-post
console-alert-by-webhook = Via webhook
console-alert-lockout = Någon låstes ute
console-alert-unlock = Någon låstes upp
console-alert-push-rejection = En fråga på en telefon besvarades ”inte jag”
console-alert-webhook-failed = En webhook misslyckas
console-alert-certificate-expiry = Ett certifikat upphör snart
console-alert-configuration-change = Konfigurationen ändrades
console-tab-mails = E-post
console-tab-sms = Sms
console-sms-hint = Växlarna frågas i den här ordningen; om en inte fungerar är det nästa tur.
console-sms-own = Utan egna används dem från en webbplats ovanför eller från systemet.
console-sms-none = Ingen växel är inställd
console-sms-new = Ny växel
console-sms-http = Inställningar för HTTP
console-sms-smpp = Inställningar för SMPP
console-sms-place = Plats i ordningen
console-mail-which = Meddelande
console-mail-language = Språk
console-mail-hint = Värden står där dessa namn står:
console-mail-edit = Alla webbplatsens texter på ett ställe
console-mail-words = Ordalydelse
console-mail-own = Egna ord
console-mail-original = Ursprunglig
console-mails-hint = Alla brev som webbplatsens användare får. Ett brevs ordalydelse kan ändras på varje språk.
console-mails-people = Till personen själv
console-mails-alerts = Larm till rollernas medlemmar
console-mails-all = Alla brev
console-mail-part-subject = Ämne
console-mail-part-text = Brödtext
console-mail-part-link = Länkens text
console-mail-preview = Förhandsgranska
console-mail-reset = Tillbaka till originalets ord
console-mail-shown = Så kommer det fram
console-mail-unsaved = Inte sparat
console-mail-code = Kod för en inloggning
console-mail-reset-name = Länk för att välja ett nytt lösenord
console-mail-password-changed = Lösenordet byttes
console-mail-factor-added = Ett sätt att logga in lades till
console-mail-factor-removed = Ett sätt att logga in togs bort
console-mail-backup-used = En reservkod användes
console-mail-locked = Kontot låstes
console-mail-unlocked = Kontot låstes upp
console-tab-deliveries = Leveranser
console-webhook-failures = Misslyckanden i rad
console-webhook-waiting = Väntar
console-webhook-delivered = Senast levererat
console-webhook-acts = Test och hemlighet
console-webhook-rotate-hint = En ny hemlighet visas en gång. Den förra signerar också tills du avslutar den.
console-webhook-test = Skicka ett test
console-webhook-rotate = Skapa en ny hemlighet
console-webhook-end-former = Avsluta den förra hemligheten
console-webhook-secret = Hemlighet
console-webhook-replay = Skicka händelser igen
console-webhook-replay-hint = Dagar eller tidpunkter som 2027-01-31T12:00:00Z. Varje händelse behåller sitt id.
console-webhook-replay-button = Skicka igen
console-webhook-lost = Förlorade leveranser
console-webhook-when = När
console-webhook-event = Händelse
console-webhook-tries = Försök

# ---- Records: Done
console-said-unlocked = Upplåst: { $title }
console-said-role-given = { $title } är nu { $role } genom gruppen { $group }
console-said-role-given-apart = { $title } är nu { $role } genom gruppen { $group }. Gruppen får ännu inte använda konsolen: någon som förvaltar den applikationen måste tillåta den
console-said-mail-saved = Sparat: brevet ”{ $title }” har nu denna ordalydelse
console-said-mail-reset = Brevet ”{ $title }” har sin ursprungliga ordalydelse igen
console-said-sessions-ended = Alla sessioner för { $title } är avslutade
console-said-session-ended = En session för { $title } är avslutad
console-said-suspended = Sparat: ett inloggningssätt för { $title } är pausat
console-said-resumed = Sparat: ett inloggningssätt för { $title } fungerar igen
console-said-way-removed = Borttaget: ett inloggningssätt för { $title }
console-said-must-change = Sparat: { $title } väljer ett nytt lösenord vid nästa inloggning
console-said-password-set = Sparat: { $title } har ett nytt lösenord
console-said-method-on = Sparat: { $method } är på för { $title }
console-said-method-off = Sparat: { $method } är av för { $title }
console-said-token-assign = Tilldelad: { $title }
console-said-token-activate = Aktiverad: { $title }
console-said-token-suspend = Pausad: { $title }
console-said-token-resume = Fungerar igen: { $title }
console-said-token-lock = Låst: { $title }
console-said-token-unlock = Upplåst: { $title }
console-said-token-initialise = Redo: { $title }
console-said-token-revoke = Tillbakatagen: { $title }
console-said-token-allocate = Flyttad: { $title }
console-said-token-setPin = Sparat: PIN-koden för { $title }
console-said-token-resync = Synkroniserad: { $title }
console-said-webhook-tested = { $title } tog emot testet
console-said-webhook-former = Sparat: den förra hemligheten för { $title } signerar inte längre
console-said-webhook-replayed = { $count ->
    [one] En händelse skickas igen till { $title }
   *[other] { $count } händelser skickas igen till { $title }
}
console-page-service = Tjänster
console-right-service = Tjänster
console-new-service = Ny tjänst
console-new-service-button = Skapa tjänsten
console-group-asks = Vem som frågar
console-event-service-unanswered = Tjänsten gav inget svar
