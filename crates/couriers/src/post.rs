//! A form posted to an application: back-channel logout.

use plug::{Courier, CourierError, Parcel, Web, web::WebError};

/// Posts `fields` to the URL in `to`.
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
        match web.post_form(&parcel.to, &parcel.fields).await {
            Ok(status) => judge(status),
            Err(WebError::Refused) => Err(CourierError::Never("the address is not allowed".into())),
            Err(WebError::NoAnswer(why)) => Err(CourierError::Later(why)),
        }
    }
}

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
