# What every surface says.
kit-title = { $title } · { $brand }
kit-title-error = Error: { $title } · { $brand }
kit-skip = Skip to the content
kit-menu = Menu
kit-menu-close = Close menu
kit-console = Console
kit-language = Language
kit-appearance = Appearance
kit-scheme-system = As on my device
kit-scheme-light = Light
kit-scheme-dark = Dark
kit-reference = Reference
kit-time-label = Time
kit-mail-footer = This message was sent by { $brand }. Nobody will ever ask you for a code by phone or by mail.

help = Help
privacy = Privacy
accessibility = Accessibility

kit-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
kit-time = { $hour }:{ $minute }
kit-moment = { $date }, { $time }

error-home = Go to the start page
error-again = Try again
error-400-title = This request cannot be understood
error-400-remedy = The address or the form is not as it should be. Go back and begin again.
error-403-title = This was not accepted
error-403-remedy = The page may have been open for a long time, or it was opened in another browser. Go back, load the page again and repeat what you did.
error-404-title = There is nothing at this address
error-404-remedy = Check the address. If a link brought you here, it may be old.
error-405-title = This address does not do that
error-405-remedy = Go back and use the buttons and links on the page.
error-413-title = That is too much at once
error-413-remedy = Send less text or a smaller file.
error-415-title = This kind of content is not read here
error-415-remedy = Go back and use the form on the page.
error-429-title = Too many attempts
error-429-remedy = Wait a few minutes, then try again.
error-500-title = This did not work, and it is not your doing
error-500-remedy = Try again in a moment. If it happens again, tell your support the reference below.
error-503-title = Not available just now
error-503-remedy = Part of the service does not answer. Try again in a moment; nothing you did is lost.

denied-todo = What you can do

form-post-hint = This page carries your login to the application.
form-post-go = Continue

providers-title = Choose your organisation
providers-for = You then go on to { $host }
providers-all = All organisations
providers-recent = Used in this browser before
providers-forget = Forget what was used here
providers-search = Name of your organisation
providers-search-button = Search
providers-found = { $found ->
    [one] One organisation
   *[other] { $found } organisations
}
providers-some = { $shown } of { $found } organisations. Type part of a name to see the others.
providers-none = No organisation has that name. Check the spelling, or try a shorter part of it.
providers-back = Go back without choosing
