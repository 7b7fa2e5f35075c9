# ---- Frame
console-search-label = Objekt oder Seite suchen
console-search-hint = Person, Anwendung, Methode suchen …
console-account = Mein Konto
console-logout = Abmelden
console-crumbs = Wo Sie sind
console-undo = Rückgängig machen
console-back = Zurück zur Übersicht
console-cli = Dasselbe auf der Befehlszeile
console-now = jetzt

# ---- Nobody, nothing
console-none-title = Es gibt keine Verwaltung
console-none-hint = Keine Website hat eine Anwendung für die Verwaltung. Ein Administrator kann auf der Befehlszeile eine anlegen.
console-nobody-title = Die Verwaltung steht Ihnen nicht offen
console-nobody-hint = Sie sind angemeldet, aber keine Ihrer Gruppen hat eine Rolle. Bitten Sie einen Administrator, einer Ihrer Gruppen eine zuzuweisen.
console-nobody-home = Meine Anwendungen
console-nobody-account = Mein Konto
console-missing-title = Hier ist nichts
console-missing-hint = Das gibt es nicht oder nicht mehr. Finden Sie mit der Suche oben, was Sie brauchen.
console-forbidden-title = Ihre Rollen reichen nicht bis hierher
console-forbidden-hint = Bitten Sie einen Administrator der Website um eine Rolle, die das einschließt.
console-outranked-title = Damit würden Sie mehr vergeben, als Sie haben
console-outranked-hint = Das würde Rechte vergeben oder berühren, die Ihre eigenen Rollen nicht einschließen. Jemand mit diesen Rechten kann es tun.
console-moved-title = Jemand anderes hat das zuerst geändert
console-moved-hint = Es wurde nichts getan. Öffnen Sie die Seite neu und sehen Sie, ob es noch nötig ist.
console-conflict-title = Das geht jetzt nicht
console-conflict-hint = Der jetzige Zustand lässt es nicht zu.
console-invalid-title = Das lässt sich nicht speichern
console-invalid-hint = Die Konfiguration wäre danach fehlerhaft.
console-unsupported-title = Das geht hier nicht
console-unsupported-hint = Die Seite, die das geschickt hat, ist vielleicht veraltet. Öffnen Sie sie neu.
console-ended-title = Ihre Sitzung ist beendet
console-ended-hint = Was Sie geschrieben haben, ist noch da. Melden Sie sich in einem neuen Fenster an, kommen Sie hierher zurück und senden Sie es.
console-ended-login = In einem neuen Fenster anmelden
console-ended-send = Jetzt senden

# ---- Navigation
console-nav-site = Website
console-nav-all = Alle Websites
console-nav-mine = Alle meine Websites
console-nav-now = Jetzt
console-nav-people = Menschen
console-nav-ways = Zugänge
console-nav-system = System
console-nav-own = Darstellung und Sprache
console-page-overview = Übersicht
console-page-group = Gruppen
console-page-method = Methoden
console-page-chains = Faktorketten
console-page-application = Anwendungen
console-page-policy = Richtlinien
console-page-outboundMappingPolicy = Ausgehende Zuordnungen
console-page-inboundPolicy = Zuordnungen
console-page-inboundMappingPolicy = Benutzerzuordnungen
console-page-sosoConfiguration = SOSO-Konfigurationen
console-page-site = Websites
console-page-directory = Verzeichnisse
console-page-role = Rollen
console-page-webhook = Webhooks
console-page-template = Vorlagen
console-page-server = Einstellungen
console-site-find = Website suchen
console-site-find-hint = Unter { $count } Websites suchen …

# ---- Overview
console-home-title = Was Sie braucht
console-as-of = Stand { $at }.
console-again = Neu lesen
console-open-list = Liste öffnen
console-day = Die letzten 24 Stunden
console-day-hint = Jede Zeile hat ihren eigenen Maßstab
console-day-granted = Anmeldungen in 24 Stunden
console-day-denied = Fehlschläge in 24 Stunden
console-day-locked = Sperren in 24 Stunden
console-hour = Stunde
console-as-table = Dasselbe als Tabelle
console-lane-most = höchstens { $most }, um { $hour }
console-lane-none = keine
console-lane-said = { $lane } je Stunde: zwischen { $least } und { $most }, am meisten um { $hour }
console-needs = Braucht jemanden
console-needs-count = { $count ->
    [one] Eine Sache braucht jemanden
   *[other] { $count } Sachen brauchen jemanden
}
console-needs-none = Nichts braucht Sie
console-needs-none-hint = Hier stünden etwa Methoden, denen etwas fehlt, und Anwendungen, die niemand öffnen kann.
console-needs-more = { $count ->
    [one] Ein weiterer Befund steht bei seinem Objekt.
   *[other] { $count } weitere Befunde stehen bei ihren Objekten.
}

# ---- Findings
console-severity-broken = Fehlerhaft
console-severity-unfit = Untauglich
console-severity-warning = Warnung
console-finding = { $finding }
console-finding-open = Öffnen
console-line = Zeile { $line }
console-not-saved = { $count ->
    [one] Nicht gespeichert: Eine Stelle ist zu ändern
   *[other] Nicht gespeichert: { $count } Stellen sind zu ändern
}

# ---- Search
console-search-title = Suchen
console-search-for = Suche nach „{ $text }“
console-search-page-hint = Geben Sie einen Teil eines Namens oder Titels ein. Strg+K führt von jeder Seite zum Feld.
console-search-found = { $count ->
    [one] Ein Treffer
   *[other] { $count } Treffer
}
console-search-none = Nichts hat das im Namen oder Titel
console-search-none-hint = Jeder Teil des Namens genügt, groß oder klein geschrieben.
console-search-pages = Seiten
console-search-more = Alle Treffer

# ---- Lists
console-total = { $count ->
    [0] Keine
    [one] Insgesamt 1
   *[other] Insgesamt { $count }
}
console-name = Name
console-type = Typ
console-class = Klasse
console-head-title = Titel
console-head-type = Typ
console-head-protocol = Protokoll
console-head-role = Art der Rolle
console-head-rows = Zeilen
console-head-members = Mitglieder
console-head-findings = Befunde
console-head-below = Websites darin
console-head-noun = Was
console-head-number = Zeile
console-enabled = Eingeschaltet
console-disabled = Ausgeschaltet
console-box-enabled = { $title }, { $name }, eingeschaltet
console-update = Aktualisieren
console-update-hint = Speichert die Kästchen. Eine ausgeschaltete Methode gilt sofort nicht mehr, auch in laufenden Anmeldungen.
console-filter = Filtern
console-filter-text = Titel oder Name
console-filter-shown = Angezeigt
console-filter-all = Alle
console-filter-all-types = Alle Typen
console-filter-findings = Mit Befunden
console-filter-none = Nichts passt zum Filter
console-filter-clear = Alle anzeigen
console-list-none = Es gibt noch keine
console-next = Nächste Seite
console-findings-count = { $count ->
    [one] Ein Befund
   *[other] { $count } Befunde
}
console-members-everyone = Alle
console-members-listed = Aufgezählt
console-protocol-oidc = OpenID Connect
console-protocol-saml = SAML 2.0
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Seite dieses Servers
console-protocol-oidc-hint = Web- und Mobilanwendungen, die Menschen zum Anmelden hierher schicken
console-protocol-saml-hint = Webanwendungen, die SAML-Dienstanbieter sind
console-protocol-radius-hint = VPN-Zugänge, WLAN und Netzgeräte
console-protocol-agent-hint = AD FS, Windows-Anmeldung, PAM und andere Software, die über HTTP fragt
console-protocol-page-hint = Das Konto, die Verwaltung oder eine Seite zum Einrichten

# ---- Objects
console-object-title = { $title }
console-tab-main = Allgemein
console-tab-lines = Konfiguration
console-tab-registration = Registrierung
console-tab-provider = Anbieter
console-provider-tell = Dem Anbieter mitteilen
console-provider-tell-hint = Er braucht diese Adressen.
console-provider-metadata = Unsere Metadaten
console-provider-return = Antworten kommen zurück an
console-provider-logout = Abmeldung
console-tab-items = Zeilen
console-tab-rights = Rechte
console-tab-texts = Texte
console-tab-look = Aussehen
console-tab-children = Websites darin
console-about = Verwendung
console-see-chains = In den Faktorketten ansehen
console-save = Speichern
console-discard = Änderungen verwerfen
console-cancel = Abbrechen
console-read-only = Ihre Rollen erlauben, das zu lesen, aber nicht, es zu ändern.
console-more-languages = Weitere Sprachen
console-delete = Löschen
console-delete-disable-first = Zum Löschen erst ausschalten
console-delete-title = { $title } löschen?
console-delete-hint = Es ist sofort weg und nicht wiederherstellbar. Was damit verknüpft ist, verliert die Verknüpfung.
console-delete-button = { $title } löschen
console-hint-list = Je Zeile eins.
console-hint-numbers = Zahlen, durch Leerzeichen getrennt.
console-hint-range = Von { $low } bis { $high }.
console-hint-default = { $value }, wenn hier nichts steht.
console-hint-secret = Ein Geheimnis erscheint als { $mask }. Lassen Sie das stehen, um es zu behalten.
console-json = Alles als JSON
console-json-label = Registrierung als JSON
console-json-save = JSON speichern
finding-console-number = Das ist keine ganze Zahl. Schreiben Sie nur Ziffern.
finding-console-json = Das JSON ist in Zeile { $line } nicht lesbar. Berichtigen Sie es dort.
finding-console-link-missing = Unter { $path } gibt es nichts. Wählen Sie etwas, das es gibt.
finding-console-text-line = Zeile { $line } ist kein Text. Schreiben Sie einen Schlüssel, ein Gleichheitszeichen und den Text.
finding-console-text-unknown = Kein Text hat den Schlüssel { $key }. Berichtigen Sie den Schlüssel.
finding-console-text-unreadable = Der Text zu { $key } ist nicht lesbar. Geschweifte Klammern stehen für Werte und müssen geschlossen sein.
finding-console-text-variable = Der Text zu { $key } nennt einen Wert, den das Original nicht hat.
console-choice-true = Ja
console-choice-false = Nein
console-choice-default = Wie üblich ({ $value })
console-choice-none-set = Nicht gesetzt
console-choice-starttls = STARTTLS
console-choice-tls = TLS von Anfang an
console-choice-none = Keine, im Klartext
console-choice-sans = Ohne Serifen
console-choice-serif = Mit Serifen
console-choice-rounded = Gerundet
console-choice-separate = Ein Geheimnis auf einmal
console-choice-password-code = Passwort, dann Code
console-choice-code-password = Code, dann Passwort
console-yes = ja
console-no = nein

# ---- Groups of fields
console-group-who = Wer sie benutzen darf
console-group-told = Was Anwendungen erfahren
console-group-sending = Grenzen für das Senden
console-group-people = Was Menschen angeboten wird
console-group-mail = Mailserver
console-group-list = In der Liste der Menschen
console-group-session = Sitzungen
console-group-passcode = Was ein Passcode enthält
console-group-members = Mitglieder
console-group-tokens = Zugriffs- und Erneuerungstoken
console-group-contexts = Authentifizierungskontexte

# ---- Lines
console-lines = Konfiguration
console-lines-label = Alle Einstellungen als Zeilen
console-lines-hint = In jeder Zeile ein Name und ein Wert. Geheimnisse erscheinen als ********; lassen Sie das stehen, um sie zu behalten.
console-lines-more = Weitere Einstellungen
console-lines-save = Zeilen speichern

# ---- Links
console-links-none = Nichts ist verknüpft
console-links-more = { $count ->
    [one] Ein weiteres wird nicht gezeigt. Öffnen Sie es mit der Suche.
   *[other] { $count } weitere werden nicht gezeigt. Öffnen Sie eines davon mit der Suche.
}
console-link-add = Hinzufügen
console-link-button = Hinzufügen
console-link-replace = Ersetzen
console-link-path = Der Pfad, etwa demosite/everyone
console-link-fixed = Beim Anlegen festgelegt.
console-link-method-inboundPolicy = Zuordnungen
console-link-method-inboundPolicy-hint = Mit einer Tabelle gehen nur die Attribute, die sie nennt, an Richtlinien und Anwendungen weiter. Ohne Tabelle alle.
console-link-method-inboundMappingPolicy = Benutzerzuordnung
console-link-method-inboundMappingPolicy-hint = Findet den registrierten Benutzer zu dem, was die Methode liefert. Vertraut: Adressen und Nummern gelten, ohne dass der Anbieter ihre Prüfung zusagt.
console-link-method-sosoConfiguration = SOSO-Konfiguration
console-link-method-sosoConfiguration-hint = Zeilen, die mit der Methode aufbewahrt, gezeigt und exportiert werden. Nichts hier liest sie.
console-link-method-directory = Verzeichnis
console-link-method-directory-hint = Wo die Menschen sind, deren Zugangsdaten die Methode prüft.
console-link-method-site = Websites
console-link-method-site-hint = Wo die Methode zu sehen ist. Eine Anwendung kann nur Methoden ihrer Website erlauben.
console-link-method-application = Anwendungen
console-link-method-application-hint = Wo sie benutzt wird.
console-link-method-group = Gruppen
console-link-method-group-hint = Wo aktiviert, sind Mitglieder alle nicht Registrierten, die sich mit dieser Methode angemeldet haben.
console-link-application-method = Methoden
console-link-application-method-hint = Was sie annimmt. Eingeschaltet gilt hier als Nachweis; öffnet lässt eine Anmeldung mit einer Methode beginnen, die sonst nur folgt.
console-link-application-allowedTo = Gruppen
console-link-application-allowedTo-hint = Wer sich dort anmelden darf.
console-link-application-policy = Richtlinie
console-link-application-policy-hint = Welche Attribute die Anwendung bekommt. Ohne Richtlinie bekommt sie keine.
console-link-application-outboundMappingPolicy = Ausgehende Zuordnung
console-link-application-outboundMappingPolicy-hint = Wie Personen gegenüber der Anwendung heißen, statt dessen, was ihre Registrierung sagt.
console-link-application-role = Rollen
console-link-application-role-hint = Was die Anwendung hier in eigenem Namen tun darf.
console-link-site-method = Methoden
console-link-site-method-hint = Was Anwendungen dieser Website erlauben können.
console-link-site-share = Geteilte Anmeldungen
console-link-site-share-hint = Eine Anmeldung bei der einen ist eine Anmeldung bei der anderen.
console-link-group-member = Gruppen darin
console-link-group-member-hint = Mitglieder dieser Gruppen sind hier Mitglieder.
console-link-group-memberOf = Mitglied von
console-link-group-memberOf-hint = Gruppen, in denen diese Gruppe ist.
console-link-group-method = Methoden
console-link-group-method-hint = Wer sich unregistriert mit einer aktivierten anmeldet, ist Mitglied.
console-link-group-accessTo = Anwendungen
console-link-group-accessTo-hint = Wo sich Mitglieder anmelden dürfen.
console-link-group-role = Rollen
console-link-group-role-hint = Was Mitglieder verwalten dürfen.
console-link-policy-application = Anwendungen
console-link-policy-application-hint = Wo diese Richtlinie sagt, was herausgegeben wird.
console-link-outboundMappingPolicy-application = Anwendungen
console-link-outboundMappingPolicy-application-hint = Gegenüber denen Personen so heißen.
console-link-inboundPolicy-method = Methoden
console-link-inboundPolicy-method-hint = Deren Attribute diese Tabelle umbenennt.
console-link-inboundMappingPolicy-method = Methoden
console-link-inboundMappingPolicy-method-hint = Deren Personen diese Tabelle findet.
console-link-sosoConfiguration-method = Methoden
console-link-sosoConfiguration-method-hint = Die diese Zeilen haben.
console-link-role-assignedTo = Gruppen
console-link-role-assignedTo-hint = Deren Mitglieder diese Rolle haben.
console-link-role-grantedTo = Anwendungen
console-link-role-grantedTo-hint = Programme, die diese Rolle in eigenem Namen haben.
console-link-directory-method = Methoden
console-link-directory-method-hint = Was die Zugangsdaten seiner Menschen prüft.
console-link-method-nextFactor = Faktorketten
console-with-enabled = Eingeschaltet
console-with-opens = Öffnet
console-with-trusted = Vertraut
console-with-hint = Speichert die Kästchen.
console-remove = Entfernen
console-both-title = { $method } von { $from } entfernen?
console-both-hint = { $count ->
    [one] Eine Anwendung der Website erlaubt die Methode noch. Auch sie würde sie verlieren.
   *[other] { $count } Anwendungen der Website erlauben die Methode noch. Auch sie würden sie verlieren.
}
console-both-button = { $count ->
    [one] Beides entfernen
   *[other] Alle { $count } und die Verknüpfung entfernen
}

# ---- Rows, rights, texts, look
console-row = Zeile { $row }, { $column }
console-row-remove = Zeile { $row } entfernen
console-items-none = Die Tabelle ist leer
console-items-more = Leere Zeilen werden weggelassen. Nach dem Speichern gibt es neue.
console-items-policy-hint = Jede Zeile gibt ein Attribut heraus: ein Wert ist text:KONSTANTE, user:ATTRIBUT, method:ATTRIBUT oder ein Text mit Ausdrücken, etwa ${ "{" }user.cn{ "}" }. Ohne Gruppe geht es an alle.
console-items-mapping-hint = Jede Zeile macht ein Attribut aus anderen: Der Wert ist der Name eines Attributs oder ein Text mit Namen in geschweiften Klammern.
console-items-user-hint = Jede Zeile ist eine Regel: gelten ihre Bedingungen, so suchen ihre Suchen den Benutzer, oder ihr Dienst wird gefragt. Genau eine Person muss gefunden werden.
console-items-outbound-hint = Jede Zeile sagt, wie ein Benutzer heißt: ein Benutzer wird als Site und Name geschrieben, etwa demosite/ada. Wer keine Zeile hat, wird abgewiesen.
console-rights-built-in = Die Rechte von { $role } ändern sich nie.
console-rights-copy = In eine eigene Rolle kopieren
console-rights-site = Sie gelten in dieser Website und denen darin.
console-rights-system = Sie gelten überall.
console-right-all = Alles
console-right-server = Einstellungen
console-right-site = Websites
console-right-directory = Verzeichnisse
console-right-group = Gruppen
console-right-method = Methoden
console-right-inboundPolicy = Zuordnungen
console-right-inboundMappingPolicy = Benutzerzuordnungen
console-right-sosoConfiguration = SOSO-Konfigurationen
console-right-policy = Richtlinien
console-right-outboundMappingPolicy = Ausgehende Zuordnungen
console-right-template = Vorlagen
console-right-role = Rollen
console-right-application = Anwendungen
console-right-webhook = Webhooks
console-right-user = Benutzer
console-right-token = Token
console-right-session = Sitzungen
console-right-audit = Protokoll
console-right-whatif = Was wäre wenn
console-right-configuration = Konfiguration als Ganzes
console-right-through = eingeschlossen
console-verb-all = Alles
console-verb-read = Lesen
console-verb-write = Ändern
console-verb-delete = Löschen
console-verb-act = Helfen
console-role-administrator = Systemadministrator
console-role-siteManager = Website-Verwaltung
console-role-operator = Betrieb
console-role-auditor = Prüfer
console-role-helpdesk = Benutzerhilfe
console-role-own = Eigene Rechte
console-texts-hint = Je Zeile ein Text: sein Schlüssel, ein Gleichheitszeichen und was diese Website und die darin stattdessen sagen. Was über mehrere Zeilen geht, ist dort eingerückt.
console-children-none = In dieser Website ist keine andere
console-children-hint = Websites darin erben Texte, Aussehen und wer verwaltet.
console-colours = Was von dieser Farbe benutzt wird
console-colour-scheme = Schema
console-colour-light = Hell
console-colour-dark = Dunkel
console-colour-given = Gegeben
console-colour-used = Benutzt
console-colour-worst = Geringster Kontrast
console-colour-text = Text darauf
console-colour-why = Warum
console-colour-kept = Lesbar, wie sie ist.
console-colour-moved = Verschoben, bis Text in ihr auf jedem Grund einen Kontrast von 4,5 hat.

# ---- Something new
console-new-method = Neue Methode
console-new-application = Neue Anwendung
console-new-site = Neue Website
console-new-group = Neue Gruppe
console-new-policy = Neue Richtlinie
console-new-outboundMappingPolicy = Neue ausgehende Zuordnung
console-new-inboundPolicy = Neue Zuordnung
console-new-inboundMappingPolicy = Neue Benutzerzuordnung
console-new-sosoConfiguration = Neue SOSO-Konfiguration
console-new-role = Neue Rolle
console-new-webhook = Neuer Webhook
console-new-directory = Neues Verzeichnis
console-new-template = Neue Vorlage
console-new-method-button = Methode anlegen
console-new-application-button = Anwendung anlegen
console-new-site-button = Website anlegen
console-new-group-button = Gruppe anlegen
console-new-policy-button = Richtlinie anlegen
console-new-outboundMappingPolicy-button = Ausgehende Zuordnung anlegen
console-format = Namen
console-format-hint = Das ändert sich danach nie.
console-format-persistent = Dauerhaft: immer derselbe, hier gebildet
console-format-transient = Vorübergehend: ein anderer bei jeder Anmeldung
console-format-unspecified = Von Hand: eine Tabelle von Benutzern
console-new-inboundPolicy-button = Zuordnung anlegen
console-new-inboundMappingPolicy-button = Benutzerzuordnung anlegen
console-new-sosoConfiguration-button = Konfiguration anlegen
console-new-role-button = Rolle anlegen
console-new-webhook-button = Webhook erstellen
console-new-directory-button = Verzeichnis anlegen
console-new-template-button = Vorlage anlegen
console-new-method-hint = Welcher Typ von Methode?
console-new-in = Innerhalb von
console-site-none = Das ganze System
console-new-name-hint = In Protokollen und der Schnittstelle benutzt. Er kann später nicht geändert werden.
console-new-client-hint = Zugleich die client_id. Er kann später nicht geändert werden.
console-new-title-hint = Was Menschen lesen. Weitere Sprachen lassen sich später hinzufügen.
console-new-copy = Ihre Rechte sind anfangs die von { $from }.
console-new-no-site = Es gibt keine Website, in der Sie eine anlegen können
console-new-needs = Was sie braucht
console-new-uris = Rücksprungadressen
console-new-uris-hint = Genaue Adressen, je Zeile eine.
console-new-keeps = Sie kann ein Geheimnis bewahren
console-new-keeps-hint = Ein Server kann das; eine Seite im Browser oder eine App kann es nicht. Das Geheimnis entsteht jetzt und wird einmal gezeigt.
console-new-descriptor = Metadaten des Dienstanbieters
console-new-descriptor-hint = Der ganze EntityDescriptor, wie ihn die Anwendung angibt. Geben Sie der Anwendung die Adresse des unseren: /saml2/metadata.
console-new-addresses = Adressen
console-new-addresses-hint = Netze, aus denen sie fragt, je Zeile eins. Ein Geheimnis entsteht jetzt und wird einmal gezeigt.
console-new-methods = Methoden, die sie erlaubt
console-new-methods-hint = Was hier als Nachweis gilt. Für zwei Faktoren kreuzen Sie den zweiten an und lassen den ersten weg: Er wird trotzdem davor verlangt, und allein genügt er nicht.
console-new-methods-none = Die Website hat noch keine Methoden. Ein Systemadministrator kann welche verknüpfen.
console-new-groups = Wer sich anmelden darf
console-new-groups-none = Es gibt noch keine Gruppen. Fügen Sie später eine hinzu.
console-template-source = Quelltext
console-factor-knowledge = Etwas, das jemand weiß
console-factor-possession = Etwas, das jemand hat
console-factor-inherence = Etwas, das jemand ist
console-factor-elsewhere = Von jemand anderem nachgewiesen

# ---- Secrets
console-client-id = Client-ID
console-secret-new-title = Ein neues Geheimnis
console-secret-new-hint = Das alte gilt sofort nicht mehr.
console-secret-new = Neu: { $label }
console-secret-title = { $title }: neues Geheimnis
console-secret-once = Es wird nur jetzt gezeigt
console-secret-once-hint = Kopieren Sie es dorthin, wo es gebraucht wird, bevor Sie weitergehen.
console-secret-kept = Ich habe es kopiert

# ---- Somebody else saved first
console-race-title = { $title }: zwei Änderungen trafen sich
console-race = Jemand anderes hat gespeichert, während Sie schrieben
console-race-hint = { $count ->
    [0] Nichts, was Sie geschrieben haben, weicht von dem ab, was jetzt gespeichert ist.
    [one] Wählen Sie, welcher Wert bleibt.
   *[other] Wählen Sie für jedes Feld, welcher Wert bleibt.
}
console-race-mine = Meiner
console-race-theirs = Von jemand anderem gespeichert
console-race-empty = (leer)
console-race-save = Auswahl speichern
console-race-leave = So lassen, wie es ist

# ---- Factor chains
console-chain-hint = Jede Methode, was ihr folgen darf und wo das für die gewählte Anwendung endet.
console-chain-all-hint = Jede Methode und was ihr folgen darf. Wählen Sie eine Anwendung, um zu sehen, wer hineinkommt.
console-chain-seen-by = Aus Sicht der Anwendung
console-chain-no-application = Keine: alle Methoden
console-chain-show = Anzeigen
console-chain-starts = Beginnt mit { $method }
console-chain-single = Braucht nichts weiter
console-chain-none = Niemand kann hier eine Anmeldung beginnen
console-chain-none-hint = Verknüpfen Sie Methoden mit der Website und erlauben Sie sie der Anwendung.
console-chain-allowed = Erlaubt
console-chain-not-allowed = Nicht erlaubt
console-chain-disabled = Ausgeschaltet
console-chain-unfit = Untauglich
console-chain-needs = braucht { $attribute }
console-chain-nothing = Nichts verfügbar
console-chain-nothing-hint = Die Person hat nichts von dem, was folgt
console-chain-add = Nächsten hinzufügen
console-chain-remove = Verknüpfung entfernen
console-chain-add-title = Einen nächsten Faktor hinzufügen
console-chain-add-button = Verknüpfen
console-chain-add-hint = Eine Verknüpfung gilt für jede Anwendung, die die zweite Methode erlaubt. Methoden, die zu ihrem eigenen Anfang zurückführen würden, sind nicht wählbar.
console-chain-after = Nach
console-chain-comes = Kommt
console-chain-ring = ergäbe einen Ring
console-chain-there = ist schon da
console-end-in = Angemeldet
console-end-out = Abgewiesen
console-end-granted = { $amr }
console-end-granted-acr = acr { $acr }, amr { $amr }
console-end-disabled = Eine ausgeschaltete Methode wird nie angeboten und nie angenommen.
console-end-unfit = Untaugliche Methoden werden nie angeboten und nie stillschweigend übergangen.
console-end-not-offered = Die Anwendung erlaubt sie nicht, also wird sie nicht angeboten.
console-end-alone = { $method } allein ist hier nicht erlaubt, und nichts folgt darauf.
console-end-second-needed = Hier ist immer ein zweiter Faktor nötig, weil { $method } allein nicht erlaubt ist.

# ---- What was done
console-said-saved = Gespeichert: { $title }
console-said-made = Angelegt: { $title }
console-said-deleted = Gelöscht: { $title }
console-said-enabled = Gespeichert: { $title } ist eingeschaltet
console-said-disabled = Gespeichert: { $title } ist ausgeschaltet
console-said-updated = Gespeichert: { $count } Methoden geändert
console-said-linked = Hinzugefügt: { $title }
console-said-unlinked = Entfernt: { $title }
console-said-chain-added = Hinzugefügt: { $to } darf auf { $from } folgen
console-said-chain-removed = Entfernt: { $to } folgt nicht mehr auf { $from }

# ---- Records: Navigation
console-page-user = Benutzer
console-page-token = Token
console-page-audit = Protokoll
console-page-whatif = Was wäre wenn

# ---- Records: Overview
console-lane-granted = Anmeldungen
console-lane-denied = Fehlschläge
console-lane-locked = Sperren
console-home-last = Die neuesten Sperren und Fehlschläge

# ---- Records: Users
console-optional = (freiwillig)
console-never = Nie
console-suspend = Aussetzen
console-resume = Fortsetzen
console-new-user = Neuer Benutzer
console-new-user-button = Benutzer anlegen
console-user-text = Menschen suchen
console-user-text-hint = Jedes Wort ist der Anfang eines Wortes im Namen oder in der E-Mail-Adresse.
console-user-group = Gruppe
console-user-any-group = Jede Gruppe
console-user-login-name = Benutzername
console-user-login-name-hint = Damit meldet sich die Person an. Er kann später nicht geändert werden.
console-user-called = Name
console-user-email = E-Mail-Adresse
console-user-site = Website
console-user-state = Zustand
console-user-not-now = Jetzt nicht
console-user-directory = Verzeichnis
console-user-created = Angelegt
console-user-used = Zuletzt benutzt
console-user-about = Auf einen Blick
console-user-acts = Aktionen
console-user-groups = Gruppen
console-user-groups-tab = Gruppen und Rechte
console-user-rights = Gibt die Rolle
console-user-give-title = Rolle geben
console-user-give-hint = Die Person kommt in eine Gruppe, die dort die Rolle hat. Gibt es keine, wird sie angelegt und darf die Konsole benutzen.
console-user-give-role = Rolle
console-user-give-in = Wo sie gilt
console-user-give = Rolle geben
console-token-lost = Verloren
console-token-mark = Verloren oder defekt
console-token-mark-hint = Es kann niemandem gegeben werden, bis er wieder bereit gemacht ist.
console-user-ways = Anmeldewege
console-user-sessions = Sitzungen
console-user-activity = Aktivität
console-user-more = Weitere Attribute
console-user-more-hint = In jeder Zeile ein Name, ein Gleichheitszeichen und ein Wert. Eine entfernte Zeile entfernt ihren Wert.
finding-console-user-line = Zeile { $line } ist kein Attribut. Schreiben Sie einen Namen ohne eigenes Feld, ein Gleichheitszeichen und einen Wert.
console-user-locked-until = Gesperrt bis { $until }
console-user-locked = Gesperrt, bis jemand die Sperre aufhebt
console-user-locked-why = { $count ->
    [one] Eine falsche Antwort wurde gezählt.
   *[other] { $count } falsche Antworten wurden gezählt.
}
console-user-unlock = Entsperren
console-user-unlock-cli = Auf der Kommandozeile entsperren
console-user-outranked = Dieser Benutzer hat Rechte, die Ihre eigenen Rollen nicht enthalten. Sie können nur lesen.
console-user-tokens = Token dieses Benutzers
console-user-whatif = Was, wenn er sich anmeldet?
console-user-how = Wodurch
console-member-listed = Aufgeführt
console-member-filter = Durch den Filter der Gruppe
console-member-everyone = Jeder ist Mitglied
console-member-nested = Durch eine Gruppe darin
console-user-no-groups = In keiner Gruppe
console-user-join = In eine Gruppe aufnehmen
console-user-credentials = Womit sie sich ausweisen kann
console-user-no-credentials = Noch ist nichts eingerichtet
console-user-password-title = Passwort
console-user-first-password = Erstes Passwort
console-user-password = Passwort
console-user-password-hint = Bleibt es leer, setzt die Person eines per E-Mail oder meldet sich anders an.
console-user-must-change = Bei der nächsten Anmeldung zu ändern
console-user-new-password = Neues Passwort
console-user-set-password = Passwort setzen
console-user-require-change = Bei der nächsten Anmeldung ein neues Passwort verlangen
console-user-method = Methode des Passworts
console-user-methods = Methoden
console-user-methods-hint = Eine Methode, die für diesen Benutzer ausgeschaltet ist, wird nie angeboten und nie angenommen.
console-user-method-off = Für alle ausgeschaltet
console-user-allowed = Erlaubt
console-user-forbidden = Ausgeschaltet
console-user-forbid = Ausschalten
console-user-allow = Einschalten
console-user-end = Beenden
console-user-end-all = Alle Sitzungen beenden
console-user-no-sessions = Nirgends angemeldet
console-user-since = Seit
console-user-until = Bis
console-user-proven = Bewiesen
console-user-consents = Was Anwendungen erlaubt wurde
console-user-scopes = Berechtigungen
console-user-delete-hint = Der Benutzer, seine Anmeldewege, Sitzungen und Mitgliedschaften sind sofort weg und nicht wiederherstellbar. Token gehen in den Bestand zurück.
console-user-remove-title = { $label } von { $title } entfernen?
console-user-remove-hint = { $count ->
    [0] Es bleibt nichts anderes, um sich anzumelden.
    [one] Ein anderer Anmeldeweg bleibt.
   *[other] { $count } andere Anmeldewege bleiben.
}
console-user-remove-button = { $label } entfernen

# ---- Records: Audit
console-audit-hint = Ein Eintrag für jede Anmeldung oder Änderung. Öffnen Sie ihn, um jeden Schritt zu sehen.
console-audit-export = Export:
console-audit-as-csv = CSV
console-audit-as-jsonl = JSON-Zeilen
console-audit-as-syslog = syslog
console-audit-name = Benutzername
console-audit-application = Anwendung
console-audit-result = Ergebnis
console-audit-success = Erfolg
console-audit-failure = Fehlschlag
console-audit-since = Von
console-audit-until = Bis
console-audit-find = Suchen
console-audit-more = Weitere Bedingungen
console-audit-method = Methode
console-audit-action = Aktion
console-audit-actor = Getan von
console-audit-person = Id der Person
console-audit-login-id = Referenz der Anmeldung
console-audit-from = Von Adresse
console-audit-agent = Browser
console-audit-detail = Einzelheiten
console-audit-why = Was wäre wenn, und warum
console-audit-all = Alles im Protokoll
console-audit-none = Nichts wurde aufgezeichnet
console-audit-older = Ältere Einträge
console-audit-pages = Seiten
console-audit-login = { $name } zu { $application }
console-audit-change = { $actor }: { $object }
console-audit-one = { $name }
console-audit-system = Der Server
console-audit-erased = Zu einer gelöschten Person
console-event-object-put = Geändert
console-event-object-deleted = Gelöscht
console-event-user-made = Benutzer angelegt
console-event-user-put = Benutzer geändert
console-event-user-deleted = Benutzer gelöscht
console-event-credential-put = Anmeldeweg geändert
console-event-audit-exported = Protokoll exportiert
console-event-configuration-exported = Konfiguration mit Geheimnissen exportiert
console-event-management-refused = An der Verwaltungs-API oder der Konsole abgelehnt
console-event-management-unproved = Unbekanntes Token an der Verwaltungs-API
console-event-token-imported = Token importiert
console-event-token-activated = Token aktiviert
console-event-webhook-tested = Webhook geprüft
console-event-webhook-failed = Webhook-Zustellung verloren
console-event-webhook-failing = Webhook schlägt fehl
console-event-webhook-replayed = Webhook-Ereignisse erneut gesendet
console-event-agent-refused = Agent abgewiesen
console-event-client-refused = Anwendung abgewiesen
console-event-token-assigned = Token zugewiesen
console-event-token-suspended = Token ausgesetzt
console-event-token-resumed = Token wieder aktiv
console-event-token-locked = Token gesperrt
console-event-token-unlocked = Token entsperrt
console-event-token-initialised = Token vorbereitet
console-event-token-revoked = Token zurückgenommen
console-event-token-allocated = Token einer Website zugeordnet
console-event-token-deleted = Token gelöscht
console-event-token-exported = Tokens exportiert
console-event-token-resynced = Token synchronisiert
console-event-token-pin-changed = PIN eines Tokens geändert
console-event-token-drift = Uhr eines Tokens korrigiert
console-event-token-taken-offline = Codes zur Nutzung ohne Netz ausgegeben
console-event-token-issued = Zugriffstoken ausgestellt
console-event-token-refreshed = Zugriffstoken erneuert
console-event-token-replayed = Erneuerungstoken zweimal benutzt
console-event-token-stolen = Gestohlener Zugriff abgewiesen
console-event-key-made = Signaturschlüssel angelegt
console-event-key-retired = Signaturschlüssel signiert nicht mehr
console-event-key-dropped = Signaturschlüssel entfernt
console-event-message-sent = Nachricht gesendet
console-event-message-failed = Nachricht nicht zustellbar
console-event-message-limited = Nachricht durch ein Limit aufgehalten
console-event-policy-unmet = Richtlinie nicht erfüllt
console-event-enrolment-missed = Falsche Antwort beim Hinzufügen eines Wegs
console-event-credential-rehashed = Passwort sicherer gespeichert
console-event-credential-suspended = Weg ausgesetzt
console-event-credential-resumed = Weg wieder aktiv
console-event-credential-renamed = Weg umbenannt
console-event-credential-must-change = Neues Passwort verlangt
console-event-user-method-activated = Methode für die Person eingeschaltet
console-event-user-method-deactivated = Methode für die Person ausgeschaltet
console-event-user-logged-out = Alle Sitzungen beendet
console-event-user-language = Sprache gewählt
console-event-group-member-added = In eine Gruppe aufgenommen
console-event-group-member-removed = Aus einer Gruppe entfernt
console-event-setup-done = Server eingerichtet
console-event-push-rejected = Frage am Gerät mit „nicht ich“ beantwortet
console-event-certificate-expiring = Zertifikat läuft bald ab

# ---- Records: What if
console-whatif-hint = Nichts wird gesendet, gezählt oder geändert. Die Antwort beruht auf der Konfiguration dieses Augenblicks.
console-whatif-application = Meldet sich an bei
console-whatif-user = Person
console-whatif-user-hint = Website und Benutzername, etwa acme/ada
console-whatif-elsewhere = Jemand, der über einen anderen Anbieter kommt
console-whatif-by = Kommt über die Methode
console-whatif-by-hint = Ihr Name, etwa oidc.1
console-whatif-told-subject = Heißt dort
console-whatif-told-subject-hint = Wie die Methode die Person nennt: Subjekt, NameID oder Adresse
console-whatif-attributes = Mit den Attributen
console-whatif-attributes-hint = Eines je Zeile, etwa email=ada@acme.example
console-whatif-provider = Anbieter
console-whatif-provider-hint = Entitätskennung oder Aussteller, wenn die Methode mehrere hat
console-whatif-whom = Wer das hier ist
console-whatif-address = Von Adresse
console-whatif-ask = Fragen
console-whatif-more = Mehr zur Anfrage
console-whatif-passed = Bereits bestandene Methoden
console-whatif-passed-hint = Namen der Reihe nach, durch Leerzeichen getrennt.
console-whatif-wanted = Verlangte Referenzen
console-whatif-wanted-hint = Was acr_values oder eine SAML-Anfrage nennen würde.
console-whatif-scopes = Berechtigungen
console-whatif-front = Kommt über
console-whatif-front-browser = Browser
console-whatif-front-radius = RADIUS
console-whatif-front-agent = Agent
console-whatif-strict = Weniger genügt nicht
console-whatif-passive = Keine Seite darf gezeigt werden
console-whatif-login = Referenz der Anmeldung
console-whatif-somebody = Jemand
console-whatif-granted = { $name } kommt in { $application } hinein
console-whatif-denied = { $name } wird nicht in { $application } eingelassen
console-whatif-never = { $name } wird nicht in { $application } eingelassen, was auch bewiesen wird
console-whatif-otherwise = Was sonst verlangt würde
console-whatif-asked = { $name } wird vor { $application } nach etwas gefragt
console-whatif-can = { $name } kann in { $application } hineinkommen
console-whatif-perhaps = { $name } kommt vielleicht auf einem längeren Weg in { $application } hinein
console-whatif-cannot = { $name } kann nicht in { $application } hineinkommen
console-whatif-now = Jetzt gefragt:
console-whatif-story = Was in dieser Anmeldung geschah
console-whatif-step-one = Gefragt wird nach { $methods }
console-whatif-step-choose = Eine Wahl zwischen { $methods }
console-whatif-step-enrol = Zuerst einzurichten: { $methods }
console-whatif-step-owed = { $methods } verlangt noch etwas
console-whatif-step-consent = Wird um Erlaubnis gebeten: { $methods }
console-whatif-step-grant = Wird eingelassen
console-whatif-step-deny = Abgelehnt: { $reason }
console-whatif-passes = Wenn { $method } bestanden wird
console-whatif-sets-up = Wenn { $method } eingerichtet wird
console-whatif-consents = Wenn die Person es erlaubt
console-whatif-cut = Es geht weiter und ist zu lang für diese Seite.
console-whatif-not-offered = Nicht angeboten, und warum
console-whatif-method = Methode
console-whatif-why = Grund
console-whatif-open = Öffnen
console-whatif-person = Die Person
console-whatif-enters = Lässt sie ein
console-whatif-keep = Link zu dieser Frage
console-whatif-subject = Subjekt
console-whatif-methods = Methoden
console-whatif-acr = acr
console-whatif-amr = amr
console-whatif-class = SAML-Klasse
console-whatif-declaration = SAML-Deklaration
console-whatif-format = Namensformat
console-whatif-groups = Gruppen

# ---- Records: Tokens
console-token-title = Token { $serial }
console-token-serial = Seriennummer
console-token-of = Von Benutzer
console-token-owner = Inhaber
console-token-user = Zuweisen an
console-token-user-hint = Benutzername in { $site }
console-token-assign = Zuweisen
console-token-activate = Aktivieren
console-token-lock = Sperren
console-token-initialise = Bereit machen
console-token-revoke = Zurücknehmen
console-token-revoke-title = Token { $serial } zurücknehmen?
console-token-revoke-hint = Der Inhaber kann sich damit nicht mehr anmelden.
console-token-to = Warum
console-token-to-inventory = Zurück in den Bestand
console-token-to-lost = Verloren
console-token-to-faulty = Defekt
console-token-pin = PIN
console-token-pin-hint = Bleibt es leer, wird eine erzeugt und einmal gezeigt.
console-token-set-pin = PIN setzen
console-token-first = Erster Code
console-token-second = Nächster Code
console-token-resync = Abgleichen
console-token-site = An die Website
console-token-allocate = Verschieben
console-token-delete-hint = Es ist sofort aus dem Bestand. Der Import seiner Datei bringt es zurück.
console-token-import = Token importieren
console-import-title = Token importieren
console-import-site = Website, die sie bekommt
console-import-method = Methode, zu der sie gehören
console-import-file = Seed-Datei
console-import-file-hint = Fügen Sie PSKC, CSV oder otpauth-URIs ein. Die Schlüssel werden nicht wieder gezeigt.
console-import-password = Passwort der Datei
console-import-key = Schlüssel der Datei, in Base64
console-import-initialise = Erst bereit zu machen, bevor jemand sie bekommt
console-import-button = Importieren
console-import-try = Versuchen, ohne etwas zu schreiben
console-import-done = { $count ->
    [one] Ein Token wurde importiert
   *[other] { $count } Token wurden importiert
}
console-import-tried = { $count ->
    [one] Ein Token würde importiert
   *[other] { $count } Token würden importiert
}
console-import-refused = { $count ->
    [one] Einer wurde nicht genommen
   *[other] { $count } wurden nicht genommen
}
console-import-unchecked = Die Datei trägt eine Signatur, die niemand geprüft hat.

# ---- Records: Alerts, mails, webhooks
console-tab-alerts = Meldungen
console-alerts-hint = Wovon Mitglieder dieser Rolle erfahren, auf ihrer Website und den Websites darin.
console-alert-event = Ereignis
console-alert-by-mail = Per E-Mail
console-alert-by-webhook = Per Webhook
console-alert-lockout = Jemand wurde gesperrt
console-alert-unlock = Jemand wurde entsperrt
console-alert-push-rejection = Auf einem Telefon wurde „nicht ich“ geantwortet
console-alert-webhook-failed = Ein Webhook schlägt fehl
console-alert-certificate-expiry = Ein Zertifikat läuft bald ab
console-alert-configuration-change = Die Konfiguration wurde geändert
console-tab-mails = E-Mails
console-tab-sms = SMS
console-sms-hint = Gateways werden in dieser Reihenfolge gefragt; versagt eines, ist das nächste dran.
console-sms-own = Ohne eigene gelten die einer Site darüber oder des Systems.
console-sms-none = Es ist kein Gateway eingestellt
console-sms-new = Neues Gateway
console-sms-http = Einstellungen für HTTP
console-sms-smpp = Einstellungen für SMPP
console-sms-place = Platz in der Reihenfolge
console-mail-which = Nachricht
console-mail-language = Sprache
console-mail-hint = Werte stehen, wo diese Namen stehen:
console-mail-edit = Alle Texte der Website an einem Ort
console-mail-words = Wortlaut
console-mail-own = Eigene Worte
console-mail-original = Ursprünglich
console-mails-hint = Alle Mails, die Menschen dieser Website bekommen. Der Wortlaut lässt sich ändern, in jeder Sprache.
console-mails-people = An die Person selbst
console-mails-alerts = Alarme an Mitglieder von Rollen
console-mails-all = Alle Mails
console-mail-part-subject = Betreff
console-mail-part-text = Text
console-mail-part-link = Text des Links
console-mail-preview = Vorschau
console-mail-reset = Zurück zum ursprünglichen Wortlaut
console-mail-shown = So kommt sie an
console-mail-unsaved = Nicht gespeichert
console-mail-code = Code für eine Anmeldung
console-mail-reset-name = Link für ein neues Passwort
console-mail-password-changed = Das Passwort wurde geändert
console-mail-factor-added = Ein Weg zur Anmeldung kam hinzu
console-mail-factor-removed = Ein Weg zur Anmeldung wurde entfernt
console-mail-backup-used = Ein Ersatzcode wurde benutzt
console-mail-locked = Das Konto wurde gesperrt
console-mail-unlocked = Das Konto wurde entsperrt
console-tab-deliveries = Zustellungen
console-webhook-failures = Fehlschläge in Folge
console-webhook-waiting = Wartend
console-webhook-delivered = Zuletzt zugestellt
console-webhook-acts = Prüfung und Geheimnis
console-webhook-rotate-hint = Ein neues Geheimnis wird einmal gezeigt. Das vorige signiert ebenfalls, bis Sie es beenden.
console-webhook-test = Test senden
console-webhook-rotate = Neues Geheimnis erzeugen
console-webhook-end-former = Voriges Geheimnis beenden
console-webhook-secret = Geheimnis
console-webhook-replay = Ereignisse erneut senden
console-webhook-replay-hint = Tage oder Zeitpunkte wie 2027-01-31T12:00:00Z. Jedes Ereignis behält seine Id.
console-webhook-replay-button = Erneut senden
console-webhook-lost = Verlorene Zustellungen
console-webhook-when = Wann
console-webhook-event = Ereignis
console-webhook-tries = Versuche

# ---- Records: Done
console-said-unlocked = Entsperrt: { $title }
console-said-role-given = { $title } hat jetzt die Rolle { $role }, durch die Gruppe { $group }
console-said-role-given-apart = { $title } hat jetzt die Rolle { $role }, durch die Gruppe { $group }. Die Gruppe darf die Konsole noch nicht benutzen: Wer diese Anwendung verwaltet, muss es erlauben
console-said-mail-saved = Gespeichert: Die Mail „{ $title }“ hat diesen Wortlaut
console-said-mail-reset = Die Mail „{ $title }“ hat wieder ihren ursprünglichen Wortlaut
console-said-sessions-ended = Alle Sitzungen von { $title } sind beendet
console-said-session-ended = Eine Sitzung von { $title } ist beendet
console-said-suspended = Gespeichert: ein Anmeldeweg von { $title } ist ausgesetzt
console-said-resumed = Gespeichert: ein Anmeldeweg von { $title } gilt wieder
console-said-way-removed = Entfernt: ein Anmeldeweg von { $title }
console-said-must-change = Gespeichert: { $title } setzt bei der nächsten Anmeldung ein neues Passwort
console-said-password-set = Gespeichert: { $title } hat ein neues Passwort
console-said-method-on = Gespeichert: { $method } ist für { $title } eingeschaltet
console-said-method-off = Gespeichert: { $method } ist für { $title } ausgeschaltet
console-said-token-assign = Zugewiesen: { $title }
console-said-token-activate = Aktiviert: { $title }
console-said-token-suspend = Ausgesetzt: { $title }
console-said-token-resume = Gilt wieder: { $title }
console-said-token-lock = Gesperrt: { $title }
console-said-token-unlock = Entsperrt: { $title }
console-said-token-initialise = Bereit: { $title }
console-said-token-revoke = Zurückgenommen: { $title }
console-said-token-allocate = Verschoben: { $title }
console-said-token-setPin = Gespeichert: die PIN von { $title }
console-said-token-resync = Abgeglichen: { $title }
console-said-webhook-tested = { $title } hat den Test angenommen
console-said-webhook-former = Gespeichert: das vorige Geheimnis von { $title } signiert nicht mehr
console-said-webhook-replayed = { $count ->
    [one] Ein Ereignis wird erneut an { $title } gesendet
   *[other] { $count } Ereignisse werden erneut an { $title } gesendet
}
console-page-service = Dienste
console-right-service = Dienste
console-new-service = Neuer Dienst
console-new-service-button = Dienst anlegen
console-group-asks = Wer fragt
console-event-service-unanswered = Dienst gab keine Antwort
