//! Requests of the agent API: parameters wherever they stand.

use protocols::agent::{Encoding, Params, Sent};
use url::form_urlencoded;

use crate::lines;

/// First line: content type; second: query; the rest: body. What is read of forms is what any other decoder reads, a second
/// decoding only takes escapes away, and JSON stays as it is.
pub fn agent_request(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let ([kind, query], body) = lines(&text);
    let sent = Sent { query: query.as_bytes(), content_type: Some(kind), body: body.as_bytes() };
    let Ok(params) = Params::read(&sent) else { return };
    let names: Vec<String> = params.names().map(str::to_owned).collect();
    assert!(names.len() <= 64);
    let value = |name: &str| params.get(name).unwrap_or_else(|| panic!("{name}"));
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert!(pairs.iter().all(|(name, _)| names.contains(name)));
    let lower = kind.trim().to_ascii_lowercase();
    if lower.starts_with("multipart/form-data") {
        assert!(names.iter().all(|name| pairs.iter().any(|(n, _)| n == name) || body.contains(value(name))));
    } else if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(body) {
        for (name, member) in members.iter().filter(|(_, member)| member.is_string()) {
            assert_eq!(Some(value(name)), member.as_str());
            assert_eq!(params.clone().as_sent_by(Encoding::TwiceAsForm).get(name), member.as_str());
        }
    } else {
        let all = form_urlencoded::parse(body.as_bytes()).into_owned().chain(pairs);
        for (name, read) in all {
            assert_eq!(value(&name), read);
        }
    }
    for name in &names {
        let once = value(name);
        let again = |encoding| params.clone().as_sent_by(encoding).get(name).map(str::to_owned);
        assert_eq!(again(Encoding::Once).as_deref(), Some(once));
        for encoding in [Encoding::Twice, Encoding::TwiceAsForm] {
            let twice = again(encoding).unwrap_or_default();
            assert!(twice.len() <= once.len() && !twice.contains('\0'));
            assert!(once.contains(['%', '+']) || twice == once);
        }
    }
}
