//! A form posted to an application, or an envelope of SOAP: back-channel logout.

use plug::{Courier, CourierError, Parcel, Web, web::WebError};

/// Posts `fields` to the URL in `to`, or `text` where there is one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Post;

#[async_trait::async_trait]
impl Courier for Post {
    fn kind(&self) -> model::message::Courier {
        model::message::Courier::Post
    }

    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError> {
        if !url::Url::parse(&parcel.to).is_ok_and(|u| matches!(u.scheme(), "http" | "https")) {
            return Err(CourierError::Never("no address to post to".into()));
        }
        let sent = match parcel.text.as_str() {
            "" => web.post_form(&parcel.to, &parcel.fields).await,
            envelope => web.post_xml(&parcel.to, envelope.to_owned(), MOST).await.map(|(status, _)| status),
        };
        match sent {
            Ok(status) => judge(status),
            Err(WebError::Refused) => Err(CourierError::Never("the address is not allowed".into())),
            Err(WebError::NoAnswer(why)) => Err(CourierError::Later(why)),
        }
    }
}

/// An answer is not looked into, and not waited for when it does not end.
const MOST: usize = 512 * 1024;

/// 2xx is done. The receiver's errors that time does not heal end it; a time-out (408), haste (429) and the receiver's own
/// troubles (5xx) are tried again. Redirects are not followed.
pub(crate) fn judge(status: u16) -> Result<(), CourierError> {
    match status {
        200..=299 => Ok(()),
        408 | 429 => Err(CourierError::Later(format!("answered {status}"))),
        300..=499 => Err(CourierError::Never(format!("answered {status}"))),
        _ => Err(CourierError::Later(format!("answered {status}"))),
    }
}
