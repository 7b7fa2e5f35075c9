# OpenID Connect: eigene Seiten der Schnittstelle.
front-form-post-title = Zurück zur Anwendung
front-client-title = Die Anwendung hat falsch angefragt
front-client-remedy = Die Anwendung ist hier nicht bekannt, oder sie hat eine Adresse genannt, die nicht für sie eingetragen ist. Gehen Sie zu ihr zurück und versuchen Sie es erneut. Geschieht es wieder, nennen Sie den Betreibern die Kennung unten.
front-gone-title = Diese Anmeldung ist vorbei
front-gone-remedy = Sie wurde schon abgeschlossen, hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Gehen Sie zur Anwendung zurück und melden Sie sich erneut an.
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

# Agents: what they show or log.
agent-accepted = Sie sind angemeldet.
agent-rejected = Das stimmt nicht. Prüfen Sie den Benutzernamen und Ihre Eingabe.
agent-choose = Geben Sie die Nummer des gewünschten Wegs ein: { $choices }
agent-others = Oder geben Sie eine Nummer ein: { $choices }
agent-nothing-triggered = Es gibt nichts, was abgefragt werden könnte.
agent-poll-accept = Sie haben bestätigt.
agent-poll-pending = Wir warten auf Ihre Antwort.
agent-poll-declined = Sie haben abgelehnt.
agent-fault-parameter = Ein Parameter fehlt oder ist falsch.
agent-fault-not-allowed = Das ist hier nicht erlaubt.
agent-fault-too-many = Zu viele Anfragen. Versuchen Sie es später noch einmal.
agent-fault-refill = Das Auffüllen wird nicht angenommen.
agent-fault-no-header = Melden Sie sich zuerst an.
agent-fault-token = Das Token ist nicht brauchbar. Melden Sie sich neu an.
agent-fault-token-expired = Das Token ist abgelaufen. Melden Sie sich neu an.
agent-fault-role = Das Token ist für etwas anderes bestimmt.
agent-fault-credentials = Name und Passwort passen nicht zusammen.
agent-fault-no-name = Ein Benutzername fehlt.
agent-fault-not-made = Das wird hier nicht angeboten.
agent-fault-unavailable = Das ist gerade nicht möglich. Versuchen Sie es später noch einmal.
agent-fault-broken = Hier ist etwas schiefgegangen. Die Ursache steht im Protokoll.

# What is wrong with the registration of an agent.
finding-agent-member = Eine Registrierung hat kein Feld { $name }. Berichtigen Sie den Namen, oder entfernen Sie es.
finding-agent-certificate = Client-Zertifikate erreichen diesen Server noch nicht. Verwenden Sie addresses und key.
finding-agent-networks = Die Netze in { $name } sind nicht lesbar. Schreiben Sie 192.0.2.7, 10.0.0.0/8 oder 2001:db8::/32.
finding-agent-unidentified = Nichts unterscheidet diesen Agenten von allen anderen. Geben Sie ihm Adressen, einen Schlüssel oder beides.
finding-agent-anywhere = Die Adressen umfassen alle. Schränken Sie sie ein, oder geben Sie dem Agenten einen Schlüssel.
finding-agent-realm-alone = Wer den Realm nennt, gilt als dieser Agent. Geben Sie ihm auch Adressen oder einen Schlüssel.
finding-agent-secret-short = Der Wert von { $name } ist so kurz, dass er sich erraten lässt. Nehmen Sie mindestens 32 zufällige Zeichen.
finding-agent-key-unprintable = Ein Schlüssel steht in einer Kopfzeile. Nehmen Sie druckbare Zeichen ohne Leerzeichen.
finding-agent-secret-missing = Das Dienstkonto braucht ein Geheimnis. Setzen Sie eines.
finding-agent-secret-idle = Das Geheimnis bewirkt ohne serviceAccount nichts.
finding-agent-trigger-alone = Nur ein Dienstkonto kann Abfragen auslösen. Geben Sie dem Agenten serviceAccount und secret.
finding-agent-encoding = Der Wert von encoding muss product, once, twice oder twiceAsForm sein.
finding-agent-origin = Ein Eintrag in pollOrigins besteht aus Schema, Host und Port, etwa https://login.example.com.
finding-agent-language = Die Sprache muss en, fi, sv, fr oder de sein.
finding-agent-per-minute = Bei null Anfragen pro Minute wird nie geantwortet. Nehmen Sie mindestens eine.
finding-agent-offline = Geben Sie für den Betrieb ohne Verbindung mindestens 1 Code und 6549 Runden an; malgenommen höchstens 5000000.
finding-agent-offline-hazard = Werte für den Betrieb ohne Verbindung liegen auf einem Gerät, das gestohlen werden kann, und schützen nur die Eingabe. Nehmen Sie sie nur, wo eine lange PIN verlangt wird.

# RADIUS: was auf der Zeile eines Clients steht.
radius-rejected = Die Anmeldung ist nicht gelungen. Referenz { $reference }
radius-choose = Geben Sie die Nummer des gewünschten Weges ein:
radius-choose-other = Oder geben Sie eine Nummer für einen anderen Weg ein:
radius-again = Geben Sie das neue Passwort noch einmal ein

# Was an der Registrierung eines RADIUS-Clients nicht stimmt.
finding-radius-member = Die Registrierung enthält das unbekannte Feld { $member }. Berichtigen Sie den Namen oder entfernen Sie es.
finding-radius-address = Der Wert { $value } ist kein Netz. Schreiben Sie 192.0.2.0/24, 192.0.2.7 oder 2001:db8::/32.
finding-radius-address-missing = Ein RADIUS-Client wird an seiner Adresse erkannt. Nennen Sie in addresses mindestens ein Netz.
finding-radius-address-twice = Dasselbe Netz steht zweimal in addresses. Entfernen Sie eines.
finding-network-taken = Die Anwendung { $application } hat das Netz { $network } bereits. Geben Sie jedem RADIUS-Client eigene Netze.
finding-radius-secret-missing = Der Client hat weder ein Geheimnis für UDP noch ein Zertifikat für TLS. Geben Sie ihm eines von beiden.
finding-radius-secret-short = Das Geheimnis ist so kurz, dass man es durch Probieren finden kann. Nehmen Sie mindestens { $shortest } zufällige Zeichen, oder setzen Sie shortSecret auf true, wenn ein Gerät das nicht kann.
finding-radius-secret-known = Das Geheimnis ist eines von denen, die alle zuerst probieren. Nehmen Sie mindestens { $shortest } zufällige Zeichen, oder setzen Sie shortSecret auf true, wenn ein Gerät das nicht kann.
finding-radius-certificate = Der Wert { $value } bezeichnet kein Zertifikat. Schreiben Sie einen DNS-Namen, oder sha256: und 64 hexadezimale Ziffern.
finding-radius-unsigned = Antworten auf Anfragen ohne Message-Authenticator kann jeder fälschen, der auf dem Weg sitzt. Aktualisieren Sie das Gerät und setzen Sie requireMessageAuthenticator auf true.
finding-radius-hashed = Das geht nur mit Codes und mit Passwörtern, die im Klartext gespeichert sind. Alle anderen werden mit dem Grund hashed-only abgelehnt. Nehmen Sie lieber PAP über TLS.
finding-radius-reject-delay = Ablehnungen werden länger verzögert, als Clients warten. Es gelten { $most } Millisekunden.

# Was an der Registrierung eines SAML-Dienstanbieters nicht stimmt.
finding-saml-entity-missing = Ein Dienstanbieter braucht seine entity_id. Sie steht in seinen Metadaten.
finding-saml-entity-other = Die Metadaten gehören zu { $entity }, einer anderen Entität. Berichtigen Sie entity_id oder bringen Sie die richtigen Metadaten.
finding-saml-entity-taken = Eine andere Anwendung hat dieselbe entity_id. Geben Sie jeder Anwendung ihre eigene.
finding-affiliation-taken = Anwendungen anderer Websites haben diesen Verbund, oder eine von ihnen heißt so. Nennen Sie einen anderen: Namen teilen nur Anwendungen, die eine Sitzung gemeinsam erreicht.
finding-saml-no-metadata = Es gibt keine Metadaten. Legen Sie den EntityDescriptor des Dienstanbieters in descriptor ab oder seine Adresse in descriptor_url.
finding-saml-not-fetched = Die Metadaten wurden noch nicht geholt. Warten Sie eine Minute; das Audit-Protokoll sagt, warum sie abgelehnt werden.
finding-saml-metadata = Die Metadaten sind nicht brauchbar: { $why }. Bitten Sie die Betreiber der Anwendung um eine neue Kopie.
finding-saml-no-acs = Die Metadaten nennen keinen Ort, an den Antworten per POST oder Artifact gehen können. Ergänzen Sie einen AssertionConsumerService.
finding-saml-no-signing-key = Anfragen müssen signiert sein, und die Metadaten haben keinen Schlüssel dafür. Ergänzen Sie ein Zertifikat in den Metadaten oder lassen Sie signed_requests weg.
finding-saml-no-encryption-key = Assertions sollen verschlüsselt werden, und die Metadaten haben keinen RSA-Schlüssel dafür. Ergänzen Sie ein Zertifikat in den Metadaten oder wählen Sie possible.
finding-saml-keys-unusable = Von den Zertifikaten in den Metadaten sind { $count } nicht brauchbar. Verwenden Sie RSA mit mindestens 2048 Bit, P-256, P-384 oder P-521.
finding-saml-clear-acs = Assertions gehen im Klartext an eine Adresse, die mit http beginnt. Verwenden Sie https.
finding-saml-url = Von dort können keine Metadaten geholt werden. Schreiben Sie eine Adresse, die mit https beginnt.
finding-saml-certificate = Das ist kein brauchbares Zertifikat. Fügen Sie es als PEM ein.
finding-saml-unpinned = Geholten Metadaten wird nur geglaubt, wenn ein bekannter Schlüssel sie signiert hat. Ergänzen Sie das Zertifikat des Herausgebers in descriptor_certificates.
finding-saml-value = Der Wert { $value } ist hier nicht bekannt. Wählen Sie einen von { $known }.
finding-saml-attribute-unused = Das Attribut wird nur verwendet, wenn name_id ein Format ist. Entfernen Sie es oder wählen Sie ein Format.
finding-saml-relay-state = Der relay_state ist zu lang oder hat Zeichen, die nicht zurückgegeben werden können. Kürzen Sie ihn.
finding-saml-weak = Was hier erlaubt ist, kann fälschen oder lesen, wer es lange genug versucht. Erlauben Sie es nur, solange die Anwendung es nicht besser kann.
