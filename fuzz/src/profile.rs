//! A profile with any content is read or rejected with line and column. Each of its contexts can be written back,
//! renamed and removed, which changes no other context.

use std::path::Path;

use qlik_api_key::context::{Context, Profile, ProfileDocument};

const NEW_NAME: &str = "a new name";

/// A profile reads only UTF-8.
pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let path = Path::new("contexts.toml");
    let (profile, mut document) = match (Profile::parse(path, text), ProfileDocument::parse(path, text)) {
        (Ok(profile), Ok(document)) => (profile, document),
        (Err(error), Err(_)) => {
            assert!(error.to_text().starts_with("contexts.toml, line "), "{}", error.to_text());
            return;
        }
        (read, written) => panic!("only one parser accepts it: {} {}", read.is_ok(), written.is_ok()),
    };
    let valid: Vec<Context> = profile.names().iter().filter_map(|name| profile.context(name).ok()).collect();
    for context in &valid {
        document.insert(context).expect("the context is in a table");
        profile.pending_cleanup(context);
    }
    // One more change for each text, for speed.
    match (text.len() % 3, valid.first().filter(|_| !profile.contains(NEW_NAME))) {
        (0, Some(context)) => check_rename(&profile, &mut document, context),
        (1, Some(context)) => check_removal(&profile, &mut document, context),
        _ => {
            let written = document.profile().expect("a profile can be read after an edit");
            assert_eq!(written.names(), profile.names());
            assert_same_contexts(&written, &profile, "");
        }
    }
}

fn check_rename(profile: &Profile, document: &mut ProfileDocument, context: &Context) {
    document.set_current(Some(&context.name));
    document.rename(&context.name, NEW_NAME);
    let renamed = document.profile().expect("a profile can be read after an edit");
    assert_eq!(renamed.current(), Some(NEW_NAME));
    assert!(!renamed.contains(&context.name), "the old name is left");
    let expected = Context { name: NEW_NAME.to_owned(), ..context.clone() };
    assert_eq!(renamed.context(NEW_NAME).expect("the context is valid"), expected);
    assert_same_contexts(&renamed, profile, &context.name);
}

fn check_removal(profile: &Profile, document: &mut ProfileDocument, context: &Context) {
    document.set_current(Some(&context.name));
    document.remove(&context.name);
    let rest = document.profile().expect("a profile can be read after an edit");
    assert!(!rest.contains(&context.name) && rest.current().is_none(), "the context is left");
    assert_same_contexts(&rest, profile, &context.name);
}

/// The contexts in `before` are the same in `after`, except the one called `except`.
fn assert_same_contexts(after: &Profile, before: &Profile, except: &str) {
    for name in before.names().iter().filter(|name| *name != except) {
        assert!(after.contains(name), "context {name:?} is lost");
        assert_eq!(after.context(name).ok(), before.context(name).ok());
    }
}
