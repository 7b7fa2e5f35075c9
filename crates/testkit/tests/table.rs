//! C5, C6, C7, A2.7, A2.12, A2.13, C10 and single sign-on as one generated table, driven through HTTP row by row.
//!
//! What must come out is said by `oracle`, which was written from the requirements and knows nothing of the engine.

mod oracle;

use futures_util::{StreamExt, stream};
use oracle::{Allowed, Asked, Expected, Factor, Has, Row, Which};
use testkit::{Browser, Database, Guest, House, Page, Plan, Way, on_both, password_of};

const WAYS: [(&str, Factor); 3] = [("password", Factor::Password), ("totp", Factor::Totp), ("email", Factor::Mail)];

on_both! {
    /// C5, C6, C7: each row of first factor allowed × second available × hidden × network × `acr_values` × session.
    async fn c5_c6_every_row_of_the_table(database: Database) {
        let house = plan().on(database).start().await;
        let mut house = house;
        let mut rows = oracle::rows();
        if database == Database::Postgres {
            // What is decided does not depend on the database; a seventh of the rows shows that it is stored and read.
            rows = rows.into_iter().step_by(7).collect();
        }
        assert!(rows.len() > 150, "{} rows", rows.len());
        for row in &rows {
            house.admit(&guest(row)).await;
        }
        let house = &house;
        let wrong: Vec<String> = stream::iter(&rows)
            .map(|row| async move { drive(house, row).await.err().map(|why| format!("{row:?}\n    {why}")) })
            .buffer_unordered(6)
            .filter_map(|wrong| async { wrong })
            .collect()
            .await;
        assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    }
}

/// For each pair of what is hidden and what is kept to one network: three methods and every set of them.
fn plan() -> Plan {
    let mut plan = House::new();
    for hidden in Which::ALL {
        for near in Which::ALL {
            let name = |short: &str| method_name(short, hidden, near);
            for (short, factor) in WAYS {
                let next: Vec<String> =
                    if factor == Factor::Password { vec![name("totp"), name("email")] } else { Vec::new() };
                let next: Vec<&str> = next.iter().map(String::as_str).collect();
                let mut way = Way::named(&name(short))
                    .acr(&format!("urn:acr:{}", name(short)))
                    .hidden(hidden.is(factor))
                    .next(&next);
                if near.is(factor) {
                    way = way.only_from("127.9.0.0/16");
                }
                plan = plan.method(way);
            }
            for allowed in Allowed::ALL {
                plan =
                    plan.application(&application(allowed, hidden, near)).allow(names(allowed.factors(), hidden, near));
            }
            for factor in [Factor::Totp, Factor::Mail] {
                let both = names(&[Factor::Password, factor], hidden, near);
                plan = plan.application(&format!("{factor:?}-{hidden:?}-{near:?}")).allow(both);
            }
        }
    }
    plan
}

fn method_name(short: &str, hidden: Which, near: Which) -> String {
    format!("{short}.{hidden:?}{near:?}")
}
fn names(factors: &[Factor], hidden: Which, near: Which) -> Vec<String> {
    factors.iter().map(|f| name_of(*f, hidden, near)).collect()
}
fn name_of(factor: Factor, hidden: Which, near: Which) -> String {
    let short = WAYS.iter().find(|(_, f)| *f == factor).map_or("", |(short, _)| short);
    method_name(short, hidden, near)
}
fn application(allowed: Allowed, hidden: Which, near: Which) -> String {
    format!("{allowed:?}-{hidden:?}-{near:?}")
}
fn user_of(row: &Row) -> String {
    format!("u{}", row.number)
}

fn guest(row: &Row) -> Guest {
    let name = user_of(row);
    let email = row.has.mail().then(|| format!("{name}@demo.test"));
    let tokens = if row.has.totp() { vec![name_of(Factor::Totp, row.hidden, row.away)] } else { Vec::new() };
    let passwords = Some(password_of(&name));
    Guest {
        name,
        email,
        attributes: Vec::new(),
        password: passwords,
        encoded: None,
        tokens,
        hotps: Vec::new(),
        pin: None,
        lists: Vec::new(),
        enabled: true,
    }
}

/// One visitor and what they have done so far.
struct Visitor<'a> {
    house: &'a House,
    row: &'a Row,
    name: String,
    browser: Browser,
    mails: usize,
}

async fn drive(house: &House, row: &Row) -> Result<(), String> {
    let host = row.number % 240 + 1;
    let near = house.browser().at(&format!("127.9.{host}.7"));
    let mut visitor = Visitor { house, row, name: user_of(row), browser: near, mails: 0 };
    visitor.make_session().await?;
    if row.away != Which::Nothing {
        visitor.browser = visitor.browser.clone().at(&format!("127.8.{host}.7"));
    }
    let wanted = match row.asked {
        Asked::Nothing => String::new(),
        Asked::Unknown => "urn:acr:nobody".into(),
        Asked::Of(factor) => format!("urn:acr:{}", name_of(factor, row.hidden, row.away)),
    };
    visitor.through(&application(row.allowed, row.hidden, row.away), &wanted, row.session).await
}

impl Visitor<'_> {
    /// Logs in where only the session's methods are allowed.
    async fn make_session(&mut self) -> Result<(), String> {
        let (hidden, near) = (self.row.hidden, self.row.away);
        let [_, second @ ..] = self.row.session else { return Ok(()) };
        let application = match second {
            [] => application(Allowed::First, hidden, near),
            [factor, ..] => format!("{factor:?}-{hidden:?}-{near:?}"),
        };
        // A hidden first factor is there for who asks for it.
        let acr = format!("urn:acr:{}", name_of(Factor::Password, hidden, near));
        let client = self.house.client(&application);
        let asked = client.authorize().with("acr_values", &acr);
        let mut page = self.browser.get(&asked.path()).await;
        for factor in self.row.session {
            page = self.answer(&page, *factor).await?;
        }
        asked.code(&page).map(drop).ok_or_else(|| format!("no session: {} {}", page.url, page.text()))
    }

    /// Goes as far as it goes, and compares each page with what must be there.
    async fn through(&mut self, application: &str, wanted: &str, session: &[Factor]) -> Result<(), String> {
        let client = self.house.client(application);
        let asked = client.authorize().with("acr_values", wanted);
        let mut page = self.browser.get(&asked.path()).await;
        let mut own: Vec<Factor> = Vec::new();
        loop {
            let expected = oracle::next(self.row, session, &own);
            match &expected {
                Expected::Offer(factors) => {
                    let seen = self.offered(&page);
                    if seen != *factors {
                        return Err(format!(
                            "after {own:?}: expected {expected:?}, saw {seen:?}: {} {} {:?}",
                            page.status,
                            page.text(),
                            page.left
                        ));
                    }
                    let pick = factors[self.row.number % factors.len()];
                    page = self.answer(&page, pick).await?;
                    own.push(pick);
                }
                Expected::Deny if page.is_denial() => return Ok(()),
                Expected::Grant { stated, amr } => {
                    let Some(code) = asked.code(&page) else {
                        return Err(format!(
                            "after {own:?}: expected {expected:?}, saw {} {}",
                            page.status,
                            page.text()
                        ));
                    };
                    let tokens = client.exchange(&self.browser, &code, &asked.verifier).await;
                    let claims =
                        client.verify(&self.browser, tokens.text("id_token"), &asked.nonce, self.house.now()).await;
                    let acr = format!("urn:acr:{}", name_of(*stated, self.row.hidden, self.row.away));
                    let mut told: Vec<&str> =
                        claims["amr"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).collect();
                    told.sort_unstable();
                    let right = claims["acr"] == acr.as_str() && told == *amr;
                    return right.then_some(()).ok_or_else(|| {
                        format!("after {own:?}: expected {expected:?}, got acr {} amr {}", claims["acr"], claims["amr"])
                    });
                }
                Expected::Deny => {
                    return Err(format!(
                        "after {own:?}: expected a denial, saw {} {} {:?}",
                        page.status,
                        page.text(),
                        page.left
                    ));
                }
            }
        }
    }

    /// Which of the row's factors a page asks for or offers, in order.
    fn offered(&self, page: &Page) -> Vec<Factor> {
        let named = page.methods();
        let on = |factor: &Factor| {
            named.contains(&name_of(*factor, self.row.hidden, self.row.away)) || question(page) == Some(*factor)
        };
        [Factor::Password, Factor::Totp, Factor::Mail].into_iter().filter(on).collect()
    }

    async fn answer(&mut self, page: &Page, factor: Factor) -> Result<Page, String> {
        let mut page = page.clone();
        if question(&page) != Some(factor) {
            let name = name_of(factor, self.row.hidden, self.row.away);
            if !page.methods().contains(&name) {
                return Err(format!("{name} is neither asked for nor offered: {} {}", page.status, page.text()));
            }
            page = self.browser.pick(&page, &name).await;
        }
        Ok(match factor {
            Factor::Password => {
                let form = page.prompt();
                let fields = [("username", self.name.as_str()), ("password", &self.house.someone(&self.name).password)];
                self.browser.submit(&page, &form, &fields).await
            }
            Factor::Totp => {
                // A code is good once: the one of the step before is for the session, the present one for the row.
                let code =
                    self.house.code_at(&self.name, if self.row.session.contains(&Factor::Totp) { 0 } else { -30 });
                self.browser.code(&page, &code).await
            }
            Factor::Mail => {
                self.mails += 1;
                let code = self.house.mailed_code(&self.name, self.mails).await;
                self.browser.code(&page, &code).await
            }
        })
    }
}

/// Which factor a page asks for at once.
fn question(page: &Page) -> Option<Factor> {
    if page.asks("password") {
        return Some(Factor::Password);
    }
    let form = page.forms().into_iter().find(|f| f.input("code").is_some())?;
    Some(if form.button("again").is_some() { Factor::Mail } else { Factor::Totp })
}

#[test]
fn the_oracle_knows_the_four_rows_of_c5_and_c6() {
    let row = |allowed, has| Row {
        number: 0,
        allowed,
        has,
        hidden: Which::Nothing,
        away: Which::Nothing,
        asked: Asked::Nothing,
        session: &[],
    };
    let after = |allowed, has| oracle::next(&row(allowed, has), &[], &[Factor::Password]);
    assert_eq!(after(Allowed::Both, Has::Totp), Expected::Offer(vec![Factor::Totp]));
    assert!(matches!(after(Allowed::Both, Has::Neither), Expected::Grant { .. }));
    assert_eq!(after(Allowed::Second, Has::Totp), Expected::Offer(vec![Factor::Totp]));
    assert_eq!(after(Allowed::Second, Has::Neither), Expected::Deny);
}
