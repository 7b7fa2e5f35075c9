//! Destroying something asks on a page of its own, which says what goes with it.

use axum::response::Response;
use kit::Form;
use manage::desk::Fault;
use model::Noun;
use serde_json::{Value, json};

use super::{
    Console,
    gate::{Seat, Sheet},
    links,
    nav::at_site,
    object::{Here, tab_href},
    said::Said,
    save::{how, quoted},
};
use crate::words::Words;

pub(super) fn delete(console: &Console, seat: &Seat, here: &Here) -> Response {
    let used: Vec<Value> =
        links::facts(console, seat, here).into_iter().filter(|f| f["count"].as_u64() != Some(0)).collect();
    let context = json!({
        "used": used,
        "back": tab_href(&here.seen.id(), ""),
        "cli": format!("symbolon ctl delete {}", quoted(&here.seen.id())),
    });
    let page = console.object_page(seat, here, "console/delete.html", context);
    console.page(seat, Sheet { title: Words::new("console-delete-title").with("title", here.title.as_str()), ..page })
}

pub(super) async fn deleted(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    console.desk.delete(&seat.caller, &here.at, &how(sent)).await?;
    let site = here.at.site().filter(|s| !s.is_empty() && here.noun != Noun::Site);
    let list = at_site(&format!("/console/{}", here.noun.name()), site);
    Ok(console.onward(seat, &list, Said::new("deleted").with("title", &here.title)))
}
