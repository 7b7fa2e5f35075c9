//! The inventory: what lists and counts of tokens read, one narrow row beside each credential that is a token.

use model::{
    Credential, Id, Token,
    credential::CredentialState,
    token::{Tag, fold},
};
use store::{StoreError, TokenQuery, Tokens};

use crate::{
    SqlStore,
    conn::{Row, args, sql},
    core::Tx,
    credential,
    fault::Fault,
    user::pattern,
};

sql! {
    TAKEN = "SELECT id FROM token WHERE folded = $1 AND id <> $2";
    PUT = "INSERT INTO token (id, folded, serial, site, method, kind, state, person, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT (id) DO UPDATE SET folded = excluded.folded, serial = excluded.serial, site = excluded.site, method = excluded.method, \
        kind = excluded.kind, state = excluded.state, person = excluded.person";
    REMOVE = "DELETE FROM token WHERE id = $1";
    BY_SERIAL = "SELECT c.id, s.counter, s.used, c.body, s.version FROM token t JOIN credential c ON c.id = t.id JOIN credential_state s ON s.id = t.id WHERE t.folded = $1";
    OF_PERSON = "SELECT c.id, s.counter, s.used, c.body, s.version FROM token t JOIN credential c ON c.id = t.id JOIN credential_state s ON s.id = t.id WHERE t.person = $1 AND t.person <> ''";
    PAGE = "SELECT t.id, t.serial, t.site, t.method, t.kind, t.state, t.person, t.created, s.used FROM token t JOIN credential_state s ON s.id = t.id \
        WHERE t.folded > $1 AND ($2 = '' OR $2 LIKE '%' || t.site || '%') AND ($3 = '' OR t.method = $3) AND ($4 = '' OR t.state = $4) \
        AND ($5 = '' OR t.person = $5) AND ($6 = '' OR t.folded LIKE $6 ESCAPE '!') ORDER BY t.folded LIMIT $7";
    COUNTS = "SELECT site, state, CAST(COUNT(*) AS BIGINT) FROM token WHERE ($1 = '' OR $1 LIKE '%' || site || '%') GROUP BY site, state ORDER BY site, state";
}

/// Writes the row of a credential that is a token. A serial number that another token has is a conflict.
pub(crate) async fn put(tx: &mut Tx<'_>, credential: &Credential) -> Result<(), Fault> {
    let Some(Tag { serial, site }) = &credential.token else { return Ok(()) };
    let folded = fold(serial);
    if tx.conn.one(TAKEN, args![&folded, credential.id]).await?.is_some() {
        return Err(Fault::Taken(format!("there is a token {serial} already")));
    }
    let Credential { id, method, kind, state, person, created, .. } = credential;
    tx.conn.execute(PUT, args![*id, folded, serial, *site, *method, kind, state.name(), person, *created]).await?;
    Ok(())
}

pub(crate) async fn remove(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    tx.conn.execute(REMOVE, args![id]).await?;
    Ok(())
}

/// Puts the tokens of a person who is dropped back into the inventory: they are their site's.
pub(crate) async fn take_back(tx: &mut Tx<'_>, person: &str) -> Result<(), Fault> {
    for row in tx.conn.query(OF_PERSON, args![person]).await? {
        let token = credential::read(tx.core, &row)?;
        let free =
            Credential { person: String::new(), label: String::new(), state: CredentialState::Inventory, ..token };
        credential::put(tx, &free).await?;
    }
    Ok(())
}

fn read(row: &Row) -> Result<Token, Fault> {
    Ok(Token {
        id: row.id(0)?,
        serial: row.text(1)?.to_owned(),
        site: row.id(2)?,
        method: row.id(3)?,
        kind: row.text(4)?.to_owned(),
        state: state(row.text(5)?)?,
        person: row.text(6)?.to_owned(),
        created: row.time(7)?,
        used: row.opt_time(8)?,
    })
}

fn state(name: &str) -> Result<CredentialState, Fault> {
    CredentialState::parse(name).ok_or_else(|| Fault::corrupt(format_args!("state {name}")))
}

fn counted(row: &Row) -> Result<(Id, CredentialState, u64), Fault> {
    Ok((row.id(0)?, state(row.text(1)?)?, u64::try_from(row.int(2)?).map_err(Fault::corrupt)?))
}

/// Ids in one text, for a condition that reads "one of these" in both databases.
fn listed(ids: &[Id]) -> String {
    ids.iter().map(Id::to_string).collect::<Vec<_>>().join(",")
}

#[async_trait::async_trait]
impl Tokens for SqlStore {
    async fn token(&self, serial: &str) -> Result<Option<Credential>, StoreError> {
        let folded = fold(serial);
        self.read(|conn, core| {
            Box::pin(async move {
                conn.one(BY_SERIAL, args![folded]).await?.map(|row| credential::read(core, &row)).transpose()
            })
        })
        .await
    }

    async fn tokens(&self, query: &TokenQuery) -> Result<Vec<Token>, StoreError> {
        let text = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
        let keys = args![
            query.after.as_deref().map(fold).unwrap_or_default(),
            listed(&query.sites),
            text(query.method),
            query.state.map_or("", CredentialState::name),
            query.person.as_deref().unwrap_or_default(),
            pattern(query.text.as_deref()),
            query.limit,
        ]
        .to_vec();
        self.read(|conn, _| Box::pin(async move { conn.query(PAGE, &keys).await?.iter().map(read).collect() })).await
    }

    async fn token_counts(&self, sites: &[Id]) -> Result<Vec<(Id, CredentialState, u64)>, StoreError> {
        let sites = listed(sites);
        self.read(|conn, _| {
            Box::pin(async move { conn.query(COUNTS, args![sites]).await?.iter().map(counted).collect() })
        })
        .await
    }
}
