backup-title = Backup codes
offer-backup = Type a code from the list that you kept
backup-prompt = Enter a backup code
backup-prompt-hint = Ten characters from your list. Each code works once; capitals, spaces and hyphens do not matter.
backup-wrong = That code is not on your list. Check each character, or take another code.
backup-replay = That code was used already. Take another one from your list.
backup-malformed = A backup code has ten letters and digits.
backup-enrol = Keep these { $count } codes
backup-enrol-hint = Each one gets you in once when your phone is not at hand. Print them or write them down: this page shows them only now.
backup-enrol-button = I have kept the codes
backup-replaces = From then on the codes of your old list do not work any more.
mail-backup-used-subject = A backup code was used
mail-backup-used-text = One of your backup codes was just used to log in to { $application }.
    { $left ->
        [0] That was the last one. Make a new list on your account page.
        [one] One code is left. Make a new list on your account page soon.
       *[other] { $left } codes are left.
    }

    If that was not you, somebody has your list. Change your password and make a new list.
finding-hash-weak = { $memory } KiB of memory for a hash make backup codes in a stolen database easier to guess. Use 8192 or more.

# Settings, as the console shows them.
kind-backup = { backup-title }
line-backupCodes = Codes on a list
line-backupCodes-help = How many a new list has, 5 to 20. The default is 10.
line-backupMemory = Memory of a hash
line-backupMemory-help = In KiB, 8 to 262144. More makes guessing in a stolen store dearer; the default is 19456, and fewer than 8192 are weak.
line-backupPasses = Passes of a hash
line-backupPasses-help = 1 to 10. More takes longer, for everybody; the default is 2.
