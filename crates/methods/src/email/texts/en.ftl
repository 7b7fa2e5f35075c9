email-title = Code by e-mail
offer-email-registered = We send a code to the address that you gave us
offer-email-unregistered = We send a code to your e-mail address
email-ask = Enter your e-mail address
email-ask-hint = We send a code to it. You enter the code on the next page.
email-ask-malformed = That is not an e-mail address. Type it like name@example.com, without a name in front.
email-name = Enter your user name
email-name-hint = We send a code to the e-mail address of your account.
email-name-malformed = Type your user name.
email-code = Enter the code from your e-mail
email-code-hint = We sent { $digits } digits to <b>{ $address }</b> at { $sent }. They work until { $until }.
email-code-unnamed = Enter the code from your e-mail
email-code-unnamed-hint = If your account has an e-mail address, we sent { $digits } digits to it at { $sent }. They work until { $until }.
email-wrong = That code is not right. Check that you use the message that came last.
email-replay = That code was used already. Ask for a new one.
email-malformed = Enter the digits from the message and nothing else.
email-expired = That code is not valid any more. Ask for a new one.
email-sending-limit = We cannot send another code yet. Wait a little, and look in the spam folder meanwhile.
email-not-sent = The message could not be sent. Try again, or choose another way.
mail-code-subject = Your code for { $application }
mail-code-text = Your code for { $application } is { $code }.
    It works for { $minutes } minutes, once, on the page where you asked for it.

    If you did not ask for it, do nothing. Give it to nobody, whoever asks.

# Settings, as the console shows them.
kind-email-registered = Code to the user’s e-mail address
kind-email-unregistered = Code to an e-mail address typed in
line-codeLength = Length of a code
line-codeLength-help = Digits, 6 to 10. The default is 6.
