backup-title = Reservkoder
offer-backup = Skriv en kod från listan som du har sparat
backup-prompt = Ange en reservkod
backup-prompt-hint = Tio tecken från din lista. Varje kod fungerar en gång. Versaler, mellanslag och bindestreck spelar ingen roll.
backup-wrong = Koden finns inte på din lista. Kontrollera varje tecken eller ta en annan kod.
backup-replay = Koden är redan använd. Ta en annan från din lista.
backup-malformed = En reservkod består av tio bokstäver och siffror.
backup-enrol = Spara de här { $count } koderna
backup-enrol-hint = Varje kod släpper in dig en gång när telefonen inte är till hands. Skriv ut dem eller skriv av dem: sidan visar dem bara nu.
backup-enrol-button = Jag har sparat koderna
backup-replaces = Efter det fungerar koderna på din gamla lista inte längre.
mail-backup-used-subject = En reservkod har använts
mail-backup-used-text = En av dina reservkoder användes nyss för att logga in på { $application }.
    { $left ->
        [0] Det var den sista. Skapa en ny lista på din kontosida.
        [one] En kod är kvar. Skapa snart en ny lista på din kontosida.
       *[other] { $left } koder är kvar.
    }

    Om det inte var du har någon din lista. Byt lösenord och skapa en ny lista.
finding-hash-weak = Med { $memory } KiB minne för en hash blir reservkoder i en stulen databas lättare att gissa. Använd minst 8192.

# Inställningar, så som de visas i administrationen.
kind-backup = { backup-title }
line-backupCodes = Koder på en lista
line-backupCodes-help = Hur många en ny lista har, 5 till 20. Standardvärdet är 10.
line-backupMemory = Minne för en hash
line-backupMemory-help = I KiB, 8 till 262144. Mer gör det dyrare att gissa i ett stulet lager; standardvärdet är 19456, och mindre än 8192 är svagt.
line-backupPasses = Varv för en hash
line-backupPasses-help = 1 till 10. Fler tar längre tid, för alla; standardvärdet är 2.
