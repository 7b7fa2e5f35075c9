# Texte, die alle Seiten gemeinsam haben.
kit-title = { $title } · { $brand }
kit-title-error = Fehler: { $title } · { $brand }
kit-skip = Zum Inhalt springen
kit-menu = Menü
kit-menu-close = Menü schließen
kit-console = Verwaltung
kit-language = Sprache
kit-appearance = Darstellung
kit-scheme-system = Wie auf meinem Gerät
kit-scheme-light = Hell
kit-scheme-dark = Dunkel
kit-reference = Referenz
kit-time-label = Zeit
kit-mail-footer = Diese Nachricht hat { $brand } gesendet. Niemand wird Sie jemals am Telefon oder per E-Mail nach einem Code fragen.

help = Hilfe
privacy = Datenschutz
accessibility = Barrierefreiheit

kit-date = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
 } { $year }
kit-time = { $hour }:{ $minute }
kit-moment = { $date }, { $time } Uhr

error-home = Zur Startseite
error-again = Erneut versuchen
error-400-title = Diese Anfrage ist nicht verständlich
error-400-remedy = Die Adresse oder das Formular ist nicht, wie es sein soll. Gehen Sie zurück und beginnen Sie von vorn.
error-403-title = Das wurde nicht angenommen
error-403-remedy = Die Seite war vielleicht lange offen, oder sie wurde in einem anderen Browser geöffnet. Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt.
error-404-title = Unter dieser Adresse gibt es nichts
error-404-remedy = Prüfen Sie die Adresse. Wenn ein Link Sie hierher geführt hat, ist er vielleicht veraltet.
error-405-title = Das geht unter dieser Adresse nicht
error-405-remedy = Gehen Sie zurück und benutzen Sie die Schaltflächen und Links auf der Seite.
error-413-title = Das ist zu viel auf einmal
error-413-remedy = Senden Sie weniger Text oder eine kleinere Datei.
error-415-title = Diese Art von Inhalt wird hier nicht gelesen
error-415-remedy = Gehen Sie zurück und benutzen Sie das Formular auf der Seite.
error-429-title = Zu viele Versuche
error-429-remedy = Warten Sie einige Minuten und versuchen Sie es dann erneut.
error-500-title = Das hat nicht geklappt, und es liegt nicht an Ihnen
error-500-remedy = Versuchen Sie es gleich noch einmal. Wenn es wieder geschieht, nennen Sie dem Support die Referenz unten.
error-503-title = Zurzeit nicht verfügbar
error-503-remedy = Ein Teil des Dienstes antwortet nicht. Versuchen Sie es gleich noch einmal. Was Sie getan haben, ist nicht verloren.

denied-todo = Was Sie tun können

form-post-hint = Diese Seite bringt Ihre Anmeldung zur Anwendung.
form-post-go = Weiter

providers-title = Wählen Sie Ihre Organisation
providers-for = Danach geht es weiter zu { $host }
providers-all = Alle Organisationen
providers-recent = In diesem Browser schon benutzt
providers-forget = Vergessen, was hier benutzt wurde
providers-search = Name Ihrer Organisation
providers-search-button = Suchen
providers-found = { $found ->
    [one] Eine Organisation
   *[other] { $found } Organisationen
}
providers-some = { $shown } von { $found } Organisationen. Schreiben Sie einen Teil eines Namens, um die anderen zu sehen.
providers-none = Keine Organisation heißt so. Prüfen Sie die Schreibweise oder versuchen Sie einen kürzeren Teil.
providers-back = Zurück, ohne zu wählen
