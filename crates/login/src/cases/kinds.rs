//! The kinds of method that the cases are made with: nobody asks them anything.

use plug::{Answer, ConfigError, Cx, Factor, Kind, Method as Plug, MethodError, Needs, Opens, Registration, Step};

macro_rules! kind {
    ($type:ident, $name:literal, $factor:ident, $opens:ident, $needs:expr, sends $sends:literal, companion $companion:literal) => {
        struct $type;
        impl Plug for $type {
            const KIND: Kind = Kind {
                name: $name,
                type_name: $name,
                class_names: &[],
                factor: Factor::$factor,
                opens: Opens::$opens,
                needs: $needs,
                amr: &[],
                code_lengths: &[],
                shorthand: None,
                silent: false,
                enrols: matches!(Opens::$opens, Opens::WhereAsked),
                takes_secret: true,
                sends: $sends,
                documents: &[],
                companion: $companion,
                icon: "x",
                events: &[],
            };
            type Config = Empty;
            type State = ();
            fn open(_: Empty) -> Result<Self, ConfigError> {
                Ok(Self)
            }
            async fn challenge(&self, _: &mut Cx<'_>) -> Result<Step<()>, MethodError> {
                Err(MethodError::Unsupported)
            }
            async fn verify(&self, _: &mut Cx<'_>, (): (), _: &Answer) -> Result<Step<()>, MethodError> {
                Err(MethodError::Unsupported)
            }
        }
    };
}

#[derive(Default, serde::Deserialize, schemars::JsonSchema)]
struct Empty {}

kind!(Password, "password", Knowledge, Yes, Needs::Credential, sends false, companion false);
kind!(Upstream, "upstream", Elsewhere, Yes, Needs::Nothing, sends false, companion false);
kind!(Totp, "totp", Possession, WhereAsked, Needs::Credential, sends false, companion false);
kind!(Email, "email", Possession, Yes, Needs::Attribute("email"), sends true, companion false);
kind!(Backup, "backup", Possession, No, Needs::Credential, sends false, companion true);

pub(super) static KINDS: [Registration; 5] = [
    Registration::of::<Password>("", [("", ""); 5]),
    Registration::of::<Upstream>("", [("", ""); 5]),
    Registration::of::<Totp>("", [("", ""); 5]),
    Registration::of::<Email>("", [("", ""); 5]),
    Registration::of::<Backup>("", [("", ""); 5]),
];
