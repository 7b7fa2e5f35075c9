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
