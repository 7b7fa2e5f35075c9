# OpenID Connect: pages of the front itself.
front-form-post-title = Back to the application
front-client-title = The application asked wrongly
front-client-remedy = The application is not known here, or it named an address that is not registered for it. Go back to it and try again; if it happens again, tell those who run it the reference below.
front-gone-title = This login is over
front-gone-remedy = It was finished already, took too long, or was begun in another browser. Go back to the application and log in again.
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

# Agents: what they show or log.
agent-accepted = You are logged in.
agent-rejected = That is not right. Check your user name and what you typed.
agent-choose = Type the number of the way that you want: { $choices }
agent-others = Or type a number: { $choices }
agent-nothing-triggered = There is nothing that could be asked for.
agent-poll-accept = You confirmed it.
agent-poll-pending = We are waiting for your answer.
agent-poll-declined = You declined it.
agent-fault-parameter = A parameter is missing or wrong.
agent-fault-not-allowed = That is not allowed here.
agent-fault-too-many = Too many requests. Try again later.
agent-fault-refill = The refill is not accepted.
agent-fault-no-header = Log in first.
agent-fault-token = The token cannot be used. Log in again.
agent-fault-token-expired = The token is too old. Log in again.
agent-fault-role = The token is for something else.
agent-fault-credentials = The name and the password do not match.
agent-fault-no-name = A user name is missing.
agent-fault-not-made = That is not offered here.
agent-fault-unavailable = That cannot be done just now. Try again later.
agent-fault-broken = Something went wrong here. The log says what.

# What is wrong with the registration of an agent.
finding-agent-member = A registration has no member { $name }. Correct its name or remove it.
finding-agent-certificate = Client certificates do not reach this server yet. Use addresses and key.
finding-agent-networks = The networks in { $name } cannot be read. Write 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32.
finding-agent-unidentified = Nothing tells this agent from everybody else. Give it addresses, a key, or both.
finding-agent-anywhere = The addresses include everybody. Narrow them, or give the agent a key.
finding-agent-realm-alone = Whoever names the realm is taken for this agent. Give it addresses or a key, too.
finding-agent-secret-short = The value of { $name } is short enough to be guessed. Use at least 32 random characters.
finding-agent-key-unprintable = A key is sent in a header. Use printable characters without spaces.
finding-agent-secret-missing = The service account needs a secret. Set one.
finding-agent-secret-idle = The secret has no effect without a serviceAccount.
finding-agent-trigger-alone = Challenges are triggered by a service account only. Give the agent a serviceAccount and a secret.
finding-agent-encoding = The encoding must be product, once, twice or twiceAsForm.
finding-agent-origin = An origin in pollOrigins is scheme, host and port and nothing else, such as https://login.example.com.
finding-agent-language = The language must be en, fi, sv, fr or de.
finding-agent-per-minute = With zero requests a minute nothing is ever answered. Use one or more.
finding-agent-offline = For offline use give a count of 1 or more and 6549 rounds or more; multiplied, not more than 5000000.
finding-agent-offline-hazard = Offline values lie on a machine that can be stolen, and guard only what is typed. Use them where a long PIN is required.

# RADIUS: what stands on the line of a client.
radius-rejected = You were not logged in. Reference { $reference }
radius-choose = Type the number of the way you want to use:
radius-choose-other = Or type a number for another way:
radius-again = Type the new password again

# What is wrong with the registration of a RADIUS client.
finding-radius-member = The registration has a member { $member } that nobody knows. Correct its name or remove it.
finding-radius-address = The value { $value } is no network. Write 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32.
finding-radius-address-missing = A RADIUS client is known by its address. Name at least one network in addresses.
finding-radius-address-twice = The same network stands in addresses twice. Remove one.
finding-network-taken = The application { $application } already has the network { $network }. Give each RADIUS client networks of its own.
finding-radius-secret-missing = The client has neither a secret for datagrams nor a certificate for TLS. Give it one of them.
finding-radius-secret-short = The secret is short enough to be found by trying. Use at least { $shortest } random characters, or set shortSecret true for a device that cannot.
finding-radius-secret-known = The secret is one that everybody tries first. Use at least { $shortest } random characters, or set shortSecret true for a device that cannot.
finding-radius-certificate = The value { $value } names no certificate. Write a DNS name, or sha256: and 64 hexadecimal digits.
finding-radius-unsigned = Answers to requests without Message-Authenticator can be forged by whoever is on the way. Update the device and set requireMessageAuthenticator true.
finding-radius-hashed = This works only for codes and for passwords that are stored as they were typed. All others are refused with the reason hashed-only. Prefer PAP over TLS.
finding-radius-reject-delay = The delay of refusals is longer than clients wait. { $most } milliseconds are used.

# What is wrong with the registration of a SAML service provider.
finding-saml-entity-missing = A service provider needs its entity_id. Take it from its metadata.
finding-saml-entity-other = The metadata is of { $entity }, which is another entity. Correct entity_id, or bring the right metadata.
finding-saml-entity-taken = Another application has the same entity_id. Give each application its own.
finding-affiliation-taken = Applications of other sites go by this affiliation, or one of them is called so. Name another one: only applications that one session reaches share names.
finding-saml-no-metadata = There is no metadata. Put the service provider's EntityDescriptor into descriptor, or its address into descriptor_url.
finding-saml-not-fetched = The metadata was not fetched yet. Wait a minute; the audit record says why it is refused.
finding-saml-metadata = The metadata cannot be used: { $why }. Ask those who run the application for a new copy.
finding-saml-no-acs = The metadata names no place that answers can go to by POST or artifact. Add an AssertionConsumerService.
finding-saml-no-signing-key = Requests must be signed, and the metadata has no key for it. Add a certificate to the metadata, or leave signed_requests out.
finding-saml-no-encryption-key = Assertions shall be encrypted, and the metadata has no RSA key for it. Add a certificate to the metadata, or choose possible.
finding-saml-keys-unusable = Of the certificates in the metadata { $count } cannot be used. Use RSA of at least 2048 bits, P-256, P-384 or P-521.
finding-saml-clear-acs = Assertions go out in clear to an address that begins with http. Use https.
finding-saml-url = The metadata cannot be fetched from there. Write an address that begins with https.
finding-saml-certificate = This is no certificate that can be used. Paste it in PEM.
finding-saml-unpinned = Fetched metadata is believed only when a known key signed it. Add the certificate of who publishes it to descriptor_certificates.
finding-saml-value = The value { $value } is not known here. Choose one of { $known }.
finding-saml-attribute-unused = The attribute is used only where name_id is a format. Remove it, or choose a format.
finding-saml-relay-state = The relay_state is too long, or has characters that cannot be given back. Shorten it.
finding-saml-weak = What is allowed here can be forged or read by who tries long enough. Allow it only as long as the application cannot do better.
