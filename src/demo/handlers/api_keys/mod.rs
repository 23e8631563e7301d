//! `/api-keys` and `/api-keys/{id}` (<https://qlik.dev/apis/rest/api-keys/>).

mod by_id;
mod create;
mod list;
mod sort;

pub use by_id::{delete, get, patch};
pub use create::create;
pub use list::list;
