//! Users of the embedded directory, their values as an index of folded texts, and what hangs on them by row.

use model::{
    Id, User,
    user::{Activation, Consent, fold},
};
use store::{StoreError, UserQuery, Users};

use crate::{
    SqlStore,
    conn::{Conn, Row, Value, args, sql},
    core::Tx,
    fault::Fault,
    memory::Found,
    token,
};

sql! {
    BY_ID = "SELECT version, body FROM \"user\" WHERE id = $1";
    AT = "SELECT version FROM \"user\" WHERE id = $1 FOR UPDATE";
    NAMED = "SELECT version, body FROM \"user\" WHERE directory = $1 AND folded = $2 ORDER BY site";
    WITH = "SELECT u.version, u.body FROM user_value v JOIN \"user\" u ON u.id = v.\"user\" \
        WHERE v.directory = $1 AND v.attribute = $2 AND v.folded = $3 ORDER BY u.id";
    PAGE = "SELECT version, body FROM \"user\" WHERE ($1 = '' OR directory = $1) AND ($2 = '' OR site = $2) AND ($3 = '' OR search LIKE $3 ESCAPE '!') \
        AND (folded > $4 OR (folded = $4 AND id > $5)) ORDER BY folded, id LIMIT $6";
    PUT = "INSERT INTO \"user\" (id, directory, site, folded, search, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (id) DO UPDATE SET directory = excluded.directory, site = excluded.site, folded = excluded.folded, search = excluded.search, \
        version = \"user\".version + 1, body = excluded.body";
    DROP = "DELETE FROM \"user\" WHERE id = $1";
    DROP_VALUES = "DELETE FROM user_value WHERE \"user\" = $1";
    PUT_VALUE = "INSERT INTO user_value (directory, attribute, folded, \"user\") VALUES ($1, $2, $3, $4) ON CONFLICT (directory, attribute, folded, \"user\") DO NOTHING";
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
    MEMBERS = "SELECT person FROM member WHERE group_id = $1 ORDER BY person";
    PUT_CONSENT = "INSERT INTO consent (person, application, scopes, at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (person, application) DO UPDATE SET scopes = excluded.scopes, at = excluded.at";
    DROP_CONSENT = "DELETE FROM consent WHERE person = $1 AND application = $2";
}

pub(crate) async fn is_at(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![id]).await?;
    Ok(row.map(|row| row.int(0)).transpose()? == Some(version))
}

pub(crate) async fn put(tx: &mut Tx<'_>, user: &User) -> Result<(), Fault> {
    let search = [user.name.as_str(), user.first("cn").unwrap_or_default(), user.first("email").unwrap_or_default()]
        .map(fold)
        .join("\n");
    let body = serde_json::to_string(user)?;
    tx.conn
        .execute(PUT, args![user.id, user.directory, user.site, fold(&user.name), search, user.version, body])
        .await?;
    tx.conn.execute(DROP_VALUES, args![user.id]).await?;
    for (attribute, values) in &user.attributes {
        for value in values.iter().filter(|value| !value.is_empty()) {
            tx.conn.execute(PUT_VALUE, args![user.directory, attribute, fold(value), user.id]).await?;
        }
    }
    Ok(())
}

/// Drops the user and everything that only they had; sessions and tickets are ended by writes of their own.
pub(crate) async fn drop(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    let Some(row) = tx.conn.one(BY_ID, args![id]).await? else { return Ok(()) };
    let person = read(&row)?.person().key();
    for sql in [DROP, DROP_VALUES] {
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

    async fn users_with(&self, directory: Id, attribute: &str, value: &str) -> Result<Vec<User>, StoreError> {
        self.some_users(WITH, args![directory, attribute, fold(value)].to_vec()).await
    }

    async fn users(&self, query: &UserQuery) -> Result<Vec<User>, StoreError> {
        let text = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
        let (name, id) = query.after.as_ref().map(|(name, id)| (name.clone(), id.to_string())).unwrap_or_default();
        let keys =
            args![text(query.directory), text(query.site), pattern(query.text.as_deref()), name, id, query.limit];
        self.some_users(PAGE, keys.to_vec()).await
    }

    async fn members(&self, group: Id) -> Result<Vec<String>, StoreError> {
        self.read(move |conn, _| {
            Box::pin(async move {
                conn.query(MEMBERS, args![group]).await?.iter().map(|row| row.text(0).map(str::to_owned)).collect()
            })
        })
        .await
    }
}
