# OpenID Connect: gränssnittets egna sidor.
front-form-post-title = Tillbaka till tjänsten
front-client-title = Tjänsten frågade på fel sätt
front-client-remedy = Tjänsten är inte känd här, eller så angav den en adress som inte är registrerad för den. Gå tillbaka till den och försök igen. Om det händer igen, ge dem som sköter den referensen nedan.
front-gone-title = Den här inloggningen är över
front-gone-remedy = Den är redan avslutad, tog för lång tid eller påbörjades i en annan webbläsare. Gå tillbaka till tjänsten och logga in igen.
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

# Agents: what they show or log.
agent-accepted = Du är inloggad.
agent-rejected = Det stämmer inte. Kontrollera användarnamnet och det du skrev.
agent-choose = Skriv numret på det sätt du vill använda: { $choices }
agent-others = Eller skriv ett nummer: { $choices }
agent-nothing-triggered = Det finns inget att fråga efter.
agent-poll-accept = Du bekräftade inloggningen.
agent-poll-pending = Vi väntar på ditt svar.
agent-poll-declined = Du avvisade inloggningen.
agent-fault-parameter = En parameter saknas eller är fel.
agent-fault-not-allowed = Det är inte tillåtet här.
agent-fault-too-many = För många förfrågningar. Försök igen senare.
agent-fault-refill = Påfyllningen godtas inte.
agent-fault-no-header = Logga in först.
agent-fault-token = Biljetten kan inte användas. Logga in igen.
agent-fault-token-expired = Biljetten är för gammal. Logga in igen.
agent-fault-role = Biljetten är avsedd för något annat.
agent-fault-credentials = Namnet och lösenordet stämmer inte överens.
agent-fault-no-name = Ett användarnamn saknas.
agent-fault-not-made = Det erbjuds inte här.
agent-fault-unavailable = Det går inte just nu. Försök igen senare.
agent-fault-broken = Något gick fel här. Orsaken står i loggen.

# What is wrong with the registration of an agent.
finding-agent-member = En registrering har inget fält { $name }. Rätta namnet eller ta bort fältet.
finding-agent-certificate = Klientcertifikat når ännu inte den här servern. Använd addresses och key.
finding-agent-networks = Näten i { $name } kan inte läsas. Skriv 192.0.2.7, 10.0.0.0/8 eller 2001:db8::/32.
finding-agent-unidentified = Ingenting skiljer den här agenten från alla andra. Ge den adresser, en nyckel eller båda.
finding-agent-anywhere = Adresserna omfattar alla. Begränsa dem eller ge agenten en nyckel.
finding-agent-realm-alone = Den som anger realmen tas för den här agenten. Ge den också adresser eller en nyckel.
finding-agent-secret-short = Värdet i { $name } är så kort att det går att gissa. Använd minst 32 slumpmässiga tecken.
finding-agent-key-unprintable = En nyckel skickas i ett huvud. Använd utskrivbara tecken utan mellanslag.
finding-agent-secret-missing = Tjänstekontot behöver en hemlighet. Ange en.
finding-agent-secret-idle = Hemligheten har ingen verkan utan serviceAccount.
finding-agent-trigger-alone = Bara ett tjänstekonto kan starta en fråga. Ge agenten serviceAccount och secret.
finding-agent-encoding = Värdet på encoding måste vara product, once, twice eller twiceAsForm.
finding-agent-origin = Ett ursprung i pollOrigins är schema, värd och port och inget annat, till exempel https://login.example.com.
finding-agent-language = Språket måste vara en, fi, sv, fr eller de.
finding-agent-per-minute = Med noll förfrågningar i minuten besvaras ingenting. Använd minst en.
finding-agent-offline = Ange minst 1 kod och 6549 varv för användning utan anslutning; produkten får vara högst 5000000.
finding-agent-offline-hazard = Värden för användning utan anslutning ligger på en maskin som kan bli stulen och skyddar bara det som skrivs. Använd dem där en lång PIN-kod krävs.

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

# Vad som är fel i registreringen av en SAML-tjänsteleverantör.
finding-saml-entity-missing = En tjänsteleverantör behöver sitt entity_id. Hämta det ur dess metadata.
finding-saml-entity-other = Metadata gäller { $entity }, som är någon annan. Rätta entity_id eller lägg in rätt metadata.
finding-saml-entity-taken = En annan applikation har samma entity_id. Ge varje applikation sitt eget.
finding-affiliation-taken = Applikationer på andra webbplatser har denna samhörighet, eller en av dem heter så. Ange en annan: bara applikationer som en session når tillsammans delar namn.
finding-saml-no-metadata = Metadata saknas. Lägg tjänsteleverantörens EntityDescriptor i descriptor eller dess adress i descriptor_url.
finding-saml-not-fetched = Metadata har inte hämtats än. Vänta en minut; granskningsloggen säger varför de avvisas.
finding-saml-metadata = Metadata kan inte användas: { $why }. Be dem som driver applikationen om en ny kopia.
finding-saml-no-acs = Metadata nämner ingen plats dit svar kan gå med POST eller artifact. Lägg till en AssertionConsumerService.
finding-saml-no-signing-key = Förfrågningar måste vara signerade, och metadata har ingen nyckel för det. Lägg till ett certifikat i metadata eller utelämna signed_requests.
finding-saml-no-encryption-key = Intyg ska krypteras, och metadata har ingen RSA-nyckel för det. Lägg till ett certifikat i metadata eller välj possible.
finding-saml-keys-unusable = Av certifikaten i metadata kan { $count } inte användas. Använd RSA med minst 2048 bitar, P-256, P-384 eller P-521.
finding-saml-clear-acs = Intyg går i klartext till en adress som börjar med http. Använd https.
finding-saml-url = Metadata kan inte hämtas därifrån. Skriv en adress som börjar med https.
finding-saml-certificate = Detta är inget användbart certifikat. Klistra in det i PEM.
finding-saml-unpinned = Hämtade metadata tros bara när en känd nyckel har signerat dem. Lägg till utgivarens certifikat i descriptor_certificates.
finding-saml-value = Värdet { $value } är okänt här. Välj ett av { $known }.
finding-saml-attribute-unused = Attributet används bara när name_id är ett format. Ta bort det eller välj ett format.
finding-saml-relay-state = relay_state är för långt eller har tecken som inte kan ges tillbaka. Korta det.
finding-saml-weak = Det som tillåts här kan förfalskas eller läsas av den som försöker länge nog. Tillåt det bara så länge applikationen inte kan bättre.
