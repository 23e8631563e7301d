//! The flags that several commands share, and the parsers of their values.
//! Knows nothing of the network, files or the environment.

mod destination;
mod globals;
mod json_patch;
mod multi_context;
mod script_yes;
mod store;
pub mod values;

pub use destination::DestinationFlags;
pub use globals::GlobalFlags;
pub use json_patch::JsonPatchFlags;
pub use multi_context::AllContextsFlag;
pub use script_yes::IgnoredYesFlag;
pub use store::StoreChoice;
pub use values::{Header, InputSource};
