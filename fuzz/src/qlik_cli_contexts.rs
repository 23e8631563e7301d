//! A `contexts.yml` with any content is read or rejected with a message that does not quote its secrets. A context that
//! can be imported has a valid credential, no secret in its headers, and can be written to a profile.

use std::path::Path;

use qlik_api_key::context::{
    Auth, Context, Credential, ImportError, ImportableContext, ProfileDocument, QlikCliFile, StoreKind,
    check_context_name, may_be_secret_header,
};
use qlik_api_key::secret::{Secret, check_token};

/// The start of each secret in the committed inputs.
const SECRET: &str = "FAKE_";

pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let file = match QlikCliFile::parse(Path::new("contexts.yml"), &Secret::new(text.to_owned())) {
        Ok(file) => file,
        Err(error) => {
            let text = error.to_text();
            assert!(text.starts_with("contexts.yml") && !text.contains(SECRET), "the error quotes the file");
            return;
        }
    };
    for context in file.contexts {
        match context.import {
            Ok(content) => check_content(&context.name, content),
            Err(ImportError::Unsupported(message) | ImportError::Invalid(message)) => {
                assert!(!message.contains(SECRET), "the message quotes a value");
            }
        }
    }
}

fn check_content(name: &str, content: ImportableContext) {
    assert_eq!(check_context_name(name), Ok(()));
    let (auth, oauth_client_id, secret) = match content.credential {
        Credential::ApiKey(key) => (Auth::ApiKey, None, key),
        Credential::OAuthClient { id, secret } => (Auth::OAuth, Some(id), secret),
        Credential::Authorization(_) => panic!("only a bearer token can be stored"),
    };
    assert_eq!(check_token(secret.expose()), Ok(()));
    for (name, value) in &content.headers {
        assert!(!may_be_secret_header(name, value), "a header may be a secret");
    }
    let context = Context {
        name: name.to_owned(),
        server: content.server,
        auth,
        store: StoreKind::Keyring,
        comment: content.comment,
        protected: false,
        insecure: false,
        ca_file: None,
        headers: content.headers,
        oauth_client_id,
    };
    let mut document = ProfileDocument::parse(Path::new("contexts.toml"), "").expect("it is empty");
    document.insert(&context).expect("it has no other contexts");
    let profile = document.profile().expect("a profile can be read after an edit");
    assert_eq!(profile.context(name).expect("the context is valid"), context);
}
