//! Files of users: a table with the names of its columns, or one JSON object a line.

use model::{Finding, Secret};
use std::io::{self, BufRead, Chain, Cursor, Read as _};

use super::{
    Row,
    csv::{LONGEST, Odd, Records},
};
use crate::users::{Values, Wish};

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The first line names the columns; cells are separated by commas, or by semicolons where the first line has those and no comma.
    Csv,
    /// One [`Wish`] a line.
    Jsonl,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{}", .0.plain())]
    Refused(Finding),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads the rows of a file as they come in.
pub struct Reader<R> {
    rows: Rows<Chain<Cursor<Vec<u8>>, R>>,
}

enum Rows<R> {
    Csv { records: Records<R>, columns: Vec<Column> },
    Jsonl { source: R, lines: u64 },
}

/// Columns of a table.
const COLUMNS: usize = 256;

impl<R: BufRead> Reader<R> {
    /// Begins to read; the format is told by the first character where it is not said.
    pub fn open(mut source: R, format: Option<Format>) -> Result<Self, Unreadable> {
        let mut head = Vec::new();
        (&mut source).take(LONGEST as u64).read_until(b'\n', &mut head)?;
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            return Err(Unreadable::Refused(refused(1, Finding::broken("", "import-encoding"))));
        }
        // A mark that says UTF-8, as spreadsheets write it.
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(..3);
        }
        let json = head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let separator = if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' };
        let source = Cursor::new(head).chain(source);
        let rows = match format.unwrap_or(if json { Format::Jsonl } else { Format::Csv }) {
            Format::Jsonl => Rows::Jsonl { source, lines: 0 },
            Format::Csv => {
                let mut records = Records::new(source, separator);
                let columns = match records.next()? {
                    Some(header) => header.cells.map_err(odd).and_then(|cells| columns(&cells)),
                    None => Err(Finding::broken("", "import-empty")),
                };
                let columns = columns.map_err(|finding| Unreadable::Refused(refused(1, finding)))?;
                Rows::Csv { records, columns }
            }
        };
        Ok(Self { rows })
    }

    /// The next rows, as many as asked for; fewer or none at the end.
    pub fn some(&mut self, most: usize) -> io::Result<Vec<Row>> {
        let mut some = Vec::with_capacity(most.min(4096));
        while some.len() < most {
            let Some(row) = self.row()? else { break };
            some.push(row);
        }
        Ok(some)
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        match &mut self.rows {
            Rows::Csv { records, columns } => Ok(records.next()?.map(|record| Row {
                line: record.line,
                wish: record.cells.map_err(odd).and_then(|cells| wish(columns, cells)),
            })),
            Rows::Jsonl { source, lines } => loop {
                let Some(text) = line(source)? else { return Ok(None) };
                *lines += 1;
                let wish = text.map_err(odd).and_then(|text| match text.trim() {
                    "" => Ok(None),
                    // What serde says of a value may repeat it, and it may be a password: only where it is wrong is told.
                    text => serde_json::from_str(text)
                        .map(Some)
                        .map_err(|error| Finding::broken("", "import-json").with("column", error.column())),
                });
                if let Some(wish) = wish.transpose() {
                    return Ok(Some(Row { line: *lines, wish }));
                }
            },
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Plain(Member),
    Attribute(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Site,
    Name,
    Directory,
    Enabled,
    NotBefore,
    Expires,
    EmailVerified,
    PhoneVerified,
    Groups,
    Password,
    PasswordHash,
    MustChange,
    Method,
}

impl Member {
    const ALL: [(&'static str, Self); 13] = [
        ("site", Self::Site),
        ("name", Self::Name),
        ("directory", Self::Directory),
        ("enabled", Self::Enabled),
        ("notBefore", Self::NotBefore),
        ("expires", Self::Expires),
        ("emailVerified", Self::EmailVerified),
        ("phoneVerified", Self::PhoneVerified),
        ("groups", Self::Groups),
        ("password", Self::Password),
        ("passwordHash", Self::PasswordHash),
        ("mustChange", Self::MustChange),
        ("method", Self::Method),
    ];
}

/// The columns of a header. One that nobody knows is refused, not passed over: a misspelt `enabled` would let people in.
fn columns(header: &[String]) -> Result<Vec<Column>, Finding> {
    if header.len() > COLUMNS {
        return Err(Finding::broken("", "import-columns-many").with("most", COLUMNS));
    }
    let mut columns: Vec<Column> = Vec::with_capacity(header.len());
    for cell in header.iter().map(|cell| cell.trim()) {
        let member = Member::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(cell));
        let column = match (member, cell.split_once('.')) {
            (Some((_, member)), _) => Column::Plain(*member),
            (None, Some((word, name))) if word.eq_ignore_ascii_case("attribute") && !name.trim().is_empty() => {
                Column::Attribute(name.trim().to_owned())
            }
            _ => return Err(Finding::broken("", "import-column-unknown").with("name", shortened(cell))),
        };
        // Several columns of one attribute are its values.
        if columns.contains(&column) && matches!(column, Column::Plain(_)) {
            return Err(Finding::broken("", "import-column-twice").with("name", shortened(cell)));
        }
        columns.push(column);
    }
    if columns.contains(&Column::Plain(Member::Name)) {
        Ok(columns)
    } else {
        Err(Finding::broken("name", "import-column-missing").with("name", "name"))
    }
}

/// What a row of a table wants; an empty cell says nothing.
fn wish(columns: &[Column], cells: Vec<String>) -> Result<Wish, Finding> {
    if cells.len() != columns.len() {
        let wrong = Finding::broken("", "import-columns").with("expected", columns.len()).with("found", cells.len());
        return Err(wrong);
    }
    let mut wish = Wish::default();
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        match column {
            Column::Attribute(name) => match wish.attributes.entry(name.clone()).or_insert(Values::Many(Vec::new())) {
                Values::Many(values) => values.push(cell),
                Values::One(_) => {}
            },
            Column::Plain(member) => put(&mut wish, *member, cell)?,
        }
    }
    Ok(wish)
}

fn put(wish: &mut Wish, member: Member, cell: String) -> Result<(), Finding> {
    let text = cell.trim().to_owned();
    match member {
        Member::Password => wish.password = Some(Secret::new(cell)),
        Member::PasswordHash => wish.password_hash = Some(Secret::new(text)),
        Member::Site => wish.site = text,
        Member::Name => wish.name = text,
        Member::Directory => wish.directory = text,
        Member::Method => wish.method = text,
        Member::NotBefore => wish.not_before = Some(text),
        Member::Expires => wish.expires = Some(text),
        Member::Enabled => wish.enabled = Some(truth("enabled", &text)?),
        Member::EmailVerified => wish.email_verified = Some(truth("emailVerified", &text)?),
        Member::PhoneVerified => wish.phone_verified = Some(truth("phoneVerified", &text)?),
        Member::MustChange => wish.must_change = truth("mustChange", &text)?,
        Member::Groups => {
            wish.groups = text.split(';').map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect();
        }
    }
    Ok(())
}

fn truth(member: &str, text: &str) -> Result<bool, Finding> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(Finding::broken(member, "import-truth")),
    }
}

/// A line without its break; one that is too long is passed over and told.
fn line(source: &mut impl BufRead) -> io::Result<Option<Result<String, Odd>>> {
    let mut bytes = Vec::new();
    if source.take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() <= LONGEST {
        return Ok(Some(String::from_utf8(bytes).map_err(|_| Odd::Encoding)));
    }
    while bytes.last() != Some(&b'\n') {
        bytes.clear();
        if source.take(LONGEST as u64).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
    }
    Ok(Some(Err(Odd::TooLong)))
}

fn odd(odd: Odd) -> Finding {
    match odd {
        Odd::Quote => Finding::broken("", "import-quote"),
        Odd::Encoding => Finding::broken("", "import-encoding"),
        Odd::TooLong => Finding::broken("", "import-line-long").with("most", LONGEST),
    }
}

fn refused(line: u64, finding: Finding) -> Finding {
    finding.at(format!("line {line}"))
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        Reader::open(text.as_bytes(), None).map_err(|e| e.to_string()).unwrap().some(100).unwrap()
    }
    fn unreadable(text: &[u8]) -> String {
        Reader::open(text, None).err().map(|error| error.to_string()).unwrap_or_default()
    }
    fn told(row: &Row) -> String {
        row.wish.as_ref().err().map(|f| format!("{} {}: {} {:?}", row.line, f.field, f.key, f.args)).unwrap_or_default()
    }

    #[test]
    fn a_table_of_users() {
        let text = "\u{feff}site,name,Enabled,groups,attribute.email,attribute.tel,attribute.tel,password,mustChange\r\n\
            demo,Ada,yes,demo/a; demo/b,ada@demo.test,1,2, secret ,1\r\n\
            demo,bob,,,,,,,\r\n";
        let rows = rows(text);
        let (ada, bob) = (rows[0].wish.as_ref().unwrap(), rows[1].wish.as_ref().unwrap());
        assert_eq!((rows[0].line, ada.name.as_str(), ada.enabled, ada.must_change), (2, "Ada", Some(true), true));
        assert_eq!(ada.groups, ["demo/a", "demo/b"]);
        assert!(matches!(&ada.attributes["tel"], Values::Many(values) if values == &["1", "2"]));
        assert!(ada.password.as_ref().is_some_and(|p| p.is(" secret ")));
        assert!(bob.enabled.is_none() && bob.attributes.is_empty() && bob.password.is_none() && bob.groups.is_empty());
    }

    #[test]
    fn semicolons_separate_where_there_are_no_commas() {
        let rows = rows("site;name;groups\ndemo;ada;\"demo/a;demo/b\"\n");
        assert_eq!(rows[0].wish.as_ref().unwrap().groups, ["demo/a", "demo/b"]);
    }

    #[test]
    fn a_header_is_understood_whole_or_not() {
        for (text, why) in [
            (&b"site,nam\nx,y\n"[..], "import-column-unknown (name=nam)"),
            (b"name,name\n", "import-column-twice (name=name)"),
            (b"site,attribute.cn\n", "import-column-missing (name=name)"),
            (b"name,attribute.\n", "import-column-unknown"),
            (b"", "import-empty"),
            (b"\xff\xfen\0a\0", "import-encoding"),
            (b"name,\xe4\n", "import-encoding"),
            ("name,".repeat(300).as_bytes(), "import-columns-many (most=256)"),
        ] {
            assert!(unreadable(text).contains(why), "{why}: {}", unreadable(text));
        }
        assert_eq!(unreadable(b"name\n"), "", "control");
    }

    #[test]
    fn a_wrong_row_is_named_and_its_values_are_not_told() {
        let text = format!(
            "name,enabled,password\nada,perhaps,hunter2\nbob,true\ncy,true,\"hunter3\"x\ndan,{},z\neve,true,fine\n",
            "x".repeat(LONGEST)
        );
        let rows = rows(&text);
        let all: Vec<String> = rows.iter().map(told).collect();
        assert_eq!(
            all,
            [
                "2 enabled: import-truth []",
                "3 : import-columns [(\"expected\", \"3\"), (\"found\", \"2\")]",
                "4 : import-quote []",
                "5 : import-line-long [(\"most\", \"65536\")]",
                ""
            ]
        );
        assert_eq!(rows[4].line, 6);
    }

    #[test]
    fn json_lines_are_wishes() {
        let text = format!(
            "{{\"site\":\"a\",\"name\":\"ada\",\"attributes\":{{\"tel\":[\"1\",\"2\"],\"cn\":\"Ada\"}}}}\n\n{{\"name\":\"bob\",\"passwort\":\"hunter2\"}}\n{{{}}}\nno\n{{\"name\":\"cy\"}}",
            " ".repeat(LONGEST)
        );
        let rows = rows(&text);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
        assert_eq!(rows[0].wish.as_ref().unwrap().attributes.len(), 2);
        let all: Vec<String> = rows.iter().map(told).collect();
        assert!(
            all[1].contains("import-json") && all[2].contains("import-line-long") && all[3].contains("import-json")
        );
        assert!(!all.concat().contains("hunter") && rows[4].wish.is_ok());
    }
}
