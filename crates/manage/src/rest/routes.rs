//! The places that are no objects, and the methods that they answer to. A place that is not in this table is not served, and a test
//! holds the API's document to it.

use super::answer::Problem;

#[derive(Debug)]
pub struct Route {
    /// With `{…}` where any segment may stand.
    pub path: &'static str,
    pub methods: &'static str,
    /// It answers with a file in a format of its own, whatever a request wants to read.
    pub is_file: bool,
}

pub const ROUTES: [Route; 22] = [
    Route::new("/", READ),
    Route::new("/me", READ),
    Route::new("/findings", READ),
    Route::new("/openapi.json", READ),
    Route::file("/configuration", READ),
    Route::new("/configuration/diff", "POST"),
    Route::new("/configuration/apply", "POST"),
    Route::new("/audit", READ),
    Route::file("/audit/export", READ),
    Route::new("/audit/hours", READ),
    Route::new("/import/user", "POST"),
    Route::new("/import/token", "POST"),
    Route::new("/token", READ),
    // Before the serial numbers, none of which is this.
    Route::new("/token/$counts", READ),
    Route::file("/token/$export", "POST"),
    Route::new("/token/$action/allocate", "POST"),
    Route::new("/token/{serial}", READ),
    Route::new("/token/{serial}/$action/{action}", "POST"),
    Route::new("/whatif", "POST"),
    Route::new("/whatif/story", READ),
    Route::new("/managementToken", "GET, HEAD, POST"),
    Route::new("/managementToken/{id}", "GET, HEAD, DELETE"),
];

const READ: &str = "GET, HEAD";

impl Route {
    const fn new(path: &'static str, methods: &'static str) -> Self {
        Self { path, methods, is_file: false }
    }
    const fn file(path: &'static str, methods: &'static str) -> Self {
        Self { path, methods, is_file: true }
    }

    /// The route of a path; `None` where its first word is none of these, so that it may be an object's.
    pub fn find(path: &str) -> Result<Option<&'static Self>, Problem> {
        let asked: Vec<&str> = segments(path).collect();
        if !ROUTES.iter().any(|route| segments(route.path).next() == asked.first().copied()) {
            return Ok(None);
        }
        let found = ROUTES.iter().find(|route| route.fits(&asked));
        found.map(Some).ok_or(Problem::new(404, "missing"))
    }

    fn fits(&self, asked: &[&str]) -> bool {
        let mine: Vec<&str> = segments(self.path).collect();
        mine.len() == asked.len() && mine.iter().zip(asked).all(|(mine, asked)| mine.starts_with('{') || mine == asked)
    }

    pub fn answers(&self, method: &str) -> bool {
        self.methods.split(", ").any(|known| known == method)
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
        let found = |path: &str| Route::find(path).map(|route| route.map(|r| r.path)).map_err(|p| p.status);
        for (path, route) in [
            ("", Ok(Some("/"))),
            ("me", Ok(Some("/me"))),
            ("me/", Ok(Some("/me"))),
            ("token/$counts", Ok(Some("/token/$counts"))),
            ("token/A%2F1", Ok(Some("/token/{serial}"))),
            ("token/A/$action/lock", Ok(Some("/token/{serial}/$action/{action}"))),
            ("token/A/$other/lock", Err(404)),
            ("audit/else", Err(404)),
            ("me/too", Err(404)),
            ("user/acme/ada", Ok(None)),
            ("nothing", Ok(None)),
        ] {
            assert_eq!(found(path), route, "{path}");
        }
    }
}
