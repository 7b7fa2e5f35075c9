# ---- Frame
console-search-label = Find an object or a page
console-search-hint = Find an application, method, group …
console-account = My account
console-logout = Log out
console-crumbs = Where you are
console-undo = Undo
console-back = Back to the overview
console-cli = Do the same from the command line
console-now = now

# ---- Nobody, nothing
console-none-title = There is no console
console-none-hint = No site has a console application. An administrator can make one from the command line.
console-nobody-title = The console is not open to you
console-nobody-hint = You are logged in, but none of your groups has a role. Ask an administrator to assign one to a group you belong to.
console-nobody-home = My applications
console-nobody-account = My account
console-missing-title = There is nothing here
console-missing-hint = It does not exist, or it was deleted. Find what you need with the search above.
console-forbidden-title = Your roles do not reach this
console-forbidden-hint = Ask an administrator of the site for a role that includes it.
console-outranked-title = This would give more than you have
console-outranked-hint = It would hand out, or lay hands on, rights that your own roles do not include. Somebody with those rights can do it.
console-moved-title = Somebody else changed this first
console-moved-hint = Nothing was done. Open the page again and see whether it is still needed.
console-conflict-title = This cannot be done now
console-conflict-hint = Its present state does not allow it.
console-invalid-title = This cannot be saved
console-invalid-hint = The configuration would be broken.
console-unsupported-title = This cannot be done here
console-unsupported-hint = The page that sent this may be out of date. Open it again.
console-ended-title = Your session has ended
console-ended-hint = What you typed is still here. Log in in a new window, come back to this one and send it.
console-ended-login = Log in in a new window
console-ended-send = Send it now

# ---- Navigation
console-nav-site = Site
console-nav-all = All sites
console-nav-mine = All my sites
console-nav-now = Now
console-nav-people = People
console-nav-ways = Ways in
console-nav-system = System
console-nav-own = Appearance and language
console-page-overview = Overview
console-page-group = Groups
console-page-method = Methods
console-page-chains = Factor chains
console-page-application = Applications
console-page-policy = Policies
console-page-inboundPolicy = Mappings
console-page-site = Sites
console-page-directory = Directories
console-page-role = Roles
console-page-webhook = Webhooks
console-page-template = Templates
console-page-server = Settings
console-site-find = Find a site
console-site-find-hint = Find one of { $count } sites …

# ---- Overview
console-home-title = What needs you
console-as-of = As of { $at }.
console-again = Read again
console-open-list = Open the list
console-day = The last 24 hours
console-day-hint = Each row has its own scale
console-hour = Hour
console-as-table = The same as a table
console-lane-most = at most { $most }, at { $hour }
console-lane-said = { $lane } by hour: between { $least } and { $most }, most at { $hour }
console-needs = Needs somebody
console-needs-none = Nothing needs you
console-needs-none-hint = Methods without what they need, applications nobody can open and the like would stand here.
console-needs-more = { $count ->
    [one] One more stands with its object.
   *[other] { $count } more stand with their objects.
}

# ---- Findings
console-severity-broken = Broken
console-severity-unfit = Unfit
console-severity-warning = Warning
console-finding = { $finding }
console-finding-open = Open
console-line = Line { $line }
console-not-saved = { $count ->
    [one] Not saved: one thing needs a change
   *[other] Not saved: { $count } things need a change
}

# ---- Search
console-search-title = Find
console-search-for = Find “{ $text }”
console-search-page-hint = Type a part of a name or title. Ctrl+K goes to the field from every page.
console-search-found = { $count ->
    [one] One thing found
   *[other] { $count } things found
}
console-search-none = Nothing has this in its name or title
console-search-none-hint = Names are matched by any part of them, without regard to case.
console-search-pages = Pages
console-search-more = All that were found

# ---- Lists
console-total = { $count ->
    [0] None
    [one] One in all
   *[other] { $count } in all
}
console-name = Name
console-type = Type
console-class = Class
console-head-title = Title
console-head-type = Type
console-head-protocol = Protocol
console-head-role = Kind of role
console-head-rows = Rows
console-head-members = Members
console-head-findings = Findings
console-head-below = Sites inside
console-head-noun = What
console-head-number = Row
console-enabled = Enabled
console-disabled = Disabled
console-box-enabled = { $title }, { $name }, enabled
console-update = Update
console-update-hint = Saves the boxes. A disabled method stops counting at once, also in logins under way.
console-filter = Filter
console-filter-text = Title or name
console-filter-shown = Shown
console-filter-all = All
console-filter-all-types = All types
console-filter-findings = With findings
console-filter-none = Nothing fits the filter
console-filter-clear = Show all
console-list-none = There are none yet
console-next = Next page
console-findings-count = { $count ->
    [one] One finding
   *[other] { $count } findings
}
console-members-everyone = Everyone
console-members-listed = Listed
console-protocol-oidc = OpenID Connect
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Page of this server
console-protocol-oidc-hint = Web and mobile applications that send people here to log in
console-protocol-radius-hint = VPN gateways, Wi-Fi and network devices
console-protocol-agent-hint = AD FS, Windows logon, PAM and other software that asks over HTTP
console-protocol-page-hint = The account, the console or an enrolment page

# ---- Objects
console-object-title = { $title }
console-tab-main = Main
console-tab-lines = Configuration
console-tab-registration = Registration
console-tab-items = Rows
console-tab-rights = Rights
console-tab-texts = Texts
console-tab-look = Look
console-tab-children = Sites inside
console-about = In use
console-see-chains = See it in the factor chains
console-save = Save
console-discard = Discard changes
console-cancel = Cancel
console-read-only = Your roles let you read this and not change it.
console-more-languages = Other languages
console-delete = Delete
console-delete-disable-first = To delete it, disable it first
console-delete-title = Delete { $title }?
console-delete-hint = It is gone at once and cannot be brought back. What it is linked to loses the link.
console-delete-button = Delete { $title }
console-hint-list = One to a line
console-hint-numbers = Numbers, separated by spaces
console-hint-range = From { $low } to { $high }.
console-hint-default = { $value } where nothing stands here.
console-hint-secret = A secret reads { $mask }. Leave that to keep it.
console-json = All of it as JSON
console-json-label = Registration as JSON
console-json-save = Save the JSON
finding-console-number = This is no whole number. Write digits only.
finding-console-json = The JSON cannot be read at line { $line }. Correct it there.
finding-console-link-missing = There is nothing at { $path }. Choose something that exists.
finding-console-text-line = Line { $line } is no text. Write a key, an equals sign and the text.
finding-console-text-unknown = No text has the key { $key }. Correct the key.
finding-console-text-unreadable = The text of { $key } cannot be read. Braces stand for values and must be closed.
finding-console-text-variable = The text of { $key } names a value that the original does not have.
console-choice-true = Yes
console-choice-false = No
console-choice-default = As usual ({ $value })
console-choice-none-set = Not set
console-choice-starttls = STARTTLS
console-choice-tls = TLS from the start
console-choice-none = None, in clear
console-choice-sans = Without serifs
console-choice-serif = With serifs
console-choice-rounded = Rounded
console-choice-separate = One secret at a time
console-choice-password-code = Password, then code
console-choice-code-password = Code, then password
console-yes = yes
console-no = no

# ---- Groups of fields
console-group-who = Who may use it
console-group-told = What applications are told
console-group-sending = Limits on sending
console-group-people = What people are offered
console-group-mail = Mail server
console-group-list = In people’s list
console-group-session = Sessions
console-group-passcode = What a passcode holds
console-group-members = Members
console-group-tokens = Access and refresh tokens
console-group-contexts = Authentication contexts

# ---- Lines
console-lines = Configuration
console-lines-label = All settings as lines
console-lines-hint = A name and a value on each line. Secrets read ********; leave that to keep them.
console-lines-save = Save the lines

# ---- Links
console-links-none = Nothing is linked
console-links-more = { $count ->
    [one] One more is not shown. Open it with the search.
   *[other] { $count } more are not shown. Open one of them with the search.
}
console-link-add = Add
console-link-button = Add
console-link-replace = Replace
console-link-path = Its path, such as demosite/everyone
console-link-fixed = Set when it was created.
console-link-method-inboundPolicy = Mappings
console-link-method-inboundPolicy-hint = With a table, only the attributes that it names go on to policies and applications. Without one, all of them do.
console-link-method-directory = Directory
console-link-method-directory-hint = Where the people live whose credentials this method checks.
console-link-method-site = Sites
console-link-method-site-hint = Where the method can be seen. An application can allow only methods of its site.
console-link-method-application = Applications
console-link-method-application-hint = Where it is in use.
console-link-method-group = Groups
console-link-method-group-hint = Their members are all the unregistered people who logged in with this method.
console-link-application-method = Methods
console-link-application-method-hint = What it takes. Enabled counts as proof here; opens lets a login begin with a method that usually only follows.
console-link-application-allowedTo = Groups
console-link-application-allowedTo-hint = Who may log in to it.
console-link-application-policy = Policy
console-link-application-policy-hint = Which attributes the application is given. Without one, it is given none.
console-link-application-role = Roles
console-link-application-role-hint = What the application may do here in its own name.
console-link-site-method = Methods
console-link-site-method-hint = What applications of this site can allow.
console-link-site-share = Shared logins
console-link-site-share-hint = A login at one of these sites is a login at the other.
console-link-group-member = Groups inside
console-link-group-member-hint = Members of these groups are members here.
console-link-group-memberOf = Member of
console-link-group-memberOf-hint = Groups that this group is inside of.
console-link-group-method = Methods
console-link-group-method-hint = Everybody unregistered who logs in with one of these is a member.
console-link-group-accessTo = Applications
console-link-group-accessTo-hint = What members may log in to.
console-link-group-role = Roles
console-link-group-role-hint = What members may administer.
console-link-policy-application = Applications
console-link-policy-application-hint = Where this policy says what is given out.
console-link-inboundPolicy-method = Methods
console-link-inboundPolicy-method-hint = Whose attributes this table renames.
console-link-role-assignedTo = Groups
console-link-role-assignedTo-hint = Whose members have this role.
console-link-role-grantedTo = Applications
console-link-role-grantedTo-hint = Programs that have this role in their own name.
console-link-directory-method = Methods
console-link-directory-method-hint = What checks the credentials of its people.
console-link-method-nextFactor = Factor chains
console-with-enabled = Enabled
console-with-opens = Opens
console-with-hint = Saves the boxes.
console-remove = Remove
console-both-title = Remove { $method } from { $from }?
console-both-hint = { $count ->
    [one] An application of the site still allows the method. It would lose it, too.
   *[other] { $count } applications of the site still allow the method. They would lose it, too.
}
console-both-button = { $count ->
    [one] Remove both
   *[other] Remove all { $count } and the link
}

# ---- Rows, rights, texts, look
console-row = Row { $row }, { $column }
console-row-remove = Remove row { $row }
console-items-none = The table is empty
console-items-more = Empty rows are left out. Save to get more of them.
console-items-policy-hint = Each row gives out one attribute: a value is text:CONSTANT, user:ATTRIBUTE or method:ATTRIBUTE. Without a group it goes to everybody.
console-items-mapping-hint = Each row makes one attribute of others: a value is the name of an attribute, or a text with names in braces.
console-rights-built-in = The rights of { $role } never change.
console-rights-copy = Copy them to a role of your own
console-rights-site = They hold in this site and the sites inside it.
console-rights-system = They hold everywhere.
console-right-all = Everything
console-right-server = Settings
console-right-site = Sites
console-right-directory = Directories
console-right-group = Groups
console-right-method = Methods
console-right-inboundPolicy = Mappings
console-right-policy = Policies
console-right-template = Templates
console-right-role = Roles
console-right-application = Applications
console-right-webhook = Webhooks
console-right-user = Users
console-right-token = Tokens
console-right-session = Sessions
console-right-audit = Audit
console-right-whatif = What if
console-right-configuration = Configuration as a whole
console-right-through = included
console-verb-all = All
console-verb-read = Read
console-verb-write = Change
console-verb-delete = Delete
console-verb-act = Help
console-role-administrator = System administrator
console-role-siteManager = Site manager
console-role-operator = Operator
console-role-auditor = Auditor
console-role-helpdesk = Helpdesk
console-role-own = Rights of its own
console-texts-hint = One text to a line: its key, an equals sign, and what this site and the sites inside it say instead.
console-children-none = No site is inside this one
console-children-hint = Sites inside inherit texts, look and who administers.
console-colours = What is used of this colour
console-colour-scheme = Scheme
console-colour-light = Light
console-colour-dark = Dark
console-colour-given = Given
console-colour-used = Used
console-colour-worst = Lowest contrast
console-colour-text = Text on it
console-colour-why = Why
console-colour-kept = Readable as it is.
console-colour-moved = Moved until text in it has a contrast of 4.5 on every ground.

# ---- Something new
console-new-method = New method
console-new-application = New application
console-new-site = New site
console-new-group = New group
console-new-policy = New policy
console-new-inboundPolicy = New mapping
console-new-role = New role
console-new-webhook = New webhook
console-new-directory = New directory
console-new-template = New template
console-new-method-button = Create the method
console-new-application-button = Create the application
console-new-site-button = Create the site
console-new-group-button = Create the group
console-new-policy-button = Create the policy
console-new-inboundPolicy-button = Create the mapping
console-new-role-button = Create the role
console-new-webhook-button = Create the webhook
console-new-directory-button = Create the directory
console-new-template-button = Create the template
console-new-method-hint = Which type of method?
console-new-in = Inside
console-site-none = The whole system
console-new-name-hint = Used in protocols and the API. It cannot change later.
console-new-client-hint = Also its client_id. It cannot change later.
console-new-title-hint = What people read. More languages can be added afterwards.
console-new-copy = Its rights begin as those of { $from }.
console-new-no-site = There is no site in which you can create one
console-new-needs = What it needs
console-new-uris = Redirect URIs
console-new-uris-hint = Exact addresses, one to a line.
console-new-keeps = It can keep a secret
console-new-keeps-hint = A server can; a page in a browser or an app cannot. The secret is made now and shown once.
console-new-addresses = Addresses
console-new-addresses-hint = Networks it asks from, one to a line. A secret is made now and shown once.
console-new-methods = Methods it allows
console-new-methods-none = The site has no methods yet. A system administrator can link some.
console-new-groups = Who may log in
console-new-groups-none = There are no groups yet. Add one afterwards.
console-template-source = Source
console-factor-knowledge = Something a person knows
console-factor-possession = Something a person has
console-factor-inherence = Something a person is
console-factor-elsewhere = Proven by somebody else

# ---- Secrets
console-client-id = Client ID
console-secret-new-title = A new secret
console-secret-new-hint = The old one stops working at once.
console-secret-new = New { $label }
console-secret-title = { $title }: new secret
console-secret-once = It is shown only now
console-secret-once-hint = Copy it to where it is needed before you go on.
console-secret-kept = I have copied it

# ---- Somebody else saved first
console-race-title = { $title }: two changes met
console-race = Somebody else saved while you were typing
console-race-hint = { $count ->
    [0] Nothing that you typed differs from what is saved now.
    [one] Choose which value stays.
   *[other] Choose for each field which value stays.
}
console-race-mine = Mine
console-race-theirs = Saved by somebody else
console-race-empty = (empty)
console-race-save = Save the choice
console-race-leave = Leave it as it is

# ---- Factor chains
console-chain-hint = Read from left to right: a method, what may follow it, and where that ends for the chosen application.
console-chain-all-hint = Read from left to right: a method, and what may follow it. Choose an application to see who gets in.
console-chain-seen-by = Seen by application
console-chain-no-application = None: all methods
console-chain-show = Show
console-chain-starts = Starts with { $method }
console-chain-single = Needs nothing more
console-chain-none = Nobody can begin a login here
console-chain-none-hint = Link methods to the site and allow them for the application.
console-chain-allowed = Allowed
console-chain-not-allowed = Not allowed
console-chain-disabled = Disabled
console-chain-unfit = Unfit
console-chain-needs = needs { $attribute }
console-chain-nothing = Nothing available
console-chain-nothing-hint = The person has none of what follows
console-chain-add = Add next
console-chain-remove = Remove link
console-chain-add-title = Add a next factor
console-chain-add-button = Add link
console-chain-add-hint = A link counts for every application that allows the second method. Methods that would lead back to their own beginning cannot be chosen.
console-chain-after = After
console-chain-comes = Comes
console-chain-ring = would make a ring
console-chain-there = is there already
console-end-in = Logged in
console-end-out = Denied
console-end-granted = { $amr }
console-end-granted-acr = acr { $acr }, amr { $amr }
console-end-disabled = A disabled method is never offered or accepted.
console-end-unfit = Unfit methods are never offered, and never dropped silently.
console-end-not-offered = The application does not allow it, so it is not offered.
console-end-alone = { $method } alone is not allowed here, and nothing follows it.
console-end-second-needed = A second factor is always needed here, because { $method } alone is not allowed.

# ---- What was done
console-said-saved = Saved: { $title }
console-said-made = Created: { $title }
console-said-deleted = Deleted: { $title }
console-said-enabled = Saved: { $title } is enabled
console-said-disabled = Saved: { $title } is disabled
console-said-updated = Saved: { $count } methods changed
console-said-linked = Added: { $title }
console-said-unlinked = Removed: { $title }
console-said-chain-added = Added: { $to } may follow { $from }
console-said-chain-removed = Removed: { $to } does not follow { $from } any more
