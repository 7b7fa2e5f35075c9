//! Where the mails and text messages of a test server arrive.

use model::message;
use plug::{Courier, CourierError, Parcel, Web};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// A courier that keeps what it is given. Clones are one inbox.
#[derive(Clone, Default)]
pub struct Inbox(Arc<Inner>);

#[derive(Default)]
struct Inner {
    mails: Mutex<Vec<Parcel>>,
    refusals: Mutex<u32>,
    news: Notify,
}

impl Inbox {
    /// Everything that came, oldest first.
    pub fn all(&self) -> Vec<Parcel> {
        self.0.mails.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Mails to an address, oldest first.
    pub fn to(&self, address: &str) -> Vec<Parcel> {
        self.all().into_iter().filter(|m| m.to == address).collect()
    }
    /// Waits until an address has this many mails, and gives the newest. What was committed leaves at once, so the
    /// bound is only there to end a test that fails.
    pub async fn newest(&self, address: &str, count: usize) -> Parcel {
        let arrival = async {
            loop {
                let news = self.0.news.notified();
                let mails = self.to(address);
                if mails.len() >= count {
                    return mails.last().cloned().expect("at least one mail");
                }
                news.await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), arrival).await;
        waited.unwrap_or_else(|_| panic!("no mail number {count} to {address}; there are {}", self.to(address).len()))
    }
    /// The next mails are told to come again later.
    pub fn refuse(&self, count: u32) {
        *self.0.refusals.lock().unwrap_or_else(PoisonError::into_inner) = count;
    }
}

/// The first run of digits that is as long as a code.
pub fn code_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit()).find(|run| (6..=10).contains(&run.len())).map(str::to_owned)
}

/// The first address of a page in a text.
pub fn link_in(text: &str) -> Option<String> {
    let from = text.find("http")?;
    text[from..].split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).next().map(str::to_owned)
}

/// The same for text messages.
pub struct Phones(pub Inbox);

#[async_trait::async_trait]
impl Courier for Phones {
    fn kind(&self) -> message::Courier {
        message::Courier::Sms
    }
    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError> {
        self.0.carry(parcel, web).await
    }
}

#[async_trait::async_trait]
impl Courier for Inbox {
    fn kind(&self) -> message::Courier {
        message::Courier::Mail
    }
    async fn carry(&self, parcel: &Parcel, _: &Web) -> Result<(), CourierError> {
        {
            let mut left = self.0.refusals.lock().unwrap_or_else(PoisonError::into_inner);
            if *left > 0 {
                *left -= 1;
                return Err(CourierError::Later("as the test wants it".into()));
            }
        }
        self.0.mails.lock().unwrap_or_else(PoisonError::into_inner).push(parcel.clone());
        // Everybody who waits looks again; those who wait next are told too.
        self.0.news.notify_waiters();
        Ok(())
    }
}
