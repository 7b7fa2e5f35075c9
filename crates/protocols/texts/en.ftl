# OpenID Connect: pages of the front itself.
oidc-form-post-title = Back to the application
oidc-client-title = The application asked wrongly
oidc-client-remedy = The application is not known here, or it named an address that is not registered for it. Go back to it and try again; if it happens again, tell those who run it the reference below.
oidc-gone-title = This login is over
oidc-gone-remedy = It was finished already, took too long, or was begun in another browser. Go back to the application and log in again.
oidc-logout-title = Do you want to log out?
oidc-logout-hint = You will be logged out here and of the applications that you used with this login.
oidc-logout-go = Log out
oidc-logout-stay = Stay logged in
oidc-logged-out-title = You are logged out
oidc-logged-out-hint = On a shared computer, close all windows of the browser, too.

# What is wrong with the registration of a client.
finding-metadata-malformed = The registration cannot be read: { $what }. Correct the JSON.
finding-client-id = A client needs a client_id of up to 255 printable characters. Give it one.
finding-client-id-taken = Another application has the same client_id. Give each application its own.
finding-secret-missing = This way of authentication needs a client_secret. Set one, or choose another way.
finding-secret-short = The client_secret is short. Use at least 32 random characters.
finding-auth-method = The value { $value } is no way of client authentication here. Use client_secret_basic, client_secret_post, private_key_jwt or none.
finding-redirect-uri = This redirect URI cannot be used: { $why }. Register the exact address, with https, or http on the loopback address.
finding-redirect-uri-missing = The client has no redirect URI. Register at least one.
finding-grant-type = The grant type { $value } is not known here. Use authorization_code, refresh_token or client_credentials.
finding-response-type = The response type { $value } is not offered. Only code is.
finding-scope = The scope list cannot be read. Write names with single spaces between them.
finding-signing-alg = ID tokens cannot be signed with { $value }. Use RS256, ES256 or EdDSA.
finding-jwks = The keys of the client cannot be used: { $why }. Register public RSA, P-256 or Ed25519 keys.
finding-jwks-uri = Keys are not fetched from jwks_uri. Put them into jwks.
finding-backchannel = The backchannel_logout_uri must be an address without a fragment, with https, or http on the loopback address.
finding-subject-type = The subject type { $value } is not known. Use public or pairwise.
finding-sector = With pairwise subjects all redirect URIs must have the same host.
finding-public-credentials = A public client has nothing to prove itself with, so it cannot use client_credentials.
