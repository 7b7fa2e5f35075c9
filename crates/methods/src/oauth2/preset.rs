//! Providers of plain OAuth 2.0 that are known here, as a table. Other lines of the method win over what stands in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A provider by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    None,
    Amazon,
    Bitbucket,
    Discord,
    Facebook,
    Github,
    Linkedin,
    Spotify,
    X,
}

/// What is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub preset: Preset,
    pub authorize: &'static str,
    pub token: &'static str,
    pub profile: &'static str,
    pub scopes: &'static str,
    /// Where in the profile the name is that never changes and is given to nobody else.
    pub subject: &'static str,
    /// Attributes and where they are in the profile.
    pub attributes: &'static [(&'static str, &'static str)],
}

pub const KNOWN: &[Known] = &[
    Known {
        preset: Preset::Amazon,
        authorize: "https://www.amazon.com/ap/oa",
        token: "https://api.amazon.com/auth/o2/token",
        profile: "https://api.amazon.com/user/profile",
        scopes: "profile",
        subject: "user_id",
        attributes: &[("name", "name"), ("email", "email")],
    },
    Known {
        preset: Preset::Bitbucket,
        authorize: "https://bitbucket.org/site/oauth2/authorize",
        token: "https://bitbucket.org/site/oauth2/access_token",
        profile: "https://api.bitbucket.org/2.0/user",
        scopes: "account",
        subject: "account_id",
        attributes: &[("name", "display_name"), ("preferred_username", "username")],
    },
    Known {
        preset: Preset::Discord,
        authorize: "https://discord.com/oauth2/authorize",
        token: "https://discord.com/api/oauth2/token",
        profile: "https://discord.com/api/users/@me",
        scopes: "identify email",
        subject: "id",
        attributes: &[
            ("name", "global_name"),
            ("preferred_username", "username"),
            ("email", "email"),
            ("email_verified", "verified"),
            ("locale", "locale"),
        ],
    },
    Known {
        preset: Preset::Facebook,
        authorize: "https://www.facebook.com/dialog/oauth",
        token: "https://graph.facebook.com/oauth/access_token",
        profile: "https://graph.facebook.com/me?fields=id,name,first_name,last_name,email",
        scopes: "public_profile email",
        subject: "id",
        attributes: &[("name", "name"), ("given_name", "first_name"), ("family_name", "last_name"), ("email", "email")],
    },
    Known {
        preset: Preset::Github,
        authorize: "https://github.com/login/oauth/authorize",
        token: "https://github.com/login/oauth/access_token",
        profile: "https://api.github.com/user",
        scopes: "read:user user:email",
        subject: "id",
        attributes: &[
            ("name", "name"),
            ("preferred_username", "login"),
            ("email", "email"),
            ("profile", "html_url"),
            ("picture", "avatar_url"),
        ],
    },
    Known {
        preset: Preset::Linkedin,
        authorize: "https://www.linkedin.com/oauth/v2/authorization",
        token: "https://www.linkedin.com/oauth/v2/accessToken",
        profile: "https://api.linkedin.com/v2/userinfo",
        scopes: "openid profile email",
        subject: "sub",
        attributes: &[
            ("name", "name"),
            ("given_name", "given_name"),
            ("family_name", "family_name"),
            ("email", "email"),
            ("email_verified", "email_verified"),
            ("picture", "picture"),
        ],
    },
    Known {
        preset: Preset::Spotify,
        authorize: "https://accounts.spotify.com/authorize",
        token: "https://accounts.spotify.com/api/token",
        profile: "https://api.spotify.com/v1/me",
        scopes: "user-read-email",
        subject: "id",
        attributes: &[("name", "display_name"), ("email", "email")],
    },
    Known {
        preset: Preset::X,
        authorize: "https://x.com/i/oauth2/authorize",
        token: "https://api.x.com/2/oauth2/token",
        profile: "https://api.x.com/2/users/me",
        scopes: "users.read tweet.read",
        subject: "data.id",
        attributes: &[("name", "data.name"), ("preferred_username", "data.username")],
    },
];

pub fn of(preset: Preset) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.preset == preset)
}
