# OpenID Connect : les pages de l’interface elle-même.
oidc-form-post-title = Retour à l’application
oidc-client-title = La demande de l’application est incorrecte
oidc-client-remedy = L’application n’est pas connue ici, ou elle a indiqué une adresse qui n’est pas enregistrée pour elle. Revenez à l’application et réessayez ; si cela se reproduit, communiquez la référence ci-dessous à ses responsables.
oidc-gone-title = Cette connexion est terminée
oidc-gone-remedy = Elle est déjà achevée, a duré trop longtemps ou a commencé dans un autre navigateur. Revenez à l’application et connectez-vous à nouveau.
oidc-logout-title = Voulez-vous vous déconnecter ?
oidc-logout-hint = Vous serez déconnecté ici et des applications que vous avez utilisées avec cette connexion.
oidc-logout-go = Se déconnecter
oidc-logout-stay = Rester connecté
oidc-logged-out-title = Vous êtes déconnecté
oidc-logged-out-hint = Sur un ordinateur partagé, fermez aussi toutes les fenêtres du navigateur.

# Ce qui ne va pas dans l’enregistrement d’un client.
finding-metadata-malformed = L’enregistrement est illisible : { $what }. Corrigez le JSON.
finding-client-id = Un client a besoin d’un client_id de 255 caractères imprimables au plus. Donnez-lui-en un.
finding-client-id-taken = Une autre application a le même client_id. Donnez à chacune le sien.
finding-secret-missing = Ce mode d’authentification exige un client_secret. Définissez-le ou choisissez un autre mode.
finding-secret-short = Le client_secret est court. Utilisez au moins 32 caractères aléatoires.
finding-auth-method = La valeur { $value } n’est pas un mode d’authentification des clients ici. Utilisez client_secret_basic, client_secret_post, private_key_jwt ou none.
finding-redirect-uri = Cette adresse de retour est inutilisable : { $why }. Enregistrez l’adresse exacte, en https, ou en http sur la machine locale.
finding-redirect-uri-missing = Le client n’a pas d’adresse de retour. Enregistrez-en au moins une.
finding-grant-type = Le type d’octroi { $value } n’est pas connu ici. Utilisez authorization_code, refresh_token ou client_credentials.
finding-response-type = Le type de réponse { $value } n’est pas proposé. Seul code l’est.
finding-scope = La liste des scopes est illisible. Séparez les noms par une seule espace.
finding-signing-alg = Les jetons d’identité ne peuvent pas être signés avec { $value }. Utilisez RS256, ES256 ou EdDSA.
finding-jwks = Les clés du client sont inutilisables : { $why }. Enregistrez des clés publiques RSA, P-256 ou Ed25519.
finding-jwks-uri = Les clés ne sont pas cherchées à l’adresse jwks_uri. Placez-les dans jwks.
finding-backchannel = backchannel_logout_uri doit être une adresse sans fragment, en https, ou en http sur la machine locale.
finding-subject-type = Le type de sujet { $value } n’est pas connu. Utilisez public ou pairwise.
finding-sector = Avec pairwise, toutes les adresses de retour doivent avoir le même hôte.
finding-public-credentials = Un client public n’a rien pour prouver son identité et ne peut donc pas utiliser client_credentials.
