//! OpenID Connect through the front door: each security case by its number, each refusal beside a control that differs
//! only in what is attacked. Every test runs on both databases.

mod authorize;
mod clients;
mod code;
mod consent;
mod discovery;
mod logout;
mod policy;
mod redirects;
mod refresh;
mod responses;
mod support;
mod userinfo;
