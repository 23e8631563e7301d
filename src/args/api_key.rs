//! The verbs on API keys: ls, create, get, patch, rm. Flag names are those of `qlik api-key`.

use clap::{Args, ValueHint};

use super::value::{self, Source};
use super::{AllContexts, ColumnChoice, DestinationChoice, PatchDocument};
use crate::duration::{Moment, Period};

/// The values of `--sort`: those of the API reference, and `expiry`, which is sorted here.
const SORTS: [&str; 18] = [
    "createdByUser",
    "+createdByUser",
    "-createdByUser",
    "sub",
    "+sub",
    "-sub",
    "status",
    "+status",
    "-status",
    "description",
    "+description",
    "-description",
    "created",
    "+created",
    "-created",
    "expiry",
    "+expiry",
    "-expiry",
];

/// `ls`
#[derive(Args, Debug)]
#[command(after_help = "Without --limit every page is fetched. The tenant does the sorting, but for --sort expiry.
Now is what the tenant's clock says. A key whose expiry is no date is shown by --expires-within, and comes first with \
--sort expiry. --expired-before and --older-than leave it out, since what they find is often removed.")]
pub struct Ls {
    /// List the keys that this user created
    #[arg(long = "createdByUser", alias = "created-by-user", value_name = "USER-ID")]
    pub created_by_user: Option<String>,

    /// List the keys of this subject: a user ID, or SCIM\IDP-ID
    #[arg(long, value_name = "SUBJECT")]
    pub sub: Option<String>,

    /// List the keys of this status
    #[arg(long, value_parser = ["active", "expired", "revoked"])]
    pub status: Option<String>,

    /// List the active keys that end within this ISO 8601 duration from now, such as P14D
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true)]
    pub expires_within: Option<Period>,

    /// List the keys that ended before this date, or at least this ISO 8601 duration ago, whatever their status
    #[arg(long, value_name = "DURATION|DATE", value_parser = value::moment, allow_hyphen_values = true)]
    pub expired_before: Option<Moment>,

    /// List the keys that were created at least this ISO 8601 duration ago
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true)]
    pub older_than: Option<Period>,

    /// List the keys with this text in their description or subject; upper and lower case are the same
    #[arg(long = "match", value_name = "TEXT", value_parser = value::not_blank, allow_hyphen_values = true)]
    pub text: Option<String>,

    /// Sort by createdByUser, sub, status, description, created or expiry; + in front is ascending, - descending
    #[arg(long, value_name = "FIELD", value_parser = SORTS, hide_possible_values = true, allow_hyphen_values = true)]
    pub sort: Option<String>,

    /// List at most N keys in total; with several contexts, of each
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: Option<u64>,

    /// List the keys after this ID
    #[arg(long = "startingAfter", alias = "starting-after", value_name = "ID", value_parser = value::id,
          value_hint = ValueHint::Other, allow_hyphen_values = true, conflicts_with = "ending_before")]
    pub starting_after: Option<String>,

    /// List the keys before this ID
    #[arg(long = "endingBefore", alias = "ending-before", value_name = "ID", value_parser = value::id,
          value_hint = ValueHint::Other, allow_hyphen_values = true)]
    pub ending_before: Option<String>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<false>,
}

/// `expiring`
#[derive(Args, Debug)]
#[command(
    after_help = "Exit code 0: no key ends within the time. 10: some do. 11: some end within the critical time, or \
have ended and are still active.
Now is what the tenant's clock says. A key whose expiry is no date is listed, and comes first."
)]
pub struct Expiring {
    /// List the active keys that end within this ISO 8601 duration from now
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true, default_value = "P14D")]
    pub within: Period,

    /// End with exit code 11 where a key ends within this one [default: P3D, or --within if that is shorter]
    #[arg(long, value_name = "DURATION", value_parser = value::period, allow_hyphen_values = true)]
    pub critical: Option<Period>,

    /// Several tenants.
    #[command(flatten)]
    pub tenants: AllContexts,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<false>,
}

/// `create`
#[derive(Args, Debug)]
#[command(after_help = "A description is required, as a flag or in the file.")]
pub struct Create {
    /// Say what the key is for
    #[arg(long, value_name = "TEXT", value_parser = value::not_blank, allow_hyphen_values = true)]
    pub description: Option<String>,

    /// Let it expire after an ISO 8601 duration, such as P7D [default: the tenant's longest]
    #[arg(long, value_name = "DURATION", value_parser = value::iso_duration, allow_hyphen_values = true)]
    pub expiry: Option<String>,

    /// Make it for this subject: a user ID, or SCIM\IDP-ID [default: yourself]
    #[arg(long, value_name = "SUBJECT", value_parser = value::not_blank)]
    pub sub: Option<String>,

    /// The type of the subject; externalClient for SCIM [default: user]
    #[arg(long = "subType", alias = "sub-type", value_name = "TYPE", value_parser = ["user", "externalClient"])]
    pub sub_type: Option<String>,

    /// Read the request body from a JSON file, or from stdin with -; flags override its fields
    #[arg(short, long, value_name = "FILE", value_parser = value::source)]
    pub file: Option<Source>,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    pub yes: bool,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<false>,

    /// Where the token goes. The last, since its heading holds for all that follows.
    #[command(flatten)]
    pub destination: DestinationChoice,
}

/// `get`
#[derive(Args, Debug)]
pub struct Get {
    /// The ID of the key
    #[arg(value_name = "ID", value_parser = value::id, value_hint = ValueHint::Other)]
    pub id: String,

    /// Which columns to show.
    #[command(flatten)]
    pub columns: ColumnChoice<false>,
}

/// `patch`
#[derive(Args, Debug)]
pub struct Patch {
    /// The ID of the key
    #[arg(value_name = "ID", value_parser = value::id, value_hint = ValueHint::Other)]
    pub id: String,

    /// Set the description
    #[arg(long, value_name = "TEXT", conflicts_with_all = PatchDocument::FLAGS, allow_hyphen_values = true)]
    pub description: Option<String>,

    /// The change as JSON Patch.
    #[command(flatten)]
    pub document: PatchDocument,

    /// Don't ask, even where a context protects the tenant
    #[arg(short, long)]
    pub yes: bool,
}

/// `rm`
#[derive(Args, Debug)]
#[command(after_help = "\
The owner's request deletes a key; a TenantAdmin's revokes it for good.

Several IDs, or those on stdin, give a list of what became of each: removed, gone (it was not there) or failed, with the \
reason; with -q the IDs alone that are gone now. They are removed a few at once, at the pace that the tenant's rate limit \
allows, and the key that you sign in with is the last. Ctrl-C waits for what is on its way and shows what was done.")]
pub struct Rm {
    /// The IDs of the keys, or - to read them from stdin, one a line
    #[arg(value_name = "ID", value_parser = value::id, required = true, value_hint = ValueHint::Other)]
    pub ids: Vec<String>,

    /// Don't ask; needed for several keys where nobody can be asked, for the key that you sign in with, and where a context
    /// protects the tenant
    #[arg(short, long)]
    pub yes: bool,

    /// Show what would be removed, and remove nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl Rm {
    /// The one key, where one ID was given.
    pub fn one(&self) -> Option<&str> {
        match self.ids.as_slice() {
            [id] if id != "-" => Some(id),
            _ => None,
        }
    }
}
