backup-title = Ersatzcodes
offer-backup = Einen Code von der Liste eingeben, die Sie aufbewahrt haben
backup-prompt = Geben Sie einen Ersatzcode ein
backup-prompt-hint = Zehn Zeichen von Ihrer Liste. Jeder Code gilt einmal; Großschreibung, Leerzeichen und Bindestriche spielen keine Rolle.
backup-wrong = Dieser Code steht nicht auf Ihrer Liste. Prüfen Sie jedes Zeichen oder nehmen Sie einen anderen Code.
backup-replay = Dieser Code wurde schon verwendet. Nehmen Sie einen anderen von Ihrer Liste.
backup-malformed = Ein Ersatzcode besteht aus zehn Buchstaben und Ziffern.
backup-enrol = Bewahren Sie diese { $count } Codes auf
backup-enrol-hint = Jeder lässt Sie einmal hinein, wenn das Telefon nicht zur Hand ist. Drucken Sie sie aus oder schreiben Sie sie ab: Diese Seite zeigt sie nur jetzt.
backup-enrol-button = Ich habe die Codes aufbewahrt
backup-replaces = Danach gelten die Codes Ihrer alten Liste nicht mehr.
mail-backup-used-subject = Ein Ersatzcode wurde verwendet
mail-backup-used-text = Mit einem Ihrer Ersatzcodes hat sich gerade jemand bei { $application } angemeldet.
    { $left ->
        [0] Es war der letzte. Erstellen Sie auf Ihrer Kontoseite eine neue Liste.
        [one] Ein Code ist übrig. Erstellen Sie bald auf Ihrer Kontoseite eine neue Liste.
       *[other] { $left } Codes sind übrig.
    }

    Wenn Sie das nicht waren, hat jemand Ihre Liste. Ändern Sie Ihr Passwort und erstellen Sie eine neue Liste.
finding-hash-weak = Mit { $memory } KiB Speicher je Hash sind Ersatzcodes aus einer gestohlenen Datenbank leichter zu erraten. Verwenden Sie 8192 oder mehr.

# Einstellungen, wie die Verwaltung sie zeigt.
kind-backup = { backup-title }
line-backupCodes = Codes auf einer Liste
line-backupCodes-help = Wie viele eine neue Liste hat, 5 bis 20. Der Standardwert ist 10.
line-backupMemory = Speicher eines Hashs
line-backupMemory-help = In KiB, 8 bis 262144. Mehr macht das Erraten in einem gestohlenen Speicher teurer; der Standardwert ist 19456, weniger als 8192 ist schwach.
line-backupPasses = Durchgänge eines Hashs
line-backupPasses-help = 1 bis 10. Mehr dauert länger, für alle; der Standardwert ist 2.
