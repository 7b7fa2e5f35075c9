//! Looking up the person behind a proof: rows of what a provider sends, and whom it finds.

use model::{
    Attributes, Catalogue, Entry, Id, Link, Service, Site, User, UserMapping, proof::Subject,
    user_mapping::UserMappingItem,
};
use plug::{Directory, DirectoryError, Found};
use std::sync::Arc;

use super::{APP, House, KINDS, LOCAL, NOW, SITE, id, nothing};
use crate::{
    EngineError,
    lookup::{Ended, LookUp, Tried, looked_up},
    world::World,
};

/// People of the demo site, and one of another that nothing shares.
struct People;

fn person(number: u128, name: &str, site: Id, attributes: &[(&str, &str)]) -> User {
    let attributes = attributes.iter().map(|(n, v)| ((*n).to_owned(), vec![(*v).to_owned()])).collect();
    User {
        id: Id::fixed(number),
        directory: LOCAL,
        site,
        name: name.into(),
        attributes,
        email_verified: true,
        phone_verified: true,
        enabled: true,
        not_before: None,
        expires: None,
        created: NOW,
        version: 1,
    }
}

fn people() -> Vec<User> {
    vec![
        person(
            201,
            "ada",
            SITE,
            &[("email", "ada@demo.test"), ("phone_number", "+3581"), ("hetu", "1"), ("team", "x")],
        ),
        person(
            202,
            "bob",
            SITE,
            &[("email", "bob@demo.test"), ("phone_number", "+3582"), ("hetu", "2"), ("team", "x")],
        ),
        person(204, "carl@demo.test", SITE, &[("alias", "c@demo.test")]),
        person(205, "kirk", SITE, &[("nick", "ask")]),
        person(203, "eve", OTHER, &[("email", "eve@other.test"), ("hetu", "3")]),
    ]
}

const OTHER: Id = Id::fixed(90);

#[async_trait::async_trait]
impl Directory for People {
    async fn named(&self, name: &str) -> Result<Found, DirectoryError> {
        Ok(people().into_iter().filter(|u| model::user::fold(&u.name) == model::user::fold(name)).collect())
    }
    async fn with(&self, attribute: &str, value: &str, most: u32) -> Result<Found, DirectoryError> {
        // What everybody has: as many as are asked for.
        if value == "all" {
            let somebody = |n| person(1000 + u128::from(n), &format!("x{n}"), SITE, &[("team", "all")]);
            let ada = person(201, "ada", SITE, &[("team", "all"), ("hetu", "1")]);
            return Ok((0..most.saturating_sub(1)).map(somebody).chain([ada]).collect());
        }
        if value == "away" {
            return Err(DirectoryError::Unavailable("away".into()));
        }
        let has = |u: &User| {
            u.attributes
                .get(attribute)
                .is_some_and(|all| all.iter().any(|v| model::user::fold(v) == model::user::fold(value)))
        };
        Ok(people().into_iter().filter(has).collect())
    }
    async fn user(&self, id: Id) -> Result<Option<User>, DirectoryError> {
        Ok(people().into_iter().find(|u| u.id == id))
    }
}

/// A world where `sso` has a table of these rules: conditions, and one search each.
fn world(rules: &[(&[&str], &str)], trusted: bool) -> World {
    let item = |(conditions, url): &(&[&str], &str)| UserMappingItem {
        condition: conditions.iter().map(|c| (*c).into()).collect(),
        mapping_url: vec![(*url).into()],
        ..UserMappingItem::default()
    };
    table(rules.iter().map(item).collect(), &[], trusted)
}

/// A world where `sso` has a table of these items, with these services.
fn table(items: Vec<UserMappingItem>, services: &[(&str, &str)], trusted: bool) -> World {
    let mut house = House::new().method("sso", "upstream", true);
    let table = UserMapping { items, ..UserMapping::default() };
    for ((name, template), number) in services.iter().zip(300..) {
        let service = Service {
            template: (*template).into(),
            output_parameter: "directory.login /u".into(),
            ..Service::default()
        };
        house.entries.push(Entry {
            id: Id::fixed(number),
            path: (*name).into(),
            object: service.into(),
            links: vec![],
        });
    }
    house.entries.push(Entry { id: Id::fixed(80), path: "table".into(), object: table.into(), links: vec![] });
    house.entries.push(Entry { id: OTHER, path: "other".into(), object: Site::default().into(), links: vec![] });
    let link = Link::new("inboundMappingPolicy", Id::fixed(80));
    house.entry(id("sso")).links.push(if trusted { link.with("trusted") } else { link });
    let store: Arc<dyn store::Store> = Arc::new(nothing::Nothing);
    let catalogue = Catalogue::load(1, house.entries.clone());
    assert!(catalogue.check().iter().all(|f| f.severity != model::Severity::Broken), "{:?}", catalogue.check());
    World::open(catalogue, &KINDS, |_, _, _| Some(Arc::new(People)), |_| Vec::new(), &store, None)
}

async fn found(world: &World, subject: &str, given: &[(&str, &str)]) -> String {
    found_by(world, subject, given, given).await
}

/// The same where a mapping made something else of what the method said.
async fn found_by(world: &World, subject: &str, said: &[(&str, &str)], made: &[(&str, &str)]) -> String {
    match look_up(world, subject, said, made).await.map(|(found, _)| found) {
        Ok(LookUp::NoTable) => "no table".into(),
        Ok(LookUp::Found(user)) => user.name.clone(),
        Ok(LookUp::Nobody) => "nobody".into(),
        Ok(LookUp::Refused(why)) => why.key().into(),
        Ok(LookUp::Unasked) => "a service decides".into(),
        Ok(LookUp::Unanswered(silence)) => format!("{}: {}", silence.why.key(), silence.how),
        Err(_) => "error".into(),
    }
}

async fn look_up<'w>(
    world: &'w World,
    subject: &str,
    said: &[(&str, &str)],
    made: &[(&str, &str)],
) -> Result<(LookUp, Vec<Tried<'w>>), EngineError> {
    let attributes = |all: &[(&str, &str)]| {
        let mut attributes = Attributes::new();
        for (name, value) in all {
            attributes.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        attributes
    };
    let (said, made) = (attributes(said), attributes(made));
    let subject = Subject { value: subject.into(), ..Subject::default() };
    let app = world.app(APP).expect("the application");
    let web = plug::Web::new(model::network::Networks::default()).expect("a client");
    looked_up(world, Some(&web), app, id("sso"), &subject, (&said, &made)).await
}

const BY_MAIL: &str = "ldap:///cn=Ubilogin??sub?(&(objectclass=ubiloginUser)(mail=%7Bmethod:email%7D))";
const VERIFIED: (&str, &str) = ("email_verified", "true");

/// A3.2: exactly one person of a site that the application reaches, or a denial.
#[tokio::test]
async fn a3_2_a_look_up_finds_exactly_one_person() {
    let table = world(
        &[
            (&["method:hetu=*"], "ldap:///??sub?(hetu=%7Bmethod:hetu%7D)"),
            (&["kind=name"], "ldap:///??sub?(uid=%7Bsubject:username%7D)"),
            (&["kind=team"], "ldap:///??sub?(team=%7Bmethod:team%7D)"),
            (&["kind=site"], "ldap:///ou=other,cn=Ubilogin??sub?(hetu=%7Bmethod:number%7D)"),
            (&["kind=here"], "ldap:///ou=demo,cn=Ubilogin??sub?(hetu=%7Bmethod:number%7D)"),
        ],
        false,
    );
    for (subject, given, expected) in [
        ("", &[][..], "no table"),
        ("", &[("kind", "else")], "no table"),
        ("", &[("hetu", "1")], "ada"),
        ("", &[("hetu", "9")], "nobody"),
        // Somebody of a site that the application does not reach is nobody.
        ("", &[("hetu", "3")], "nobody"),
        ("", &[("kind", "site"), ("number", "1")], "nobody"),
        ("", &[("kind", "here"), ("number", "1")], "ada"),
        ("bob", &[("kind", "name")], "bob"),
        ("", &[("kind", "name")], "nobody"),
        ("", &[("kind", "team"), ("team", "x")], "ambiguous"),
        // Two rules that find two people mean neither of them.
        ("bob", &[("kind", "name"), ("hetu", "1")], "ambiguous"),
        ("ada", &[("kind", "name"), ("hetu", "1")], "ada"),
        // Two values where one is compared.
        ("", &[("hetu", "1"), ("hetu", "9")], "ambiguous"),
        ("", &[("hetu", "away")], "error"),
    ] {
        assert_eq!(found(&table, subject, given).await, expected, "{subject} {given:?}");
    }
    let none = House::new().method("sso", "upstream", true).world();
    assert_eq!(found(&none, "ada", &[("hetu", "1")]).await, "no table");
}

/// A3.2: by an address or a number only where somebody vouches for exactly that one.
#[tokio::test]
async fn a3_2_addresses_and_numbers_are_vouched_for_or_find_nobody() {
    let phone = "ldap:///??sub?(mobile=%7Bmethod:phone_number%7D)";
    let other = "ldap:///??sub?(mail=%7Bmethod:upn%7D)";
    let rules: &[(&[&str], &str)] = &[
        (&["email=*"], BY_MAIL),
        (&["phone_number=*"], phone),
        (&["upn=*"], other),
        (&["named=*"], "ldap:///??sub?(mail=%7Bsubject:username%7D)"),
        // Login names that are addresses, and other places for one.
        (&["by=name"], "ldap:///??sub?(uid=%7Bmethod:email%7D)"),
        (&["by=lower"], "ldap:///??sub?(uid=%7Blowercase:%7Bmethod:email%7D%7D)"),
        (&["by=alias"], "ldap:///??sub?(%26(alias=%7Bmethod:email%7D)(objectclass=person))"),
        (&["by=nobody"], "ldap:///??sub?(%26(team=x)(!(alias=%7Bmethod:email%7D)))"),
    ];
    let (strict, lax) = (world(rules, false), world(rules, true));
    for (given, expected, trusting) in [
        (&[("email", "ada@demo.test"), VERIFIED][..], "ada", "ada"),
        (&[("email", "Ada@Demo.test"), VERIFIED], "ada", "ada"),
        (&[("email", "ada@demo.test")], "unverified", "ada"),
        (&[("email", "ada@demo.test"), ("email_verified", "false")], "unverified", "ada"),
        (&[("email", "ada@demo.test"), ("email_verified", "1")], "unverified", "ada"),
        (&[("email", "ada@demo.test"), VERIFIED, ("email_verified", "false")], "unverified", "ada"),
        (&[("email", "ada@demo.test"), ("phone_number_verified", "true")], "unverified", "ada"),
        (&[("phone_number", "+3581"), ("phone_number_verified", "true")], "ada", "ada"),
        (&[("phone_number", "+3581"), VERIFIED], "unverified", "ada"),
        // The flag is about the provider's own `email`, and about no other value.
        (&[("upn", "ada@demo.test"), VERIFIED], "unverified", "ada"),
        (&[("upn", "ada@demo.test"), ("named", "x"), VERIFIED], "unverified", "ada"),
        (&[("email", "gone@demo.test"), VERIFIED], "nobody", "nobody"),
        // Whatever it is compared with, an address is its owner's only where somebody says so.
        (&[("by", "name"), ("email", "carl@demo.test"), VERIFIED], "carl@demo.test", "carl@demo.test"),
        (&[("by", "name"), ("email", "carl@demo.test")], "unverified", "carl@demo.test"),
        (&[("by", "name"), ("email", "carl@demo.test"), ("email_verified", "false")], "unverified", "carl@demo.test"),
        (&[("by", "lower"), ("email", "Carl@Demo.test"), VERIFIED], "carl@demo.test", "carl@demo.test"),
        (&[("by", "lower"), ("email", "Carl@Demo.test")], "unverified", "carl@demo.test"),
        (&[("by", "alias"), ("email", "c@demo.test"), VERIFIED], "carl@demo.test", "carl@demo.test"),
        (&[("by", "alias"), ("email", "c@demo.test")], "unverified", "carl@demo.test"),
        (&[("by", "nobody"), ("email", "c@demo.test")], "unverified", "ambiguous"),
        // A checked address of one person does not carry an unchecked number of another.
        (&[("email", "ada@demo.test"), VERIFIED, ("phone_number", "+3582")], "ada", "ambiguous"),
    ] {
        assert_eq!(found(&strict, "nobody@demo.test", given).await, expected, "{given:?}");
        assert_eq!(found(&lax, "nobody@demo.test", given).await, trusting, "{given:?} trusted");
    }
}

/// A3.2: a mapping that gives an address another name makes it nobody's who did not show it; nor does what was said of one address
/// count for another that a mapping puts in its place.
#[tokio::test]
async fn a3_2_an_address_under_another_name_is_vouched_for_or_finds_nobody() {
    let rules: &[(&[&str], &str)] =
        &[(&["login=*"], "ldap:///??sub?(uid=%7Bmethod:login%7D)"), (&["email=*"], BY_MAIL)];
    let table = world(rules, false);
    let carl = "carl@demo.test";
    for (said, made, expected) in [
        (&[("email", carl), VERIFIED][..], &[("login", carl)][..], carl),
        (&[("email", carl)], &[("login", carl)], "unverified"),
        (&[("email", "Carl@demo.test"), ("email_verified", "false")], &[("login", carl)], "unverified"),
        (&[("nick", carl)], &[("login", carl)], carl),
        // An administrator's own flag is an administrator's word.
        (&[("mail", "ada@demo.test")], &[("email", "ada@demo.test"), VERIFIED], "ada"),
        (&[("email", "eve@demo.test"), VERIFIED], &[("email", "ada@demo.test")], "unverified"),
    ] {
        assert_eq!(found_by(&table, "", said, made).await, expected, "{said:?} {made:?}");
    }
    let pair = |all: &[(&str, &str)]| -> Attributes {
        all.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
    };
    for (said, made, kept) in [
        (&[("email", "Eve@demo.test"), VERIFIED][..], &[("email", "eve@demo.test"), VERIFIED][..], true),
        (&[("email", "eve@demo.test"), VERIFIED, ("upn", carl)], &[("email", carl), VERIFIED], false),
        (&[("upn", carl), VERIFIED], &[("email", carl), VERIFIED], false),
        (&[("upn", carl), ("checked", "true")], &[("email", carl), VERIFIED], true),
        (&[("email", "eve@demo.test"), VERIFIED], &[VERIFIED], true),
    ] {
        let told = crate::pipeline::vouched_alike(pair(made), &pair(said));
        assert_eq!(told.contains_key("email_verified"), kept, "{said:?} {made:?}");
    }
}

/// M080: turning letters into another case makes nobody of somebody else.
#[tokio::test]
async fn m080_a_case_that_is_turned_names_nobody_else() {
    let rules: &[(&[&str], &str)] = &[
        (&["by=name"], "ldap:///??sub?(uid=%7Blowercase:%7Bsubject:username%7D%7D)"),
        (&["by=nick"], "ldap:///??sub?(nick=%7Buppercase:%7Bmethod:nick%7D%7D)"),
    ];
    let table = world(rules, true);
    for (subject, nick, expected) in [
        ("KIRK", "ASK", "kirk"),
        ("Kirk", "ask", "kirk"),
        // Signs of the kelvin, and a long s: letters of ASCII in the other case.
        ("\u{212a}irk", "a\u{17f}k", "nobody"),
        ("kir\u{212a}", "as\u{212a}", "nobody"),
    ] {
        assert_eq!(found(&table, subject, &[("by", "name")]).await, expected, "{subject:?}");
        assert_eq!(found(&table, "", &[("by", "nick"), ("nick", nick)]).await, expected, "{nick:?}");
    }
}

/// H2, A3.2: each rule says how it ended, in the order of the table, whatever comes of all of them.
#[tokio::test]
async fn h2_a3_2_each_rule_says_how_it_ended() {
    let rules: &[(&[&str], &str)] = &[
        (&["method:hetu=*"], "ldap:///??sub?(hetu=%7Bmethod:hetu%7D)"),
        (&["kind=team", "team!=y"], "ldap:///??sub?(team=%7Bmethod:team%7D)"),
        (&["email=*"], BY_MAIL),
    ];
    let table = world(rules, false);
    for (given, expected) in [
        (&[][..], "1 not for method:hetu=*, 2 not for kind=team, 3 not for email=*"),
        (&[("hetu", "1")], "1 ada, 2 not for kind=team, 3 not for email=*"),
        (&[("hetu", "9"), ("kind", "team"), ("team", "x")], "1 nobody, 2 ada+bob, 3 not for email=*"),
        (&[("kind", "team"), ("team", "y")], "1 not for method:hetu=*, 2 not for team!=y, 3 not for email=*"),
        (&[("hetu", "1"), ("hetu", "2"), ("email", "ada@demo.test")], "1 several, 2 not for kind=team, 3 unvouched"),
        (&[("email", "ada@demo.test"), VERIFIED], "1 not for method:hetu=*, 2 not for kind=team, 3 ada"),
        // Somebody of a site that the application does not reach is not told of.
        (&[("hetu", "3")], "1 nobody, 2 not for kind=team, 3 not for email=*"),
    ] {
        assert_eq!(tried(&table, given).await, expected, "{given:?}");
    }
    let several = [("hetu", "9"), ("kind", "team"), ("team", "x")];
    assert_eq!(found(&table, "", &several).await, "ambiguous", "and so it is done");
    let none = House::new().method("sso", "upstream", true).world();
    assert_eq!(tried(&none, &[("hetu", "1")]).await, "");
}

async fn tried(world: &World, given: &[(&str, &str)]) -> String {
    let (_, tried) = look_up(world, "", given, given).await.expect("an answer");
    let told = tried.iter().map(|one| {
        let ended = match &one.ended {
            Ended::NotFor(condition) => format!("not for {condition}"),
            Ended::NoDirectory => "no directory".into(),
            Ended::Several => "several".into(),
            Ended::TooMany => "too many".into(),
            Ended::Unasked(service) => format!("asks {service}"),
            Ended::Unanswered(silence) => format!("{} says nothing", silence.service),
            Ended::Unvouched => "unvouched".into(),
            Ended::Users(users) if users.is_empty() => "nobody".into(),
            Ended::Users(users) => users.iter().map(|u| u.name.clone()).collect::<Vec<_>>().join("+"),
        };
        format!("{} {ended}", one.place)
    });
    told.collect::<Vec<_>>().join(", ")
}

/// A3.2: a value that everybody has finds nobody by itself, and beside one that tells a person it stands in nobody's way.
#[tokio::test]
async fn a3_2_a_value_of_everybody_tells_nobody() {
    let rules: &[(&[&str], &str)] = &[
        (&["kind=team"], "ldap:///??sub?(team=%7Bmethod:team%7D)"),
        (&["kind=both"], "ldap:///??sub?(&(team=%7Bmethod:team%7D)(hetu=%7Bmethod:hetu%7D))"),
        (&["kind=name"], "ldap:///??sub?(&(team=%7Bmethod:team%7D)(uid=%7Bsubject:username%7D))"),
        (&["kind=either"], "ldap:///??sub?(|(team=%7Bmethod:team%7D)(hetu=%7Bmethod:hetu%7D))"),
        (&["also=x"], "ldap:///??sub?(hetu=%7Bmethod:hetu%7D)"),
    ];
    let table = world(rules, false);
    for (kind, team, expected) in [
        ("team", "all", "ambiguous"),
        ("both", "all", "nobody"),
        ("both", "x", "ada"),
        ("name", "x", "ada"),
        ("either", "all", "ambiguous"),
        ("either", "y", "ada"),
    ] {
        let given = [("kind", kind), ("team", team), ("hetu", "1")];
        assert_eq!(found(&table, "ada", &given).await, expected, "{given:?}");
    }
    assert!(tried(&table, &[("kind", "team"), ("team", "all")]).await.starts_with("1 too many"));
    // Nor does somebody whom another rule finds stand for all whom this one might mean.
    let both = |team| [("kind", "team"), ("team", team), ("hetu", "1"), ("also", "x")];
    assert_eq!(found(&table, "ada", &both("all")).await, "ambiguous");
    assert_eq!(found(&table, "ada", &both("y")).await, "ada", "the control");
}

/// M080: whatever stands in a value, it is a value.
#[tokio::test]
async fn m080_a_provider_cannot_write_into_the_search() {
    let table = world(&[(&["email=*"], BY_MAIL)], true);
    assert_eq!(found(&table, "", &[("email", "ada@demo.test")]).await, "ada", "the control");
    for hostile in [
        "*",
        "ada@demo.*",
        "*)(uid=ada",
        "x)(|(uid=ada)(mail=bob@demo.test",
        "\\61da@demo.test",
        "{subject:username}",
        "ada@demo.test\0",
        "\u{212a}ada@demo.test",
        "ad\u{0430}@demo.test",
        "ada@demo.test\u{200d}",
        "ada@dem\u{ba}.test",
        "%61da@demo.test",
    ] {
        assert_eq!(found(&table, "ada@demo.test", &[("email", hostile)]).await, "nobody", "{hostile:?}");
    }
    assert_eq!(found(&table, "", &[("email", &"a".repeat(5000))]).await, "nobody");
}

/// A3.2: a service is asked only with what is vouched for and is one value; a rule that cannot ask anybody lets nobody in.
#[tokio::test]
async fn a3_2_what_a_service_is_asked_with_is_vouched_for() {
    // Nothing of ours may call this address: whoever comes so far was going to be asked about.
    let asked = "unavailable: the address is not allowed";
    let of = |name: &str| format!("http://127.0.0.1:9/?u=${{method.{name}}}");
    let services = ["sub", "email", "mail", "mobile"].map(|name| (name, of(name)));
    let services: Vec<(&str, &str)> = services.iter().map(|(name, url)| (*name, url.as_str())).collect();
    let rule = |name: &str| UserMappingItem {
        condition: vec![format!("method:{name}=*").as_str().into()],
        service: Some(name.into()),
        ..UserMappingItem::default()
    };
    let rules = || ["sub", "email", "mail", "mobile", "gone"].map(rule).into();
    let (strict, lax) = (table(rules(), &services, false), table(rules(), &services, true));
    for (given, expected, trusting) in [
        (&[][..], "no table", "no table"),
        (&[("sub", "ada")], asked, asked),
        (&[("sub", "ada"), ("sub", "ada")], asked, asked),
        (&[("sub", "ada"), ("sub", "bob")], "ambiguous", "ambiguous"),
        (&[("sub", "a\nb")], "nobody", "nobody"),
        (&[("email", "ada@demo.test")], "unverified", asked),
        (&[("email", "ada@demo.test"), VERIFIED], asked, asked),
        (&[("email", "ada@demo.test"), ("email_verified", "false")], "unverified", asked),
        // What directories call an address is one.
        (&[("mail", "ada@demo.test")], "unverified", asked),
        (&[("mail", "ada@demo.test"), VERIFIED], "unverified", asked),
        (&[("mobile", "+3581")], "unverified", asked),
        (&[("gone", "x")], "unavailable: there is no such service", "unavailable: there is no such service"),
    ] {
        assert_eq!(found(&strict, "", given).await, expected, "{given:?}");
        assert_eq!(found(&lax, "", given).await, trusting, "{given:?} trusted");
    }
    let mut elsewhere = rule("sub");
    elsewhere.directory = "no such directory".into();
    let world = table(vec![elsewhere], &services, false);
    assert_eq!(found(&world, "", &[("sub", "ada")]).await, "nobody", "people of a directory that is not there");
}
