//! What is true of a kind of method, whatever its settings.

use crate::Document;

/// A kind's row in the catalogue of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `password`, `totp`, `email.unregistered`; `className` in the API is `symbolon.NAME`.
    pub name: &'static str,
    /// `methodType` in the API, such as `SPI Password`.
    pub type_name: &'static str,
    /// Class names of the source product that are taken on input.
    pub class_names: &'static [&'static str],
    pub factor: Factor,
    pub opens: Opens,
    pub needs: Needs,
    /// RFC 8176 values that a pass adds.
    pub amr: &'static [&'static str],
    /// Lengths its codes can have, for passcodes that hold password and code.
    pub code_lengths: &'static [u8],
    /// The single character that picks it where only a passcode can be typed.
    pub shorthand: Option<char>,
    /// Tried without a menu; its miss neither counts nor shows.
    pub silent: bool,
    /// The person can enrol it by themselves.
    pub enrols: bool,
    /// It takes a typed secret, so lockout applies.
    pub takes_secret: bool,
    /// It sends messages, so sending limits apply.
    pub sends: bool,
    /// What it reads beside its lines.
    pub documents: &'static [Document],
    /// Credentials of this kind are of use only beside another second factor, and go with the last (B21).
    pub companion: bool,
    /// Name of the icon that pages draw.
    pub icon: &'static str,
    /// Audit words of its own beyond the engine's.
    pub events: &'static [&'static str],
}

impl Kind {
    /// What kinds have in common whose login goes on elsewhere.
    pub const ELSEWHERE: Self = Self {
        name: "",
        type_name: "",
        class_names: &[],
        factor: Factor::Elsewhere,
        opens: Opens::Yes,
        needs: Needs::Nothing,
        // What was done there is not known here.
        amr: &[],
        code_lengths: &[],
        shorthand: None,
        silent: false,
        enrols: false,
        takes_secret: false,
        sends: false,
        documents: &[],
        companion: false,
        icon: "window",
        events: &[],
    };

    /// Its login goes on elsewhere, with the browser.
    pub const fn leaves(&self) -> bool {
        matches!(self.factor, Factor::Elsewhere)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    Knowledge,
    Possession,
    Inherence,
    /// Proved elsewhere: another identity provider.
    Elsewhere,
}

/// Whether a login may begin with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    Yes,
    /// Only where the application's link to the method carries `opens=true`.
    WhereAsked,
    No,
}

/// What must exist for it to be available (requirement C7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// An active credential of a registered person.
    Credential,
    /// An attribute of the earlier proofs, by name, not empty.
    Attribute(&'static str),
}
