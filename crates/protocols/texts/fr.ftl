# OpenID Connect : les pages de l’interface elle-même.
front-form-post-title = Retour à l’application
front-client-title = La demande de l’application est incorrecte
front-client-remedy = L’application n’est pas connue ici, ou elle a indiqué une adresse qui n’est pas enregistrée pour elle. Revenez à l’application et réessayez ; si cela se reproduit, communiquez la référence ci-dessous à ses responsables.
front-gone-title = Cette connexion est terminée
front-gone-remedy = Elle est déjà achevée, a duré trop longtemps ou a commencé dans un autre navigateur. Revenez à l’application et connectez-vous à nouveau.
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

# Agents: what they show or log.
agent-accepted = Vous êtes connecté.
agent-rejected = Ce n’est pas correct. Vérifiez votre nom d’utilisateur et votre saisie.
agent-choose = Saisissez le numéro du moyen souhaité : { $choices }
agent-others = Ou saisissez un numéro : { $choices }
agent-nothing-triggered = Il n’y a rien à demander.
agent-poll-accept = Vous avez confirmé.
agent-poll-pending = Nous attendons votre réponse.
agent-poll-declined = Vous avez refusé.
agent-fault-parameter = Un paramètre manque ou est incorrect.
agent-fault-not-allowed = Ce n’est pas permis ici.
agent-fault-too-many = Trop de requêtes. Réessayez plus tard.
agent-fault-refill = Le réapprovisionnement n’est pas accepté.
agent-fault-no-header = Connectez-vous d’abord.
agent-fault-token = Le jeton est inutilisable. Reconnectez-vous.
agent-fault-token-expired = Le jeton a expiré. Reconnectez-vous.
agent-fault-role = Le jeton a un autre usage.
agent-fault-credentials = Le nom et le mot de passe ne correspondent pas.
agent-fault-no-name = Le nom d’utilisateur manque.
agent-fault-not-made = Cela n’est pas proposé ici.
agent-fault-unavailable = C’est impossible pour le moment. Réessayez plus tard.
agent-fault-broken = Une erreur s’est produite ici. Le journal en donne la cause.

# What is wrong with the registration of an agent.
finding-agent-member = Un enregistrement n’a pas de membre { $name }. Corrigez son nom ou supprimez-le.
finding-agent-certificate = Les certificats des clients ne parviennent pas encore à ce serveur. Utilisez addresses et key.
finding-agent-networks = Les réseaux de { $name } sont illisibles. Écrivez 192.0.2.7, 10.0.0.0/8 ou 2001:db8::/32.
finding-agent-unidentified = Rien ne distingue cet agent des autres. Donnez-lui des adresses, une clé, ou les deux.
finding-agent-anywhere = Les adresses comprennent tout le monde. Restreignez-les ou donnez une clé à l’agent.
finding-agent-realm-alone = Quiconque nomme le realm est pris pour cet agent. Donnez-lui aussi des adresses ou une clé.
finding-agent-secret-short = La valeur de { $name } est assez courte pour être devinée. Utilisez au moins 32 caractères aléatoires.
finding-agent-key-unprintable = Une clé est envoyée dans un en-tête. Utilisez des caractères imprimables sans espaces.
finding-agent-secret-missing = Le compte de service a besoin d’un secret. Définissez-en un.
finding-agent-secret-idle = Le secret est sans effet sans serviceAccount.
finding-agent-trigger-alone = Seul un compte de service déclenche des demandes. Donnez à l’agent serviceAccount et secret.
finding-agent-encoding = La valeur de encoding doit être product, once, twice ou twiceAsForm.
finding-agent-origin = Une origine de pollOrigins se compose du schéma, de l’hôte et du port, comme https://login.example.com.
finding-agent-language = La langue doit être en, fi, sv, fr ou de.
finding-agent-per-minute = Avec zéro requête par minute, rien n’est jamais répondu. Indiquez au moins une.
finding-agent-offline = Pour l’usage hors connexion, indiquez au moins 1 code et 6549 tours ; leur produit ne doit pas dépasser 5000000.
finding-agent-offline-hazard = Les valeurs hors connexion se trouvent sur une machine qui peut être volée et ne protègent que la saisie. Réservez-les aux cas où un long code PIN est exigé.

# RADIUS : ce qui s’affiche sur la ligne d’un client.
radius-rejected = La connexion n’a pas abouti. Référence { $reference }
radius-choose = Tapez le numéro du moyen que vous voulez utiliser :
radius-choose-other = Ou tapez un numéro pour utiliser un autre moyen :
radius-again = Tapez encore une fois le nouveau mot de passe

# Ce qui ne va pas dans l’enregistrement d’un client RADIUS.
finding-radius-member = L’enregistrement contient un membre inconnu, { $member }. Corrigez son nom ou supprimez-le.
finding-radius-address = La valeur { $value } n’est pas un réseau. Écrivez 192.0.2.0/24, 192.0.2.7 ou 2001:db8::/32.
finding-radius-address-missing = Un client RADIUS est reconnu à son adresse. Indiquez au moins un réseau dans addresses.
finding-radius-address-twice = Le même réseau figure deux fois dans addresses. Supprimez-en un.
finding-network-taken = L’application { $application } a déjà le réseau { $network }. Donnez à chaque client RADIUS ses propres réseaux.
finding-radius-secret-missing = Le client n’a ni secret pour les datagrammes ni certificat pour TLS. Donnez-lui l’un des deux.
finding-radius-secret-short = Le secret est assez court pour être trouvé par essais. Utilisez au moins { $shortest } caractères aléatoires, ou réglez shortSecret sur true pour un appareil qui ne le peut pas.
finding-radius-secret-known = Le secret est de ceux que chacun essaie d’abord. Utilisez au moins { $shortest } caractères aléatoires, ou réglez shortSecret sur true pour un appareil qui ne le peut pas.
finding-radius-certificate = La valeur { $value } ne désigne aucun certificat. Écrivez un nom DNS, ou sha256: suivi de 64 chiffres hexadécimaux.
finding-radius-unsigned = Les réponses aux requêtes sans Message-Authenticator peuvent être falsifiées par quiconque se trouve sur le chemin. Mettez l’appareil à jour et réglez requireMessageAuthenticator sur true.
finding-radius-hashed = Cela ne fonctionne que pour les codes et pour les mots de passe conservés en clair. Tous les autres sont refusés avec le motif hashed-only. Préférez PAP sur TLS.
finding-radius-reject-delay = Les refus sont retardés plus longtemps que les clients n’attendent. La valeur utilisée est de { $most } millisecondes.

# Ce qui ne va pas dans l'enregistrement d'un fournisseur de services SAML.
finding-saml-entity-missing = Un fournisseur de services a besoin de son entity_id. Prenez-le dans ses métadonnées.
finding-saml-entity-other = Les métadonnées sont celles de { $entity }, une autre entité. Corrigez entity_id ou apportez les bonnes métadonnées.
finding-saml-entity-taken = Une autre application a le même entity_id. Donnez à chaque application le sien.
finding-affiliation-taken = Des applications d’autres sites ont cette affiliation, ou l’une d’elles porte ce nom. Indiquez-en une autre : seules les applications qu’une même session atteint partagent des noms.
finding-saml-no-metadata = Il n'y a pas de métadonnées. Mettez l'EntityDescriptor du fournisseur de services dans descriptor, ou son adresse dans descriptor_url.
finding-saml-not-fetched = Les métadonnées n'ont pas encore été récupérées. Attendez une minute ; le journal d'audit dit pourquoi elles sont refusées.
finding-saml-metadata = Les métadonnées ne sont pas utilisables : { $why }. Demandez une nouvelle copie à ceux qui gèrent l'application.
finding-saml-no-acs = Les métadonnées ne nomment aucun endroit où une réponse puisse aller par POST ou artifact. Ajoutez un AssertionConsumerService.
finding-saml-no-signing-key = Les demandes doivent être signées, et les métadonnées n'ont pas de clé pour cela. Ajoutez un certificat aux métadonnées ou omettez signed_requests.
finding-saml-no-encryption-key = Les assertions doivent être chiffrées, et les métadonnées n'ont pas de clé RSA pour cela. Ajoutez un certificat aux métadonnées ou choisissez possible.
finding-saml-keys-unusable = Parmi les certificats des métadonnées, { $count } ne sont pas utilisables. Utilisez RSA d'au moins 2048 bits, P-256, P-384 ou P-521.
finding-saml-clear-acs = Les assertions partent en clair vers une adresse qui commence par http. Utilisez https.
finding-saml-url = Les métadonnées ne peuvent pas être récupérées à cet endroit. Écrivez une adresse qui commence par https.
finding-saml-certificate = Ce n'est pas un certificat utilisable. Collez-le en PEM.
finding-saml-unpinned = Des métadonnées récupérées ne sont crues que si une clé connue les a signées. Ajoutez le certificat de qui les publie à descriptor_certificates.
finding-saml-value = La valeur { $value } n'est pas connue ici. Choisissez parmi { $known }.
finding-saml-attribute-unused = L'attribut ne sert que lorsque name_id est un format. Supprimez-le ou choisissez un format.
finding-saml-relay-state = Le relay_state est trop long ou contient des caractères qui ne peuvent pas être rendus. Raccourcissez-le.
finding-saml-weak = Ce qui est permis ici peut être falsifié ou lu par qui essaie assez longtemps. Ne le permettez que tant que l'application ne sait pas faire mieux.
