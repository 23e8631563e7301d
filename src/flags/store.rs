//! The values of `--store`.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::context::StoreKind;

/// A store that can hold a secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreName {
    /// The keyring of the operating system.
    #[default]
    Keyring,
    /// `credentials.toml` beside the profile.
    File,
}

impl From<StoreName> for StoreKind {
    fn from(name: StoreName) -> Self {
        match name {
            StoreName::Keyring => Self::Keyring,
            StoreName::File => Self::File,
        }
    }
}

// Not derived, since clap would show these docstrings as help.
impl ValueEnum for StoreName {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Keyring, Self::File]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Keyring => "keyring",
            Self::File => "file",
        }))
    }
}
