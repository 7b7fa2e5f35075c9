email-title = Kod med e-post
offer-email-registered = Vi skickar en kod till adressen som du har gett oss
offer-email-unregistered = Vi skickar en kod till din e-postadress
email-ask = Ange din e-postadress
email-ask-hint = Vi skickar en kod till den. Du anger koden på nästa sida.
email-ask-malformed = Det är ingen e-postadress. Skriv den som namn@example.com, utan namn framför.
email-name = Ange ditt användarnamn
email-name-hint = Vi skickar en kod till e-postadressen för ditt konto.
email-name-malformed = Skriv ditt användarnamn.
email-code = Ange koden från din e-post
email-code-hint = Vi skickade { $digits } siffror till <b>{ $address }</b> klockan { $sent }. De gäller till klockan { $until }.
email-code-unnamed = Ange koden från din e-post
email-code-unnamed-hint = Om ditt konto har en e-postadress skickade vi { $digits } siffror till den klockan { $sent }. De gäller till klockan { $until }.
email-wrong = Koden stämmer inte. Kontrollera att du använder det senaste meddelandet.
email-replay = Koden är redan använd. Be om en ny.
email-malformed = Ange siffrorna från meddelandet och inget annat.
email-expired = Koden gäller inte längre. Be om en ny.
email-sending-limit = Vi kan inte skicka en ny kod ännu. Vänta en stund och titta i skräpposten under tiden.
email-not-sent = Meddelandet kunde inte skickas. Försök igen eller välj ett annat sätt.
mail-code-subject = Din kod för { $application }
mail-code-text = Din kod för { $application } är { $code }.
    Den gäller i { $minutes } minuter, en gång, på sidan där du bad om den.

    Om du inte har bett om den behöver du inte göra något. Ge den inte till någon, vem det än är som frågar.

# Inställningar, så som de visas i administrationen.
kind-email-registered = Kod till användarens e-postadress
kind-email-unregistered = Kod till en e-postadress som skrivs in
line-codeLength = En kods längd
line-codeLength-help = Siffror, 6 till 10. Standardvärdet är 6.
