saml-title = x
