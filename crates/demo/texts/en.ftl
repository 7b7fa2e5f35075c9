# ---- The demo's world
demo-site = Demo
demo-app = Demo application
demo-spa = Demo application without a secret
demo-agent = Demo agent
demo-vpn = Demo VPN (RADIUS)
demo-account = Your account
demo-ctl = Command line
demo-directory = People of the demo
demo-everyone = Everyone
demo-method-password = Password
demo-method-totp = Authenticator app
demo-method-mail = Code by e-mail
demo-method-backup = Backup code

# ---- Start page
demo-start-title = Try Symbolon
demo-start-hint = This is a whole server with a small world in it. Nothing here is secret, and no mail leaves it. Delete its folder to begin anew.
demo-start-app = Open the demo application
demo-start-mail = Read the inbox
demo-start-account = Your account
demo-back = Back to the start page of the demo
demo-about = About this demo
demo-people = Who you can be
demo-people-hint = Two people live here. The passwords were made by chance when the demo was first started.
demo-name = User name
demo-password = Password
demo-email = E-mail
demo-second = Second step
demo-second-mail = A code by e-mail
demo-second-app = An authenticator app, or a code by e-mail
demo-key = Key for an authenticator app
demo-key-hint = Scan it with any authenticator app, or type the key.
demo-key-label = QR code with the key of { $name }
demo-try = What to try
demo-link-inbox = inbox
demo-link-app = demo application
demo-link-account = account
demo-link-forgot = forgotten password
demo-try-mail = Log in to the { $app } as <b>ada</b>. After the password a code is sent; read it in the { $inbox }.
demo-try-totp = Log in to the { $app } as <b>bob</b>, with the code that your authenticator app shows for his key.
demo-try-claims = Look at what the { $app } learned about you, and how you proved who you are.
demo-try-enrol = As ada, open your { $account }, add an authenticator app from the QR code, and make backup codes.
demo-try-forgot = Say that you have a { $forgot }, and follow the link in the { $inbox }.
demo-try-logout = Log out in the application: you are logged out everywhere.
demo-own = Connect something of your own
demo-own-hint = Two clients are registered for programs on this machine. Their ids, secrets and addresses are in the file below, in the folder of the demo.
demo-own-issuer = Issuer
demo-own-discovery = Discovery
demo-own-facts = Everything for scripts
demo-own-ca = Certificate authority to trust

# ---- Inbox
demo-mail-title = Inbox of the demo
demo-mail-hint = Mails that the server would have sent. They are kept until it ends.
demo-mail-again = Look again
demo-mail-empty = Empty the inbox
demo-mail-head = To { $to }, { $at }
demo-mail-none = No mail yet
demo-mail-none-hint = Log in as ada, or ask for a new password.

# ---- The application
demo-app-title = Demo application
demo-app-hint = This is an application of its own. It knows nothing about you until you log in with Symbolon.
demo-app-login = Log in
demo-app-in-title = Hello, { $name }
demo-app-in-hint = Symbolon told this application who you are. Below is all that it learned.
demo-app-logout = Log out
demo-app-again = Try again
demo-id-token = ID token
demo-userinfo = Userinfo
demo-claim = Claim
demo-value = Value
demo-app-trouble-title = This did not work
demo-app-trouble = The application could not make sense of the answer, or the login was begun in another browser. Try again.
demo-app-denied = You were not logged in. You can try again at any time.
