# ---- Frame
console-search-label = Find an object or a page
console-search-hint = Find a user, application, method …
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
console-page-outboundMappingPolicy = Outbound mappings
console-page-inboundPolicy = Mappings
console-page-inboundMappingPolicy = User mappings
console-page-sosoConfiguration = SOSO configurations
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
console-day-granted = Logins in 24 hours
console-day-denied = Failures in 24 hours
console-day-locked = Locks in 24 hours
console-hour = Hour
console-as-table = The same as a table
console-lane-most = at most { $most }, at { $hour }
console-lane-none = none
console-lane-said = { $lane } by hour: between { $least } and { $most }, most at { $hour }
console-needs = Needs somebody
console-needs-count = { $count ->
    [one] One thing needs somebody
   *[other] { $count } things need somebody
}
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
console-protocol-saml = SAML 2.0
console-protocol-radius = RADIUS
console-protocol-agent = Agent (REST)
console-protocol-page = Page of this server
console-protocol-oidc-hint = Web and mobile applications that send people here to log in
console-protocol-saml-hint = Web applications that are SAML service providers
console-protocol-radius-hint = VPN gateways, Wi-Fi and network devices
console-protocol-agent-hint = AD FS, Windows logon, PAM and other software that asks over HTTP
console-protocol-page-hint = The account, the console or an enrolment page

# ---- Objects
console-object-title = { $title }
console-tab-main = Main
console-tab-lines = Configuration
console-tab-registration = Registration
console-tab-provider = Provider
console-provider-tell = Tell the provider
console-provider-tell-hint = It needs these addresses.
console-provider-metadata = Our metadata
console-provider-return = Answers come back to
console-provider-logout = Logout
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
console-hint-list = One to a line.
console-hint-numbers = Numbers, separated by spaces.
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
console-lines-more = More settings
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
console-link-method-inboundMappingPolicy = User mapping
console-link-method-inboundMappingPolicy-hint = Finds the registered user behind what the method delivers. Trusted: addresses and numbers count without the provider’s word that they were checked.
console-link-method-sosoConfiguration = SOSO configuration
console-link-method-sosoConfiguration-hint = Lines that are kept with the method, shown and exported. Nothing here reads them.
console-link-method-directory = Directory
console-link-method-directory-hint = Where the people live whose credentials this method checks.
console-link-method-site = Sites
console-link-method-site-hint = Where the method can be seen. An application can allow only methods of its site.
console-link-method-application = Applications
console-link-method-application-hint = Where it is in use.
console-link-method-group = Groups
console-link-method-group-hint = Where enabled, their members are all the unregistered people who logged in with this method.
console-link-application-method = Methods
console-link-application-method-hint = What it takes. Enabled counts as proof here; opens lets a login begin with a method that usually only follows.
console-link-application-allowedTo = Groups
console-link-application-allowedTo-hint = Who may log in to it.
console-link-application-policy = Policy
console-link-application-policy-hint = Which attributes the application is given. Without one, it is given none.
console-link-application-outboundMappingPolicy = Outbound mapping
console-link-application-outboundMappingPolicy-hint = What people are called toward the application, instead of what its registration says.
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
console-link-group-method-hint = Everybody unregistered who logs in with one that is enabled is a member.
console-link-group-accessTo = Applications
console-link-group-accessTo-hint = What members may log in to.
console-link-group-role = Roles
console-link-group-role-hint = What members may administer.
console-link-policy-application = Applications
console-link-policy-application-hint = Where this policy says what is given out.
console-link-outboundMappingPolicy-application = Applications
console-link-outboundMappingPolicy-application-hint = Toward which people are called by this policy.
console-link-inboundPolicy-method = Methods
console-link-inboundPolicy-method-hint = Whose attributes this table renames.
console-link-inboundMappingPolicy-method = Methods
console-link-inboundMappingPolicy-method-hint = Whose people this table finds.
console-link-sosoConfiguration-method = Methods
console-link-sosoConfiguration-method-hint = That have these lines.
console-link-role-assignedTo = Groups
console-link-role-assignedTo-hint = Whose members have this role.
console-link-role-grantedTo = Applications
console-link-role-grantedTo-hint = Programs that have this role in their own name.
console-link-directory-method = Methods
console-link-directory-method-hint = What checks the credentials of its people.
console-link-method-nextFactor = Factor chains
console-with-enabled = Enabled
console-with-opens = Opens
console-with-trusted = Trusted
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
console-items-policy-hint = Each row gives out one attribute: a value is text:CONSTANT, user:ATTRIBUTE, method:ATTRIBUTE or a text with expressions, such as ${ "{" }user.cn{ "}" }. Without a group it goes to everybody.
console-items-mapping-hint = Each row makes one attribute of others: a value is the name of an attribute, or a text with names in braces.
console-items-user-hint = Each row is a rule: where its conditions hold, its searches look for the user, or its service is asked. Exactly one person must be found.
console-items-outbound-hint = Each row says what one user is called: a user is written as site and name, such as demosite/ada. Who has no row is denied.
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
console-right-inboundMappingPolicy = User mappings
console-right-sosoConfiguration = SOSO configurations
console-right-policy = Policies
console-right-outboundMappingPolicy = Outbound mappings
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
console-texts-hint = One text to a line: its key, an equals sign, and what this site and the sites inside it say instead. What goes on over several lines is indented there.
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
console-new-outboundMappingPolicy = New outbound mapping
console-new-inboundPolicy = New mapping
console-new-inboundMappingPolicy = New user mapping
console-new-sosoConfiguration = New SOSO configuration
console-new-role = New role
console-new-webhook = New webhook
console-new-directory = New directory
console-new-template = New template
console-new-method-button = Create the method
console-new-application-button = Create the application
console-new-site-button = Create the site
console-new-group-button = Create the group
console-new-policy-button = Create the policy
console-new-outboundMappingPolicy-button = Create the outbound mapping
console-format = Names
console-format-hint = This never changes afterwards.
console-format-persistent = Persistent: the same for ever, made here
console-format-transient = Transient: another with each login
console-format-unspecified = Manual: a table of users
console-new-inboundPolicy-button = Create the mapping
console-new-inboundMappingPolicy-button = Create the user mapping
console-new-sosoConfiguration-button = Create the configuration
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
console-new-descriptor = Metadata of the service provider
console-new-descriptor-hint = The whole EntityDescriptor, as the application gives it. Give the application the address of ours: /saml2/metadata.
console-new-addresses = Addresses
console-new-addresses-hint = Networks it asks from, one to a line. A secret is made now and shown once.
console-new-methods = Methods it allows
console-new-methods-hint = What counts as proof here. To ask for two factors, tick the second one and leave the first out: the first is asked for before it all the same, and alone it is not enough.
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
console-chain-hint = Each method, what may follow it, and where that ends for the chosen application.
console-chain-all-hint = Each method, and what may follow it. Choose an application to see who gets in.
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

# ---- Records: Navigation
console-page-user = Users
console-page-token = Tokens
console-page-audit = Audit
console-page-whatif = What if

# ---- Records: Overview
console-lane-granted = Logins
console-lane-denied = Failures
console-lane-locked = Locks
console-home-last = The newest locks and failures

# ---- Records: Users
console-optional = (optional)
console-never = Never
console-suspend = Suspend
console-resume = Resume
console-new-user = New user
console-new-user-button = Create the user
console-user-text = Find people
console-user-text-hint = Each word begins a word of the name or the e-mail address.
console-user-group = Group
console-user-any-group = Any group
console-user-login-name = User name
console-user-login-name-hint = What the person types to log in. It cannot change later.
console-user-called = Name
console-user-email = E-mail address
console-user-site = Site
console-user-state = State
console-user-not-now = Not now
console-user-directory = Directory
console-user-created = Created
console-user-used = Last used
console-user-about = At a glance
console-user-acts = Actions
console-user-groups = Groups
console-user-groups-tab = Groups and rights
console-user-rights = Gives the role
console-user-give-title = Give a role
console-user-give-hint = The user joins a group that has the role there. Where there is none, one is made, and it may use the console.
console-user-give-role = Role
console-user-give-in = Where it holds
console-user-give = Give the role
console-token-lost = Lost
console-token-mark = Lost or faulty
console-token-mark-hint = It can be given to nobody until it is made ready again.
console-user-ways = Ways in
console-user-sessions = Sessions
console-user-activity = Activity
console-user-more = Other attributes
console-user-more-hint = On each line a name, an equals sign and a value. A line that is taken away takes its value away.
finding-console-user-line = Line { $line } is no attribute. Write a name without a field of its own, an equals sign and a value.
console-user-locked-until = Locked until { $until }
console-user-locked = Locked until somebody unlocks
console-user-locked-why = { $count ->
    [one] One wrong answer has been counted.
   *[other] { $count } wrong answers have been counted.
}
console-user-unlock = Unlock
console-user-unlock-cli = Unlock from the command line
console-user-outranked = This user has rights that your own roles do not include. You can look and change nothing.
console-user-tokens = Tokens of this user
console-user-whatif = What if they log in?
console-user-how = How
console-member-listed = Listed
console-member-filter = By the group’s filter
console-member-everyone = Everyone is a member
console-member-nested = Through a group inside it
console-user-no-groups = In no group
console-user-join = Add to a group
console-user-credentials = What they can prove
console-user-no-credentials = Nothing is set up yet
console-user-password-title = Password
console-user-first-password = First password
console-user-password = Password
console-user-password-hint = Left empty, the person sets one by mail or logs in another way.
console-user-must-change = To be changed at the next login
console-user-new-password = New password
console-user-set-password = Set the password
console-user-require-change = Ask for a new password at the next login
console-user-method = Method of the password
console-user-methods = Methods
console-user-methods-hint = A method that is switched off for this user is never offered to them and never accepted.
console-user-method-off = Disabled for everybody
console-user-allowed = Allowed
console-user-forbidden = Switched off
console-user-forbid = Switch off
console-user-allow = Switch on
console-user-end = End
console-user-end-all = End all sessions
console-user-no-sessions = Logged in nowhere
console-user-since = Since
console-user-until = Until
console-user-proven = Proven
console-user-consents = What applications were allowed
console-user-scopes = Scopes
console-user-delete-hint = The user, their ways in, sessions and memberships are gone at once and cannot be brought back. Tokens go back to the inventory.
console-user-remove-title = Remove { $label } from { $title }?
console-user-remove-hint = { $count ->
    [0] Nothing else is left to log in with.
    [one] One other way in is left.
   *[other] { $count } other ways in are left.
}
console-user-remove-button = Remove { $label }

# ---- Records: Audit
console-audit-hint = One entry for each login or change. Open it to see every step.
console-audit-export = Export:
console-audit-as-csv = CSV
console-audit-as-jsonl = JSON lines
console-audit-as-syslog = syslog
console-audit-name = User name
console-audit-application = Application
console-audit-result = Result
console-audit-success = Success
console-audit-failure = Failure
console-audit-since = From
console-audit-until = To
console-audit-find = Search
console-audit-more = More conditions
console-audit-method = Method
console-audit-action = Action
console-audit-actor = Done by
console-audit-person = Person’s id
console-audit-login-id = Reference of the login
console-audit-from = From address
console-audit-agent = Browser
console-audit-detail = Details
console-audit-why = What if, and why
console-audit-all = All in the audit record
console-audit-none = Nothing has been recorded
console-audit-older = Older entries
console-audit-pages = Pages
console-audit-login = { $name } to { $application }
console-audit-change = { $actor }: { $object }
console-audit-one = { $name }
console-audit-system = The server
console-audit-erased = Of a person who was erased
console-event-object-put = Changed
console-event-object-deleted = Deleted
console-event-user-made = User created
console-event-user-put = User changed
console-event-user-deleted = User deleted
console-event-credential-put = Way in changed
console-event-audit-exported = Audit record exported
console-event-configuration-exported = Configuration exported with secrets
console-event-management-refused = Refused at the management API or the console
console-event-management-unproved = Unknown token at the management API
console-event-token-imported = Tokens imported
console-event-token-activated = Token activated
console-event-webhook-tested = Webhook tested
console-event-webhook-failed = Webhook delivery lost
console-event-webhook-failing = Webhook is failing
console-event-webhook-replayed = Webhook events sent again
console-event-agent-refused = Agent refused
console-event-client-refused = Application refused
console-event-token-assigned = Token assigned
console-event-token-suspended = Token suspended
console-event-token-resumed = Token works again
console-event-token-locked = Token locked
console-event-token-unlocked = Token unlocked
console-event-token-initialised = Token made ready
console-event-token-revoked = Token taken back
console-event-token-allocated = Token moved to a site
console-event-token-deleted = Token deleted
console-event-token-exported = Tokens exported
console-event-token-resynced = Token synchronised
console-event-token-pin-changed = PIN of a token changed
console-event-token-drift = Clock of a token corrected
console-event-token-taken-offline = Codes handed out for offline use
console-event-token-issued = Access token issued
console-event-token-refreshed = Access token renewed
console-event-token-replayed = Refresh token used twice
console-event-token-stolen = Stolen access refused
console-event-key-made = Signing key made
console-event-key-retired = Signing key signs no more
console-event-key-dropped = Signing key removed
console-event-message-sent = Message sent
console-event-message-failed = Message could not be sent
console-event-message-limited = Message held back by a limit
console-event-policy-unmet = Policy not met
console-event-enrolment-missed = Wrong answer while adding a way in
console-event-credential-rehashed = Password stored more safely
console-event-credential-suspended = Way in suspended
console-event-credential-resumed = Way in works again
console-event-credential-renamed = Way in renamed
console-event-credential-must-change = New password demanded
console-event-user-method-activated = Method switched on for the user
console-event-user-method-deactivated = Method switched off for the user
console-event-user-logged-out = All sessions ended
console-event-user-language = Language chosen
console-event-group-member-added = Joined a group
console-event-group-member-removed = Left a group
console-event-setup-done = Server set up
console-event-push-rejected = Question on a device answered “not me”
console-event-certificate-expiring = Certificate ends soon

# ---- Records: What if
console-whatif-hint = Nothing is sent, counted or changed. The answer uses the configuration of this moment.
console-whatif-application = Logs in to
console-whatif-user = Person
console-whatif-user-hint = Site and user name, such as acme/ada
console-whatif-elsewhere = Somebody who comes by another provider
console-whatif-by = Comes by the method
console-whatif-by-hint = Its name, such as oidc.1
console-whatif-told-subject = Called there
console-whatif-told-subject-hint = What the method calls them: subject, NameID or address
console-whatif-attributes = With the attributes
console-whatif-attributes-hint = One a line, such as email=ada@acme.example
console-whatif-provider = Provider
console-whatif-provider-hint = Entity identifier or issuer, where the method has several
console-whatif-whom = Who that is here
console-whatif-address = From address
console-whatif-ask = Ask
console-whatif-more = More about the request
console-whatif-passed = Methods already passed
console-whatif-passed-hint = Names in order, separated by spaces.
console-whatif-wanted = Asked references
console-whatif-wanted-hint = What acr_values or a SAML request would name.
console-whatif-scopes = Scopes
console-whatif-front = Comes by
console-whatif-front-browser = Browser
console-whatif-front-radius = RADIUS
console-whatif-front-agent = Agent
console-whatif-strict = Nothing less will do
console-whatif-passive = No page may be shown
console-whatif-login = Reference of the login
console-whatif-somebody = Somebody
console-whatif-granted = { $name } gets in to { $application }
console-whatif-denied = { $name } is not let in to { $application }
console-whatif-never = { $name } is not let in to { $application }, whatever is proven
console-whatif-otherwise = What would be asked otherwise
console-whatif-asked = { $name } is asked for something before { $application }
console-whatif-can = { $name } can get in to { $application }
console-whatif-perhaps = { $name } may get in to { $application } by a longer way
console-whatif-cannot = { $name } cannot get in to { $application }
console-whatif-now = Asked now:
console-whatif-story = What happened in this login
console-whatif-step-one = Asked for { $methods }
console-whatif-step-choose = A choice between { $methods }
console-whatif-step-enrol = To be set up first: { $methods }
console-whatif-step-owed = { $methods } asks for one thing more
console-whatif-step-consent = Asked to allow { $methods }
console-whatif-step-grant = Let in
console-whatif-step-deny = Denied: { $reason }
console-whatif-passes = If { $method } is passed
console-whatif-sets-up = If { $method } is set up
console-whatif-consents = If they allow it
console-whatif-cut = It goes on, and is too long to be shown here.
console-whatif-not-offered = Not offered, and why
console-whatif-method = Method
console-whatif-why = Reason
console-whatif-open = Open
console-whatif-person = The person
console-whatif-enters = Lets them in
console-whatif-keep = Link to this question
console-whatif-subject = Subject
console-whatif-methods = Methods
console-whatif-acr = acr
console-whatif-amr = amr
console-whatif-class = SAML class
console-whatif-declaration = SAML declaration
console-whatif-format = Name format
console-whatif-groups = Groups

# ---- Records: Tokens
console-token-title = Token { $serial }
console-token-serial = Serial number
console-token-of = Of user
console-token-owner = Owner
console-token-user = Give it to
console-token-user-hint = User name in { $site }
console-token-assign = Assign
console-token-activate = Activate
console-token-lock = Lock
console-token-initialise = Make ready
console-token-revoke = Take back
console-token-revoke-title = Take back token { $serial }?
console-token-revoke-hint = Its owner cannot log in with it any more.
console-token-to = Why
console-token-to-inventory = Back to the inventory
console-token-to-lost = Lost
console-token-to-faulty = Faulty
console-token-pin = PIN
console-token-pin-hint = Left empty, one is made and shown once.
console-token-set-pin = Set the PIN
console-token-first = First code
console-token-second = The next code
console-token-resync = Synchronise
console-token-site = To the site
console-token-allocate = Move
console-token-delete-hint = It is gone from the inventory at once. Importing its file brings it back.
console-token-import = Import tokens
console-import-title = Import tokens
console-import-site = Site that gets them
console-import-method = Method that they become
console-import-file = Seed file
console-import-file-hint = Paste PSKC, CSV or otpauth URIs. The keys are not shown again.
console-import-password = Password that opens the file
console-import-key = Key that opens the file, in Base64
console-import-initialise = To be made ready before anybody can have them
console-import-button = Import
console-import-try = Try, and write nothing
console-import-done = { $count ->
    [one] One token was imported
   *[other] { $count } tokens were imported
}
console-import-tried = { $count ->
    [one] One token would be imported
   *[other] { $count } tokens would be imported
}
console-import-refused = { $count ->
    [one] One was not taken
   *[other] { $count } were not taken
}
console-import-unchecked = The file carries a signature, which nobody checked.

# ---- Records: Alerts, mails, webhooks
console-tab-alerts = Alerts
console-alerts-hint = What members of this role are told of, in the role’s site and the sites inside it.
console-alert-event = Event
console-alert-by-mail = By mail
console-alert-by-webhook = By webhook
console-alert-lockout = Somebody was locked out
console-alert-unlock = Somebody was unlocked
console-alert-push-rejection = A question on a phone was answered “not me”
console-alert-webhook-failed = A webhook is failing
console-alert-certificate-expiry = A certificate ends soon
console-alert-configuration-change = The configuration was changed
console-tab-mails = Mails
console-tab-sms = Text messages
console-sms-hint = Gateways are asked in this order; the next one has its turn where one fails.
console-sms-own = Without any, those of a site above or of the system are used.
console-sms-none = No gateway is set
console-sms-new = New gateway
console-sms-http = Settings for HTTP
console-sms-smpp = Settings for SMPP
console-sms-place = Place in the order
console-mail-which = Mail
console-mail-language = Language
console-mail-hint = Values stand where these names are:
console-mail-edit = All texts of the site in one place
console-mail-words = Words
console-mail-own = Own words
console-mail-original = Original
console-mails-hint = Every mail that people of this site receive. A mail’s words can be changed, in each language.
console-mails-people = To the person concerned
console-mails-alerts = Alerts to members of roles
console-mails-all = All mails
console-mail-part-subject = Subject
console-mail-part-text = Text
console-mail-part-link = Words of the link
console-mail-preview = Preview
console-mail-reset = Back to the original words
console-mail-shown = As it arrives
console-mail-unsaved = Not saved
console-mail-code = Code for a login
console-mail-reset-name = Link to set a new password
console-mail-password-changed = The password was changed
console-mail-factor-added = A way in was added
console-mail-factor-removed = A way in was removed
console-mail-backup-used = A backup code was used
console-mail-locked = The account was locked
console-mail-unlocked = The account was unlocked
console-tab-deliveries = Deliveries
console-webhook-failures = Failures in a row
console-webhook-waiting = Waiting
console-webhook-delivered = Last delivered
console-webhook-acts = Test and secret
console-webhook-rotate-hint = A new secret is shown once. The one before signs as well until you end it.
console-webhook-test = Send a test
console-webhook-rotate = Make a new secret
console-webhook-end-former = End the former secret
console-webhook-secret = Secret
console-webhook-replay = Send events again
console-webhook-replay-hint = Days, or moments such as 2027-01-31T12:00:00Z. Each event keeps its id.
console-webhook-replay-button = Send again
console-webhook-lost = Lost deliveries
console-webhook-when = When
console-webhook-event = Event
console-webhook-tries = Tries

# ---- Records: Done
console-said-unlocked = Unlocked: { $title }
console-said-role-given = { $title } is { $role } now, through the group { $group }
console-said-role-given-apart = { $title } is { $role } now, through the group { $group }. The group may not use the console yet: somebody who manages that application must allow it
console-said-mail-saved = Saved: the mail “{ $title }” says it in these words
console-said-mail-reset = The mail “{ $title }” has its original words again
console-said-sessions-ended = All sessions of { $title } have ended
console-said-session-ended = A session of { $title } has ended
console-said-suspended = Saved: a way in of { $title } is suspended
console-said-resumed = Saved: a way in of { $title } works again
console-said-way-removed = Removed: a way in of { $title }
console-said-must-change = Saved: { $title } sets a new password at the next login
console-said-password-set = Saved: { $title } has a new password
console-said-method-on = Saved: { $method } is on for { $title }
console-said-method-off = Saved: { $method } is off for { $title }
console-said-token-assign = Assigned: { $title }
console-said-token-activate = Activated: { $title }
console-said-token-suspend = Suspended: { $title }
console-said-token-resume = Works again: { $title }
console-said-token-lock = Locked: { $title }
console-said-token-unlock = Unlocked: { $title }
console-said-token-initialise = Ready: { $title }
console-said-token-revoke = Taken back: { $title }
console-said-token-allocate = Moved: { $title }
console-said-token-setPin = Saved: the PIN of { $title }
console-said-token-resync = Synchronised: { $title }
console-said-webhook-tested = { $title } took the test
console-said-webhook-former = Saved: the former secret of { $title } signs no more
console-said-webhook-replayed = { $count ->
    [one] One event is sent again to { $title }
   *[other] { $count } events are sent again to { $title }
}
console-page-service = Services
console-right-service = Services
console-new-service = New service
console-new-service-button = Create the service
console-group-asks = Who asks
console-event-service-unanswered = Service gave no answer
