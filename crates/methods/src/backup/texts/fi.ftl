backup-title = Varakoodit
offer-backup = Kirjoita koodi säilyttämältäsi listalta
backup-prompt = Anna varakoodi
backup-prompt-hint = Kymmenen merkkiä listaltasi. Kukin koodi toimii kerran. Isoilla kirjaimilla, välilyönneillä ja yhdysmerkeillä ei ole merkitystä.
backup-wrong = Koodi ei ole listallasi. Tarkista jokainen merkki tai ota toinen koodi.
backup-replay = Koodi on jo käytetty. Ota listaltasi toinen.
backup-malformed = Varakoodissa on kymmenen kirjainta ja numeroa.
backup-enrol = Pane nämä { $count } koodia talteen
backup-enrol-hint = Kullakin pääset sisään kerran, kun puhelin ei ole käsillä. Tulosta koodit tai kirjoita ne muistiin: tämä sivu näyttää ne vain nyt.
backup-enrol-button = Koodit ovat tallessa
backup-replaces = Sen jälkeen vanhan listasi koodit eivät enää toimi.
mail-backup-used-subject = Varakoodi käytettiin
mail-backup-used-text = Yhdellä varakoodeistasi kirjauduttiin juuri palveluun { $application }.
    { $left ->
        [0] Se oli viimeinen. Tee uusi lista tilisi sivulla.
        [one] Jäljellä on yksi koodi. Tee pian uusi lista tilisi sivulla.
       *[other] Jäljellä on { $left } koodia.
    }

    Jos se et ollut sinä, jollakulla on listasi. Vaihda salasanasi ja tee uusi lista.
finding-hash-weak = Kun tiivisteellä on muistia vain { $memory } KiB, varastetun tietokannan varakoodit on helpompi arvata. Käytä vähintään 8192 KiB.

# Asetukset niin kuin hallinta näyttää ne.
kind-backup = { backup-title }
line-backupCodes = Koodeja listalla
line-backupCodes-help = Kuinka monta uudella listalla on, 5–20. Oletus on 10.
line-backupMemory = Tiivisteen muisti
line-backupMemory-help = KiB-yksiköissä, 8–262144. Suurempi tekee varastetun tietovaraston arvaamisesta kalliimpaa; oletus on 19456, ja alle 8192 on heikko.
line-backupPasses = Tiivisteen kierrokset
line-backupPasses-help = 1–10. Useampi kestää kauemmin kaikilla; oletus on 2.
