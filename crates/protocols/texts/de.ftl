# OpenID Connect: eigene Seiten der Schnittstelle.
oidc-form-post-title = Zurück zur Anwendung
oidc-client-title = Die Anwendung hat falsch angefragt
oidc-client-remedy = Die Anwendung ist hier nicht bekannt, oder sie hat eine Adresse genannt, die nicht für sie eingetragen ist. Gehen Sie zu ihr zurück und versuchen Sie es erneut. Geschieht es wieder, nennen Sie den Betreibern die Kennung unten.
oidc-gone-title = Diese Anmeldung ist vorbei
oidc-gone-remedy = Sie wurde schon abgeschlossen, hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Gehen Sie zur Anwendung zurück und melden Sie sich erneut an.
oidc-logout-title = Möchten Sie sich abmelden?
oidc-logout-hint = Sie werden hier und bei den Anwendungen abgemeldet, die Sie mit dieser Anmeldung benutzt haben.
oidc-logout-go = Abmelden
oidc-logout-stay = Angemeldet bleiben
oidc-logged-out-title = Sie sind abgemeldet
oidc-logged-out-hint = Schließen Sie an einem gemeinsam genutzten Rechner auch alle Fenster des Browsers.

# Was an der Registrierung eines Clients nicht stimmt.
finding-metadata-malformed = Die Registrierung ist nicht lesbar: { $what }. Berichtigen Sie das JSON.
finding-client-id = Ein Client braucht eine client_id aus höchstens 255 druckbaren Zeichen. Geben Sie ihm eine.
finding-client-id-taken = Eine andere Anwendung hat dieselbe client_id. Geben Sie jeder eine eigene.
finding-secret-missing = Diese Art der Authentifizierung braucht ein client_secret. Setzen Sie eines, oder wählen Sie eine andere Art.
finding-secret-short = Das client_secret ist kurz. Nehmen Sie mindestens 32 zufällige Zeichen.
finding-auth-method = Der Wert { $value } ist hier keine Art der Client-Authentifizierung. Nehmen Sie client_secret_basic, client_secret_post, private_key_jwt oder none.
finding-redirect-uri = Diese Rückkehradresse ist nicht brauchbar: { $why }. Tragen Sie die genaue Adresse ein, mit https, oder mit http auf dem eigenen Rechner.
finding-redirect-uri-missing = Der Client hat keine Rückkehradresse. Tragen Sie mindestens eine ein.
finding-grant-type = Der Grant-Typ { $value } ist hier nicht bekannt. Nehmen Sie authorization_code, refresh_token oder client_credentials.
finding-response-type = Der Antworttyp { $value } wird nicht angeboten. Es gibt nur code.
finding-scope = Die Liste der Scopes ist nicht lesbar. Trennen Sie die Namen durch je ein Leerzeichen.
finding-signing-alg = ID-Token können nicht mit { $value } signiert werden. Nehmen Sie RS256, ES256 oder EdDSA.
finding-jwks = Die Schlüssel des Clients sind nicht brauchbar: { $why }. Tragen Sie öffentliche Schlüssel der Art RSA, P-256 oder Ed25519 ein.
finding-jwks-uri = Schlüssel werden nicht von jwks_uri geholt. Tragen Sie sie in jwks ein.
finding-backchannel = backchannel_logout_uri muss eine Adresse ohne Fragment sein, mit https, oder mit http auf dem eigenen Rechner.
finding-subject-type = Der Subjekt-Typ { $value } ist nicht bekannt. Nehmen Sie public oder pairwise.
finding-sector = Mit pairwise müssen alle Rückkehradressen denselben Host haben.
finding-public-credentials = Ein öffentlicher Client kann sich nicht ausweisen und darf daher client_credentials nicht verwenden.
