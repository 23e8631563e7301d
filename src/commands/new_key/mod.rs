//! Shared by `create` and `rotate`: creates a key and delivers its token.

mod context_destination;
mod create_key;
mod destination;
mod exec;
mod jq_check;
mod mask;
mod other_token;
mod print;
mod recovery_file;

pub use create_key::{
    KeySnapshot, add_cleanup_hint, create_key, create_key_with_later_description, remove_undelivered_key,
};
pub use destination::{DeliveryError, Destination, refuse_raw};
pub use jq_check::check_filter_keeps_token;
pub use print::{print_new_key, print_without_token};
pub use recovery_file::{check_recovery_folder, save_token};
