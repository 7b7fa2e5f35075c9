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
