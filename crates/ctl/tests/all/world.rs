//! The configuration of these tests, as an administrator would write it.

pub const GRAPH: &str = r#"["/application/demosite/public"]
link.allowedTo = ["/group/demosite/everyone"]
link.method = [{ to = "/method/password.1", enabled = true }]
metadata.client_id = "public"
metadata.token_endpoint_auth_method = "none"
title = "Public of demosite"

["/application/demosite/wiki"]
link.allowedTo = ["/group/demosite/everyone"]
link.method = [{ to = "/method/password.1", enabled = true }]
metadata.client_id = "wiki"
metadata.client_secret = "client secret of the wiki"
title = "Wiki of demosite"

["/directory/local"]
className = "symbolon.local"

["/group/demosite/everyone"]
everyone = true

["/group/demosite/staff"]
title = "Staff of demosite"

["/method/password.1"]
methodType = "SPI Password"
enabled = true
link.nextFactor = ["/method/totp.1"]

["/method/totp.1"]
methodType = "SPI TOTP"
enabled = true

["/site/demosite"]
link.method = [{ to = "/method/password.1", enabled = true }]
"#;
