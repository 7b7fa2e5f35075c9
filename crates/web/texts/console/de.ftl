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

# ---- Navigation
console-nav-site = Site
console-nav-all = All sites
console-nav-mine = All my sites
console-nav-now = Now
console-nav-people = People
console-nav-ways = Ways in
console-nav-system = System
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
