//! Logs for operators: JSON lines or text on standard error, nothing personal in them.

use serde::{Deserialize, Serialize};
use tracing_subscriber::{EnvFilter, fmt};

/// How a line looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One JSON object a line.
    #[default]
    Json,
    Text,
}

/// Begins to log. `level` is `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,login=debug`.
pub fn begin(format: Format, level: &str) -> Result<(), String> {
    // A database's notices are not the operator's, unless a filter asks for them.
    let directives = if level.contains(['=', ',']) { level.to_owned() } else { format!("{level},sqlx=warn") };
    let filter = EnvFilter::try_new(directives)
        .map_err(|e| format!("`log.level` {level}: {e}; write error, warn, info, debug or trace"))?;
    // Nobody reads standard error any more: that ends no server.
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).log_internal_errors(false);
    let begun = match format {
        Format::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
        Format::Text => lines.with_target(false).try_init(),
    };
    begun.map_err(|e| e.to_string())
}
