//! Slow, salted hashes of short secrets (backup codes, PINs), worked out a few at once beside the threads that answer.

use argon2::{Algorithm, Argon2, Params, Version};
use plug::MethodError;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub memory: u32,
    pub passes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19_456, passes: 2 }
    }
}

/// The hash in hexadecimal.
pub fn digest(secret: &str, salt: &[u8], cost: Cost) -> Result<String, MethodError> {
    let corrupt = |e: argon2::Error| MethodError::Corrupt(e.to_string());
    let params = Params::new(cost.memory, cost.passes, 1, Some(32)).map_err(corrupt)?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, &mut hash)
        .map_err(corrupt)?;
    Ok(data_encoding::HEXLOWER.encode(&hash))
}

/// Hashes that one method computes at once.
const AT_ONCE: usize = 2;

/// Places for what is slow, of one method.
#[derive(Clone)]
pub struct Bench(Arc<Semaphore>);

impl Default for Bench {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Bench {
    /// Runs what is slow on a thread of its own, a few at once.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, MethodError> + Send + 'static,
    ) -> Result<T, MethodError> {
        let place = Arc::clone(&self.0).acquire_owned().await;
        let place = place.map_err(|e| MethodError::Unavailable(e.to_string()))?;
        // The place is kept until the work is done, also when whoever asked has left.
        let kept = move || {
            let _place = place;
            work()
        };
        tokio::task::spawn_blocking(kept).await.map_err(|e| MethodError::Unavailable(e.to_string()))?
    }
}
