# Mails of the engine. Each has a subject, a text, and a label where there is a link.
mail-reset-subject = Set a new password for { $brand }
mail-reset-text = Hello { $name },

    somebody, most likely you, said that your password for { $brand } is forgotten. The link below sets a new one. It works once, for { $minutes } minutes.

    If it was not you, do nothing: your password stays as it is.
mail-reset-link = Set a new password
mail-locked-subject = Logins to your account are paused
mail-locked-text = Wrong passwords or codes were entered too often for your account at { $brand }. { $minutes ->
        [0] It stays locked until your support opens it.
        [one] You can try again in { $minutes } minute.
       *[other] You can try again in { $minutes } minutes.
    }

    If it was not you, somebody may be guessing. Your account is safe as long as the password is yours alone; tell your support.
mail-unlocked-subject = Your account is open again
mail-unlocked-text = Somebody responsible for your account at { $brand } has ended the pause. You can log in again now.

    If you did not expect this, tell your support.
mail-factor-added-subject = { $method } was added to your account
mail-factor-added-text = Hello { $name },

    { $method } can now be used to log in to your account at { $brand }. If it was not you, change your password at once and tell your support.
mail-factor-removed-subject = { $method } was removed from your account
mail-factor-removed-text = Hello { $name },

    { $method } can no longer be used to log in to your account at { $brand }. If it was not you, change your password at once and tell your support.

# Alerts to members of a role: $name is the person it is about, $login their login name, $network where it came from.
mail-alert-lockout-subject = The account of { $name } was locked
mail-alert-lockout-text = Too many wrong passwords or codes were entered for the account of { $name } ({ $login }).

    Site: { $site }

    Application: { $application }

    Network address: { $network }

    Time: { $time }
mail-alert-unlock-subject = The account of { $name } was unlocked
mail-alert-unlock-text = { $actor } ended the lock of the account of { $name } ({ $login }).

    Site: { $site }

    Time: { $time }
mail-alert-push-rejection-subject = { $name } rejected a login
mail-alert-push-rejection-text = { $name } ({ $login }) was asked on a device to confirm a login, and answered that it was somebody else.

    Site: { $site }

    Application: { $application }

    Network address: { $network }

    Time: { $time }
mail-alert-webhook-failed-subject = The webhook { $webhook } is failing
mail-alert-webhook-failed-text = Several deliveries to the webhook { $webhook } have failed in a row. Each event is tried for a day; what is lost can be sent again.

    Site: { $site }

    Time: { $time }
mail-alert-certificate-expiry-subject = A certificate is about to expire
mail-alert-certificate-expiry-text = A certificate of { $object } expires soon.

    Site: { $site }

    Time: { $time }
mail-alert-configuration-change-subject = { $object } was changed
mail-alert-configuration-change-text = { $actor } changed { $object }.

    Site: { $site }

    Time: { $time }
mail-alert-more-subject = { $count ->
        [one] { $count } more alert
       *[other] { $count } more alerts
    }
mail-alert-more-text = { $count ->
        [one] One more alert was held back in the last hour, because you had many already.
       *[other] { $count } more alerts were held back in the last hour, because you had many already.
    } The audit record has all of them.

# What a new store begins with.
founded-password = Password
founded-everyone = Everyone
founded-administrators = Administrators
founded-administrator = Administrator
founded-account = Your account
founded-console = Console
founded-directory = People
founded-ctl = Command line
setup-name = Enter a user name of at most 128 characters.
