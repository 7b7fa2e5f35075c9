//! Lists of users: which of three ways finds a page with the fewest rows looked at.
//!
//! What few rows fit (a word, a group) is gathered by its own index and sorted. What many fit is met soon by walking users in their
//! order and asking each. Either way a page of a hundred thousand users costs a few thousand rows at most, and which it
//! is, is decided by counting no further than [`FEW`].

use model::{Id, User};
use store::UserQuery;

use crate::{
    conn::{Conn, Row, Value, args, sql},
    fault::Fault,
    word,
};

/// `$1` directory, `$3` enabled, `$4` `$5` the place before, `$6` to `$13` ranges of words, `$14` group.
macro_rules! fits {
    () => {
        "($1 = '' OR u.directory = $1) AND ($3 < 0 OR u.enabled = ($3 = 1)) AND (u.folded, u.id) > ($4, $5) \
        AND ($6 = '' OR EXISTS (SELECT 1 FROM user_word w WHERE w.\"user\" = u.id AND w.word >= $6 AND w.word < $7)) \
        AND ($8 = '' OR EXISTS (SELECT 1 FROM user_word w WHERE w.\"user\" = u.id AND w.word >= $8 AND w.word < $9)) \
        AND ($10 = '' OR EXISTS (SELECT 1 FROM user_word w WHERE w.\"user\" = u.id AND w.word >= $10 AND w.word < $11)) \
        AND ($12 = '' OR EXISTS (SELECT 1 FROM user_word w WHERE w.\"user\" = u.id AND w.word >= $12 AND w.word < $13)) \
        AND ($14 = '' OR EXISTS (SELECT 1 FROM member m WHERE m.group_id = $14 AND m.person = 'u:' || u.directory || ':' || u.id))"
    };
}
/// What the rows are gathered from, and in which order they come. `||` keeps a database from walking an index instead.
macro_rules! of_all {
    () => {
        concat!("FROM \"user\" u WHERE $2 = '' AND ", fits!())
    };
}
macro_rules! of_site {
    () => {
        concat!("FROM \"user\" u WHERE u.site = $2 AND ", fits!())
    };
}
macro_rules! by_word {
    () => {
        concat!(
            "FROM \"user\" u WHERE u.id IN (SELECT w.\"user\" FROM user_word w WHERE w.word >= $6 AND w.word < $7) \
            AND ($2 = '' OR $2 LIKE '%' || u.site || '%') AND ",
            fits!()
        )
    };
}
macro_rules! by_group {
    () => {
        // The id of a registered person stands at the end of their key.
        concat!(
            "FROM \"user\" u WHERE u.id IN (SELECT substr(m.person, 30) FROM member m WHERE m.group_id = $14) \
            AND ($2 = '' OR $2 LIKE '%' || u.site || '%') AND ",
            fits!()
        )
    };
}

sql! {
    PAGE_OF_ALL = concat!("SELECT u.folded, u.id ", of_all!(), " ORDER BY u.folded, u.id LIMIT $15");
    PAGE_OF_SITE = concat!("SELECT u.folded, u.id ", of_site!(), " ORDER BY u.folded, u.id LIMIT $15");
    PAGE_BY_WORD = concat!("SELECT u.folded, u.id ", by_word!(), " ORDER BY u.folded || '', u.id LIMIT $15");
    PAGE_BY_GROUP = concat!("SELECT u.folded, u.id ", by_group!(), " ORDER BY u.folded || '', u.id LIMIT $15");
    COUNT_OF_ALL = concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one ", of_all!(), " LIMIT $15) AS found");
    COUNT_OF_SITE = concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one ", of_site!(), " LIMIT $15) AS found");
    COUNT_BY_WORD = concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one ", by_word!(), " LIMIT $15) AS found");
    COUNT_BY_GROUP = concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one ", by_group!(), " LIMIT $15) AS found");
    FEW_WORDS = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM user_word WHERE word >= $1 AND word < $2 LIMIT $3) AS found";
    FEW_MEMBERS = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM member WHERE group_id = $1 LIMIT $2) AS found";
    BY_IDS = "SELECT version, body FROM \"user\" WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
}

/// Rows that are gathered and sorted rather than walked to. About the root of page length times users, for a hundred thousand.
const FEW: i64 = 2000;
/// The same where several words are asked for: what both begin is rarer than what the rarer begins, and a walk to it longer.
const FEW_OF_SEVERAL: i64 = 10_000;
/// Ids in one question.
const AT_ONCE: usize = 20;

/// What a query comes to.
struct Asked<'q> {
    query: &'q UserQuery,
    /// The rarest first.
    words: Vec<String>,
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Nobody,
    Walk,
    Word,
    Group,
}

/// Ids in one text, for a condition that reads "one of these" in both databases.
pub(super) fn one_text(ids: &[Id]) -> String {
    ids.iter().map(Id::to_string).collect::<Vec<_>>().join(",")
}

/// A page of users.
pub(super) async fn page(conn: &mut Conn, query: &UserQuery) -> Result<Vec<User>, Fault> {
    conn.begin_read().await?;
    let asked = Asked::of(conn, query).await?;
    let mut places = asked.places(conn).await?;
    places.sort_unstable();
    places.drain(..places.len().min(query.skip as usize));
    places.truncate(query.limit as usize);
    let users = bodies(conn, &places).await?;
    conn.commit().await?;
    Ok(users)
}

/// How many there are, no more than the query's limit.
pub(super) async fn count(conn: &mut Conn, query: &UserQuery) -> Result<u32, Fault> {
    conn.begin_read().await?;
    let count = Asked::of(conn, query).await?.count(conn).await?;
    conn.commit().await?;
    u32::try_from(count).map_err(Fault::corrupt)
}

impl<'q> Asked<'q> {
    async fn of(conn: &mut Conn, query: &'q UserQuery) -> Result<Self, Fault> {
        let asked = query.text.as_deref().and_then(word::asked);
        let nobody = asked.as_ref().is_some_and(Vec::is_empty);
        let asked = asked.unwrap_or_default();
        let most = if asked.len() > 1 { FEW_OF_SEVERAL } else { FEW };
        let (mut words, mut few) = (Vec::new(), (most + 1, Way::Walk));
        for word in asked {
            let (from, before) = word::range(&word);
            words.push((number(conn, FEW_WORDS, args![from, before, most + 1]).await?, word));
        }
        words.sort();
        if let Some((count, _)) = words.first().filter(|(count, _)| *count <= most) {
            few = (*count, Way::Word);
        }
        if let Some(group) = query.group {
            let members = number(conn, FEW_MEMBERS, args![group, most + 1]).await?;
            if members < few.0 {
                few = (members, Way::Group);
            }
        }
        let way = if nobody || few.0 == 0 { Way::Nobody } else { few.1 };
        Ok(Self { query, words: words.into_iter().map(|(_, word)| word).collect(), way })
    }

    /// Names and ids of the page; of more sites than one, a page of each.
    async fn places(&self, conn: &mut Conn) -> Result<Vec<(String, Id)>, Fault> {
        let limit = i64::from(self.query.limit) + i64::from(self.query.skip);
        let place = |row: &Row| Ok((row.text(0)?.to_owned(), row.id(1)?));
        let sql = match self.way {
            Way::Nobody => return Ok(Vec::new()),
            Way::Word => PAGE_BY_WORD,
            Way::Group => PAGE_BY_GROUP,
            Way::Walk if self.query.sites.is_empty() => PAGE_OF_ALL,
            Way::Walk => {
                let mut all = Vec::new();
                for site in &self.query.sites {
                    let rows = conn.query(PAGE_OF_SITE, &self.values(&site.to_string(), limit)).await?;
                    all.extend(rows.iter().map(place).collect::<Result<Vec<_>, Fault>>()?);
                }
                return Ok(all);
            }
        };
        conn.query(sql, &self.values(&self.sites(), limit)).await?.iter().map(place).collect()
    }

    async fn count(&self, conn: &mut Conn) -> Result<i64, Fault> {
        let most = i64::from(self.query.limit);
        let sql = match self.way {
            Way::Nobody => return Ok(0),
            Way::Word => COUNT_BY_WORD,
            Way::Group => COUNT_BY_GROUP,
            Way::Walk if self.query.sites.is_empty() => COUNT_OF_ALL,
            Way::Walk => {
                let mut all = 0;
                for site in &self.query.sites {
                    all += number(conn, COUNT_OF_SITE, &self.values(&site.to_string(), most - all)).await?;
                }
                return Ok(all);
            }
        };
        number(conn, sql, &self.values(&self.sites(), most)).await
    }

    fn sites(&self) -> String {
        one_text(&self.query.sites)
    }

    fn values(&self, site: &str, limit: i64) -> Vec<Value> {
        let text = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
        let (name, id) = self.query.after.clone().map(|(name, id)| (name, id.to_string())).unwrap_or_default();
        let enabled: i64 = self.query.enabled.map_or(-1, i64::from);
        let mut values = args![text(self.query.directory), site, enabled, name, id].to_vec();
        for at in 0..word::ASKED {
            let (from, before) = self.words.get(at).map(|word| word::range(word)).unwrap_or_default();
            values.extend([from.into(), before.into()]);
        }
        values.extend([text(self.query.group).into(), limit.into()]);
        values
    }
}

async fn number(conn: &mut Conn, sql: &'static str, values: &[Value]) -> Result<i64, Fault> {
    conn.one(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// The users of these places, in their order.
async fn bodies(conn: &mut Conn, places: &[(String, Id)]) -> Result<Vec<User>, Fault> {
    let mut users = Vec::with_capacity(places.len());
    for some in places.chunks(AT_ONCE) {
        let ids = some.iter().map(|(_, id)| Value::from(*id));
        let values: Vec<Value> = ids.chain(std::iter::repeat(Value::from(""))).take(AT_ONCE).collect();
        let rows = conn.query(BY_IDS, &values).await?;
        let mut found = rows.iter().map(super::read).collect::<Result<Vec<User>, _>>()?;
        found.sort_unstable_by_key(|user| some.iter().position(|(_, id)| *id == user.id));
        users.append(&mut found);
    }
    Ok(users)
}
