mail-reset-subject = Välj ett nytt lösenord för { $brand }
mail-reset-text = Hej { $name },

    någon, troligen du, har uppgett att lösenordet till { $brand } är glömt. Med länken nedan väljer du ett nytt. Den fungerar en gång, i { $minutes } minuter.

    Om det inte var du behöver du inte göra något: lösenordet förblir som det är.
mail-reset-link = Välj ett nytt lösenord
mail-locked-subject = Inloggningen på ditt konto är spärrad en stund
mail-locked-text = Fel lösenord eller koder har angetts för många gånger för ditt konto hos { $brand }. { $minutes ->
        [0] Kontot är låst tills supporten öppnar det.
        [one] Du kan försöka igen om { $minutes } minut.
       *[other] Du kan försöka igen om { $minutes } minuter.
    }

    Om det inte var du kan någon försöka gissa. Kontot är säkert så länge bara du kan lösenordet; berätta för supporten.
mail-unlocked-subject = Ditt konto är öppet igen
mail-unlocked-text = En ansvarig för ditt konto hos { $brand } har hävt spärren. Du kan logga in igen nu.

    Om du inte väntade dig det här, berätta för supporten.
mail-factor-added-subject = { $method } har lagts till på ditt konto
mail-factor-added-text = Hej { $name },

    { $method } kan nu användas för att logga in på ditt konto hos { $brand }. Om det inte var du, byt lösenord genast och kontakta supporten.
mail-factor-removed-subject = { $method } har tagits bort från ditt konto
mail-factor-removed-text = Hej { $name },

    { $method } kan inte längre användas för att logga in på ditt konto hos { $brand }. Om det inte var du, byt lösenord genast och kontakta supporten.

# Larm till medlemmar i en roll.
mail-alert-lockout-subject = Kontot för { $name } har låsts
mail-alert-lockout-text = Fel lösenord eller koder har angetts för många gånger för kontot { $name } ({ $login }).

    Webbplats: { $site }

    Applikation: { $application }

    Nätverksadress: { $network }

    Tid: { $time }
mail-alert-unlock-subject = Kontot för { $name } har låsts upp
mail-alert-unlock-text = { $actor } har hävt spärren på kontot { $name } ({ $login }).

    Webbplats: { $site }

    Tid: { $time }
mail-alert-push-rejection-subject = { $name } avvisade en inloggning
mail-alert-push-rejection-text = { $name } ({ $login }) ombads bekräfta en inloggning på en enhet och svarade att det var någon annan.

    Webbplats: { $site }

    Applikation: { $application }

    Nätverksadress: { $network }

    Tid: { $time }
mail-alert-webhook-failed-subject = Webhooken { $webhook } fungerar inte
mail-alert-webhook-failed-text = Flera leveranser i rad till webhooken { $webhook } har misslyckats. Varje händelse försöks i ett dygn; det som går förlorat kan skickas igen.

    Webbplats: { $site }

    Tid: { $time }
mail-alert-certificate-expiry-subject = Ett certifikat går snart ut
mail-alert-certificate-expiry-text = Ett certifikat för { $object } går snart ut.

    Webbplats: { $site }

    Tid: { $time }
mail-alert-configuration-change-subject = { $object } har ändrats
mail-alert-configuration-change-text = { $actor } har ändrat { $object }.

    Webbplats: { $site }

    Tid: { $time }
mail-alert-more-subject = { $count ->
        [one] { $count } larm till
       *[other] { $count } larm till
    }
mail-alert-more-text = { $count ->
        [one] Ytterligare ett larm hölls tillbaka den senaste timmen, eftersom du redan hade fått många.
       *[other] Ytterligare { $count } larm hölls tillbaka den senaste timmen, eftersom du redan hade fått många.
    } Alla finns i händelseloggen.

# What a new store begins with.
founded-password = Lösenord
founded-everyone = Alla
founded-administrators = Administratörer
founded-administrator = Administratör
founded-account = Ditt konto
founded-console = Administration
founded-directory = Personer
founded-ctl = Kommandorad
setup-name = Ange ett användarnamn med högst 128 tecken.
