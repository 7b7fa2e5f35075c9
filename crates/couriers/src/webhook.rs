//! An audit event as JSON, with the headers that sign it.

use plug::{Courier, CourierError, Parcel, Web, web::WebError};

/// Posts `text` to the URL in `to`, with `fields` as headers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Webhook;

#[async_trait::async_trait]
impl Courier for Webhook {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Webhook
    }

    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError> {
        match web.post_json(&parcel.to, &parcel.fields, parcel.text.clone()).await {
            Ok(200..=299) => Ok(()),
            // Gone: the receiver wants no more of it (Standard Webhooks, *response codes*).
            Ok(410) => Err(CourierError::Never("answered 410".into())),
            // A receiver that is being set up anew says 404 or 401 for a while; what is lost is an audit event.
            Ok(status) => Err(CourierError::Later(format!("answered {status}"))),
            Err(WebError::Refused) => Err(CourierError::Never("the address is not allowed".into())),
            Err(WebError::NoAnswer(why)) => Err(CourierError::Later(why)),
        }
    }
}
