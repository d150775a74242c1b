//! How many rows there are in a store.

use super::world::World;

pub struct Counts(sqlx::SqlitePool);

impl Counts {
    /// Looks at the file beside the running gateway.
    pub async fn of(world: &World) -> Self {
        let file = world.dir.path().join("gatepass.db");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        Self(sqlx::SqlitePool::connect_with(options).await.unwrap())
    }

    /// `what`: a table, and what SQL lets follow it.
    pub async fn rows(&self, what: &str) -> i64 {
        let statement = format!("SELECT count(*) FROM {what}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&self.0)
            .await
            .unwrap()
    }
}
