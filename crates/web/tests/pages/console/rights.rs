//! M084, G11, A1.1: which role sees and can do what on which page, in which site: the table of the API's tests, held against the console.

use std::collections::BTreeMap;

use http::{Method as Verb, StatusCode};
use model::{Noun, role::BuiltIn};
use serde_json::json;
use store::Write;
use testkit::{Api, Browser, House, Page, Raw, api, plan::Way, rights::has};

use super::{at_console, post};

const SITES: [&str; 4] = ["demo/a", "demo/a/b", "demo", "other"];

/// Nouns whose objects sites own.
const OWNED: [&str; 5] = ["group", "policy", "role", "application", "webhook"];

/// Pages of the navigation, with the noun whose reading opens each.
const NAV: [(&str, &str); 20] = [
    ("/console/audit", "audit"),
    ("/console/whatif", "whatif"),
    ("/console/user", "user"),
    ("/console/group", "group"),
    ("/console/token", "token"),
    ("/console/method", "global"),
    ("/console/chains", "global"),
    ("/console/application", "application"),
    ("/console/policy", "policy"),
    ("/console/outboundMappingPolicy", "outboundMappingPolicy"),
    ("/console/inboundPolicy", "global"),
    ("/console/service", "global"),
    ("/console/site", "site"),
    ("/console/directory", "global"),
    ("/console/role", "role"),
    ("/console/webhook", "webhook"),
    ("/console/template", "global"),
    ("/console/server", "global"),
    ("/console/method/password", "global"),
    ("/console/new/method", "global"),
];

/// The number of each site's token.
type Serials = BTreeMap<&'static str, String>;

/// Somebody for each role: the administrator everywhere, the others in `demo/a`; each site has one object of every noun, a user and a token.
async fn house() -> (House, Api, Serials) {
    let page = |a: &mut model::Application| {
        a.protocol = "page".into();
        a.metadata = json!({});
        a.listed = false;
    };
    let mut plan =
        House::new().method(Way::new("oath", "oath")).application("console").application_with(page).allow(["password"]);
    for role in BuiltIn::ALL {
        plan = plan.user(role.name());
    }
    let house = plan.start().await;
    let root = house.api().await;
    let mut serials = Serials::new();
    for site in ["demo/a", "demo/a/b", "other"] {
        put(&root, &format!("/site/{site}"), "").await;
        put(&root, &format!("/site/{site}/$link/method/oath"), "enabled=true").await;
        put(&root, &format!("/user/{site}/x"), "cn=X").await;
        // A number is made of the key where a file has none.
        let letter = char::from(b'B' + u8::try_from(serials.len()).unwrap_or_default());
        let file = format!("otpauth://hotp/Acme:x?secret={letter}EZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=6\n");
        let raw = Raw { body: file.into_bytes(), ..Raw::default() };
        let taken = root.send(Verb::POST, &format!("/import/token?site={site}&method=oath"), raw).await;
        serials.insert(site, taken.json["taken"][0].as_str().expect("a token").to_owned());
        for noun in OWNED {
            put(&root, &format!("/{noun}/{site}/x"), if noun == "webhook" { HOOK } else { "" }).await;
        }
    }
    for role in BuiltIn::ALL {
        // None is called as the roles that pages give, which are taken back after each try.
        let path =
            if role == BuiltIn::Administrator { role.name().to_owned() } else { format!("demo/a/my-{}", role.name()) };
        put(&root, &format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
        put(&root, &format!("/group/demo/{}", role.name()), "").await;
        put(&root, &format!("/role/{path}/$link/assignedTo/group/demo/{}", role.name()), "").await;
        let (group, person) =
            (house.id(Noun::Group, &format!("demo/{}", role.name())), house.person(role.name()).key());
        house.write(vec![Write::PutMember { group, person }]).await;
    }
    (house, root, serials)
}

const HOOK: &str = "url=https://hooks.demo.test/x&secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn put(root: &Api, path: &str, form: &str) {
    let answer = root.put(path, form).await;
    assert!(matches!(answer.code(), 200 | 201), "{path}: {}", answer.page.body);
}

/// Whether the role's rights reach a site.
fn reaches(role: BuiltIn, site: &str) -> bool {
    role == BuiltIn::Administrator || site.starts_with("demo/a")
}

/// A form of a page: what it sends, and the verb that it takes.
struct Act {
    noun: &'static str,
    verb: char,
    page: String,
    /// The object as the API shows it, which must not change.
    object: String,
    fields: Vec<(&'static str, String)>,
    /// What stands in the page's text for who may send it: an id, or a part of an address.
    mark: String,
}

fn act(
    noun: &'static str,
    verb: char,
    (page, object): (String, String),
    fields: &[(&'static str, &str)],
    mark: &str,
) -> Act {
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Act { noun, verb, page, object, fields, mark: mark.to_owned() }
}

/// Every kind of form, on the pages of one site.
fn acts(site: &str, serials: &Serials) -> Vec<Act> {
    let mut all = Vec::new();
    let save = [("act", "save"), ("tab", ""), ("title.en", "Forged")];
    let at = |path: String| (format!("/console{path}"), path);
    all.push(act("site", 'w', at(format!("/site/{site}")), &save, "name=\"act\" value=\"save\""));
    all.push(act(
        "site",
        'w',
        at(format!("/site/{site}")),
        &[("act", "save"), ("tab", "mails"), ("mail", "code"), ("language", "en"), ("mail.text", "Forged { $code }")],
        "name=\"act\" value=\"save\"",
    ));
    if site == "demo" {
        return all;
    }
    // A page for new objects opens to who may make some somewhere, and offers the sites where they may.
    let offered = format!("value=\"{site}\"");
    for noun in OWNED {
        all.push(act(noun, 'w', at(format!("/{noun}/{site}/x")), &save, "name=\"act\" value=\"save\""));
        let deleted = (format!("/console/{noun}/{site}/spare"), format!("/{noun}/{site}/spare"));
        all.push(act(noun, 'd', deleted, &[("act", "delete")], "ask=delete"));
        let new = (format!("/console/new/{noun}?in={site}&protocol=page"), format!("/{noun}/{site}/made"));
        // A webhook's secret is typed on a page that comes after.
        let fields = [("in", site), ("name", "made"), ("protocol", "page"), ("url", "https://hooks.demo.test/x")];
        if noun != "webhook" {
            all.push(act(noun, 'w', new, &fields, &offered));
        }
    }
    let group = format!("{site}/x");
    let linked = (format!("/console/application/{site}/x?tab=allowedTo"), format!("/application/{site}/x/$link"));
    all.push(act(
        "application",
        'w',
        linked,
        &[("act", "link"), ("tab", "allowedTo"), ("link", "allowedTo"), ("to", &group)],
        "value=\"link\"",
    ));
    let rights = (format!("/console/role/{site}/x?tab=rights"), format!("/role/{site}/x"));
    all.push(act(
        "role",
        'w',
        rights,
        &[("act", "save"), ("tab", "rights"), ("right.user.read", "on")],
        "name=\"act\" value=\"save\"",
    ));
    let told = (format!("/console/role/{site}/x?tab=alerts"), format!("/role/{site}/x"));
    let boxes = [("act", "save"), ("tab", "alerts"), ("alert.lockout.mail", "on")];
    all.push(act("role", 'w', told, &boxes, "name=\"act\" value=\"save\""));
    let user = |tab: &str| (format!("/console/user/{site}/x{tab}"), format!("/user/{site}/x"));
    all.push(act("user", 'w', user(""), &[("act", "save"), ("cn", "Forged")], "id=\"save\""));
    let links = |tab: &str| (format!("/console/user/{site}/x{tab}"), format!("/user/{site}/x/$link"));
    all.push(act(
        "user",
        'w',
        links("?tab=ways"),
        &[("act", "forbid"), ("tab", "ways"), ("method", "oath")],
        "value=\"forbid\"",
    ));
    all.push(act(
        "group",
        'w',
        links("?tab=groups"),
        &[("act", "join"), ("tab", "groups"), ("group", &group)],
        "id=\"join-group-form\"",
    ));
    all.push(act(
        "role",
        'w',
        links("?tab=groups"),
        &[("act", "giveRole"), ("tab", "groups"), ("role", "helpdesk"), ("in", site)],
        "id=\"give-role\"",
    ));
    let new = (format!("/console/new/user?in={site}"), format!("/user/{site}/made"));
    all.push(act("user", 'w', new, &[("in", site), ("name", "made")], &offered));
    let deleted = (format!("/console/user/{site}/spare"), format!("/user/{site}/spare"));
    all.push(act("user", 'd', deleted, &[("act", "delete")], "ask=delete"));
    let token = || (format!("/console/token/{}", serials[site]), format!("/token/{}", serials[site]));
    all.push(act("token", 'w', token(), &[("act", "assign"), ("user", "x")], "id=\"token-assign\""));
    all
}

/// What the API says of an object; that it is not there is said each time under another reference.
async fn told(root: &Api, path: &str) -> String {
    let answer = root.get(path).await;
    if answer.code() == 404 { String::new() } else { answer.page.body }
}

/// Each page opens and each form works for who may, and for nobody else; what is refused is not even shown, and changes nothing.
#[tokio::test]
async fn m084_every_role_on_every_page_in_every_site() {
    let (house, root, serials) = house().await;
    let (mut allowed, mut refused) = (0, 0);
    for role in BuiltIn::ALL {
        let (browser, first) = at_console(&house, role.name(), "/console").await;
        assert_eq!(first.status, StatusCode::OK, "{}: {}", role.name(), first.text());
        navigation(&browser, &first, role).await;
        for site in SITES {
            for (page, may) in pages(role, site, &serials) {
                let shown = browser.get(&page).await;
                assert_eq!(
                    shown.status == StatusCode::OK,
                    may,
                    "{} {page}: {} {}",
                    role.name(),
                    shown.status,
                    shown.text()
                );
                assert!(may || shown.status.is_client_error(), "{page}: {}", shown.status);
                system_is_apart(&shown, role);
            }
            for act in acts(site, &serials) {
                spare(&root, &act).await;
                let may = reaches(role, site) && has(role, act.noun, act.verb);
                let what = format!("{} {} {:?}", role.name(), act.page, act.fields);
                let page = browser.get(&act.page).await;
                let shown = page.status == StatusCode::OK && main_of(&page).contains(&act.mark);
                assert_eq!(shown, may, "{what}: {} {}", page.status, page.text());
                let before = told(&root, &act.object).await;
                let answer = forged(&browser, &first, &act).await;
                let after = told(&root, &act.object).await;
                if may {
                    allowed += 1;
                    assert!(
                        answer.status.is_success() && before != after,
                        "{what}: {} {}",
                        answer.status,
                        answer.text()
                    );
                } else {
                    refused += 1;
                    assert!(matches!(answer.status.as_u16(), 403 | 404), "{what}: {} {}", answer.status, answer.text());
                    assert_eq!(before, after, "{what}");
                }
                restored(&root, site, &serials).await;
            }
        }
    }
    assert!(allowed > 100 && refused > 200, "{allowed} {refused}");
}

/// Pages of a site, and whether a role may open them.
fn pages(role: BuiltIn, site: &str, serials: &Serials) -> Vec<(String, bool)> {
    let reads = |noun: &str| reaches(role, site) && has(role, noun, 'r');
    let mut pages = vec![
        (format!("/console/site/{site}"), reads("site")),
        (format!("/console/site/{site}?tab=texts"), reads("site")),
        (format!("/console/site/{site}?tab=mails"), reads("site")),
        (format!("/console/audit?site={site}"), reads("audit")),
        (format!("/console/audit/export?site={site}"), reads("audit")),
    ];
    if site != "demo" {
        pages.extend(OWNED.map(|noun| (format!("/console/{noun}/{site}/x"), reads(noun))));
        pages.push((format!("/console/role/{site}/x?tab=alerts"), reads("role")));
        pages.push((format!("/console/webhook/{site}/x?tab=deliveries"), reads("webhook")));
        pages.push((format!("/console/token/{}", serials[site]), reads("token")));
        pages.push((format!("/console/whatif?application={site}/x"), reads("whatif")));
        pages.extend(
            ["", "?tab=groups", "?tab=ways", "?tab=sessions"]
                .map(|tab| (format!("/console/user/{site}/x{tab}"), reads("user"))),
        );
    }
    pages
}

/// What the navigation shows is what opens, and that is what the table says.
async fn navigation(browser: &Browser, first: &Page, role: BuiltIn) {
    for (path, noun) in NAV {
        let may = has(role, noun, if path.contains("/new/") { 'w' } else { 'r' });
        let answer = browser.get(path).await;
        assert_eq!(answer.status == StatusCode::OK, may, "{} {path}: {}", role.name(), answer.status);
        assert!(may || answer.status == StatusCode::FORBIDDEN, "{path}");
        let shown = first.links().iter().any(|link| link.href == path);
        // These two are reached from another page.
        assert!(shown == may || path.matches('/').count() > 2, "{} {path}: shown {shown}", role.name());
    }
    for noun in OWNED.into_iter().chain(["user", "site"]) {
        let answer = browser.get(&format!("/console/new/{noun}")).await;
        assert_eq!(answer.status == StatusCode::OK, has(role, noun, 'w'), "{} new {noun}", role.name());
    }
    let import = browser.get("/console/import/token").await;
    assert_eq!(import.status == StatusCode::OK, has(role, "token", 'w'), "{} import", role.name());
}

/// A1.1: nobody but the system's administrator is shown a way to what belongs to the whole system.
fn system_is_apart(page: &Page, role: BuiltIn) {
    if role == BuiltIn::Administrator {
        return;
    }
    for link in page.links() {
        let global = ["method", "chains", "directory", "inboundPolicy", "template", "server"];
        let leads = link.href.strip_prefix("/console/").map(|rest| rest.split(['/', '?']).next().unwrap_or_default());
        assert!(!leads.is_some_and(|to| global.contains(&to)), "{} {}: {}", role.name(), page.url, link.href);
    }
}

/// The page without what frames it: logging out is a form as well.
fn main_of(page: &Page) -> String {
    page.body.split_once("<main").map_or(String::new(), |(_, main)| main.to_owned())
}

/// What an act deletes is there before, and what it makes is not.
async fn spare(root: &Api, act: &Act) {
    if act.object.ends_with("/spare") {
        put(root, &act.object, if act.noun == "webhook" { HOOK } else { "" }).await;
    }
}

/// The form as its page would send it, with the token of the person's own pages.
async fn forged(browser: &Browser, first: &Page, act: &Act) -> Page {
    let fields: Vec<(&str, &str)> = act.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = act.page.split('?').next().unwrap_or_default();
    post(browser, first, path, &fields).await
}

/// As it was before, for the next role.
async fn restored(root: &Api, site: &str, serials: &Serials) {
    put(root, &format!("/site/{site}"), "title.en=").await;
    root.json(Verb::PUT, &format!("/site/{site}"), &json!({ "texts": {} })).await;
    if site == "demo" {
        return;
    }
    for noun in OWNED.into_iter().chain(["user"]) {
        root.delete(&format!("/{noun}/{site}/made")).await;
    }
    for noun in ["group", "policy", "application", "webhook"] {
        put(root, &format!("/{noun}/{site}/x"), "title.en=").await;
    }
    root.json(Verb::PUT, &format!("/role/{site}/x"), &json!({ "rights": [], "alerts": [], "title": {} })).await;
    root.delete(&format!("/application/{site}/x/$link/allowedTo/group/{site}/x")).await;
    root.delete(&format!("/user/{site}/x/$link/memberOf/group/{site}/x")).await;
    root.delete(&format!("/user/{site}/x/$link/memberOf/group/{site}/helpdesk")).await;
    root.delete(&format!("/group/{site}/helpdesk")).await;
    root.delete(&format!("/role/{site}/helpdesk")).await;
    put(root, &format!("/user/{site}/x/$link/method/oath"), "enabled=true").await;
    put(root, &format!("/user/{site}/x"), "cn=X").await;
    let back = api::encoded("to=inventory");
    root.send(Verb::POST, &format!("/token/{}/$action/revoke", serials[site]), back).await;
}

/// Verbs of the records that are neither written nor deleted: who may help helps, and who may not is not offered it.
#[tokio::test]
async fn m084_help_is_given_by_who_may() {
    let (house, root, serials) = house().await;
    for role in BuiltIn::ALL {
        let (browser, first) = at_console(&house, role.name(), "/console").await;
        for site in ["demo/a", "demo/a/b", "other"] {
            let (user, token) = (format!("/console/user/{site}/x"), format!("/console/token/{}", serials[site]));
            root.post(&format!("/token/{}/$action/revoke", serials[site]), "to=inventory").await;
            assert_eq!(root.post(&format!("/token/{}/$action/assign", serials[site]), "user=x").await.code(), 200);
            root.post(&format!("/token/{}/$action/activate", serials[site]), "").await;
            let state = || async {
                root.get(&format!("/token/{}", serials[site])).await.json["attributes"]["state"]
                    .as_str()
                    .map(str::to_owned)
            };
            let may = reaches(role, site) && has(role, "token", 'a');
            let page = browser.get(&token).await;
            assert_eq!(page.form("token-suspend").is_some(), may, "{} {token}: {}", role.name(), page.text());
            let answer = post(&browser, &first, &token, &[("act", "suspend")]).await;
            assert_eq!(answer.status == StatusCode::OK, may, "{} {token}: {}", role.name(), answer.text());
            assert_eq!(state().await.as_deref() == Some("suspended"), may, "{} {token}", role.name());
            root.post(&format!("/token/{}/$action/resume", serials[site]), "").await;
            // Of a token that is lost, its owner's page is told, where it can be taken back.
            let ways = browser.get(&format!("{user}?tab=ways")).await;
            let lost = ways.links().iter().any(|l| l.href.contains("ask=revoke"));
            assert_eq!(lost, may && has(role, "user", 'r'), "{} {user}: {}", role.name(), ways.text());
            let may = reaches(role, site) && has(role, "user", 'a');
            let before = house.audited("user.unlocked").await.len();
            let answer = post(&browser, &first, &user, &[("act", "unlock")]).await;
            assert_eq!(answer.status == StatusCode::OK, may, "{} {user}: {}", role.name(), answer.text());
            assert!(may || house.audited("user.unlocked").await.len() == before);
        }
    }
}
