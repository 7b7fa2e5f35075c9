//! Addresses shown to somebody who may not be their owner: enough to recognise, too little to learn.

/// `a••@a•••.example`: first letters and the last label, with dots that do not count the rest.
pub fn email(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "•••".into() };
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    match domain.rsplit_once('.') {
        Some((_, last)) => format!("{}••@{}•••.{last}", first(local), first(domain)),
        None => format!("{}••@{}•••", first(local), first(domain)),
    }
}

/// `••• ••• 67`: the last two digits.
pub fn phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last: String = if digits.len() < 6 { "••".into() } else { digits[digits.len() - 2..].iter().collect() };
    format!("••• ••• {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_recognisable_and_no_more() {
        for (address, shown) in [
            ("ada@acme.example", "a••@a•••.example"),
            ("a.long.name@mail.acme.co.uk", "a••@m•••.uk"),
            ("älva@örebro.example", "ä••@ö•••.example"),
            ("root@localhost", "r••@l•••"),
            ("@", "••@•••"),
            ("nothing", "•••"),
        ] {
            assert_eq!(email(address), shown);
        }
        for (number, shown) in [
            ("+358 40 123 4567", "••• ••• 67"),
            ("0401234567", "••• ••• 67"),
            ("112", "••• ••• ••"),
            ("", "••• ••• ••"),
        ] {
            assert_eq!(phone(number), shown);
        }
    }
}
