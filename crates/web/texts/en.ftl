# ---- Logging in
login-title = Log in to { $application }
login-menu-hint = How would you like to show who you are?
login-next-title = One more step
login-next-hint = Choose how to confirm that it is you.
login-button = Log in
login-back = Back to { $application } without logging in
login-forgotten = Forgotten your password?
login-or = or use
login-other-ways = Other ways to log in
login-more = More ways
continue-button = Continue
prompt-skip = Do it later
who-proven = { $methods } accepted
who-not-you = Not you?
wait-button = I have answered on my phone
wait-until = Waiting for your phone, until { $time }
again-button = send a new code
again-later = No message? Look in the spam folder. You can { $button } after { $time }.
again-now = No message? Look in the spam folder, or { $button }.
match-said = The number is
match-phone = Your phone

# ---- Lines under the ways to log in
offer-password = With your user name
offer-enrol = Set it up now

# ---- Fields
field-optional = (optional)
field-username = User name
field-password = Password
field-password-current = Current password
field-new-password = New password
field-new-password-again = New password again
field-new-pin = New PIN
field-new-pin-again = New PIN again
field-email = E-mail address
field-phone = Phone number
field-code = Code
field-code-hint = Spaces do not matter.
field-code-hint-letters = Spaces, hyphens and capital letters do not matter.
field-name = Name of the device
field-name-hint = So that you know which one it is, for example Work phone.

# ---- A key for an app
key-step-app = Get an app
key-step-app-hint = Any authenticator app will do. If you have one, go on.
key-step-scan = Scan this with the app
key-step-code = Enter the code it shows
key-code-hint = This proves that the app and your account fit together.
key-qr-label = QR code with the key for your app. The same key is written out below it.
key-open = Open it in an app on this device
key-by-hand = Or type the key by hand
key-facts =
    { $period ->
        [0] Counter based, { $digits } digits, { $algorithm }
       *[other] Time based, { $digits } digits, { $period } seconds, { $algorithm }
    }

# ---- What is wrong with an answer
reason-wrong = That is not right. Check it and try again.
reason-expired = That code is not valid any more. Ask for a new one.
reason-malformed = Something is missing. Fill in the field and try again.
reason-sending-limit = No more messages can be sent just now. Wait a few minutes or use another way.
reason-next-code = That code was right, but the device has run ahead. Enter the next code that it shows.
reason-not-sent = The message could not be sent. Try again or use another way.
reason-unavailable = This way does not answer just now. Try again or use another way.
reason-link-first = You are known there, but not here yet. Log in here another way once: then you can connect the two.
reason-upstream-refused = The other provider did not log you in. Try again or use another way.
reason-upstream-invalid = The answer of the other provider could not be accepted. Try again or use another way.
reason-disabled = This account cannot be used now.
reason-other = This did not work. Try again.

# ---- What an application may see
link-ask = Connect { $method } with your account?
link-ask-hint = You are known there as <b>{ $name }</b>. From now on, logging in there logs you in here.
link-button = Connect
link-button-later = Not now
consent-title = Allow { $application }?
consent-hint = { $application } asks for permission to:
consent-allow = Allow
consent-deny = Do not allow
consent-later = You can take this back at any time under Your account.
scope-openid = know who you are
scope-profile = see your name and profile
scope-email = see your e-mail address
scope-phone = see your phone number
scope-address = see your postal address
scope-offline-access = stay connected while you are away
scope-other = use “{ $scope }”

# ---- What if: the rules that decide
whatif-offered = Offered
whatif-enrols = Offered to be set up on the way
whatif-passed = Passed already
whatif-disabled = Switched off
whatif-not-in-site = Not linked to the site { $site }
whatif-not-allowed = Not allowed for { $application }
whatif-kind-never-opens = A method of this kind never begins a login
whatif-mfa-never-opens = Set up to follow another method (mfa true), so it never begins a login
whatif-opens-where-asked = Begins a login only where the link of { $application } says so (opens)
whatif-follows-with-mfa = Would ask for an address of one’s own; follows another method only with mfa true
whatif-attribute-missing = The attribute { $attribute } is missing or empty
whatif-no-credential = The person has set up nothing for it that is active
whatif-not-activated = Switched off for this person
whatif-companion-alone = Of use only beside another second factor, and the person has none
whatif-unfit = Something is wrong with its settings, so it is kept from users
whatif-network = The address { $address } is outside its networks { $networks }
whatif-front-cannot-show = Cannot be shown without a browser ({ $front })
whatif-hidden = Hidden: shown only where the request names it, or behind another method where nothing else is left
whatif-context-not-wanted = Leads to none of what the request wants: { $wanted }
whatif-not-next = No link leads to it from { $after }
whatif-not-asked = The step was decided before it was looked at
whatif-menu = Nothing is proven yet: the methods that may begin a login here
whatif-second-required = { $after } is allowed, and a second factor is available, so it is required
whatif-second-always = { $after } alone is not allowed, so a second factor is always required
whatif-kept-out = A second factor is available and kept out by its network, the request, the door or its settings; it is never dropped
whatif-none-available = { $after } is allowed, and no second factor is available, so it is enough alone
whatif-nothing-follows = { $after } is allowed, and nothing follows it
whatif-second-unavailable = { $after } alone is not allowed, and no second factor is available to the person
whatif-enrol-first = The site lets people set up their first second factor while they log in
whatif-demand-unmet = Nothing that was passed carries what the request demands
whatif-still-owed = A method that was passed still asks for something, such as a new password
whatif-consent-first = The person first decides what the application may see
whatif-barred = This person may not enter, whatever they prove
whatif-silent = The request allows no page, and one would be needed
whatif-asked-quietly = The request allows no page, and the provider can be asked without one
whatif-policy-unmet = The policy of the application cannot be met: a required attribute is missing, or a single one has several values
whatif-policy-required = The policy of the application requires { $attribute }, and the person has no value for it
whatif-policy-single = The policy of the application allows one value of { $attribute }, and the person has several
whatif-policy-bounds = The expression for { $attribute } in the policy comes to more than any login needs
whatif-application-disabled = The application is switched off
whatif-application-unfit = Something is wrong with the application’s settings, so nobody is let in
whatif-site-disabled = The site is switched off
whatif-user-disabled = The user is switched off
whatif-user-not-yet = The user may not log in before { $from }
whatif-user-expired = The user has been past the end since { $since }
whatif-directory-disabled = The user’s directory is switched off or cannot be opened
whatif-out-of-reach = Users of the site { $site } do not log in to applications of this one
whatif-in-no-group = In no group that may enter { $application }
whatif-locked = Locked after wrong answers
whatif-nobody = Nobody in particular was asked about
whatif-another-person = Whoever passes it is another person
whatif-unknown-here = Its directory knows nobody of this name who may log in here
whatif-ambiguous-here = Several people who may log in here have this name
whatif-directory-unavailable = Its directory does not answer
whatif-cannot-pass = This user cannot pass it while they may not log in
whatif-comes-otherwise = They come by { $method }
whatif-ask-by-provider = Whom it finds is decided by what the provider tells: ask about somebody who comes by it
whatif-rule-not-for = Rule { $mapping } is not for them: { $condition } does not hold
whatif-rule-no-directory = Rule { $mapping } has no directory to search
whatif-rule-several-values = Rule { $mapping } compares with one value, and several came
whatif-rule-unvouched = Rule { $mapping } compares an address or a number that nobody vouches for
whatif-rule-finds = Rule { $mapping } finds { $user }
whatif-rule-finds-nobody = Rule { $mapping } finds nobody who may log in here
whatif-rule-finds-several = Rule { $mapping } finds several: { $users }
whatif-rule-finds-too-many = So many people have what rule { $mapping } compares that nobody is looked at
whatif-rule-asks = Rule { $mapping } would ask the service { $service }, which is not asked here
whatif-rule-unanswered = Rule { $mapping } asks the service { $service }, which is not set up
whatif-linked = Connected with { $user }
whatif-not-linked = Connected with no account
whatif-link-held = The connection with an account is suspended
whatif-link-unclear = The name alone does not tell who that is: say which provider
whatif-found-by-rule = The user mapping finds { $user }
whatif-found-by-link = The connected account is { $user }
whatif-stays-unregistered = In no directory: who the method says they are
whatif-nobody-found = Rules of the user mapping are for them, and none finds anybody, so they are not let in
whatif-several-found = Not exactly one person is meant, so nobody is let in
whatif-unvouched = Nobody vouches for what was compared, so nobody is let in
whatif-service-decides = Who it is depends on a service that only a login asks
whatif-service-unanswered = A service that a rule asks is not set up, so nobody is let in
whatif-links-first = No account yet: they are first asked to log in to one, and then whether to connect the two
whatif-account-gone = The account does not exist any more

# ---- Not let in
denied-back = Back to { $application }
denied-restart = Log in as someone else
denied-support = If this looks wrong, send the reference below to { $address }.
denied-not-allowed-title = { $application } is not open to you
denied-not-allowed-why = You proved who you are, but your account is not among those that may use { $application }.
denied-not-allowed-todo = Ask whoever looks after { $application } for access.
denied-not-allowed-todo-too = If you have another account, log in with that one.
denied-policy-title = { $application } needs something that your account lacks
denied-policy-why = You proved who you are, but something that { $application } must know about you is missing or not clear.
denied-policy-todo = Give the reference below to whoever looks after { $application }: it leads to what is missing.
denied-nothing-offered-title = There is no way to log in to { $application } from here
denied-nothing-offered-why = No way to log in is set up for { $application }, or none may be used from your network.
denied-nothing-offered-todo = If you work from elsewhere than usual, try again from your usual network.
denied-second-factor-title = { $application } asks for a second step
denied-second-factor-why = You proved who you are, but a second way to confirm it is needed, and none is set up for you.
denied-second-factor-todo = Add a second way under Your account, then try again.
denied-second-factor-todo-too = If you cannot, ask your support to set one up for you.
denied-blocked-title = The next step cannot be taken from here
denied-blocked-why = { $application } asks for a second step, and yours may not be used from this network or browser.
denied-blocked-todo = Try again from your usual network or browser.
denied-no-context-title = { $application } asks for another kind of login
denied-no-context-why = None of your ways to log in is of the kind that { $application } asks for.
denied-no-context-todo = Ask your support which way { $application } needs.
denied-wrong-person-title = You are logged in as someone else
denied-wrong-person-why = { $application } expected another account than the one you used.
denied-wrong-person-todo = Log in with the account that { $application } knows.
denied-disabled-title = Your account cannot be used now
denied-disabled-why = It is switched off, not yet in use, or past its end.
denied-disabled-todo = Ask your support when it can be used.
denied-expired-title = This login took too long
denied-expired-why = A login lives ten minutes, and this one is past them.
denied-expired-todo = Go back to { $application } and log in again.
denied-unavailable-title = This did not work, and it is not your doing
denied-unavailable-why = A part that is needed to log in to { $application } does not answer.
denied-unavailable-todo = Go back and try again in a few minutes.
denied-unsettled-title = We could not tell which account is yours
denied-unsettled-why = What we learned about you does not lead to exactly one account for { $application }.
denied-unsettled-todo = Go back and log in another way, if you have one.
denied-other-title = You were not logged in
denied-other-why = What was entered does not let anybody in to { $application }.
denied-other-todo = Go back and try again.

# ---- Pages around a login
form-post-title = Going to another page
gone-title = This login is over
gone-hint = It was finished, took more than ten minutes, or was begun in another browser. Go back to the application and log in again.
gone-home = Go to the start page
logged-out-title = You are logged out
logged-out-hint = Close the browser if others use this computer, too.
logged-out-again = Log in again
landing-title = Log in to { $site }
landing-hint = After logging in you see your applications and your account.
landing-button = Log in
start-title = Your applications
start-hint = Logged in as { $name }.
start-empty = No applications yet
start-empty-hint = When somebody gives you access to one, it stands here.
start-account = Your account

# ---- Forgotten password
forgot-title = Forgotten your password?
forgot-hint = Enter your user name. We send a link to the e-mail address of your account.
forgot-button = Send the link
forgot-sent-title = Look in your mail
forgot-sent-hint = If there is an account with that name and an e-mail address, a link is on its way to it. It works for 15 minutes. No message? Look in the spam folder.
reset-title = Choose a new password
reset-hint = It replaces the forgotten one. You then log in with it.
reset-button = Set the password
reset-done-title = Your password is changed
reset-done-hint = You are logged out everywhere else. Log in with the new password.
reset-gone-title = This link does not work any more
reset-gone-hint = It was used before, is older than 15 minutes, or a newer one was sent.
reset-gone-again = Ask for a new link

# ---- First administrator
setup-title = Set up this server
setup-hint = Enter the set-up code that the server printed when it started, and choose your account.
setup-code = Set-up code
setup-button = Create the administrator
setup-wrong = That set-up code is not right, was used before, or is older than an hour.
setup-done-title = The server is set up
setup-done-hint = Log in with the account that you just made.

# ---- Your account
account-title = Your account
account-applications = Applications
account-logout = Log out
account-back = Your account
account-cancel = Cancel
account-none-title = There are no account pages here
account-none-hint = Nobody has set up account pages for this site. Ask your support.

ways-title = Ways to log in
ways-add = Add a way
ways-add-title = Add a way to log in
ways-add-hint = Two ways are better than one: if you lose your phone, the other still lets you in.
ways-add-none = You have every way that is offered here
ways-empty = Nothing here yet
ways-empty-hint = The ways that you add stand here.
ways-codes-few = { $left ->
    [0] No backup codes are left.
    [one] Only one backup code is left.
   *[other] Only { $left } backup codes are left.
 }
ways-codes-few-hint = Make a new list before you need it. The old list then stops working.
day-today = today, { $time }
way-method = { $method }.
way-added = Added { $date }.
way-used = Last used { $date }.
way-changed = Changed { $date }.
way-made = Made { $date }.
way-address = Sent to { $address }
way-left = { $left ->
    [one] { $left } of { $total } is left.
   *[other] { $left } of { $total } are left.
 }
way-serial = Serial number { $serial }.
way-suspended = Switched off by an administrator.
way-few = Running out
way-change = Change
way-remove = Remove
way-rename = Rename
way-renew = Make a new list

rename-title = Rename { $name }
rename-button = Save the name
remove-title = Remove { $name }?
remove-hint = { $left ->
    [0] It is your only second way to log in. Applications that ask for one will not let you in.
    [one] You will have one other way to log in.
   *[other] You will have { $left } other ways to log in.
 }
remove-codes-too = Your backup codes are removed with it, because they only work beside another second way.
remove-button = Remove

step-up-title = Log in with your second step first
step-up-hint = You have a second way to log in, and this login was made without it. To change how you log in, log in with both.

sessions-title = Where you are logged in
sessions-here = This browser
sessions-end = Log out
sessions-others = Log out everywhere else
session-device = { $browser } on { $system }
session-device-one = { $name }
session-unknown = Unknown browser
session-facts = { $address }. Since { $since }
session-facts-with = { $address }. { $applications }. Since { $since }

permissions-title = What applications may do
permission-facts = May { $scopes }. Since { $since }
permissions-withdraw = Take back

profile-title = About you
profile-change = Change language
profile-name = Name
profile-username = User name
profile-email = E-mail
profile-phone = Phone
profile-language = Language
profile-none = Not known
profile-edit-title = Language of pages and messages
profile-edit-hint = Your name and addresses are looked after by your support.
profile-browser = As the browser wishes
profile-save = Save

activity-title = Recent activity
activity-all = All of the last 90 days
activity-page-title = What happened with your account
activity-hint = Something here that was not you? Change your password, then log out everywhere else.
activity-empty = Nothing has happened yet
activity-table = Table of recent activity
activity-today = Today, { $time }
activity-when = When
activity-what = What
activity-where = Where
activity-application = Application
activity-login-granted = Logged in
activity-login-denied = Not let in
activity-method-passed = { $method } accepted
activity-method-missed = { $method }: wrong answer
activity-account-locked = Locked
activity-user-unlocked = Unlocked
activity-session-ended = Logged out
activity-enrolment-done = Way to log in added
activity-credential-removed = Way to log in removed
activity-password-changed = Password changed
activity-reset-asked = New password asked for
activity-reset-done = New password set by mail
activity-consent-withdrawn = Permission taken back
activity-account-linked = Connected with another provider
activity-account-link-declined = Connection not made
activity-consent-given = Permission given

flash-added = { $name } is added.
flash-removed = { $name } is removed.
flash-renamed = { $name } has its new name.
flash-changed = Your password is changed. You are logged out everywhere else.
flash-session-ended = { $name } is logged out.
flash-others-ended = You are logged out everywhere else.
flash-language = The language is saved.
flash-withdrawn = { $name } may do nothing in your name any more.
flash-gone = That was already done, or took too long. Begin again.
