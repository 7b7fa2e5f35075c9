# ---- Die Welt der Demo
demo-site = Demo
demo-app = Demo-Anwendung
demo-spa = Demo-Anwendung ohne Geheimnis
demo-agent = Demo-Agent
demo-vpn = Demo-VPN (RADIUS)
demo-account = Ihr Konto
demo-ctl = Befehlszeile
demo-directory = Personen der Demo
demo-everyone = Alle
demo-method-password = Passwort
demo-method-totp = Authenticator-App
demo-method-mail = Code per E-Mail
demo-method-backup = Ersatzcode

# ---- Startseite
demo-start-title = Symbolon ausprobieren
demo-start-hint = Dies ist ein vollständiger Server mit einer kleinen Welt darin. Nichts hier ist geheim, und keine E-Mail verlässt ihn. Löschen Sie seinen Ordner, um von vorn zu beginnen.
demo-start-app = Demo-Anwendung öffnen
demo-start-mail = Posteingang lesen
demo-start-account = Ihr Konto
demo-back = Zurück zur Startseite der Demo
demo-about = Über diese Demo
demo-people = Wer Sie sein können
demo-people-hint = Hier leben zwei Personen. Die Passwörter wurden beim ersten Start der Demo zufällig gewählt.
demo-name = Benutzername
demo-password = Passwort
demo-email = E-Mail
demo-second = Zweiter Schritt
demo-second-mail = Ein Code per E-Mail
demo-second-app = Eine Authenticator-App oder ein Code per E-Mail
demo-key = Schlüssel für eine Authenticator-App
demo-key-hint = Scannen Sie ihn mit einer beliebigen Authenticator-App oder tippen Sie den Schlüssel ein.
demo-key-label = QR-Code mit dem Schlüssel von { $name }
demo-try = Was Sie ausprobieren können
demo-link-inbox = Posteingang
demo-link-app = Demo-Anwendung
demo-link-account = Konto
demo-link-forgot = vergessenes Passwort
demo-try-mail = Melden Sie sich an der { $app } als <b>ada</b> an. Nach dem Passwort wird ein Code gesendet; lesen Sie ihn im { $inbox }.
demo-try-totp = Melden Sie sich an der { $app } als <b>bob</b> an, mit dem Code, den Ihre Authenticator-App für seinen Schlüssel zeigt.
demo-try-claims = Sehen Sie nach, was die { $app } über Sie erfahren hat und wie Sie sich ausgewiesen haben.
demo-try-enrol = Öffnen Sie als ada Ihr { $account }, fügen Sie mit dem QR-Code eine Authenticator-App hinzu und erstellen Sie Ersatzcodes.
demo-try-forgot = Melden Sie ein { $forgot } und folgen Sie dem Link im { $inbox }.
demo-try-logout = Melden Sie sich in der Anwendung ab: Damit sind Sie überall abgemeldet.
demo-own = Etwas Eigenes anbinden
demo-own-hint = Für Programme auf diesem Rechner sind zwei Clients registriert. Ihre Kennungen, Geheimnisse und Adressen stehen in der Datei unten, im Ordner der Demo.
demo-own-issuer = Aussteller
demo-own-discovery = Metadaten
demo-own-facts = Alles für Skripte
demo-own-ca = Zertifizierungsstelle, der zu vertrauen ist

# ---- Posteingang
demo-mail-title = Posteingang der Demo
demo-mail-hint = E-Mails, die der Server gesendet hätte. Sie bleiben, bis er endet.
demo-mail-again = Noch einmal nachsehen
demo-mail-empty = Posteingang leeren
demo-mail-head = An { $to }, { $at }
demo-mail-none = Noch keine E-Mail
demo-mail-none-hint = Melden Sie sich als ada an oder fordern Sie ein neues Passwort an.

# ---- Die Anwendung
demo-app-title = Demo-Anwendung
demo-app-hint = Dies ist eine eigenständige Anwendung. Sie weiß nichts über Sie, bis Sie sich mit Symbolon anmelden.
demo-app-login = Anmelden
demo-app-in-title = Hallo, { $name }
demo-app-in-hint = Symbolon hat dieser Anwendung gesagt, wer Sie sind. Unten steht alles, was sie erfahren hat.
demo-app-logout = Abmelden
demo-app-again = Noch einmal versuchen
demo-id-token = ID-Token
demo-userinfo = Angaben zur Person
demo-claim = Angabe
demo-value = Wert
demo-app-trouble-title = Das hat nicht geklappt
demo-app-trouble = Die Anwendung konnte mit der Antwort nichts anfangen, oder die Anmeldung wurde in einem anderen Browser begonnen. Versuchen Sie es noch einmal.
demo-app-denied = Sie wurden nicht angemeldet. Sie können es jederzeit noch einmal versuchen.
