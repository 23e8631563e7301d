//! `/users`: the users of a tenant (<https://qlik.dev/apis/rest/users/>).

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Exit, Result};
use crate::http::{Client, Direction, Request};

/// The fields of the response to `GET /users/me` that are used here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CurrentUser {
    /// The ID of the user.
    #[serde(default)]
    pub id: String,
    /// The name of the user.
    #[serde(default)]
    pub name: String,
    /// The email address of the user. A bot has none.
    pub email: Option<String>,
    /// The ID of the tenant.
    pub tenant_id: String,
    /// The roles of the user. `None` if the response does not tell.
    pub assigned_roles: Option<Vec<AssignedRole>>,
}

/// A role of a user.
#[derive(Debug, Deserialize)]
pub struct AssignedRole {
    /// The name of the role.
    #[serde(default)]
    pub name: String,
}

impl CurrentUser {
    /// Whether the user certainly sees only their own keys.
    pub fn sees_only_own_keys(&self) -> bool {
        self.assigned_roles.as_ref().is_some_and(|roles| roles.iter().all(|role| role.name != "TenantAdmin"))
    }
}

/// Gets the signed-in user with `GET /users/me`, which may redirect to the user resource
/// (<https://qlik.dev/apis/rest/users/>). Also returns the tenant's clock.
///
/// # Errors
/// See [`Client::send`]. Exit 7 if the body has another format.
pub fn get_current_user(client: &Client) -> Result<(CurrentUser, Option<Timestamp>)> {
    let response = client.send_following_redirect(&Request::get("find out who is signed in", &["users", "me"]))?;
    Ok((response.parse_object()?, response.date))
}

/// The fields of a user that are used here. A missing text is read as empty.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct User {
    /// The ID of the user.
    pub id: String,
    /// The name of the user.
    pub name: String,
    /// The email address of the user. A bot has none.
    pub email: Option<String>,
    /// `active`, `invited`, `disabled`, `deleted` or `provisioned`.
    pub status: String,
}

/// The statuses that the documented filter for several IDs matches.
const LISTED_STATUSES: &str = r#"(status eq "active" or status eq "disabled")"#;

/// The maximum number of IDs in one request, so that the URL stays short.
pub const MAX_IDS_PER_REQUEST: usize = 50;

/// Whether a subject can be the ID of a user. Those of SCIM clients and bots contain other characters, such as `\\`.
pub fn is_user_id(subject: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=64).contains(&subject.len()) && subject.bytes().all(is_plain)
}

/// Lists the active and disabled users with these IDs. The tenant matches no other users in this form.
///
/// # Errors
/// See [`Client::send`].
pub fn list_active_and_disabled(client: &Client, ids: &[String]) -> Result<Vec<User>> {
    list(client, &format!("({}) and {LISTED_STATUSES}", any_id(ids)))
}

/// Lists the users with these IDs, whatever their status.
///
/// # Errors
/// See [`Client::send`].
pub fn list_of_any_status(client: &Client, ids: &[String]) -> Result<Vec<User>> {
    list(client, &any_id(ids))
}

/// Lists the users with this name or, if it contains an `@`, this email address. Case is ignored.
///
/// # Errors
/// See [`Client::send`].
pub fn find_by_name_or_email(client: &Client, text: &str) -> Result<Vec<User>> {
    let is_email = text.contains('@');
    let attribute = if is_email { "email" } else { "name" };
    let mut users = list(client, &format!("{attribute} co {}", Value::from(text)))?;
    let lowercase = text.to_lowercase();
    users.retain(|user| {
        let value = if is_email { user.email.as_deref().unwrap_or_default() } else { &user.name };
        value.to_lowercase() == lowercase
    });
    Ok(users)
}

/// Gets a user. Returns `None` if there is none with this ID.
///
/// # Errors
/// See [`Client::send`].
pub fn get(client: &Client, id: &str) -> Result<Option<User>> {
    match client.try_send(&Request::get(format!("get user {id}"), &["users", id])) {
        Ok(response) => response.parse_object().map(Some),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A filter for users with one of these IDs (<https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2>).
fn any_id(ids: &[String]) -> String {
    // A value is a JSON string.
    ids.iter().map(|id| format!("id eq {}", Value::from(id.as_str()))).collect::<Vec<_>>().join(" or ")
}

fn list(client: &Client, filter: &str) -> Result<Vec<User>> {
    let request = Request::get("list the users", &["users"])
        .with_query("filter", Some(filter))
        .with_query("fields", Some("id,name,email,status"))
        .with_query("limit", Some("100"));
    let mut users = Vec::new();
    for page in client.pages(request, Direction::Next, u64::MAX) {
        for row in page?.rows {
            let user = serde_json::from_str(row.json()).map_err(|error| {
                Error::new(Exit::Unavailable, "the tenant's list of users has an unexpected format").with_cause(error)
            })?;
            users.push(user);
        }
    }
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_of_clients_and_bots_are_no_user_ids() {
        for (subject, expected) in [
            ("d3f835b3acaf626921611a05", true),
            ("UURtugv3nbXogpZRWr5EB5n4LrjjCI8P", true),
            ("", false),
            (r"SCIM\215g5595380d646163cadbb9", false),
            (r"qlikbot\x", false),
            ("a b", false),
            (&"a".repeat(65), false),
        ] {
            assert_eq!(is_user_id(subject), expected, "{subject}");
        }
    }

    #[test]
    fn quotes_and_backslashes_are_escaped_in_a_filter() {
        let ids = ["a".to_owned(), r#"b"\"#.to_owned()];
        assert_eq!(any_id(&ids), r#"id eq "a" or id eq "b\"\\""#);
    }
}
