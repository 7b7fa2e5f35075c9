# ---- Anmeldung
login-title = Bei { $application } anmelden
login-menu-hint = Wie möchten Sie zeigen, wer Sie sind?
login-next-title = Noch ein Schritt
login-next-hint = Wählen Sie, wie Sie bestätigen, dass Sie es sind.
login-button = Anmelden
login-back = Zurück zu { $application } ohne Anmeldung
login-forgotten = Passwort vergessen?
login-or = oder verwenden Sie
login-other-ways = Andere Anmeldearten
login-more = Weitere Anmeldearten
continue-button = Weiter
prompt-skip = Später erledigen
who-proven = Angenommen: { $methods }
who-not-you = Sind Sie das nicht?
wait-button = Ich habe auf dem Telefon geantwortet
wait-until = Warten auf Ihr Telefon bis { $time }
again-button = einen neuen Code anfordern
again-later = Keine Nachricht? Sehen Sie im Spam-Ordner nach. Sie können nach { $time } { $button }.
again-now = Keine Nachricht? Sehen Sie im Spam-Ordner nach. Sie können { $button }.
match-said = Die Zahl ist
match-phone = Ihr Telefon

# ---- Zeilen unter den Anmeldearten
offer-password = Mit Ihrem Benutzernamen
offer-enrol = Jetzt einrichten

# ---- Felder
field-optional = (freiwillig)
field-username = Benutzername
field-password = Passwort
field-password-current = Aktuelles Passwort
field-new-password = Neues Passwort
field-new-password-again = Neues Passwort noch einmal
field-new-pin = Neue PIN
field-new-pin-again = Neue PIN noch einmal
field-email = E-Mail-Adresse
field-phone = Telefonnummer
field-code = Einmalcode
field-code-hint = Leerzeichen spielen keine Rolle.
field-code-hint-letters = Leerzeichen, Bindestriche und Großschreibung spielen keine Rolle.
field-name = Name des Geräts
field-name-hint = Damit Sie wissen, welches es ist, zum Beispiel Diensttelefon.

# ---- Ein Schlüssel für eine App
key-step-app = App besorgen
key-step-app-hint = Jede Authentifizierungs-App ist geeignet. Wenn Sie eine haben, machen Sie weiter.
key-step-scan = Dies mit der App scannen
key-step-code = Den angezeigten Code eingeben
key-code-hint = Das zeigt, dass die App und Ihr Konto zusammenpassen.
key-qr-label = QR-Code mit dem Schlüssel für Ihre App. Derselbe Schlüssel steht darunter.
key-open = In einer App auf diesem Gerät öffnen
key-by-hand = Oder den Schlüssel von Hand eingeben
key-facts =
    { $period ->
        [0] Zählerbasiert, { $digits } Ziffern, { $algorithm }
       *[other] Zeitbasiert, { $digits } Ziffern, { $period } Sekunden, { $algorithm }
    }

# ---- Was an einer Antwort nicht stimmt
reason-wrong = Das stimmt nicht. Prüfen Sie es und versuchen Sie es noch einmal.
reason-expired = Der Code gilt nicht mehr. Fordern Sie einen neuen an.
reason-malformed = Etwas fehlt. Füllen Sie das Feld aus und versuchen Sie es noch einmal.
reason-sending-limit = Zurzeit können keine weiteren Nachrichten gesendet werden. Warten Sie einige Minuten oder wählen Sie eine andere Anmeldeart.
reason-next-code = Dieser Code war richtig, aber das Gerät ist voraus. Geben Sie den nächsten Code ein, den es zeigt.
reason-not-sent = Die Nachricht konnte nicht gesendet werden. Versuchen Sie es noch einmal oder wählen Sie eine andere Anmeldeart.
reason-unavailable = Diese Anmeldeart antwortet zurzeit nicht. Versuchen Sie es noch einmal oder wählen Sie eine andere.
reason-link-first = Sie sind dort bekannt, aber hier noch nicht. Melden Sie sich hier einmal auf andere Weise an: Dann können Sie beides verbinden.
reason-upstream-refused = Der andere Anbieter hat Sie nicht angemeldet. Versuchen Sie es noch einmal oder wählen Sie eine andere Anmeldeart.
reason-upstream-invalid = Die Antwort des anderen Anbieters konnte nicht angenommen werden. Versuchen Sie es noch einmal oder wählen Sie eine andere Anmeldeart.
reason-disabled = Dieses Konto kann zurzeit nicht verwendet werden.
reason-other = Das hat nicht geklappt. Versuchen Sie es noch einmal.

# ---- Was eine Anwendung sehen darf
link-ask = { $method } mit Ihrem Konto verbinden?
link-ask-hint = Dort sind Sie als <b>{ $name }</b> bekannt. Von nun an meldet die Anmeldung dort Sie auch hier an.
link-button = Verbinden
link-button-later = Nicht jetzt
consent-title = { $application } erlauben?
consent-hint = { $application } bittet um die Erlaubnis:
consent-allow = Erlauben
consent-deny = Nicht erlauben
consent-later = Sie können dies jederzeit unter „Ihr Konto“ zurücknehmen.
scope-openid = zu wissen, wer Sie sind
scope-profile = Ihren Namen und Ihr Profil zu sehen
scope-email = Ihre E-Mail-Adresse zu sehen
scope-phone = Ihre Telefonnummer zu sehen
scope-address = Ihre Postanschrift zu sehen
scope-offline-access = verbunden zu bleiben, während Sie abwesend sind
scope-other = „{ $scope }“ zu verwenden

# ---- Was wäre wenn: die Regeln, die entscheiden
whatif-offered = Wird angeboten
whatif-enrols = Wird zur Einrichtung während der Anmeldung angeboten
whatif-passed = Bereits bestanden
whatif-disabled = Abgeschaltet
whatif-not-in-site = Nicht mit der Site { $site } verknüpft
whatif-not-allowed = Für { $application } nicht erlaubt
whatif-kind-never-opens = Eine Methode dieser Art beginnt nie eine Anmeldung
whatif-mfa-never-opens = Folgt nach Einstellung einer anderen Methode (mfa true) und beginnt darum nie eine Anmeldung
whatif-opens-where-asked = Beginnt eine Anmeldung nur, wo die Verknüpfung von { $application } es sagt (opens)
whatif-follows-with-mfa = Würde nach einer selbst gewählten Adresse fragen; folgt einer anderen Methode nur mit mfa true
whatif-attribute-missing = Das Attribut { $attribute } fehlt oder ist leer
whatif-no-credential = Die Person hat dafür nichts Aktives eingerichtet
whatif-not-activated = Für diese Person abgeschaltet
whatif-companion-alone = Nur neben einem anderen zweiten Faktor von Nutzen, und die Person hat keinen
whatif-unfit = Mit den Einstellungen stimmt etwas nicht, darum wird sie Benutzern nicht angeboten
whatif-network = Die Adresse { $address } liegt außerhalb ihrer Netze { $networks }
whatif-front-cannot-show = Lässt sich ohne Browser nicht zeigen ({ $front })
whatif-hidden = Verborgen: nur gezeigt, wo die Anfrage sie nennt, oder nach einer anderen Methode, wenn sonst nichts bleibt
whatif-context-not-wanted = Führt zu nichts von dem, was die Anfrage will: { $wanted }
whatif-not-next = Keine Verknüpfung führt von { $after } dorthin
whatif-not-asked = Der Schritt war entschieden, bevor sie geprüft wurde
whatif-menu = Noch ist nichts bewiesen: die Methoden, die hier eine Anmeldung beginnen dürfen
whatif-second-required = { $after } ist erlaubt, und ein zweiter Faktor ist verfügbar, also wird er verlangt
whatif-second-always = { $after } allein ist nicht erlaubt, also wird immer ein zweiter Faktor verlangt
whatif-kept-out = Ein zweiter Faktor ist verfügbar, doch Netz, Anfrage, Zugang oder Einstellungen halten ihn fern; er entfällt nie
whatif-none-available = { $after } ist erlaubt, und kein zweiter Faktor ist verfügbar, also genügt sie allein
whatif-nothing-follows = { $after } ist erlaubt, und nichts folgt ihr
whatif-second-unavailable = { $after } allein ist nicht erlaubt, und der Person ist kein zweiter Faktor verfügbar
whatif-enrol-first = Die Site lässt den ersten zweiten Faktor während der Anmeldung einrichten
whatif-demand-unmet = Nichts Bestandenes trägt, was die Anfrage verlangt
whatif-still-owed = Eine bestandene Methode verlangt noch etwas, etwa ein neues Passwort
whatif-consent-first = Die Person entscheidet zuerst, was die Anwendung sehen darf
whatif-barred = Diese Person darf nicht hinein, was immer sie beweist
whatif-silent = Die Anfrage erlaubt keine Seite, und eine wäre nötig
whatif-asked-quietly = Die Anfrage erlaubt keine Seite, und der Anbieter kann ohne eine gefragt werden
whatif-policy-unmet = Die Richtlinie der Anwendung ist nicht erfüllbar: ein verlangtes Attribut fehlt, oder ein einfaches hat mehrere Werte
whatif-policy-required = Die Richtlinie der Anwendung verlangt { $attribute }, und die Person hat keinen Wert dafür
whatif-policy-single = Die Richtlinie der Anwendung erlaubt einen Wert von { $attribute }, und die Person hat mehrere
whatif-policy-bounds = Der Ausdruck für { $attribute } in der Richtlinie ergibt mehr, als irgendeine Anmeldung braucht
whatif-application-disabled = Die Anwendung ist abgeschaltet
whatif-application-unfit = Mit den Einstellungen der Anwendung stimmt etwas nicht, darum kommt niemand hinein
whatif-site-disabled = Die Site ist abgeschaltet
whatif-user-disabled = Der Benutzer ist abgeschaltet
whatif-user-not-yet = Der Benutzer darf sich nicht vor { $from } anmelden
whatif-user-expired = Der Benutzer ist seit { $since } abgelaufen
whatif-directory-disabled = Das Verzeichnis des Benutzers ist abgeschaltet oder lässt sich nicht öffnen
whatif-out-of-reach = Benutzer der Site { $site } melden sich nicht bei Anwendungen dieser Site an
whatif-in-no-group = In keiner Gruppe, die { $application } verwenden darf
whatif-locked = Nach falschen Antworten gesperrt
whatif-nobody = Die Frage galt niemand Bestimmtem
whatif-another-person = Wer sie besteht, ist eine andere Person
whatif-unknown-here = Ihr Verzeichnis kennt niemanden dieses Namens, der sich hier anmelden darf
whatif-ambiguous-here = Mehrere Personen, die sich hier anmelden dürfen, haben diesen Namen
whatif-directory-unavailable = Ihr Verzeichnis antwortet nicht
whatif-cannot-pass = Der Benutzer kann sie nicht bestehen, solange er sich nicht anmelden darf
whatif-comes-otherwise = Die Person kommt über { $method }
whatif-ask-by-provider = Wen sie findet, entscheidet, was der Anbieter sagt: Fragen Sie nach jemandem, der über sie kommt
whatif-rule-not-for = Die Regel { $mapping } gilt nicht: { $condition } trifft nicht zu
whatif-rule-no-directory = Die Regel { $mapping } hat kein Verzeichnis zum Suchen
whatif-rule-several-values = Die Regel { $mapping } vergleicht mit einem Wert, und mehrere kamen an
whatif-rule-unvouched = Die Regel { $mapping } vergleicht eine Adresse oder Nummer, für die niemand bürgt
whatif-rule-finds = Die Regel { $mapping } findet { $user }
whatif-rule-finds-nobody = Die Regel { $mapping } findet niemanden, der sich hier anmelden darf
whatif-rule-finds-several = Die Regel { $mapping } findet mehrere: { $users }
whatif-rule-finds-too-many = So viele Personen haben, was die Regel { $mapping } vergleicht, dass niemand betrachtet wird
whatif-rule-asks = Die Regel { $mapping } würde den Dienst { $service } fragen; hier wird er nicht gefragt
whatif-rule-unanswered = Die Regel { $mapping } fragt den Dienst { $service }, der nicht eingerichtet ist
whatif-linked = Verbunden mit { $user }
whatif-not-linked = Mit keinem Konto verbunden
whatif-link-held = Die Verbindung mit einem Konto ist ausgesetzt
whatif-link-unclear = Der Name allein sagt nicht, wer das ist: Nennen Sie den Anbieter
whatif-found-by-rule = Die Benutzerzuordnung findet { $user }
whatif-found-by-link = Das verbundene Konto ist { $user }
whatif-stays-unregistered = In keinem Verzeichnis: wer die Methode sagt
whatif-nobody-found = Regeln der Benutzerzuordnung gelten, und keine findet jemanden; deshalb kein Zugang
whatif-several-found = Nicht genau eine Person ist gemeint; deshalb kein Zugang
whatif-unvouched = Niemand bürgt für das Verglichene; deshalb kein Zugang
whatif-service-decides = Wer es ist, hängt von einem Dienst ab, den nur eine Anmeldung fragt
whatif-service-unanswered = Ein Dienst, den eine Regel fragt, ist nicht eingerichtet; deshalb kein Zugang
whatif-links-first = Noch kein Konto: Die Person meldet sich zuerst bei einem an und wird dann gefragt, ob beide verbunden werden
whatif-account-gone = Das Konto gibt es nicht mehr

# ---- Kein Zugang
denied-back = Zurück zu { $application }
denied-restart = Mit einem anderen Konto anmelden
denied-support = Wenn das falsch aussieht, senden Sie die Referenz unten an { $address }.
denied-not-allowed-title = { $application } ist für Sie nicht zugänglich
denied-not-allowed-why = Sie haben gezeigt, wer Sie sind, aber Ihr Konto gehört nicht zu denen, die { $application } benutzen dürfen.
denied-not-allowed-todo = Bitten Sie die für { $application } zuständige Stelle um Zugang.
denied-not-allowed-todo-too = Wenn Sie ein anderes Konto haben, melden Sie sich mit diesem an.
denied-policy-title = { $application } braucht etwas, das Ihrem Konto fehlt
denied-policy-why = Sie haben bewiesen, wer Sie sind, aber etwas, das { $application } über Sie wissen muss, fehlt oder ist nicht eindeutig.
denied-policy-todo = Geben Sie den Verweis unten an, wer { $application } betreut: er führt zu dem, was fehlt.
denied-nothing-offered-title = Von hier aus kann man sich bei { $application } nicht anmelden
denied-nothing-offered-why = Für { $application } ist keine Anmeldeart eingerichtet, oder aus Ihrem Netz ist keine erlaubt.
denied-nothing-offered-todo = Wenn Sie woanders sind als sonst, versuchen Sie es aus Ihrem gewohnten Netz.
denied-second-factor-title = { $application } verlangt einen zweiten Schritt
denied-second-factor-why = Sie haben gezeigt, wer Sie sind, aber es muss auf eine zweite Art bestätigt werden, und für Sie ist keine eingerichtet.
denied-second-factor-todo = Fügen Sie unter „Ihr Konto“ eine zweite Anmeldeart hinzu und versuchen Sie es noch einmal.
denied-second-factor-todo-too = Wenn das nicht geht, bitten Sie den Support, eine für Sie einzurichten.
denied-blocked-title = Der nächste Schritt ist von hier aus nicht möglich
denied-blocked-why = { $application } verlangt einen zweiten Schritt, und Ihrer ist aus diesem Netz oder mit diesem Browser nicht erlaubt.
denied-blocked-todo = Versuchen Sie es aus Ihrem gewohnten Netz oder mit Ihrem gewohnten Browser.
denied-no-context-title = { $application } verlangt eine andere Art der Anmeldung
denied-no-context-why = Keine Ihrer Anmeldearten ist von der Art, die { $application } verlangt.
denied-no-context-todo = Fragen Sie den Support, welche { $application } braucht.
denied-wrong-person-title = Sie sind mit einem anderen Konto angemeldet
denied-wrong-person-why = { $application } hat ein anderes Konto erwartet als das, das Sie verwendet haben.
denied-wrong-person-todo = Melden Sie sich mit dem Konto an, das { $application } kennt.
denied-disabled-title = Ihr Konto kann zurzeit nicht verwendet werden
denied-disabled-why = Es ist abgeschaltet, noch nicht gültig oder abgelaufen.
denied-disabled-todo = Fragen Sie den Support, wann es verwendet werden kann.
denied-expired-title = Diese Anmeldung hat zu lange gedauert
denied-expired-why = Eine Anmeldung gilt zehn Minuten, und die sind vorbei.
denied-expired-todo = Gehen Sie zurück zu { $application } und melden Sie sich neu an.
denied-unavailable-title = Das hat nicht geklappt, und es liegt nicht an Ihnen
denied-unavailable-why = Ein Teil, der für die Anmeldung bei { $application } nötig ist, antwortet nicht.
denied-unavailable-todo = Gehen Sie zurück und versuchen Sie es in einigen Minuten noch einmal.
denied-unsettled-title = Wir konnten nicht feststellen, welches Konto Ihres ist
denied-unsettled-why = Was wir über Sie wissen, führt nicht zu genau einem Konto für { $application }.
denied-unsettled-todo = Gehen Sie zurück und melden Sie sich auf andere Art an, wenn Sie eine haben.
denied-other-title = Sie wurden nicht angemeldet
denied-other-why = Mit den eingegebenen Angaben kommt niemand zu { $application }.
denied-other-todo = Gehen Sie zurück und versuchen Sie es noch einmal.

# ---- Seiten rund um eine Anmeldung
form-post-title = Weiter zu einer anderen Seite
gone-title = Diese Anmeldung ist beendet
gone-hint = Sie ist abgeschlossen, hat mehr als zehn Minuten gedauert oder wurde in einem anderen Browser begonnen. Gehen Sie zurück zur Anwendung und melden Sie sich neu an.
gone-home = Zur Startseite
logged-out-title = Sie sind abgemeldet
logged-out-hint = Schließen Sie den Browser, wenn auch andere diesen Computer benutzen.
logged-out-again = Neu anmelden
landing-title = Bei { $site } anmelden
landing-hint = Nach der Anmeldung sehen Sie Ihre Anwendungen und Ihr Konto.
landing-button = Anmelden
start-title = Ihre Anwendungen
start-hint = Angemeldet als { $name }.
start-empty = Noch keine Anwendungen
start-empty-hint = Wenn Ihnen jemand Zugang zu einer gibt, steht sie hier.
start-account = Ihr Konto

# ---- Passwort vergessen
forgot-title = Passwort vergessen?
forgot-hint = Geben Sie Ihren Benutzernamen ein. Wir senden einen Link an die E-Mail-Adresse Ihres Kontos.
forgot-button = Link senden
forgot-sent-title = Sehen Sie in Ihre E-Mails
forgot-sent-hint = Wenn es ein Konto mit diesem Namen und einer E-Mail-Adresse gibt, ist ein Link unterwegs. Er gilt 15 Minuten. Keine Nachricht? Sehen Sie im Spam-Ordner nach.
reset-title = Neues Passwort wählen
reset-hint = Es ersetzt das vergessene. Danach melden Sie sich damit an.
reset-button = Passwort speichern
reset-done-title = Ihr Passwort ist geändert
reset-done-hint = Sie sind überall sonst abgemeldet. Melden Sie sich mit dem neuen Passwort an.
reset-gone-title = Dieser Link gilt nicht mehr
reset-gone-hint = Er wurde schon verwendet, ist älter als 15 Minuten oder durch einen neueren ersetzt.
reset-gone-again = Neuen Link anfordern

# ---- Erster Administrator
setup-title = Diesen Server einrichten
setup-hint = Geben Sie den Einrichtungscode ein, den der Server beim Start ausgegeben hat, und wählen Sie Ihr Konto.
setup-code = Einrichtungscode
setup-button = Administrator anlegen
setup-wrong = Der Einrichtungscode stimmt nicht, wurde schon verwendet oder ist älter als eine Stunde.
setup-done-title = Der Server ist eingerichtet
setup-done-hint = Melden Sie sich mit dem eben angelegten Konto an.

# ---- Ihr Konto
account-title = Ihr Konto
account-applications = Anwendungen
account-logout = Abmelden
account-back = Ihr Konto
account-cancel = Abbrechen
account-none-title = Hier gibt es keine Kontoseiten
account-none-hint = Für diese Site hat niemand Kontoseiten eingerichtet. Fragen Sie den Support.

ways-title = Anmeldearten
ways-add = Anmeldeart hinzufügen
ways-add-title = Anmeldeart hinzufügen
ways-add-hint = Zwei sind besser als eine: Wenn Sie Ihr Telefon verlieren, kommen Sie mit der anderen hinein.
ways-add-none = Sie haben schon alle Anmeldearten, die hier angeboten werden
ways-empty = Hier ist noch nichts
ways-empty-hint = Hinzugefügte Anmeldearten stehen hier.
ways-codes-few = { $left ->
    [0] Es sind keine Ersatzcodes mehr übrig.
    [one] Es ist nur noch ein Ersatzcode übrig.
   *[other] Es sind nur noch { $left } Ersatzcodes übrig.
 }
ways-codes-few-hint = Erstellen Sie eine neue Liste, bevor Sie sie brauchen. Die alte gilt dann nicht mehr.
day-today = heute, { $time }
way-method = { $method }.
way-added = Hinzugefügt: { $date }.
way-used = Zuletzt verwendet: { $date }.
way-changed = Geändert: { $date }.
way-made = Erstellt: { $date }.
way-address = Geht an { $address }
way-left = { $left ->
    [one] { $left } von { $total } ist übrig.
   *[other] { $left } von { $total } sind übrig.
 }
way-serial = Seriennummer { $serial }.
way-suspended = Von einem Administrator abgeschaltet.
way-few = Fast aufgebraucht
way-change = Ändern
way-remove = Entfernen
way-rename = Umbenennen
way-renew = Neue Liste erstellen

rename-title = { $name } umbenennen
rename-button = Namen speichern
remove-title = { $name } entfernen?
remove-hint = { $left ->
    [0] Es ist Ihre einzige zweite Anmeldeart. Anwendungen, die eine verlangen, lassen Sie dann nicht mehr hinein.
    [one] Ihnen bleibt eine andere Anmeldeart.
   *[other] Ihnen bleiben { $left } andere Anmeldearten.
 }
remove-codes-too = Ihre Ersatzcodes werden mit entfernt, weil sie nur neben einer anderen Anmeldeart gelten.
remove-button = Entfernen

step-up-title = Melden Sie sich zuerst mit Ihrem zweiten Schritt an
step-up-hint = Sie haben eine zweite Anmeldeart, und diese Anmeldung kam ohne sie aus. Um Ihre Anmeldearten zu ändern, melden Sie sich mit beiden an.

sessions-title = Wo Sie angemeldet sind
sessions-here = Dieser Browser
sessions-end = Abmelden
sessions-others = Überall sonst abmelden
session-device = { $browser } auf { $system }
session-device-one = { $name }
session-unknown = Unbekannter Browser
session-facts = { $address }. Seit { $since }
session-facts-with = { $address }. { $applications }. Seit { $since }

permissions-title = Was Anwendungen dürfen
permission-facts = Erlaubt: { $scopes }. Seit { $since }
permissions-withdraw = Zurücknehmen

profile-title = Über Sie
profile-change = Sprache ändern
profile-name = Name
profile-username = Benutzername
profile-email = E-Mail
profile-phone = Telefon
profile-language = Sprache
profile-none = Nicht bekannt
profile-edit-title = Sprache der Seiten und Nachrichten
profile-edit-hint = Um Ihren Namen und Ihre Adressen kümmert sich der Support.
profile-browser = Wie der Browser es wünscht
profile-save = Speichern

activity-title = Letzte Ereignisse
activity-all = Die letzten 90 Tage
activity-page-title = Was mit Ihrem Konto geschehen ist
activity-hint = Ist etwas dabei, das nicht von Ihnen kam? Ändern Sie Ihr Passwort und melden Sie sich dann überall sonst ab.
activity-empty = Es ist noch nichts geschehen
activity-table = Tabelle der letzten Ereignisse
activity-today = Heute, { $time }
activity-when = Wann
activity-what = Was
activity-where = Wo
activity-application = Anwendung
activity-login-granted = Angemeldet
activity-login-denied = Nicht eingelassen
activity-method-passed = { $method }: angenommen
activity-method-missed = { $method }: falsche Antwort
activity-account-locked = Gesperrt
activity-user-unlocked = Entsperrt
activity-session-ended = Abgemeldet
activity-enrolment-done = Anmeldeart hinzugefügt
activity-credential-removed = Anmeldeart entfernt
activity-password-changed = Passwort geändert
activity-reset-asked = Neues Passwort angefordert
activity-reset-done = Neues Passwort per E-Mail gesetzt
activity-consent-withdrawn = Erlaubnis zurückgenommen
activity-account-linked = Mit einem anderen Anbieter verbunden
activity-account-link-declined = Verbindung nicht hergestellt
activity-consent-given = Erlaubnis erteilt

flash-added = { $name } ist hinzugefügt.
flash-removed = { $name } ist entfernt.
flash-renamed = Der neue Name ist { $name }.
flash-changed = Ihr Passwort ist geändert. Sie sind überall sonst abgemeldet.
flash-session-ended = { $name } ist abgemeldet.
flash-others-ended = Sie sind überall sonst abgemeldet.
flash-language = Die Sprache ist gespeichert.
flash-withdrawn = { $name } darf nichts mehr in Ihrem Namen tun.
flash-gone = Das war schon erledigt oder hat zu lange gedauert. Beginnen Sie neu.
