//! `rotate [ID]`: a new key in the place of an old one.

use clap::{Args, ValueHint};

use super::value;
use super::{ColumnChoice, DestinationChoice};
use crate::duration::Period;

/// `rotate`
#[derive(Args, Debug)]
#[command(
    after_help = "Without an ID the key that the context signs in with is renewed, in the context's own store; the old key goes
once the new one has signed in. With an ID the old key stays, unless --remove-old or --overlap is given.
In cron or CI, hourly: qlik-api-key rotate --if-expires-within P7D"
)]
pub struct Rotate {
    /// The ID of the key [default: the one that you sign in with]
    #[arg(value_name = "ID", value_parser = value::id, value_hint = ValueHint::Other)]
    pub id: Option<String>,

    /// Give the new key this description [default: the old one's]
    #[arg(long, value_name = "TEXT", value_parser = value::not_blank, allow_hyphen_values = true)]
    pub description: Option<String>,

    /// Let the new key expire after an ISO 8601 duration, such as P7D [default: as long as the old one lived]
    #[arg(long, value_name = "DURATION", value_parser = value::iso_duration, allow_hyphen_values = true)]
    pub expiry: Option<String>,

    /// Do nothing unless the key expires within this ISO 8601 duration; at most a third of the key's life counts
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true)]
    pub if_expires_within: Option<Period>,

    /// Keep the old key
    #[arg(long, conflicts_with_all = ["remove_old", "overlap"])]
    pub keep_old: bool,

    /// Remove the old key once the new one has signed in
    #[arg(long, conflicts_with = "overlap")]
    pub remove_old: bool,

    /// Remove the old key after this ISO 8601 duration, by `rotate --finish` or the next rotation
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true)]
    pub overlap: Option<Period>,

    /// Print what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Finish or undo what an interrupted rotation has left
    #[arg(long, conflicts_with_all = Self::OF_A_RENEWAL)]
    pub resume: bool,

    /// Remove the old keys whose overlap is over
    #[arg(long, conflicts_with_all = Self::OF_A_RENEWAL)]
    pub finish: bool,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<false>,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    pub yes: bool,

    /// Where the token goes. The last, since its heading holds for all that follows.
    #[command(flatten)]
    pub destination: DestinationChoice,
}

impl Rotate {
    /// What has no meaning where no key is renewed.
    const OF_A_RENEWAL: [&str; 12] = [
        "id",
        "dry_run",
        "description",
        "expiry",
        "if_expires_within",
        "keep_old",
        "remove_old",
        "overlap",
        "save_to",
        "token_file",
        "token_only",
        "exec",
    ];
}
