//! The places that are no objects, and the methods that they answer to. A place that is not in this table is not served, and a test
//! holds the API's document to it.

use super::answer::Problem;

#[derive(Debug)]
pub struct Route {
    /// With `{…}` where any segment may stand.
    pub path: &'static str,
    pub methods: &'static str,
    pub place: Place,
    /// It answers with a file in a format of its own, whatever a request wants to read.
    pub is_file: bool,
}

/// What is at a route. Nothing is reached but by one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Index,
    Me,
    Findings,
    Document,
    Configuration,
    Diff,
    Apply,
    Audit,
    AuditFile,
    AuditHours,
    UserFile,
    SeedFile,
    Tokens,
    TokenCounts,
    TokenExport,
    TokensAllocated,
    Token,
    TokenAction,
    WhatIf,
    Story,
    ManagementTokens,
    ManagementToken,
}

/// The route of a request, with what stands in it for each `{…}`, decoded.
#[derive(Debug)]
pub struct Found {
    pub route: &'static Route,
    pub named: Vec<String>,
}

pub const ROUTES: [Route; 22] = [
    Route::new("/", READ, Place::Index),
    Route::new("/me", READ, Place::Me),
    Route::new("/findings", READ, Place::Findings),
    Route::new("/openapi.json", READ, Place::Document),
    Route::file("/configuration", READ, Place::Configuration),
    Route::new("/configuration/diff", "POST", Place::Diff),
    Route::new("/configuration/apply", "POST", Place::Apply),
    Route::new("/audit", READ, Place::Audit),
    Route::file("/audit/export", READ, Place::AuditFile),
    Route::new("/audit/hours", READ, Place::AuditHours),
    Route::new("/import/user", "POST", Place::UserFile),
    Route::new("/import/token", "POST", Place::SeedFile),
    Route::new("/token", READ, Place::Tokens),
    // Before the serial numbers. One that is spelt like these is asked for with `%24`.
    Route::new("/token/$counts", READ, Place::TokenCounts),
    Route::file("/token/$export", "POST", Place::TokenExport),
    Route::new("/token/$action/allocate", "POST", Place::TokensAllocated),
    Route::new("/token/{serial}", READ, Place::Token),
    Route::new("/token/{serial}/$action/{action}", "POST", Place::TokenAction),
    Route::new("/whatif", "POST", Place::WhatIf),
    Route::new("/whatif/story", READ, Place::Story),
    Route::new("/managementToken", "GET, HEAD, POST", Place::ManagementTokens),
    Route::new("/managementToken/{id}", "GET, HEAD, DELETE", Place::ManagementToken),
];

const READ: &str = "GET, HEAD";

impl Route {
    const fn new(path: &'static str, methods: &'static str, place: Place) -> Self {
        Self { path, methods, place, is_file: false }
    }
    const fn file(path: &'static str, methods: &'static str, place: Place) -> Self {
        Self { path, methods, place, is_file: true }
    }

    /// The route of a path that is still percent-encoded; `None` where its first word is none of these, so that it may be an object's.
    pub fn find(path: &str) -> Result<Option<Found>, Problem> {
        let asked: Vec<&str> = segments(path).collect();
        if !ROUTES.iter().any(|route| segments(route.path).next() == asked.first().copied()) {
            return Ok(None);
        }
        let found = ROUTES.iter().find_map(|route| route.fits(&asked).map(|named| Found { route, named }));
        found.map(Some).ok_or(Problem::new(404, "missing"))
    }

    fn fits(&'static self, asked: &[&str]) -> Option<Vec<String>> {
        let mine: Vec<&str> = segments(self.path).collect();
        let mut named = Vec::new();
        for (mine, asked) in mine.iter().zip(asked) {
            if mine.starts_with('{') {
                named.push(percent_encoding::percent_decode_str(asked).decode_utf8().ok()?.into_owned());
            } else if mine != asked {
                return None;
            }
        }
        (mine.len() == asked.len()).then_some(named)
    }

    pub fn answers(&self, method: &str) -> bool {
        self.methods.split(", ").any(|known| known == method)
    }
}

impl Found {
    /// What stands for the first `{…}`, and for the second.
    pub fn first(&self) -> &str {
        self.named.first().map_or("", String::as_str)
    }
    pub fn second(&self) -> &str {
        self.named.get(1).map_or("", String::as_str)
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_of_a_route_of_an_object_or_of_nothing() {
        let found = |path: &str| {
            Route::find(path).map(|found| found.map(|f| (f.route.path, f.named.join(" ")))).map_err(|p| p.status)
        };
        let at = |path: &'static str, named: &str| Ok(Some((path, named.to_owned())));
        for (path, route) in [
            ("", at("/", "")),
            ("me", at("/me", "")),
            ("me/", at("/me", "")),
            ("token/$counts", at("/token/$counts", "")),
            ("token/A%2F1", at("/token/{serial}", "A/1")),
            ("token/A/$action/lock", at("/token/{serial}/$action/{action}", "A lock")),
            ("token/A/$other/lock", Err(404)),
            ("token/%FF", Err(404)),
            ("audit/else", Err(404)),
            ("me/too", Err(404)),
            ("user/acme/ada", Ok(None)),
            ("nothing", Ok(None)),
        ] {
            assert_eq!(found(path), route, "{path}");
        }
    }

    /// A serial number may be spelt like a place. The place is not reached by it, with whatever method the number answers to.
    #[test]
    fn an_encoded_dollar_is_of_a_serial_number() {
        for (path, serial) in [("token/%24export", "$export"), ("token/%24counts", "$counts")] {
            let found = Route::find(path).unwrap().unwrap();
            assert_eq!((found.route.place, found.first()), (Place::Token, serial), "{path}");
        }
        assert!(Route::find("token/%24action/allocate").is_err());
    }
}
