//! Tokens, the audit record and *What if* at the console; a webhook's page, a role's alerts, and mails.

use http::StatusCode;
use model::{Change, Entry, Noun, role::AlertWay};
use plug::{Chance, clock::SystemChance};

use testkit::Page;

use super::{at_console, etag, house, post};

const FILE: &str = "otpauth://hotp/Acme:HW-1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0&digits=6\n";

/// A seed file comes in once, and a token is given, suspended, set right, taken back and deleted.
#[tokio::test]
async fn a_token_lives_at_the_console() {
    let house = house().await;
    let chance: &dyn Chance = &SystemChance;
    let method = model::Method { kind: "oath".into(), enabled: true, ..model::Method::default() };
    let entry = Entry { id: chance.id(house.now()), path: "oath".into(), object: method.into(), links: Vec::new() };
    house.engine.change(vec![Change::put(entry)], "testkit").await.expect("a method");
    let (browser, page) = at_console(&house, "ada", "/console/import/token?site=demo").await;
    assert!(page.form("import").is_some(), "{}", page.text());
    let methods = page.body.contains("<option>oath</option>");
    assert!(methods, "{}", page.body);
    let fields = [("site", "demo"), ("method", "oath"), ("file", FILE)];
    let tried = post(&browser, &page, "/console/import/token", &[&fields[..], &[("act", "try")]].concat()).await;
    assert!(!tried.body.contains("GEZDGNBVGY3TQOJQ"), "keys do not come back");
    let wrong = post(
        &browser,
        &page,
        "/console/import/token",
        &[("site", "demo"), ("method", "oath"), ("file", "no file"), ("act", "take")],
    )
    .await;
    assert!(wrong.text().contains("One was not taken"), "{}", wrong.text());
    let taken = post(
        &browser,
        &page,
        "/console/import/token",
        &[("site", "demo"), ("method", "oath"), ("file", FILE), ("act", "take")],
    )
    .await;
    assert!(taken.text().contains("One token was imported"), "{}", taken.text());
    let path = taken.links().into_iter().find(|l| l.href.starts_with("/console/token/")).expect("the token").href;
    let list = browser.get("/console/token?state=inventory&site=demo").await;
    assert!(list.links().iter().any(|l| l.href == path), "{}", list.text());
    let page = browser.get(&path).await;
    assert!(page.form("token-assign").is_some() && page.form("token-suspend").is_none(), "{}", page.text());
    let nobody = browser.submit(&page, &page.form("token-assign").unwrap(), &[("user", "nobody")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.text());
    let given = browser.submit(&page, &page.form("token-assign").unwrap(), &[("user", "carol")]).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    let page = browser.get(&path).await;
    assert!(page.links().iter().any(|l| l.href == "/console/user/demo/carol"), "{}", page.text());
    // What its state does not allow is refused, and says so.
    let early = post(&browser, &page, &path, &[("act", "resume")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text());
    let codes = browser
        .submit(&page, &page.form("token-resync").expect("a form"), &[("first", "000000"), ("second", "000001")])
        .await;
    assert!(codes.status == StatusCode::UNPROCESSABLE_ENTITY && codes.body.contains("t-first"), "{}", codes.text());
    let active = browser.submit(&page, &page.form("token-activate").expect("a form"), &[]).await;
    let locked = browser.submit(&active, &active.form("token-lock").expect("a form"), &[]).await;
    let open = browser.submit(&locked, &locked.form("token-unlock").expect("a form"), &[]).await;
    assert!(open.form("token-suspend").is_some(), "{}", open.text());
    assert!(browser.get("/console/token?user=demo/carol").await.links().iter().any(|l| l.href == path));
    let ask = browser.get(&format!("{path}?ask=revoke")).await;
    let lost = browser.submit(&ask, &ask.form("confirm").expect("asked first"), &[("to", "lost")]).await;
    assert!(lost.text().contains("Lost"), "{}", lost.text());
    let ask = browser.get(&format!("{path}?ask=delete")).await;
    let gone = browser.submit(&ask, &ask.form("confirm").expect("asked first"), &[]).await;
    assert_eq!(gone.url.path(), "/console/token", "{}", gone.text());
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
}

/// Events fold by login, are found by their conditions, lead to *What if*, and leave as files.
#[tokio::test]
async fn the_audit_record_is_searched_and_leads_on() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/audit").await;
    assert!(page.text().contains("ada to demo/console"), "{}", page.text());
    let denied = house.browser();
    let page = denied.get("/console").await;
    denied.submit(&page, &page.prompt(), &[("username", "carol"), ("password", "wrong")]).await;
    let found =
        browser.get("/console/audit?name=carol&result=failure&application=&since=2000-01-01&until=2100-01-01").await;
    assert!(found.text().contains("carol") && !found.text().contains("ada to"), "{}", found.text());
    let why = found.links().into_iter().find(|l| l.href.starts_with("/console/whatif?login=")).expect("a way to why");
    let story = browser.get(&why.href).await;
    assert!(story.status == StatusCode::OK && story.body.contains("id=\"verdict\""), "{}", story.text());
    for (query, status) in [
        ("result=perhaps", 422),
        ("since=yesterday", 422),
        ("login=x", 422),
        ("after=x", 422),
        ("bogus=1", 422),
        ("site=nowhere", 200),
    ] {
        let page = browser.get(&format!("/console/audit?{query}")).await;
        assert_eq!(page.status.as_u16(), status, "{query}: {}", page.text());
    }
    for (format, begins) in [("csv", "node,"), ("jsonl", "{"), ("syslog", "<")] {
        let file = browser.get(&format!("/console/audit/export?name=carol&format={format}")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.header("content-disposition").is_some_and(|h| h.contains("attachment")), "{format}");
        assert!(file.body.starts_with(begins) || format == "csv", "{format}: {}", file.body);
    }
    assert_eq!(house.audited("audit.exported").await.len(), 3);
    let home = browser.get("/console").await;
    assert!(home.body.contains("<svg class=\"bad\"") || home.body.contains("role=\"img\""), "{}", home.text());
}

/// A question is a page with a link to keep; its mistakes are shown beside their fields.
#[tokio::test]
async fn what_if_answers_and_explains() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/whatif").await;
    assert!(page.form("whatif").is_some() && !page.body.contains("id=\"verdict\""), "{}", page.text());
    let page = browser.get("/console/whatif?application=demo/wiki&user=demo/bob&address=192.0.2.7").await;
    assert!(
        page.body.contains("id=\"verdict\"") && page.text().contains("bob can get in to demo/wiki"),
        "{}",
        page.text()
    );
    assert!(page.links().iter().any(|l| l.href.contains("user=demo%2Fbob")), "a link to keep");
    let page = browser.get("/console/whatif?application=demo/wiki&user=demo/bob&passed=password").await;
    assert!(page.text().contains("bob gets in to demo/wiki"), "{}", page.text());
    for (query, anchor) in [
        ("application=demo/nothing", "w-application"),
        ("application=demo/wiki&user=demo/nobody", "w-user"),
        ("application=demo/wiki&user=bob", "w-user"),
        ("application=demo/wiki&address=x", "w-address"),
        ("application=demo/wiki&user=demo/bob&passed=totp", "w-passed"),
    ] {
        let page = browser.get(&format!("/console/whatif?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", page.text());
        assert!(page.body.contains(&format!("href=\"#{anchor}\"")), "{query}: {}", page.body);
    }
    // Nothing was counted or written.
    assert!(house.audited("login.denied").await.is_empty());
}

/// H2: somebody who comes by a provider is found by the rule that says so, with the ways to what can be changed.
#[tokio::test]
async fn h2_what_if_tells_whom_a_user_mapping_finds() {
    let house = house().await;
    let api = house.api().await;
    assert_eq!(api.put("/method/typed", "className=symbolon.email.unregistered&enabled=true").await.code(), 200);
    api.put("/inboundMappingPolicy/people", "").await;
    let rule = "condition=method:email=*&mappingURL=ldap:///??sub?(mail=%257Bmethod:email%257D)";
    assert_eq!(api.put("/inboundDirectoryMapping/people/mail", rule).await.code(), 200);
    assert_eq!(api.put("/method/typed/$link/inboundMappingPolicy/people", "trusted=true").await.code(), 200);
    let query = "/console/whatif?application=demo/wiki&by=typed&subject=bob@demo.test";
    let (browser, page) = at_console(&house, "ada", query).await;
    let text = page.text();
    assert!(text.contains("Rule mail finds demo/bob") && text.contains("The user mapping finds demo/bob"), "{text}");
    let (_, told) = page.body.split_once("id=\"arrival\"").expect("who that is here");
    assert!(told.contains("href=\"/console/inboundMappingPolicy/people\""), "{told}");
    assert!(page.body.contains("name=\"by\" value=\"typed\""), "the question stays: {}", page.body);
    assert!(page.body.contains("comesBy"), "the same to the API: {}", page.body);
    let nobody = browser.get("/console/whatif?application=demo/wiki&by=typed&subject=x@else.example").await;
    assert!(nobody.text().contains("Rule mail finds nobody who may log in here"), "{}", nobody.text());
    let lines = browser.get(&format!("{query}&attributes=team%3Dx%0D%0Ateam%3Dy%0D%0A%0D%0Acolour%3Dred%3Dish")).await;
    assert!(lines.text().contains("x, y") && lines.text().contains("red=ish"), "{}", lines.text());
    for (query, anchor) in [
        ("by=none&subject=x", "w-by"),
        ("by=password&subject=x", "w-by"),
        ("by=typed", "w-subject"),
        ("subject=x", "w-by"),
        ("by=typed&subject=x&user=demo/ada", "w-by"),
        ("by=typed&subject=x&attributes=team", "w-attributes"),
        ("by=typed&subject=x&passed=none", "w-passed"),
    ] {
        let page = browser.get(&format!("/console/whatif?application=demo/wiki&{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", page.text());
        assert!(page.body.contains(&format!("href=\"#{anchor}\"")), "{query}: {}", page.body);
    }
}

/// Who is kept out whatever is proven is told so first, with the way to where it is changed; what would be asked otherwise is folded.
#[tokio::test]
async fn what_if_leads_from_a_lock_to_the_person() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/whatif?application=demo/wiki&user=demo/carol").await;
    assert!(!page.body.contains("What would be asked otherwise"), "the control: {}", page.text());
    for _ in 0..5 {
        house.login("carol").at("wiki").typing("a guess").await;
    }
    let page = browser.get("/console/whatif?application=demo/wiki&user=demo/carol").await;
    assert!(page.text().contains("carol is not let in to demo/wiki"), "{}", page.text());
    let (before, folded) = page.body.split_once("What would be asked otherwise").expect("folded");
    let (_, told) = before.split_once("id=\"verdict\"").expect("an answer");
    assert!(told.contains("Locked") && told.contains("href=\"/console/user/demo/carol\""), "{told}");
    assert!(folded.contains("class=\"timeline\"") && !told.contains("class=\"timeline\""), "{folded}");
}

/// The first page counts what happened for who may read the record, and what there is for who may not.
#[tokio::test]
async fn the_first_page_counts_what_one_may_read() {
    let house = house().await;
    let (_, home) = at_console(&house, "dave", "/console").await;
    let counts = |page: &testkit::Page, what: &str| page.body.contains(&format!("href=\"/console/{what}"));
    assert!(
        home.text().contains("Logins in 24 hours") && counts(&home, "audit?action=login.granted"),
        "{}",
        home.text()
    );
    let site = at_console(&house, "bob", "/console?site=demo").await.1;
    assert!(counts(&site, "audit?action=login.denied&amp;site=demo"), "{}", site.body);
}

/// A role's alerts are boxes; a webhook's secret is shown once; a mail is read as it would arrive.
#[tokio::test]
async fn alerts_webhooks_and_mails() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/role/demo/manager?tab=alerts").await;
    assert!(page.form("alerts").is_some(), "{}", page.text());
    let boxes = [("alert.lockout.mail", "on"), ("alert.lockout.webhook", "on")];
    let kept = [("act", "save"), ("tab", "alerts"), ("etag", &etag(&page))];
    let saved = post(&browser, &page, "/console/role/demo/manager", &[&kept[..], &boxes[..]].concat()).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let world = house.engine.world();
    let (_, manager) = world.catalogue.roles().find(|(e, _)| e.path == "demo/manager").expect("the role");
    assert_eq!((manager.alerts.len(), manager.alerts[0].by.as_slice()), (1, &[AlertWay::Mail, AlertWay::Webhook][..]));
    // A new one is asked for its address and its events at once; what was typed stays where something is wrong.
    let page = browser.get("/console/new/webhook?in=demo").await;
    let new = |url| [("in", "demo"), ("name", "siem"), ("url", url), ("events", "login.\r\naccount.locked")];
    let wrong = post(&browser, &page, "/console/new/webhook", &new("ftp://hooks.demo.test")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
    assert_eq!(typed(&wrong, "f-events"), "login.\r\naccount.locked");
    assert!(wrong.body.contains("#f-url") && wrong.body.contains("hooks.demo.test"), "{}", wrong.body);
    let made = post(&browser, &wrong, "/console/new/webhook", &new("https://hooks.demo.test/x")).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let world = house.engine.world();
    let (_, hook) = world.catalogue.webhooks().find(|(e, _)| e.path == "demo/siem").expect("the webhook");
    assert_eq!(
        (hook.url.as_str(), hook.events.as_slice()),
        ("https://hooks.demo.test/x", &["login.".to_owned(), "account.locked".to_owned()][..])
    );
    let page = browser.get("/console/webhook/demo/siem?tab=deliveries").await;
    assert!(page.status == StatusCode::OK && page.form("webhook-rotate").is_some(), "{}", page.text());
    let told = browser.submit(&page, &page.form("webhook-rotate").unwrap(), &[]).await;
    assert!(told.text().contains("whsec_"), "{}", told.text());
    let page = browser.get("/console/webhook/demo/siem?tab=deliveries").await;
    assert!(!page.text().contains("whsec_") && page.form("webhook-former").is_some(), "{}", page.text());
    let wrong =
        browser.submit(&page, &page.form("webhook-replay").unwrap(), &[("since", "x"), ("until", "2027-01-01")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
    let page = browser.get("/console/site/demo?tab=mails&mail=locked&language=fi").await;
    assert!(
        page.status == StatusCode::OK
            && typed(&page, "m-subject").starts_with("Kirjautuminen")
            && page.body.contains("lang=\"fi\""),
        "{}",
        page.text()
    );
    let site = house.engine.world().catalogue.at(Noun::Site, "demo").is_some();
    assert!(site && !etag(&browser.get("/console/site/demo").await).is_empty());
    // A manager of the site reaches its webhook; what is another site's looks as if it were not there.
    let (bob, page) = at_console(&house, "bob", "/console/webhook/demo/siem?tab=deliveries").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(bob.get("/console/webhook/hidden/siem?tab=deliveries").await.status, StatusCode::FORBIDDEN);
}

/// What stands in a field of several lines.
fn typed(page: &Page, id: &str) -> String {
    let field = page.body.split(&format!("id=\"{id}\"")).nth(1).and_then(|rest| rest.split("</textarea>").next());
    let text = field.and_then(|field| field.split_once('>')).map_or("", |(_, text)| text.trim_start_matches('\n'));
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x2f;", "/"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A mail's words are seen before they are saved, are saved in one language, refused where they cannot be said, and taken back.
#[tokio::test]
async fn a_mail_is_said_in_other_words() {
    let house = house().await;
    let (browser, page) = at_console(&house, "bob", "/console/site/demo?tab=mails").await;
    let link = page.links().into_iter().find(|l| l.href.contains("mail=locked")).expect("the list of mails");
    let page = browser.get(&link.href).await;
    let own = |key: &str| {
        let world = house.engine.world();
        let id = house.id(Noun::Site, "demo");
        let (_, site) = world.catalogue.site(id)?;
        site.texts.values().find_map(|texts| texts.get(key).cloned())
    };
    let form = page.form("mail-words").expect("its words");
    let (subject, text) = (typed(&page, "m-subject"), typed(&page, "m-text"));
    assert!(text.contains("{ $minutes ->") && text.contains("\n    [one]"), "{text}");
    // Saved as it is, nothing becomes the site's own.
    let same = browser.submit(&page, &form, &[("act", "save"), ("mail.subject", &subject), ("mail.text", &text)]).await;
    assert!(same.text().contains("Saved") && own("mail-locked-text").is_none(), "{}", same.text());
    let words = [("mail.subject", "Paused <b>"), ("mail.text", "First { $brand }.\r\n\r\nThen { $minutes }.")];
    let seen = browser.submit(&page, &form, &[&words[..], &[("act", "preview")]].concat()).await;
    assert!(seen.text().contains("Paused <b>") && seen.text().contains("Then 15."), "{}", seen.text());
    assert!(seen.body.contains("data-keep=\"changed\"") && own("mail-locked-text").is_none(), "{}", seen.body);
    for (bad, why) in [("{ $password }", "m-text"), ("{ $", "m-text")] {
        let wrong = browser.submit(&page, &form, &[("act", "save"), ("mail.text", bad)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}: {}", wrong.text());
        assert!(wrong.body.contains(&format!("{why}-error")) && own("mail-locked-text").is_none(), "{}", wrong.body);
    }
    let kept = browser.submit(&page, &form, &[&words[..], &[("act", "save")]].concat()).await;
    assert_eq!(own("mail-locked-text").as_deref(), Some("First { $brand }.\n\nThen { $minutes }."), "{}", kept.text());
    // The page of all texts shows several lines, and leaves them as they are.
    let all = browser.get("/console/site/demo?tab=texts").await;
    assert!(all.body.contains("mail-locked-text = First { $brand }.\n\n    Then"), "{}", all.body);
    let whole = typed(&all, "f-texts-en");
    let fields = [("act", "save"), ("tab", "texts"), ("texts.en", whole.as_str())];
    let kept = post(&browser, &all, "/console/site/demo", &fields).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    assert_eq!(own("mail-locked-text").as_deref(), Some("First { $brand }.\n\nThen { $minutes }."));
    // Somebody else was faster.
    let raced = browser.submit(&page, &form, &[("act", "save"), ("mail.text", "Mine")]).await;
    assert!(raced.status == StatusCode::CONFLICT && raced.body.contains("choose.mail.text"), "{}", raced.text());
    let page = browser.get(&link.href).await;
    let back = browser.submit(&page, &page.form("mail-words").unwrap(), &[("act", "reset")]).await;
    assert!(own("mail-locked-text").is_none() && own("mail-locked-subject").is_none(), "{}", back.text());
    let undo =
        back.forms().into_iter().find(|f| f.input("mail").is_some() && f.input("etag").is_none()).expect("a way back");
    browser.submit(&back, &undo, &[]).await;
    assert_eq!(own("mail-locked-subject").as_deref(), Some("Paused <b>"));
    let nothing =
        post(&browser, &page, "/console/site/demo", &[("act", "save"), ("tab", "mails"), ("mail", "nothing")]).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

/// Gateways are added, put in another order and taken out; a password stays with its name and goes nowhere else.
#[tokio::test]
async fn m090_gateways_are_set_on_a_page() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/site/demo?tab=sms").await;
    assert!(page.forms().iter().any(|f| f.input("sms.0.url").is_some()), "{}", page.text());
    let sms = || house.engine.world().catalogue.sites().find(|(e, _)| e.path == "demo").unwrap().1.sms.clone();
    // As a browser sends them: every field of each, an empty one for the next, no box that is not ticked.
    let send = async |rows: &[(&str, &str)]| {
        let page = browser.get("/console/site/demo?tab=sms").await;
        let tag = etag(&page);
        let kept = [("act", "save"), ("tab", "sms"), ("etag", tag.as_str())];
        post(&browser, &page, "/console/site/demo", &[&kept[..], rows].concat()).await
    };
    let body = "{\"to\": {mobile},\r\n \"text\": {text}}";
    let first = [
        ("sms.0.name", "first"),
        ("sms.0.url", "https://one.example/send"),
        ("sms.0.password", "its secret"),
        ("sms.0.body", body),
        ("sms.0.headers", "X-Id: {id}\r\nX-Kind: code"),
        ("sms.0.accepted", "200 202"),
    ];
    let saved = send(&first).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let kept = sms();
    assert_eq!(
        (kept.len(), kept[0].password.as_str(), kept[0].accepted.as_slice()),
        (1, "its secret", &[200, 202][..])
    );
    assert_eq!(kept[0].headers, ["X-Id: {id}", "X-Kind: code"]);
    assert!(kept[0].body.contains("{mobile},\n"), "{:?}", kept[0].body);

    let page = browser.get("/console/site/demo?tab=sms").await;
    assert!(!page.body.contains("its secret") && page.body.contains("********"), "{}", page.body);
    let mut both = first.to_vec();
    both.retain(|(name, _)| *name != "sms.0.password");
    both.extend([
        ("sms.0.password", "********"),
        ("sms.0.place", "2"),
        ("sms.1.name", "second"),
        ("sms.1.kind", "smpp"),
        ("sms.1.url", "smpps://two.example:3550"),
        ("sms.1.sourceTon", "5"),
        ("sms.1.place", "1"),
    ]);
    let saved = send(&both).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let names: Vec<String> = sms().iter().map(|g| g.name.clone()).collect();
    assert_eq!((names, sms()[0].source_ton), (vec!["second".to_owned(), "first".to_owned()], Some(5)));
    assert_eq!(sms()[1].password, "its secret", "it stayed with its name");

    for (field, value, words) in [
        ("sms.0.url", "https://evil.example/send", "once more"),
        ("sms.0.headers", "X-Key: {password}", "once more"),
        ("sms.0.name", "a b", "needs a name"),
        ("sms.0.body", "{", "no json"),
        ("sms.1.sourceTon", "many", "number"),
    ] {
        let mut changed = both.clone();
        changed.retain(|(name, _)| *name != field);
        changed.push((field, value));
        if field == "sms.0.body" {
            // A password goes only where its owner knows that it does: whoever changes the body types it again.
            changed.retain(|(name, _)| *name != "sms.0.password");
            changed.push(("sms.0.password", "its secret"));
        }
        let wrong = send(&changed).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}: {}", wrong.text());
        assert!(wrong.text().to_lowercase().contains(words), "{field}: {}", wrong.text());
        assert!(!wrong.body.contains("its secret"), "{}", wrong.body);
    }
    assert!(sms().iter().all(|g| !g.url.contains("evil") && !g.headers.iter().any(|h| h.contains("password"))));
    let mut without = both.clone();
    without.push(("sms.1.remove", "on"));
    send(&without).await;
    assert_eq!(sms().iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), ["first"]);
    let server = browser.get("/console/server?tab=sms").await;
    assert_eq!(server.status, StatusCode::OK, "{}", server.text());
}
