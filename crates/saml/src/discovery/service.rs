//! The question to a discovery service, and its answer: both are addresses that a browser goes to.

use url::{Url, form_urlencoded};

use crate::metadata::Endpoint;
use crate::ns;

/// What a service provider asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// Who asks.
    pub entity: &'a str,
    /// Where the answer goes.
    pub answer_to: &'a str,
    /// Nothing may be shown.
    pub passive: bool,
}

/// A question as it came, with the place that its answer goes to: one of the metadata's, and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub entity: String,
    answer_to: Url,
    parameter: String,
    pub passive: bool,
}

/// Why a question is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuestion {
    #[error("a parameter is there twice, or too long")]
    Repeated,
    #[error("it does not say who asks")]
    Nobody,
    #[error("its policy is not known here")]
    Policy,
    #[error("the name of the answer's parameter cannot be used")]
    Parameter,
    #[error("the answer would go where the metadata of who asks has no place for it")]
    Return,
}

impl Question<'_> {
    /// Where the browser goes with it; `None` where the service's address is none.
    pub fn address(&self, service: &str) -> Option<String> {
        let mut url = Url::parse(service).ok()?;
        let mut query = url.query_pairs_mut();
        query.append_pair("entityID", self.entity);
        query.append_pair("return", self.answer_to);
        query.append_pair("returnIDParam", PARAMETER);
        if self.passive {
            query.append_pair("isPassive", "true");
        }
        drop(query);
        Some(url.into())
    }
}

impl Asked {
    /// Who asks, as far as one can tell; that proves nothing yet.
    pub fn by(query: &str) -> Result<String, BadQuestion> {
        value(&parameters(query)?, "entityID").filter(|id| !id.is_empty()).ok_or(BadQuestion::Nobody)
    }

    /// Reads the question of somebody whose metadata has these places for answers.
    ///
    /// The address is compared to the letter, up to a query of its own: whoever could choose another would be told where people
    /// have their accounts, and would be led to from here (discovery protocol, 2.5 and 4).
    pub fn read(query: &str, places: &[Endpoint]) -> Result<Self, BadQuestion> {
        let parameters = parameters(query)?;
        let entity = value(&parameters, "entityID").filter(|id| !id.is_empty()).ok_or(BadQuestion::Nobody)?;
        if value(&parameters, "policy").is_some_and(|policy| policy != SINGLE) {
            return Err(BadQuestion::Policy);
        }
        let parameter = value(&parameters, "returnIDParam").unwrap_or_else(|| PARAMETER.to_owned());
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if parameter.is_empty() || parameter.len() > 64 || !parameter.chars().all(is_plain) {
            return Err(BadQuestion::Parameter);
        }
        let places = places.iter().filter(|place| place.binding == ns::DISCOVERY);
        let answer_to = match value(&parameters, "return") {
            Some(wished) => {
                let plain = wished.bytes().all(|b| b.is_ascii_graphic()) && !wished.contains(['#', '\\']);
                let bare = wished.split_once('?').map_or(wished.as_str(), |(bare, _)| bare);
                let known = |place: &Endpoint| place.location == wished || place.location == bare;
                places.into_iter().any(known).then_some(wished).filter(|_| plain)
            }
            None => {
                let mut places: Vec<&Endpoint> = places.collect();
                places.sort_by_key(|place| {
                    (place.is_default != Some(true), place.is_default == Some(false), place.index)
                });
                places.first().map(|place| place.location.clone())
            }
        };
        let answer_to = answer_to.and_then(|text| Url::parse(&text).ok()).ok_or(BadQuestion::Return)?;
        // An answer that stands there already would be read in place of ours.
        if answer_to.query_pairs().any(|(name, _)| name == parameter.as_str()) {
            return Err(BadQuestion::Parameter);
        }
        let passive = value(&parameters, "isPassive").is_some_and(|flag| matches!(flag.as_str(), "true" | "1"));
        Ok(Self { entity, answer_to, parameter, passive })
    }

    /// Where the browser goes with the answer: a provider, or nothing.
    pub fn answer(&self, provider: Option<&str>) -> String {
        let mut url = self.answer_to.clone();
        if let Some(provider) = provider {
            url.query_pairs_mut().append_pair(&self.parameter, provider);
        }
        url.into()
    }

    pub const fn answer_to(&self) -> &Url {
        &self.answer_to
    }
}

fn parameters(query: &str) -> Result<Vec<(String, String)>, BadQuestion> {
    let all: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().take(MOST + 1).collect();
    let ours = |name: &str| KNOWN.iter().filter(|known| **known == name).count();
    let twice = KNOWN.iter().any(|known| all.iter().filter(|(name, _)| name == known).count() > 1);
    let long = all.iter().any(|(name, value)| ours(name) > 0 && value.len() > LONGEST);
    if twice || long || all.len() > MOST { Err(BadQuestion::Repeated) } else { Ok(all) }
}

fn value(parameters: &[(String, String)], name: &str) -> Option<String> {
    parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

const KNOWN: [&str; 5] = ["entityID", "return", "policy", "returnIDParam", "isPassive"];
/// The parameter that answers come in, where nothing else is said.
const PARAMETER: &str = "entityID";
/// The only policy there is: exactly one provider.
const SINGLE: &str = "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol:single";
const MOST: usize = 32;
const LONGEST: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    const BACK: &str = "https://sp.test/disco";

    fn places() -> Vec<Endpoint> {
        let other = Endpoint::new(ns::binding::POST, "https://sp.test/acs").indexed(0, true);
        vec![
            other,
            Endpoint::new(ns::DISCOVERY, "https://sp.test/other").indexed(2, false),
            Endpoint::new(ns::DISCOVERY, BACK).indexed(1, false),
        ]
    }

    fn read(pairs: &[(&str, &str)]) -> Result<Asked, BadQuestion> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        Asked::read(&query.finish(), &places())
    }

    #[test]
    fn a_question_is_read_as_it_is_written() {
        let question = Question {
            entity: "https://sp.test/sp?a=1&b",
            answer_to: "https://sp.test/disco?state=x%26y",
            passive: true,
        };
        let address = question.address("https://ds.test/wayf?lang=en").unwrap();
        let query = address.strip_prefix("https://ds.test/wayf?lang=en&").unwrap();
        assert_eq!(Asked::by(query).unwrap(), question.entity);
        let asked = Asked::read(query, &places()).unwrap();
        assert!(asked.passive);
        assert_eq!(
            asked.answer(Some("https://idp.test/?x&y")),
            "https://sp.test/disco?state=x%26y&entityID=https%3A%2F%2Fidp.test%2F%3Fx%26y"
        );
        assert_eq!(asked.answer(None), "https://sp.test/disco?state=x%26y");
    }

    #[test]
    fn what_is_left_out_has_a_meaning() {
        let asked = read(&[("entityID", "a")]).unwrap();
        assert_eq!((asked.passive, asked.answer(Some("b")).as_str()), (false, "https://sp.test/disco?entityID=b"));
        let asked = read(&[
            ("entityID", "a"),
            ("returnIDParam", "idp"),
            ("policy", SINGLE),
            ("isPassive", "false"),
            ("return", BACK),
        ])
        .unwrap();
        assert_eq!((asked.passive, asked.answer(Some("b")).as_str()), (false, "https://sp.test/disco?idp=b"));
    }

    /// M076: people are sent to places of the metadata alone.
    #[test]
    fn m076_an_answer_goes_to_a_place_of_the_metadata_to_the_letter() {
        let to = |url: &str| read(&[("entityID", "a"), ("return", url)]).map(|asked| asked.answer(None));
        for good in [BACK, "https://sp.test/other", "https://sp.test/disco?x=https://evil.test/"] {
            assert_eq!(to(good).as_deref(), Ok(good));
        }
        for evil in [
            "https://sp.test/disco/",
            "https://sp.test/disco/../evil",
            "https://sp.test/Disco",
            "https://SP.test/disco",
            "http://sp.test/disco",
            "https://sp.test:8443/disco",
            "https://sp.test/disco#x",
            "https://sp.test/disco?x#y",
            "https://sp.test/disco?\n",
            "https://sp.test@evil.test/disco",
            "https://evil.test/disco",
            "https://evil.test/?https://sp.test/disco",
            "//sp.test/disco",
            "/disco",
            "javascript:alert(1)",
            // A place, but not one for answers of this protocol.
            "https://sp.test/acs",
            "",
        ] {
            assert_eq!(to(evil), Err(BadQuestion::Return), "{evil:?}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (pairs, why) in [
            (&[("return", BACK)][..], BadQuestion::Nobody),
            (&[("entityID", "")], BadQuestion::Nobody),
            (&[("entityID", "a"), ("entityID", "b")], BadQuestion::Repeated),
            (&[("entityID", "a"), ("return", BACK), ("return", "https://evil.test")], BadQuestion::Repeated),
            (&[("entityID", "a"), ("policy", "urn:other")], BadQuestion::Policy),
            (&[("entityID", "a"), ("returnIDParam", "")], BadQuestion::Parameter),
            (&[("entityID", "a"), ("returnIDParam", "a&b=c")], BadQuestion::Parameter),
            (&[("entityID", "a"), ("return", "https://sp.test/disco?entityID=evil")], BadQuestion::Parameter),
            (
                &[("entityID", "a"), ("returnIDParam", "x"), ("return", "https://sp.test/disco?%78=evil")],
                BadQuestion::Parameter,
            ),
        ] {
            assert_eq!(read(pairs), Err(why), "{pairs:?}");
        }
        assert_eq!(Asked::read("entityID=a", &[]), Err(BadQuestion::Return));
    }
}
