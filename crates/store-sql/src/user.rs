//! Users of the embedded directory, their values as an index of folded texts, and what hangs on them by row.

use model::{
    Id, User,
    user::{Activation, Consent, fold},
};
use store::{StoreError, UserQuery, Users, ValueQuery};

use crate::{
    SqlStore,
    conn::{Conn, Row, Value, args, sql},
    core::Tx,
    fault::Fault,
    memory::Found,
    token, word,
};

pub(crate) mod list;

sql! {
    BY_ID = "SELECT version, body FROM \"user\" WHERE id = $1";
    AT = "SELECT version FROM \"user\" WHERE id = $1 FOR UPDATE";
    NAMED = "SELECT version, body FROM \"user\" WHERE directory = $1 AND folded = $2 ORDER BY site";
    WITH = "SELECT u.version, u.body FROM user_value v JOIN \"user\" u ON u.id = v.\"user\" \
        WHERE v.directory = $1 AND v.attribute = $2 AND v.folded = $3 AND ($4 = '' OR $4 LIKE '%' || u.site || '%') \
        ORDER BY v.\"user\" LIMIT $5";
    PUT = "INSERT INTO \"user\" (id, directory, site, folded, enabled, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (id) DO UPDATE SET directory = excluded.directory, site = excluded.site, folded = excluded.folded, enabled = excluded.enabled, \
        version = \"user\".version + 1, body = excluded.body RETURNING version";
    DROP = "DELETE FROM \"user\" WHERE id = $1";
    DROP_VALUES = "DELETE FROM user_value WHERE \"user\" = $1";
    PUT_VALUES = "INSERT INTO user_value (directory, attribute, folded, \"user\") SELECT $1, column1, column2, $2 FROM (VALUES ($3, $4), ($5, $6), ($7, $8), ($9, $10), \
        ($11, $12), ($13, $14), ($15, $16), ($17, $18)) AS given WHERE column2 <> '' ON CONFLICT (directory, attribute, folded, \"user\") DO NOTHING";
    DROP_WORDS = "DELETE FROM user_word WHERE \"user\" = $1";
    PUT_WORDS = "INSERT INTO user_word (word, \"user\") SELECT column1, $1 FROM (VALUES ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9)) AS given \
        WHERE column1 <> '' ON CONFLICT (word, \"user\") DO NOTHING";
    ALL = "SELECT version, body, id FROM \"user\" WHERE id > $1 ORDER BY id LIMIT $2";
    DROP_MEMBERS = "DELETE FROM member WHERE person = $1";
    DROP_CONSENTS = "DELETE FROM consent WHERE person = $1";
    DROP_ACTIVATIONS = "DELETE FROM activation WHERE person = $1";
    DROP_BROWSERS = "DELETE FROM browser WHERE person = $1";
    DROP_MISSES = "DELETE FROM misses WHERE person = $1";
    DROP_STATES = "DELETE FROM credential_state WHERE id IN (SELECT id FROM credential WHERE person = $1)";
    DROP_CREDENTIALS = "DELETE FROM credential WHERE person = $1";
    PUT_ACTIVATION = "INSERT INTO activation (person, method, active) VALUES ($1, $2, $3) ON CONFLICT (person, method) DO UPDATE SET active = excluded.active";
    PUT_MEMBER = "INSERT INTO member (group_id, person) VALUES ($1, $2) ON CONFLICT (group_id, person) DO NOTHING";
    DROP_MEMBER = "DELETE FROM member WHERE group_id = $1 AND person = $2";
    MEMBERS = "SELECT person FROM member WHERE group_id = $1 AND person > $2 ORDER BY person LIMIT $3";
    PUT_CONSENT = "INSERT INTO consent (person, application, scopes, at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (person, application) DO UPDATE SET scopes = excluded.scopes, at = excluded.at";
    DROP_CONSENT = "DELETE FROM consent WHERE person = $1 AND application = $2";
}

pub(crate) async fn is_at(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![id]).await?;
    Ok(row.map(|row| row.int(0)).transpose()? == Some(version))
}

pub(crate) async fn put(tx: &mut Tx<'_>, user: &User) -> Result<(), Fault> {
    let body = serde_json::to_string(user)?;
    let row = args![user.id, user.directory, user.site, fold(&user.name), user.enabled, user.version, body];
    let written = tx.conn.one(PUT, row).await?.map_or(Ok(0), |row| row.int(0))?;
    // One that was there moves to 1 at least: what is 0 is new, and has left nothing behind.
    if written > 0 {
        tx.conn.execute(DROP_VALUES, args![user.id]).await?;
        tx.conn.execute(DROP_WORDS, args![user.id]).await?;
    }
    let each = user.attributes.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    let pairs = each.filter(|(_, value)| !value.is_empty()).flat_map(|(name, value)| [name.clone(), fold(value)]);
    let pairs: Vec<Value> = pairs.map(Value::from).collect();
    for some in pairs.chunks(2 * AT_ONCE) {
        let row = [user.directory.into(), user.id.into()].into_iter().chain(filled(some, 2 * AT_ONCE));
        tx.conn.execute(PUT_VALUES, &row.collect::<Vec<_>>()).await?;
    }
    put_words(tx.conn, user).await
}

/// Rows that one statement writes: each is a journey to a database that is elsewhere.
const AT_ONCE: usize = 8;

async fn put_words(conn: &mut Conn, user: &User) -> Result<(), Fault> {
    let words: Vec<Value> = word::of_user(user).into_iter().map(Value::from).collect();
    for some in words.chunks(AT_ONCE) {
        let row = std::iter::once(user.id.into()).chain(filled(some, AT_ONCE));
        conn.execute(PUT_WORDS, &row.collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// The values, and as many empty ones as a statement has places left.
fn filled(values: &[Value], places: usize) -> impl Iterator<Item = Value> + '_ {
    values.iter().cloned().chain(std::iter::repeat(Value::from(""))).take(places)
}

/// Makes the words of users who were put before there were any: part of a migration.
pub(crate) async fn make_words(conn: &mut Conn) -> Result<(), Fault> {
    let mut after = String::new();
    loop {
        let rows = conn.query(ALL, args![&after, 1000_i64]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.text(2)?.to_owned();
        for row in &rows {
            put_words(conn, &read(row)?).await?;
        }
    }
}

/// Drops the user and everything that only they had; sessions and tickets are ended by writes of their own.
pub(crate) async fn drop(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let Some(row) = tx.conn.one(BY_ID, args![id]).await? else { return Ok(()) };
    let person = read(&row)?.person().key();
    for sql in [DROP, DROP_VALUES, DROP_WORDS] {
        tx.conn.execute(sql, args![id]).await?;
    }
    token::take_back(tx, &person).await?;
    for sql in
        [DROP_MEMBERS, DROP_CONSENTS, DROP_ACTIVATIONS, DROP_BROWSERS, DROP_MISSES, DROP_STATES, DROP_CREDENTIALS]
    {
        tx.conn.execute(sql, args![&person]).await?;
    }
    Ok(())
}

pub(crate) async fn put_activation(tx: &mut Tx<'_>, person: &str, activation: &Activation) -> Result<(), Fault> {
    tx.conn.execute(PUT_ACTIVATION, args![person, activation.method, activation.active]).await?;
    Ok(())
}

pub(crate) async fn put_member(tx: &mut Tx<'_>, group: Id, person: &str) -> Result<(), Fault> {
    tx.conn.execute(PUT_MEMBER, args![group, person]).await?;
    Ok(())
}

pub(crate) async fn drop_member(tx: &mut Tx<'_>, group: Id, person: &str) -> Result<(), Fault> {
    tx.conn.execute(DROP_MEMBER, args![group, person]).await?;
    Ok(())
}

pub(crate) async fn put_consent(tx: &mut Tx<'_>, consent: &Consent) -> Result<(), Fault> {
    let scopes = serde_json::to_string(&consent.scopes)?;
    tx.conn.execute(PUT_CONSENT, args![&consent.person, consent.application, scopes, consent.at]).await?;
    Ok(())
}

pub(crate) async fn drop_consent(tx: &mut Tx<'_>, person: &str, application: Id) -> Result<(), Fault> {
    tx.conn.execute(DROP_CONSENT, args![person, application]).await?;
    Ok(())
}

/// The user behind a `Person::key`, if it is one of this store.
pub(crate) async fn of_person(conn: &mut Conn, key: &str) -> Result<Option<User>, Fault> {
    let Some((_, id)) = key.strip_prefix("u:").and_then(|rest| rest.split_once(':')) else { return Ok(None) };
    let user = conn.one(BY_ID, args![id]).await?.map(|row| read(&row)).transpose()?;
    Ok(user.filter(|user| user.person().key() == key))
}

fn read(row: &Row) -> Result<User, Fault> {
    let mut user: User = serde_json::from_str(row.text(1)?)?;
    user.version = row.int(0)?;
    Ok(user)
}

/// A pattern of `LIKE ... ESCAPE '!'` that finds the text anywhere; empty for any.
pub(crate) fn pattern(text: Option<&str>) -> String {
    let text = fold(text.unwrap_or_default());
    if text.is_empty() {
        return text;
    }
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

impl SqlStore {
    async fn some_users(&self, sql: &'static str, keys: Vec<Value>) -> Result<Vec<User>, StoreError> {
        self.read(move |conn, _| Box::pin(async move { conn.query(sql, &keys).await?.iter().map(read).collect() }))
            .await
    }
}

#[async_trait::async_trait]
impl Users for SqlStore {
    async fn user(&self, id: Id) -> Result<Option<User>, StoreError> {
        Ok(self.some_users(BY_ID, args![id].to_vec()).await?.pop())
    }

    async fn users_named(&self, directory: Id, name: &str) -> Result<Vec<User>, StoreError> {
        let folded = fold(name);
        let asked = match self.core.memory.users(directory, &folded) {
            Found::Here(users) => return Ok(users),
            Found::Ask(asked) => asked,
        };
        let users = self.some_users(NAMED, args![directory, &folded].to_vec()).await?;
        self.core.memory.keep_users(asked, directory, &folded, &users);
        Ok(users)
    }

    async fn users_with(&self, query: &ValueQuery) -> Result<Vec<User>, StoreError> {
        let (value, limit) = (fold(&query.value), i64::from(query.limit));
        let sites = list::one_text(&query.sites);
        self.some_users(WITH, args![query.directory, query.attribute.as_str(), value, sites, limit].to_vec()).await
    }

    async fn users(&self, query: &UserQuery) -> Result<Vec<User>, StoreError> {
        let query = query.clone();
        self.read(move |conn, _| Box::pin(async move { list::page(conn, &query).await })).await
    }

    async fn count_users(&self, query: &UserQuery) -> Result<u32, StoreError> {
        let query = query.clone();
        self.read(move |conn, _| Box::pin(async move { list::count(conn, &query).await })).await
    }

    async fn members(&self, group: Id, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        let after = after.to_owned();
        self.read(move |conn, _| {
            Box::pin(async move {
                let rows = conn.query(MEMBERS, args![group, after, limit]).await?;
                rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
            })
        })
        .await
    }
}
