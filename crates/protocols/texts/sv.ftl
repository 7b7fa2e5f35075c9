# OpenID Connect: gränssnittets egna sidor.
oidc-form-post-title = Tillbaka till tjänsten
oidc-client-title = Tjänsten frågade på fel sätt
oidc-client-remedy = Tjänsten är inte känd här, eller så angav den en adress som inte är registrerad för den. Gå tillbaka till den och försök igen. Om det händer igen, ge dem som sköter den referensen nedan.
oidc-gone-title = Den här inloggningen är över
oidc-gone-remedy = Den är redan avslutad, tog för lång tid eller påbörjades i en annan webbläsare. Gå tillbaka till tjänsten och logga in igen.
oidc-logout-title = Vill du logga ut?
oidc-logout-hint = Du loggas ut här och ur de tjänster som du använde med den här inloggningen.
oidc-logout-go = Logga ut
oidc-logout-stay = Förbli inloggad
oidc-logged-out-title = Du är utloggad
oidc-logged-out-hint = Stäng också alla webbläsarfönster om datorn delas med andra.

# Vad som är fel i en klients registrering.
finding-metadata-malformed = Registreringen kan inte läsas: { $what }. Rätta till JSON-texten.
finding-client-id = En klient behöver ett client_id med högst 255 skrivbara tecken. Ge den ett.
finding-client-id-taken = En annan tjänst har samma client_id. Ge varje tjänst ett eget.
finding-secret-missing = Det här sättet att autentisera kräver client_secret. Ange ett, eller välj ett annat sätt.
finding-secret-short = client_secret är kort. Använd minst 32 slumpvisa tecken.
finding-auth-method = Värdet { $value } är inget sätt att autentisera klienter här. Använd client_secret_basic, client_secret_post, private_key_jwt eller none.
finding-redirect-uri = Den här returadressen kan inte användas: { $why }. Registrera den exakta adressen med https, eller http på den egna datorn.
finding-redirect-uri-missing = Klienten saknar returadress. Registrera minst en.
finding-grant-type = Tillståndstypen { $value } är inte känd här. Använd authorization_code, refresh_token eller client_credentials.
finding-response-type = Svarstypen { $value } erbjuds inte. Bara code finns.
finding-scope = Listan med scope kan inte läsas. Skriv namnen med ett mellanslag emellan.
finding-signing-alg = ID-token kan inte signeras med { $value }. Använd RS256, ES256 eller EdDSA.
finding-jwks = Klientens nycklar kan inte användas: { $why }. Registrera publika nycklar av typen RSA, P-256 eller Ed25519.
finding-jwks-uri = Nycklar hämtas inte från jwks_uri. Lägg dem i jwks.
finding-backchannel = backchannel_logout_uri måste vara en adress utan fragment, med https, eller http på den egna datorn.
finding-subject-type = Subjekttypen { $value } är inte känd. Använd public eller pairwise.
finding-sector = Med pairwise måste alla returadresser ha samma värdnamn.
finding-public-credentials = En publik klient har inget att styrka sig med och kan därför inte använda client_credentials.

# RADIUS: det som står på klientens rad.
radius-rejected = Inloggningen lyckades inte. Referens { $reference }
radius-choose = Skriv numret på det sätt du vill använda:
radius-choose-other = Eller skriv ett nummer för ett annat sätt:
radius-again = Skriv det nya lösenordet igen

# Vad som är fel i registreringen av en RADIUS-klient.
finding-radius-member = Registreringen har en okänd medlem { $member }. Rätta namnet eller ta bort den.
finding-radius-address = Värdet { $value } är inget nätverk. Skriv 192.0.2.0/24, 192.0.2.7 eller 2001:db8::/32.
finding-radius-address-missing = En RADIUS-klient känns igen på sin adress. Ange minst ett nätverk i addresses.
finding-radius-address-twice = Samma nätverk står två gånger i addresses. Ta bort det ena.
finding-network-taken = Applikationen { $application } har redan nätverket { $network }. Ge varje RADIUS-klient egna nätverk.
finding-radius-secret-missing = Klienten har varken en hemlighet för UDP eller ett certifikat för TLS. Ge den något av dem.
finding-radius-secret-short = Hemligheten är så kort att den går att hitta genom att pröva. Använd minst { $shortest } slumpmässiga tecken, eller sätt shortSecret true för en enhet som inte klarar det.
finding-radius-secret-known = Hemligheten är en av dem som alla prövar först. Använd minst { $shortest } slumpmässiga tecken, eller sätt shortSecret true för en enhet som inte klarar det.
finding-radius-certificate = Värdet { $value } anger inget certifikat. Skriv ett DNS-namn, eller sha256: och 64 hexadecimala siffror.
finding-radius-unsigned = Svar på förfrågningar utan Message-Authenticator kan förfalskas av vem som helst på vägen. Uppdatera enheten och sätt requireMessageAuthenticator true.
finding-radius-hashed = Detta fungerar bara för koder och för lösenord som lagras i klartext. Alla andra avvisas med orsaken hashed-only. Använd hellre PAP över TLS.
finding-radius-reject-delay = Avslag fördröjs längre än klienter väntar. { $most } millisekunder används.
