# ---- Demons värld
demo-site = Demo
demo-app = Demoprogram
demo-spa = Demoprogram utan hemlighet
demo-agent = Demoagent
demo-vpn = Demo-VPN (RADIUS)
demo-account = Ditt konto
demo-ctl = Kommandorad
demo-directory = Personerna i demon
demo-everyone = Alla
demo-method-password = Lösenord
demo-method-totp = Autentiseringsapp
demo-method-mail = Kod via e-post
demo-method-backup = Reservkod

# ---- Startsida
demo-start-title = Prova Symbolon
demo-start-hint = Det här är en hel server med en liten värld i. Inget här är hemligt, och inga brev lämnar den. Ta bort dess mapp för att börja om.
demo-start-app = Öppna demoprogrammet
demo-start-mail = Läs inkorgen
demo-start-account = Ditt konto
demo-back = Tillbaka till demons startsida
demo-about = Om demon
demo-people = Vem du kan vara
demo-people-hint = Här bor två personer. Lösenorden slumpades fram när demon startades första gången.
demo-name = Användarnamn
demo-password = Lösenord
demo-email = E-post
demo-second = Andra steget
demo-second-mail = En kod via e-post
demo-second-app = En autentiseringsapp, eller en kod via e-post
demo-key = Nyckel till en autentiseringsapp
demo-key-hint = Läs av den med valfri autentiseringsapp, eller skriv in nyckeln.
demo-key-label = QR-kod med nyckeln för { $name }
demo-try = Vad du kan prova
demo-link-inbox = inkorgen
demo-link-app = demoprogrammet
demo-link-account = konto
demo-link-forgot = glömt lösenordet
demo-try-mail = Logga in i { $app } som <b>ada</b>. Efter lösenordet skickas en kod; läs den i { $inbox }.
demo-try-totp = Logga in i { $app } som <b>bob</b>, med koden som din autentiseringsapp visar för hans nyckel.
demo-try-claims = Se vad { $app } fick veta om dig, och hur du visade vem du är.
demo-try-enrol = Öppna ditt { $account } som ada, lägg till en autentiseringsapp med QR-koden och skapa reservkoder.
demo-try-forgot = Säg att du har { $forgot }, och följ länken i { $inbox }.
demo-try-logout = Logga ut i programmet: då är du utloggad överallt.
demo-own = Anslut något eget
demo-own-hint = Två klienter är registrerade för program på den här datorn. Deras id, hemligheter och adresser står i filen nedan, i demons mapp.
demo-own-issuer = Utfärdare
demo-own-discovery = Metadata
demo-own-facts = Allt för skript
demo-own-ca = Certifikatutfärdare att lita på

# ---- Inkorg
demo-mail-title = Demons inkorg
demo-mail-hint = Brev som servern skulle ha skickat. De finns kvar tills den avslutas.
demo-mail-again = Titta igen
demo-mail-empty = Töm inkorgen
demo-mail-head = Till { $to }, { $at }
demo-mail-none = Inga brev än
demo-mail-none-hint = Logga in som ada, eller be om ett nytt lösenord.

# ---- Programmet
demo-app-title = Demoprogram
demo-app-hint = Det här är ett fristående program. Det vet inget om dig förrän du loggar in med Symbolon.
demo-app-login = Logga in
demo-app-in-title = Hej, { $name }
demo-app-in-hint = Symbolon talade om för programmet vem du är. Nedan står allt som det fick veta.
demo-app-logout = Logga ut
demo-app-again = Försök igen
demo-id-token = ID-token
demo-userinfo = Användaruppgifter
demo-claim = Uppgift
demo-value = Värde
demo-app-trouble-title = Det gick inte
demo-app-trouble = Programmet förstod inte svaret, eller så påbörjades inloggningen i en annan webbläsare. Försök igen.
demo-app-denied = Du loggades inte in. Du kan försöka igen när du vill.
