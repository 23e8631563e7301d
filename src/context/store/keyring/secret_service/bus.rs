//! [`Bus`]: method calls to the Secret Service over D-Bus, and the prompts by which it asks the user.
//! Knows nothing of what is filed there.

use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{DynamicDeserialize, OwnedObjectPath, OwnedValue, StructureBuilder, Value};
use zbus::{MatchRule, Message, Result, message};

use super::NOTHING;

/// The name of the service on the bus.
const NAME: &str = "org.freedesktop.secrets";

const PROMPT: &str = "org.freedesktop.Secret.Prompt";

/// A connection to the user's message bus.
pub(super) struct Bus(Connection);

impl Bus {
    /// Connects.
    ///
    /// # Errors
    /// Where there is no bus.
    pub(super) fn connect() -> Result<Self> {
        Connection::session().map(Self)
    }

    /// Calls a method of one of the service's objects.
    ///
    /// # Errors
    /// Where the service is not there, refuses, or answers something else.
    pub(super) fn call<T: for<'a> DynamicDeserialize<'a>>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        arguments: Vec<Value>,
    ) -> Result<T> {
        self.answer(path, interface, method, arguments)?.body().deserialize()
    }

    /// The answer as it came: so the library's code for a call is there once, whatever the answer is read as.
    fn answer(&self, path: &str, interface: &str, method: &str, arguments: Vec<Value>) -> Result<Message> {
        if arguments.is_empty() {
            return self.0.call_method(Some(NAME), path, Some(interface), method, &());
        }
        let arguments = arguments.into_iter().fold(StructureBuilder::new(), StructureBuilder::append_field).build()?;
        self.0.call_method(Some(NAME), path, Some(interface), method, &arguments)
    }

    /// Lets the service ask the user, if it wants to; gives back whether it may go on.
    ///
    /// # Errors
    /// As [`Bus::call`], and where the bus ends before the user has answered.
    pub(super) fn prompt(&self, prompt: &OwnedObjectPath) -> Result<bool> {
        if prompt.as_str() == NOTHING {
            return Ok(true);
        }
        let answered = MatchRule::builder().msg_type(message::Type::Signal).sender(NAME)?;
        let answered = answered.path(prompt)?.interface(PROMPT)?.member("Completed")?.build();
        let mut answers = MessageIterator::for_match_rule(answered, &self.0, Some(1))?;
        // There is no window that the prompt could stand before.
        let () = self.call(prompt, PROMPT, "Prompt", vec!["".into()])?;
        let ended = || Err(zbus::Error::Failure("the bus ended before the user had answered".to_owned()));
        let answer = answers.next().unwrap_or_else(ended)?;
        let (is_dismissed, _): (bool, OwnedValue) = answer.body().deserialize()?;
        Ok(!is_dismissed)
    }
}
