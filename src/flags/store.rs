//! The values of `--store`.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::context::StoreKind;

/// A secret store that the program can write to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoreChoice {
    /// The keyring of the operating system.
    #[default]
    Keyring,
    /// `credentials.toml` beside the profile.
    File,
}

impl From<StoreChoice> for StoreKind {
    fn from(choice: StoreChoice) -> Self {
        match choice {
            StoreChoice::Keyring => Self::Keyring,
            StoreChoice::File => Self::File,
        }
    }
}

// Not derived: clap would show the docstrings above as help.
impl ValueEnum for StoreChoice {
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
