//! What the requirements say must happen, in a few lines for one password, one TOTP and one e-mail method.

/// A factor of the table's world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    Password,
    Totp,
    Mail,
}

/// Which of them the application allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    Both,
    Second,
    First,
}

/// Which second factors the person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    Neither,
    Totp,
    Mail,
    Both,
}

/// Which factor something is true of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Nothing,
    First,
    Totp,
}

/// What `acr_values` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Nothing,
    Of(Factor),
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub number: usize,
    pub allowed: Allowed,
    pub has: Has,
    /// Hidden (A2.12).
    pub hidden: Which,
    /// Kept to a network in which the visitor is not (A2.13).
    pub away: Which,
    pub asked: Asked,
    /// What the browser's session has proven before.
    pub session: &'static [Factor],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// These and no others, asked for or on a menu.
    Offer(Vec<Factor>),
    Deny,
    /// The context of this method is stated.
    Grant {
        stated: Factor,
        amr: Vec<&'static str>,
    },
}

/// What comes next, after the session's proofs and those of this login.
pub fn next(row: &Row, session: &[Factor], own: &[Factor]) -> Expected {
    let mut proven: Vec<Factor> = own.to_vec();
    proven.extend(session.iter().filter(|f| !own.contains(f)));
    proven.sort_unstable();
    let expected = after(row, &proven);
    // A session that leads nowhere is never worse than none (architecture, usable proofs).
    if own.is_empty() && expected == Expected::Deny { after(row, &[]) } else { expected }
}

fn after(row: &Row, proven: &[Factor]) -> Expected {
    if !proven.contains(&Factor::Password) {
        return first(row);
    }
    let second = [Factor::Totp, Factor::Mail].into_iter().find(|f| proven.contains(f) && row.allowed.second());
    match second {
        // Two factors of a chain that is allowed here: nothing is missing.
        Some(second) => grant(row, second),
        None => behind_password(row),
    }
}

/// A2.12, A2.13: a hidden method is there only for who asks for it, a limited one only inside.
fn first(row: &Row) -> Expected {
    let asked = row.asked == Asked::Of(Factor::Password);
    let shown = !row.away.is(Factor::Password) && (!row.hidden.is(Factor::Password) || asked);
    if shown { Expected::Offer(vec![Factor::Password]) } else { Expected::Deny }
}

fn behind_password(row: &Row) -> Expected {
    // C7: available is allowed and had; nothing else counts.
    let available: Vec<Factor> = row.has.factors().into_iter().filter(|_| row.allowed.second()).collect();
    if available.is_empty() {
        // C5 and C6, their second halves.
        return if row.allowed.first() { grant(row, Factor::Password) } else { Expected::Deny };
    }
    // C7: a network limit denies and never drops the factor.
    let mut offered: Vec<Factor> = available.into_iter().filter(|f| !row.away.is(*f)).collect();
    if offered.is_empty() {
        return Expected::Deny;
    }
    // A2.7: `acr_values` narrows where something fits, and never denies.
    if let Asked::Of(asked) = row.asked
        && offered.contains(&asked)
    {
        offered = vec![asked];
    }
    // A2.12: hidden ones are left out where there are others.
    if offered.iter().any(|f| !row.hidden.is(*f)) {
        offered.retain(|f| !row.hidden.is(*f));
    }
    Expected::Offer(offered)
}

fn grant(row: &Row, last: Factor) -> Expected {
    let chain: &[Factor] = if last == Factor::Password { &[Factor::Password] } else { &[Factor::Password, last] };
    let stated = match row.asked {
        Asked::Of(asked) if chain.contains(&asked) => asked,
        _ => last,
    };
    let amr = if chain.len() == 1 { vec!["pwd"] } else { vec!["mfa", "otp", "pwd"] };
    Expected::Grant { stated, amr }
}

/// Every row that can be.
pub fn rows() -> Vec<Row> {
    let asked =
        [Asked::Nothing, Asked::Of(Factor::Password), Asked::Of(Factor::Totp), Asked::Of(Factor::Mail), Asked::Unknown];
    let sessions: [&'static [Factor]; 4] =
        [&[], &[Factor::Password], &[Factor::Password, Factor::Totp], &[Factor::Password, Factor::Mail]];
    let mut all = Vec::new();
    for allowed in Allowed::ALL {
        for has in Has::ALL {
            for hidden in Which::ALL {
                for away in Which::ALL {
                    for asked in asked {
                        for session in
                            sessions.into_iter().filter(|s| s.iter().skip(1).all(|f| has.factors().contains(f)))
                        {
                            all.push(Row { number: all.len(), allowed, has, hidden, away, asked, session });
                        }
                    }
                }
            }
        }
    }
    all
}

impl Allowed {
    pub const ALL: [Self; 3] = [Self::Both, Self::Second, Self::First];
    pub const fn factors(self) -> &'static [Factor] {
        match self {
            Self::Both => &[Factor::Password, Factor::Totp, Factor::Mail],
            Self::Second => &[Factor::Totp, Factor::Mail],
            Self::First => &[Factor::Password],
        }
    }
    const fn first(self) -> bool {
        matches!(self, Self::Both | Self::First)
    }
    const fn second(self) -> bool {
        matches!(self, Self::Both | Self::Second)
    }
}

impl Has {
    const ALL: [Self; 4] = [Self::Neither, Self::Totp, Self::Mail, Self::Both];
    pub const fn totp(self) -> bool {
        matches!(self, Self::Totp | Self::Both)
    }
    pub const fn mail(self) -> bool {
        matches!(self, Self::Mail | Self::Both)
    }
    fn factors(self) -> Vec<Factor> {
        let totp = self.totp().then_some(Factor::Totp);
        totp.into_iter().chain(self.mail().then_some(Factor::Mail)).collect()
    }
}

impl Which {
    pub const ALL: [Self; 3] = [Self::Nothing, Self::First, Self::Totp];
    pub fn is(self, factor: Factor) -> bool {
        matches!((self, factor), (Self::First, Factor::Password) | (Self::Totp, Factor::Totp))
    }
}
