use super::*;

const SALT: [u8; 16] = *b"0123456789abcdef";
const SMALL: Cost = Cost { memory: 64, passes: 1, lanes: 1, bcrypt: 4, rounds: 10 };

fn encoding(scheme: Scheme) -> Encoding {
    Encoding::new(scheme, true, SMALL).unwrap()
}

fn encoded(scheme: Scheme, password: &str) -> Encoded {
    Encoded::parse(encoding(scheme).encode(password, &SALT).unwrap().expose()).unwrap()
}

/// Every row of every file in `vectors/password`, with its first and its last character changed as the control.
#[test]
fn hashes_made_by_other_software_verify() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/password");
    let mut seen = std::collections::BTreeMap::<Scheme, usize>::new();
    for file in std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
    {
        for row in std::fs::read_to_string(&file).unwrap().lines().filter(|l| !l.starts_with('#')) {
            let (stored, password) = row.split_once('\t').unwrap();
            let at = format!("{}: {row}", file.display());
            let stored = Encoded::parse(stored).unwrap_or_else(|e| panic!("{at}: {e}"));
            assert!(stored.verify(password), "{at}");
            let first = password.chars().next().unwrap();
            let rest = &password[first.len_utf8()..];
            assert!(!stored.verify(&format!("Z{rest}")), "{at}: first character changed");
            assert!(!stored.verify(rest), "{at}: first character missing");
            if stored.reads_whole(password) {
                assert!(!stored.verify(&format!("{password}x")), "{at}: one more");
                let mut shorter = password.to_owned();
                shorter.pop();
                assert!(!stored.verify(&shorter), "{at}: last character missing");
            }
            assert!(!stored.verify(""), "{at}: empty");
            *seen.entry(stored.scheme()).or_default() += 1;
        }
    }
    for scheme in Scheme::ALL {
        assert!(seen.get(&scheme).is_some_and(|n| *n >= 5), "{scheme} needs vectors");
    }
}

#[test]
fn what_we_write_we_read() {
    for scheme in Scheme::ALL {
        for password in ["x", "correct horse battery staple", "пароль 密码 🔑", " spaces kept "] {
            let stored = encoded(scheme, password);
            assert_eq!(stored.scheme(), scheme);
            assert!(stored.verify(password), "{scheme}");
            assert!(!stored.verify(&format!("{password} ")), "{scheme}");
            assert!(!stored.verify(password.trim_start_matches(['x', ' ', 'c', 'п'])), "{scheme}");
        }
    }
}

#[test]
fn scheme_names_are_read_in_any_case_and_an_empty_one_is_the_default() {
    assert_eq!(Scheme::named("{pbkdf2-Sha256}"), Some(Scheme::Pbkdf2Sha256));
    assert_eq!(Scheme::named("ssha"), Some(Scheme::Ssha));
    assert_eq!(Scheme::named(""), Some(Scheme::Argon2id));
    assert_eq!(Scheme::named("{ROT13}"), None);
    assert!(Encoded::parse("{sha}q/eq1kOINtvlJqojGr3i0O73TUI=").unwrap().verify("correct horse battery staple"));
}

/// M044: nothing is cut. bcrypt would read 72 bytes.
#[test]
fn a_password_that_bcrypt_would_cut_is_stored_as_argon2id() {
    let most = "é".repeat(36);
    assert_eq!(encoded(Scheme::Bcrypt, &most).scheme(), Scheme::Bcrypt);
    for long in [format!("{most}x"), "a\0b".to_owned()] {
        let stored = encoded(Scheme::Bcrypt, &long);
        assert_eq!(stored.scheme(), Scheme::Argon2id);
        assert!(stored.verify(&long));
        assert!(!stored.verify(&long[..long.len() - 1]));
        assert!(!stored.needs_rehash(&encoding(Scheme::Bcrypt)));
    }
}

/// A key shorter than 72 bytes is repeated by bcrypt, so that a zero byte inside could repeat it too.
#[test]
fn bcrypt_takes_no_zero_byte() {
    let stored = encoded(Scheme::Bcrypt, "ab");
    assert!(stored.verify("ab"));
    assert!(!stored.verify("ab\0ab"));
}

/// M044: long passwords are taken whole up to 4096 bytes, and no more is hashed.
#[test]
fn the_longest_password_is_4096_bytes() {
    for scheme in Scheme::ALL {
        let most = "p".repeat(LONGEST);
        let stored = encoded(scheme, &most);
        assert!(stored.verify(&most), "{scheme}");
        assert!(!stored.verify(&format!("{}q", "p".repeat(LONGEST - 1))), "{scheme}");
        let over = "p".repeat(LONGEST + 1);
        assert!(!stored.verify(&over), "{scheme}");
        assert_eq!(encoding(scheme).encode(&over, &SALT).err(), Some(TooLong));
    }
}

/// M047, M101: the weak ones need the word `unsafe`.
#[test]
fn only_slow_salted_schemes_are_for_new_passwords() {
    for scheme in Scheme::ALL {
        let safe = matches!(scheme, Scheme::Argon2id | Scheme::Bcrypt | Scheme::Pbkdf2Sha256);
        assert_eq!(Encoding::new(scheme, false, SMALL).is_ok(), safe, "{scheme}");
        assert!(Encoding::new(scheme, true, SMALL).is_ok(), "{scheme}");
    }
    for wrong in [
        Cost { memory: 0, ..SMALL },
        Cost { bcrypt: 17, ..SMALL },
        Cost { rounds: 0, ..SMALL },
        Cost { memory: 1 << 21, ..SMALL },
    ] {
        assert_eq!(Encoding::new(Scheme::Argon2id, false, wrong), Err(Unfit::Cost));
    }
}

/// M047: a rewritten hash is never weaker than what was there.
#[test]
fn rehash_goes_up_only() {
    for had in &Scheme::ALL {
        for wanted in &Scheme::ALL {
            let rehash = encoded(*had, "pass phrase").needs_rehash(&encoding(*wanted));
            assert!(!rehash || wanted > had, "{had} to {wanted}");
            assert!(!wanted.safe() || had.safe() || rehash, "{had} to {wanted}");
        }
    }
    for (had, wanted, rehash) in [
        (SMALL, Cost { memory: 128, ..SMALL }, true),
        (SMALL, Cost { passes: 2, ..SMALL }, true),
        (Cost { memory: 128, ..SMALL }, SMALL, false),
        (Cost { memory: 128, ..SMALL }, Cost { passes: 9, ..SMALL }, false),
    ] {
        let stored = Encoding::new(Scheme::Argon2id, false, had).unwrap().encode("pass phrase", &SALT).unwrap();
        let wanted = Encoding::new(Scheme::Argon2id, false, wanted).unwrap();
        assert_eq!(Encoded::parse(stored.expose()).unwrap().needs_rehash(&wanted), rehash);
    }
    for scheme in [Scheme::Bcrypt, Scheme::Pbkdf2Sha256, Scheme::Pbkdf2] {
        let dearer = Encoding::new(scheme, true, Cost { bcrypt: 5, rounds: 20, ..SMALL }).unwrap();
        assert!(encoded(scheme, "pass phrase").needs_rehash(&dearer), "{scheme}");
        let stored = Encoded::parse(dearer.encode("pass phrase", &SALT).unwrap().expose()).unwrap();
        assert!(!stored.needs_rehash(&encoding(scheme)), "{scheme}");
    }
    let openldap = Cost { rounds: 10_000, ..SMALL };
    let stored = Encoding::new(Scheme::Pbkdf2Sha256, false, openldap).unwrap().encode("pass phrase", &SALT).unwrap();
    let default = Encoding::new(Scheme::Pbkdf2Sha256, false, Cost::default()).unwrap();
    assert!(Encoded::parse(stored.expose()).unwrap().needs_rehash(&default));
    assert!(
        !encoded(Scheme::Pkcs5s2, "pass phrase")
            .needs_rehash(&Encoding::new(Scheme::Pkcs5s2, true, Cost::default()).unwrap())
    );
}

/// A stored value cannot stall a login, and a hash of no length matches nothing.
#[test]
fn absurd_and_damaged_values_are_refused() {
    use Unreadable::{Damaged, Scheme, TooCostly};
    let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let argon = |numbers: &str| format!("{{ARGON2ID}}$argon2id$v=19${numbers}$c2FsdHNhbHQ${hash}");
    assert!(Encoded::parse(&argon("m=1048576,t=4,p=1")).is_ok());
    assert!(Encoded::parse(&format!("{{PBKDF2-SHA256}}10000000$AAAA${hash}")).is_ok());
    assert!(Encoded::parse(&format!("{{BCRYPT}}$2b$16${}", ".".repeat(53))).is_ok());
    for (stored, why) in [
        (argon("m=1048577,t=1,p=1"), TooCostly),
        (argon("m=1048576,t=5,p=1"), TooCostly),
        (argon("m=99999999999,t=1,p=1"), TooCostly),
        (argon("m=64,t=1,p=65"), TooCostly),
        (argon("m=64,t=0,p=1"), Damaged),
        (argon("m=64,t=1,p=1,keyid=AA"), Damaged),
        (argon("m=64,t=1"), Damaged),
        (argon("m=64,t=1,p=1").replace("argon2id$", "argon2i$"), Damaged),
        (argon("m=64,t=1,p=1").replace(hash, ""), Damaged),
        (format!("{{PBKDF2-SHA256}}10000001$AAAA${hash}"), TooCostly),
        (format!("{{PBKDF2-SHA256}}0$AAAA${hash}"), Damaged),
        (format!("{{PBKDF2-SHA256}}-1$AAAA${hash}"), Damaged),
        ("{PBKDF2-SHA256}10$AAAA$".into(), Damaged),
        (format!("{{PBKDF2}}$1$salt$99999999${}", "00".repeat(20)), TooCostly),
        (format!("{{BCRYPT}}$2b$17${}", ".".repeat(53)), TooCostly),
        (format!("{{BCRYPT}}$2b$31${}", ".".repeat(53)), TooCostly),
        (format!("{{BCRYPT}}$2b$03${}", ".".repeat(53)), Damaged),
        (format!("{{BCRYPT}}$2x$05${}", ".".repeat(53)), Damaged),
        (format!("{{BCRYPT}}$2b$05${}é", ".".repeat(51)), Damaged),
        ("{BCRYPT}".into(), Damaged),
        ("{SHA}".into(), Damaged),
        ("{SSHA}AAAA".into(), Damaged),
        ("{SSHA}!!!!".into(), Damaged),
        ("{PKCS5S2}AAAA".into(), Damaged),
        ("{MD4}é".into(), Damaged),
        (format!("{{SSHA}}{}", "A".repeat(5000)), Damaged),
        ("{MD5}X03MO1qnZdYdgyfeuILPmQ==".into(), Scheme),
        ("{}secret".into(), Scheme),
        ("secret".into(), Scheme),
        (String::new(), Scheme),
    ] {
        assert_eq!(Encoded::parse(&stored).err(), Some(why), "{stored}");
    }
}

/// M055: an unknown user costs the same derivation, and nothing matches it.
#[test]
fn the_decoy_costs_the_same_and_matches_nothing() {
    for scheme in Scheme::ALL {
        let decoy = encoding(scheme).decoy();
        assert!(decoy.body.costs_like(&encoded(scheme, "pass phrase").body), "{scheme}");
        for guess in ["", "pass phrase", "ZZZZZZZZZZZZZZZZ"] {
            assert!(!decoy.verify(guess), "{scheme}");
            assert!(!judge(None, &decoy, guess), "{scheme}");
        }
        assert!(judge(Some(&encoded(scheme, "pass phrase")), &decoy, "pass phrase"));
        assert!(!judge(Some(&encoded(scheme, "pass phrase")), &decoy, "pass phrasf"));
    }
    assert!(judge(Some(&encoded(Scheme::Sha, "old")), &encoding(Scheme::Argon2id).decoy(), "old"));
}

#[test]
fn nothing_of_a_hash_is_printed() {
    assert_eq!(format!("{:?}", encoded(Scheme::Plain, "pass phrase")), "{PLAIN}********");
}
