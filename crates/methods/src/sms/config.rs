//! The settings of a method that sends codes by text message. Lifetimes, limits and countries are the method's sending limits.

use model::{Line, Lines, gateway};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Digits of a code.
    #[serde(rename = "codeLength")]
    #[schemars(range(min = 6, max = 10))]
    pub length: u8,
    /// Country code of numbers that are written without one, such as 358; 0 reads only numbers in international form.
    #[serde(rename = "defaultCountry")]
    #[schemars(range(min = 0, max = 998), example = 358)]
    pub home: u16,
    /// Address of a gateway of this method's own, with `{mobile}` and `{challenge}`; the gateways of the site or the system where empty.
    #[serde(rename = "smsUrl")]
    pub url: String,
    /// How that gateway is asked.
    #[serde(rename = "smsMethod")]
    #[schemars(extend("enum" = ["GET", "POST"]))]
    pub method: String,
    /// Body of a POST to it: JSON with `{mobile}` and `{challenge}`.
    #[serde(rename = "smsBody")]
    pub body: String,
    /// Who sends through it, as `{from}`.
    #[serde(rename = "smsFrom")]
    pub from: String,
    /// User name for HTTP Basic.
    #[serde(rename = "smsUser")]
    pub user: String,
    /// Password for HTTP Basic. Kept sealed, reads back masked.
    #[serde(rename = "smsPassword")]
    #[schemars(extend("x-secret" = true))]
    pub password: String,
}

impl Default for Config {
    fn default() -> Self {
        let none = String::new;
        Self {
            length: 6,
            home: 0,
            url: none(),
            method: "GET".into(),
            body: none(),
            from: none(),
            user: none(),
            password: none(),
        }
    }
}

impl Config {
    /// The lines that name a gateway.
    pub fn lines(&self) -> Lines {
        let values = [&self.url, &self.method, &self.body, &self.from, &self.user, &self.password];
        let all = gateway::METHOD_LINES.into_iter().zip(values).filter(|(_, value)| !value.is_empty());
        Lines(all.map(|(name, value)| Line::new(name, value)).collect())
    }
}
