//! The flags that several commands share, and the parsers of their values. Uses no network, files or environment.

mod completed_value;
mod destination;
mod globals;
mod ignored_yes;
mod json_patch;
mod multi_context;
mod store;
pub mod values;

pub use completed_value::CompletedValue;
pub use destination::DestinationFlags;
pub use globals::GlobalFlags;
pub use ignored_yes::IgnoredYesFlag;
pub use json_patch::JsonPatchFlags;
pub use multi_context::AllContextsFlag;
pub use store::StoreChoice;
pub use values::{Header, InputSource};
